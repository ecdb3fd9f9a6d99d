"""A large picture is offered smaller beside its chip: in the browser, upright, by keyboard; the original stays to be chosen."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from percaya.core.tickets.models import Attachment, Ticket
from percaya.web.inbox.composer import composing
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site

# 2600 × 1300, noise (so that it is large), with its left half red: turned by its EXIF it is upright, and red above.
NOISE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 2600, height: 1300 }), brush = canvas.getContext("2d")
  const dots = brush.createImageData(2600, 1300)
  for (let at = 0; at < dots.data.length; at += 4) {
    const red = (at / 4) % 2600 < 1300
    dots.data.set([red ? 200 : 0, Math.random() * 90, red ? 0 : 200, 255], at)
  }
  brush.putImageData(dots, 0, 0)
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 1))
  return [...new Uint8Array(await blob.arrayBuffer())].map((byte) => String.fromCharCode(byte)).join("")
}"""
LOOK = """async (address) => {
  const picture = await createImageBitmap(await (await fetch(address)).blob())
  const { width, height } = picture, canvas = Object.assign(document.createElement("canvas"), { width, height })
  const brush = canvas.getContext("2d")
  brush.drawImage(picture, 0, 0)
  return [picture.width, picture.height, brush.getImageData(picture.width / 2, 50, 1, 1).data[0]]
}"""
# APP1 with one tag: Orientation (0x0112) = 6, "turn it a quarter to the right" (Exif 2.3, section 4.6.4).
TURNED = b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"


def photo(page: Page) -> bytes:
    plain: bytes = page.evaluate(NOISE).encode("latin-1")
    return plain[:2] + TURNED + plain[2:]


def attach(page: Page, content: bytes, name: str = "resi.jpeg") -> Locator:
    payload: FilePayload = {"name": name, "mimeType": "image/jpeg", "buffer": content}
    page.locator("#form-reply input[type=file]").set_input_files(payload)
    return page.locator("#form-reply .attachment")


def files(ticket: Ticket) -> list[Attachment]:
    return list(Attachment.objects.filter(draft__ticket=ticket))


def test_a_large_picture_goes_small_and_upright_or_as_it_was(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    original = photo(page)
    chip = attach(page, original)
    expect(chip.get_by_role("button", name="Perkecil (≈")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Perkecil (≈")).to_contain_text("resi.jpeg")
    expect(chip.locator("[data-remove-file]")).to_be_visible()
    assert [file.size for file in files(ticket)] == [len(original)]
    chip.get_by_role("button", name="Perkecil").focus()
    page.keyboard.press("Enter")
    expect(chip).to_contain_text("resi.jpg")
    expect(chip.locator("[data-remove-file]")).to_be_visible()
    expect(chip.get_by_role("button", name="Pakai aslinya")).to_be_focused()
    [small] = files(ticket)
    assert (small.name, small.content_type) == ("resi.jpg", "image/jpeg")
    assert small.size < len(original) * 0.7
    width, height, red = page.evaluate(LOOK, chip.locator("img").get_attribute("src"))
    assert (width, height) == (1024, 2048)
    assert red > 150
    page.keyboard.press("Enter")
    expect(chip).to_contain_text("resi.jpeg")
    expect(chip.locator("[data-remove-file]")).to_be_visible()
    expect(chip.get_by_role("button", name="Perkecil")).to_be_visible()
    assert [file.size for file in files(ticket)] == [len(original)]
    assert page.loud == []  # type: ignore[attr-defined]


def test_a_picture_above_the_limit_is_said_and_can_go_small(
    site: Site, cast: Cast, inbox: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "MOST_BYTES", 1_400_000)
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number), language="en")
    chip = attach(page, photo(page))
    expect(chip).to_contain_text("resi.jpeg is too large: at most 1.4 MB per file.")
    assert files(ticket) == []
    chip.get_by_role("button", name="Make smaller (≈").click()
    expect(chip.locator("[data-remove-file]")).to_be_visible()
    expect(chip.get_by_role("button", name="Use the original")).to_have_count(0)
    [small] = files(ticket)
    assert small.size <= 1_400_000


def test_what_is_no_picture_after_all_is_refused_with_words(
    site: Site, cast: Cast, inbox: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "MOST_BYTES", 1000)
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    chip = attach(page, b"bukan gambar" * 1000)
    expect(page.locator(".toast--error")).to_contain_text("resi.jpeg terlalu besar")
    expect(chip).to_have_count(0)
    assert files(ticket) == []


def test_who_chooses_the_small_one_while_the_large_one_uploads_sends_only_that(
    site: Site, cast: Cast, inbox: Callable[..., str]
) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    held: list[Route] = []
    page.route("**/files", lambda route: route.continue_() if held else held.append(route))
    chip = attach(page, photo(page))
    expect(chip.locator("progress")).to_be_visible()
    chip.get_by_role("button", name="Perkecil").click()
    expect(chip).to_contain_text("resi.jpg")
    expect(chip.locator("[data-remove-file]")).to_be_visible()
    with suppress(PlaywrightError):  # ended by the page already, or its answer comes too late
        held[0].continue_()
    expect(chip).to_have_count(1)
    expect(chip).to_contain_text("resi.jpg")
    page.wait_for_timeout(500)
    assert [file.name for file in files(ticket)] == ["resi.jpg"]
