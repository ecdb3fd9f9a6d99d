"""HTML of strangers: whatever they write, only harmless elements, attributes and addresses remain."""

from html.parser import HTMLParser

import pytest

from percaya.channels.email.html_safe import safe_html
from percaya.channels.email.html_text import html_to_text

_ATTRIBUTES = {
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan", "data-remote-src",
    "dir", "face", "height", "href", "lang", "name", "rel", "rowspan", "size", "src", "start", "style", "target", "title",
    "type", "valign", "value", "width",
}  # fmt: skip
_NEVER = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "svg",
    "math",
    "base",
    "meta",
    "link",
    "template",
    "video",
}

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<form action=https://x.example><input name=password></form>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<base href=https://x.example><a href=/y>x</a>",
    "<meta http-equiv=refresh content='0;url=https://x.example'>",
    "<link rel=stylesheet href=https://x.example/a.css>",
    "<div style='background-image:url(https://x.example)'>x</div>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<img src='https://x.example/a' srcset='https://x.example/b 2x'>",
    "<img src=`x` onerror=alert(1)//",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<div>Halo</div><div title='<b>Dari: x >Subjek: <img src=x onerror=alert(1)>'>a</div>",
    "<div>Halo</div><div class=gmail_quote><p title='</p></div><img src=x onerror=alert(1)>'>a</div>",
    "<img alt='\"><script>alert(1)</script>' src='cid:\"onerror=alert(1) x=\"'>",
    "<img src='data:image/png;base64,AAAA\" onerror=\"alert(1)'>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video><source onerror=alert(1)></video>",
    "<object data=https://x.example></object><embed src=https://x.example>",
]


class _Watcher(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_leaves_nothing_that_runs_or_loads(attack: str) -> None:
    watcher = _Watcher()
    watcher.feed(safe_html(f"<p>a</p>{attack}<p>b</p>").html)
    for tag, attributes in watcher.tags:
        assert tag not in _NEVER
        assert not attributes.keys() - _ATTRIBUTES, attributes
        assert (attributes.get("href") or "https:").startswith(("http:", "https:", "mailto:", "tel:"))
        assert (attributes.get("src") or "cid:").startswith("cid:")
        assert "url(" not in (attributes.get("style") or "")


def test_attributes_hold_no_angle_brackets() -> None:
    """What rewrites the HTML after the sanitiser finds tags by these; a sanitiser that left them in would undo it."""
    html = safe_html('<p title="<b>&quot;</b>" dir="<">x</p>').html
    assert 'title="&lt;b&gt;&quot;&lt;/b&gt;"' in html
    assert html.count("<") == 2


def test_a_link_opens_elsewhere_and_tells_nobody_where_from() -> None:
    assert safe_html('<a href="https://x.example" target="_top" rel="opener">x</a>').html == (
        '<a href="https://x.example" target="_blank" rel="noopener noreferrer nofollow">x</a>'
    )


def test_huge_html_is_cut_and_says_so() -> None:
    safe = safe_html("<p>kata</p>" * 100_000)
    assert safe.cut
    assert len(safe.html) < 700_000


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Satu</p><p>Dua</p>", "Satu\n\nDua"),
        ("Satu<br>Dua<br><br>Tiga", "Satu\nDua\n\nTiga"),
        (
            "<table><tr><td>Nomor</td><td>INV-1</td></tr><tr><td>Total</td><td>Rp5.000</td></tr></table>",
            "Nomor INV-1\nTotal Rp5.000",
        ),
        ("<ol><li>Satu</li><li>Dua</li></ol>", "- Satu\n- Dua"),
        ("<blockquote>lama<blockquote>lebih lama</blockquote></blockquote>baru", "> lama\n> > lebih lama\nbaru"),
        ("a &amp; b &lt;c&gt;&nbsp;d", "a & b <c> d"),
        ('<a href="https://x.example/">x.example</a>', "x.example"),
        ('<a href="https://penipu.example">bank.example</a>', "bank.example <https://penipu.example>"),
        ("  banyak \n\n  spasi  ", "banyak spasi"),
    ],
)
def test_text_made_from_html_reads_like_a_letter(html: str, text: str) -> None:
    assert html_to_text(safe_html(html).html) == text
