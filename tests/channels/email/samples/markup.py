"""HTML of strangers: shown safely, nothing loads by itself, quotes fold."""
# ruff: noqa: E501  (a line of a mail must stay one line)

import base64

from tests.channels.email.samples.making import PNG, RINA, Sample, mail, parts, said


def _html(about: str, html: str, **expected: object) -> Sample:
    return Sample(
        about, mail(html + "\n", "Content-Type: text/html; charset=utf-8"), {"sender": RINA, "subject": "Paket"} | expected
    )


_related, _related_type = parts(
    "related",
    'Content-Type: text/html; charset=utf-8\n\n<p>Lihat:</p><img src="cid:foto1%40pelanggan" alt="foto">',
    "Content-Type: image/png\nContent-ID: <foto1@pelanggan>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\n"
    + base64.b64encode(PNG).decode(),
)
_PICTURE = base64.b64encode(PNG).decode()

SAMPLES = {
    "html-only": _html(
        "no text part: the text is made from the HTML",
        '<p>Halo&nbsp;kak,</p><ul><li>satu</li><li>dua</li></ul><p>Lihat <a href="https://kurir.example/lacak?r=1">di sini</a>.</p>',
        text="Halo kak,\n\n- satu\n- dua\n\nLihat di sini <https://kurir.example/lacak?r=1>.",
        html_has=['rel="noopener noreferrer nofollow"'],
    ),
    "scripts": _html(
        "nothing that runs survives",
        "<p onclick=alert(1)>Halo<script>alert(1)</script><svg onload=alert(1)></svg><iframe src=//x.example></iframe></p><a href='javascript:alert(1)'>klik</a><style>p{}</style>",
        text="Halo\n\nklik",
        html_has=["<p>Halo"],
        html_lacks=["script", "onclick", "iframe", "svg", "style", "alert"],
    ),
    "remote-pictures": _html(
        "remote pictures wait for the reader's wish and are counted",
        '<p>Halo</p><img src="https://lacak.example/p.gif" width="1"><img src="http://x.example/a.png"><img src="//x.example/b.png">',
        text="Halo",
        remote_images=2,
        html_has=['data-remote-src="https://lacak.example/p.gif"'],
        html_lacks=[' src="http', "x.example/b.png"],
    ),
    "style-urls": _html(
        "style may colour, not fetch or float",
        '<div style="color:red;background:url(https://x.example/a);position:fixed;display:none">Halo</div><table background="https://x.example/b"><tr><td>isi</td></tr></table>',
        text="Halo\nisi",
        html_has=["color:red"],
        html_lacks=["x.example", "position", "display"],
    ),
    "links": _html(
        "only http, https, mailto and tel links",
        '<a href="tel:+62811">a</a> <a href="mailto:x@y.example">b</a> <a href="ftp://x.example">c</a> <a href="data:text/html,x">d</a> <a href="cid:1">e</a> <a href="vbscript:x">f</a>',
        text="a <tel:+62811> b <mailto:x@y.example> c d e f",
        html_has=["tel:+62811", "mailto:x@y.example"],
        html_lacks=["ftp:", "data:", "cid:", "vbscript"],
    ),
    "inline-picture": Sample(
        "a picture inside the HTML is tied to it by its content id",
        mail(_related, _related_type),
        said(
            "Lihat:\n\n[foto]",
            html_has=['src="cid:foto1@pelanggan"'],
            attachments=[
                {"name": "attachment.png", "content_type": "image/png", "kind": "inline", "content_id": "foto1@pelanggan"}
            ],
        ),
    ),
    "data-picture": _html(
        "a picture written into the HTML becomes an inline file",
        f'<p>Halo</p><img src="data:image/png;base64,{_PICTURE}"><img src="data:image/svg+xml;base64,{_PICTURE}">',
        text="Halo",
        html_has=['src="cid:embedded-1"'],
        html_lacks=["data:"],
        attachments=[
            {
                "name": "picture.png",
                "content_type": "image/png",
                "kind": "inline",
                "content_id": "embedded-1",
                "note": "from-html",
            }
        ],
    ),
    "gmail-quote": _html(
        "Gmail's quoted HTML folds, in the text as well",
        '<div dir="ltr">Belum.</div><div class="gmail_quote"><div class="gmail_attr">Pada Sen, 2 Nov 2026 pukul 10.12 Toko &lt;<a href="mailto:halo@tokosenja.example">halo@tokosenja.example</a>&gt; menulis:<br></div><blockquote class="gmail_quote">Halo Rina</blockquote></div>',
        text="Belum.",
        quoted_text="Pada Sen, 2 Nov 2026 pukul 10.12 Toko <halo@tokosenja.example> menulis:\n> Halo Rina",
        html_has=['Belum.</div><details class="quoted">'],
        html_lacks=["gmail_"],
    ),
    "outlook-quote": _html(
        "Outlook's quoted HTML folds in the text",
        "<div><p>Belum.</p></div><hr><div><p><b>Dari:</b> Toko Senja &lt;halo@tokosenja.example&gt;<br><b>Dikirim:</b> Senin, 2 November 2026 10:00<br><b>Kepada:</b> Rina<br><b>Subjek:</b> Re: Paket</p></div><p>Halo Rina.</p>",
        text="Belum.",
        quoted_text="Dari: Toko Senja <halo@tokosenja.example>\nDikirim: Senin, 2 November 2026 10:00\nKepada: Rina\nSubjek: Re: Paket\n\nHalo Rina.",
        html_has=['<details class="quoted">'],
    ),
    "outlook-desktop": _html(
        "Outlook on a desktop wraps all in one element of a class",
        "<html><body><div class=WordSection1><p class=MsoNormal>Mohon dibantu.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b><span lang=EN-US>From:</span></b><span lang=EN-US> Toko Senja &lt;halo@tokosenja.example&gt;<br><b>Sent:</b> Monday, November 2, 2026 10:00 AM<br><b>To:</b> Rina<br><b>Subject:</b> RE: Paket<o:p></o:p></span></p></div></div><p class=MsoNormal>Halo Rina,<o:p></o:p></p></div></body></html>",
        text="Mohon dibantu.",
        quoted_text="From: Toko Senja <halo@tokosenja.example>\nSent: Monday, November 2, 2026 10:00 AM\nTo: Rina\nSubject: RE: Paket\n\nHalo Rina,",
        html_has=['Mohon dibantu.</p><p>&nbsp;</p><details class="quoted">', "Halo Rina,</p></details></div>"],
        html_lacks=["Mso", "o:p"],
    ),
    "yahoo-quote": _html(
        "Yahoo puts each line of its attribution into a paragraph of its own",
        '<div>Belum kak<br><br><div><a href="https://go.example/app">Dikirim dari Yahoo Mail di Android</a></div></div><br><div class="yahoo_quoted"><p>Pada Sen, 2 Nov 2026 pada 10:12, Toko Senja</p><p>&lt;halo@tokosenja.example&gt; menulis:</p><p>Halo</p></div>',
        text="Belum kak",
        signature="Dikirim dari Yahoo Mail di Android <https://go.example/app>",
        quoted_text="Pada Sen, 2 Nov 2026 pada 10:12, Toko Senja\n\n<halo@tokosenja.example> menulis:\n\nHalo",
        html_has=['<details class="quoted">'],
    ),
    "thunderbird-quote": _html(
        "Thunderbird's line and its block fold as one",
        '<p>Belum.</p><div class="moz-cite-prefix">Pada 02/11/26 10:12, Toko Senja menulis:<br></div><blockquote type="cite" cite="mid:x"><p>Halo</p></blockquote>',
        text="Belum.",
        quoted_text="Pada 02/11/26 10:12, Toko Senja menulis:\n> Halo",
        html_has=['<p>Belum.</p><details class="quoted"><summary>…</summary><div>Pada', "</blockquote></details>"],
    ),
    "apple-quote": _html(
        "Apple's cited block folds",
        '<div>Belum.</div><div>Dikirim dari iPhone saya</div><div><br><blockquote type="cite">Pada 2 Nov 2026 10.12, Toko &lt;halo@tokosenja.example&gt; menulis:<br><br></blockquote></div><blockquote type="cite"><div>Halo</div></blockquote>',
        text="Belum.",
        signature="Dikirim dari iPhone saya",
        quoted_text="> Pada 2 Nov 2026 10.12, Toko <halo@tokosenja.example> menulis:\n> Halo",
        html_has=['<details class="quoted">'],
    ),
    "nothing-but-a-quote": _html(
        "a fold never hides the whole mail",
        '<blockquote type="cite">Pesan yang diteruskan</blockquote>',
        text="",
        quoted_text="> Pesan yang diteruskan",
        html_lacks=["details"],
    ),
    "nested-deeply": _html(
        "thousands of open tags are cut, with a warning",
        "<p>Halo</p>" + "<div>" * 3000 + "dalam",
        text="Halo",
        warnings=["html-cut"],
    ),
}
del SAMPLES["nothing-but-a-quote"].message["text"]
