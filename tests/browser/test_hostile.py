"""What strangers write is text: no script of theirs runs, no request of theirs leaves, wherever it is shown."""

from collections.abc import Callable

from percaya.channels.email.html_safe import safe_html
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import change_contact
from percaya.core.tickets.actions.receiving import Incoming, receive_message
from percaya.core.tickets.models import Message
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site

CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'\"><svg/onload=alert(3)>",
    "javascript:alert(4)",
    "{{ 7 * 7 }}{% raw %}${alert(5)}",
    "</textarea><script>alert(6)</script>",
    "</script><script>alert(7)</script>",
    '<iframe srcdoc="<script>parent.alert(8)</script>"></iframe>',
    '<a href="javascript:alert(9)">klik</a> [klik](javascript:alert(10))',
    "<style>*{background:url(https://penjahat.example/x)}</style>",
)


def plant(cast: Cast) -> int:
    """The corpus in every field that a stranger, or a colleague, can fill. The ticket's number."""
    system = Actor.system()
    change_contact(contact=cast.rina, by=system, name=CORPUS[1], salutation="<b onx>", notes="\n".join(CORPUS))
    ticket = builders.ticket(cast.rina, subject=" ".join(CORPUS)[:240], text="\n".join(CORPUS), account=cast.senja.email)
    for nasty in CORPUS:
        builders.note(ticket, cast.dewi, nasty)
        builders.reply(ticket, cast.dewi, nasty)
    bad = builders.stored_file('x"><img src=x onerror=alert(11)>.html', b"<script>alert(12)</script>", "text/html")
    svg = builders.stored_file("gambar.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(13)"/>', "image/svg+xml")
    builders.inbound(ticket, "lampiran", files=[bad, svg])
    incoming = Incoming(
        contact_id=cast.rina.pk,
        author_name=CORPUS[0],
        address=("email", "rina@contoh.example"),
        channel="email",
        account_id=cast.senja.email.pk,
        text="lihat html",
        # Twice: once as the channel makes it safe, once raw, as if the channel had failed to.
        html=safe_html("".join(CORPUS) + "<table><tr><td>a</td></tr></table>").html + "".join(CORPUS) + "<table></table>",
        quoted_text=CORPUS[0],
        signature=CORPUS[1],
    )
    receive_message(ticket=builders.fresh(ticket), incoming=incoming, by=Actor.contact(cast.rina.pk))
    return ticket.number


def test_the_corpus_stays_silent_everywhere(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    number = plant(cast)
    page = site.open(cast.dewi)
    dialogs: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss())[0])  # type: ignore[func-returns-value]
    # What the policy stops is announced and then failed as "csp"; anything else has left, or has tried to.
    page.on("requestfailed", lambda request: None if request.failure == "csp" else asked.append(request.url))
    page.on("requestfinished", lambda request: asked.append(request.url))
    root = f"/w/{cast.workspace.slug}"
    searched = f"{root}/search?q=%3Cscript%3Ealert(1)%3C/script%3E"
    for path in (inbox(), inbox(number), searched, inbox(number, "view=%22%3E%3Cscript%3E")):
        page.goto(site.address + path)
        page.wait_for_timeout(600)
    html = Message.objects.exclude(body_html="").get()
    page.goto(f"{site.address}{root}/inbox/{number}/messages/{html.pk}/html")
    page.wait_for_timeout(300)
    assert [url for url in asked if not url.startswith((site.address, "data:", "about:"))] == []
    page.goto(f"{site.address}{root}/inbox/{number}/messages/{html.pk}/html?images=1")  # even when pictures are let in
    page.wait_for_timeout(300)
    assert dialogs == []


def test_html_mail_cannot_reach_out_of_its_frame(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    number = plant(cast)
    page = site.open(cast.dewi, inbox(number))
    frame = page.locator("iframe.message--frame").first
    assert "allow-scripts" not in (frame.get_attribute("sandbox") or "")
    html = Message.objects.exclude(body_html="").get()
    answer = page.request.get(f"{site.address}/w/{cast.workspace.slug}/inbox/{number}/messages/{html.pk}/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "allow-scripts" not in policy and "script-src" not in policy


def test_files_of_strangers_are_downloads_not_pages(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    number = plant(cast)
    page = site.open(cast.dewi, inbox(number))
    for link in page.locator("a.attachment").all():
        answer = page.request.get(site.address + (link.get_attribute("href") or "") + "?inline=1")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_everything_needed_works_without_scripts(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(), java_script_enabled=False)
    page.locator(f"#row-{ticket.number} .row__link").click()
    page.locator("#form-reply textarea").fill("Baik kak, kami cek.")
    page.locator("#form-reply .button--primary[name=then]").first.click()
    assert "Baik kak, kami cek." in page.content()
    page.locator("#ticket-head").get_by_role("button", name="Selesaikan").click()
    assert builders.fresh(ticket).state == "resolved"
