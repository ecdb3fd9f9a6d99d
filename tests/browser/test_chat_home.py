"""Around the talk, as a visitor uses it by hand: the help centre before writing, a voice message, the question how it was."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.ratings.models import Rating
from percaya.core.tickets.actions.states import resolve
from percaya.core.tickets.models import Attachment, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount
from tests import builders
from tests.browser.test_chat import answer
from tests.cast import Cast
from tests.core.knowledge import shelf
from tests.services.chromium import Site

# A microphone that hums: a test machine has none.
MICROPHONE = """Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia: async () => {
  const context = new AudioContext(), tone = context.createOscillator(), out = context.createMediaStreamDestination()
  tone.connect(out); tone.start(); await context.resume(); return out.stream } } })"""


@pytest.fixture
def chat(cast: Cast) -> ChannelAccount:
    settings = {"title": "Toko Senja", "intro": "Tanya apa saja."}
    return connect_account(workspace=cast.workspace, channel="webchat", name="Chat", settings=settings, by=Actor.system())


def panel(site: Site, chat: ChannelAccount, script: str = "", language: str = "id", theme: str = "light") -> Page:
    page = site.open(None, language=language, theme=theme)
    if script:
        page.add_init_script(script)
    page.goto(f"{site.address}/chat/{public_ids.encode('account', chat.pk)}")
    return page


def clean(page: Page) -> list[tuple[str, str]]:
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]]


def test_the_answer_is_found_before_anything_is_written(site: Site, cast: Cast, chat: ChannelAccount) -> None:
    text = "Nomor resi ada di surel.\n\n## Belum sampai\n\nTunggu dua hari, [lihat](https://contoh.example/)."
    shelf.article(cast.workspace, "Melacak pengiriman", text)
    page = panel(site, chat)
    page.get_by_role("searchbox").fill("nomor resi")
    page.get_by_role("button", name="Melacak pengiriman").press("Enter")
    expect(page.get_by_role("heading", name="Melacak pengiriman")).to_be_focused()
    expect(page.locator("#read a").first).to_have_attribute("target", "_blank")
    assert clean(page) == []
    page.get_by_role("button", name="Kembali").press("Enter")
    expect(page.get_by_role("button", name="Melacak pengiriman")).to_be_focused()
    assert clean(page) == []
    page.get_by_role("searchbox").fill("")
    expect(page.locator("#found")).to_be_empty()
    page.get_by_label("Pesan Anda").fill("pengiriman saya di mana")
    expect(page.get_by_role("button", name="Melacak pengiriman")).to_be_visible()
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator("article.yours")).to_be_visible()
    expect(page.locator("#help")).to_be_hidden()
    assert not page.loud, page.loud  # type: ignore[attr-defined]


def test_a_voice_message_is_recorded_heard_and_sent(site: Site, cast: Cast, chat: ChannelAccount) -> None:
    page = panel(site, chat, MICROPHONE)
    page.get_by_role("button", name="Rekam pesan suara").press("Enter")
    expect(page.locator("#voice")).to_contain_text("baru terkirim setelah Anda menekan Kirim")
    page.get_by_role("button", name="Mulai merekam").press("Enter")
    expect(page.locator("#voice span")).not_to_have_text("0:00")
    page.get_by_role("button", name="Selesai merekam").press("Enter")
    expect(page.locator("#chosen audio")).to_have_count(1)
    expect(page.get_by_label("Pesan Anda")).to_be_focused()
    assert not Attachment.objects.exists()
    page.get_by_label("Pesan Anda").press("Enter")
    page.locator("article.yours .file").click()
    expect(page.locator("article.yours audio")).to_have_js_property("error", None)
    assert page.locator("article.yours audio").evaluate(
        "sound => new Promise(done => { if (sound.readyState) done(true); sound.onloadedmetadata = () => done(true) })"
    )
    sent = Attachment.objects.get()
    assert sent.size > 0 and sent.name.startswith("voice-")
    assert not page.loud, page.loud  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_asked_in_words_by_keyboard_and_the_words_of_a_visitor_stay(
    site: Site, cast: Cast, chat: ChannelAccount, language: str, theme: str
) -> None:
    ChannelAccount.objects.filter(pk=chat.pk).update(settings={**chat.settings, "language": language})
    page = panel(site, chat, language=language, theme=theme)
    page.locator("#text").fill("Ongkir?")
    page.locator("#text").press("Enter")
    expect(page.locator("article.yours")).to_be_visible()
    ticket = Ticket.objects.get(channel="webchat")
    answer(cast, ticket, "Rp18.000")
    expect(page.locator("article.ours")).to_be_visible()
    resolve(ticket=Ticket.objects.get(pk=ticket.pk), by=Actor.member(cast.dewi.pk))
    question = page.locator(".rate[data-state=asked]")
    expect(question).to_be_visible()
    assert clean(page) == []
    question.get_by_role("textbox").fill("Cepat")
    with page.expect_response("**/talk"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(question.get_by_role("textbox")).to_have_value("Cepat")
    question.get_by_role("radio").nth(3).press("Space")
    question.get_by_role("button").press("Enter")
    expect(page.locator(".rate[data-state=given]")).to_be_visible()
    kept = Rating.objects.get()
    assert (kept.score, kept.comment) == (4, "Cepat")
    assert clean(page) == []


def test_a_sign_is_chosen_with_the_keyboard_and_stands_where_one_writes(site: Site, cast: Cast, chat: ChannelAccount) -> None:
    page = panel(site, chat)
    field = page.get_by_label("Pesan Anda")
    field.fill("Terima kasih!")
    field.press("Home")
    page.get_by_role("button", name="Emoji").press("Enter")
    expect(page.get_by_role("button", name="🙏")).to_be_focused()
    assert clean(page) == []
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("😊Terima kasih!")
    page.get_by_role("button", name="Emoji").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="🙏")).to_have_count(0)
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator("article.yours .text")).to_have_text("😊Terima kasih!")


PASTE = """([name, bytes]) => {
  const data = new DataTransfer()
  data.items.add(new File([Uint8Array.from(bytes)], name, { type: "image/png" }))
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def test_a_pasted_picture_is_sent_with_the_words(site: Site, cast: Cast, chat: ChannelAccount) -> None:
    page = panel(site, chat)
    page.get_by_label("Pesan Anda").fill("Begini keadaannya")
    page.evaluate(PASTE, ["rusak.png", list(builders.PNG)])
    expect(page.locator("#chosen li")).to_contain_text("rusak.png")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator("article.yours .file")).to_contain_text("rusak.png")
    expect(page.locator("#chosen li")).to_have_count(0)
    file = Attachment.objects.get()
    assert (file.name, file.content_type) == ("rusak.png", "image/png") and file.message is not None
