"""What leaves for WhatsApp: words, files, quick answers, places, reactions and templates."""

from typing import Any

import orjson
import pytest

from percaya.channels.contract import (
    AccountFacts,
    Address,
    Answer,
    AttachmentOut,
    Choice,
    HandleKind,
    Offer,
    Outgoing,
    TemplateOut,
)
from percaya.channels.whatsapp.channel import CHANNEL
from percaya.channels.whatsapp.formatting import whatsapp_text

ACCOUNT = AccountFacts(
    public_id="acc_1",
    workspace="senja",
    name="WA Toko Senja",
    address="1060",
    settings={"waba_id": "1022"},
    secrets={"access_token": "EAAG", "app_secret": "sesame", "verify_token": "kenanga"},
)
RINA = Address(kind=HandleKind.EXTERNAL, value="whatsapp:+6281234567890")
JPEG = b"\xff\xd8\xff\xe0" + b"foto" * 10


def outgoing(**said: Any) -> Outgoing:
    given: dict[str, Any] = {
        "message_token": "msg_1",
        "ticket_token": "t",
        "ticket_number": 7,
        "to": (RINA,),
        "text": "Halo",
        **said,
    }
    return Outgoing(**given)


def ok(**body: Any) -> Answer:
    return Answer(code=200, body=orjson.dumps(body))


def sent(out: Outgoing) -> list[dict[str, Any]]:
    """The JSON of every message, uploads answered on the way."""
    done: dict[str, Answer] = {}
    bodies: list[dict[str, Any]] = []
    while parcel := CHANNEL.next_parcel(out, ACCOUNT, done):
        if parcel.step.startswith("upload."):
            done[parcel.step] = ok(id=f"media-{len(done)}")
        else:
            bodies.append(orjson.loads(parcel.body))
            done[parcel.step] = ok(messages=[{"id": "wamid.1"}])
    return bodies


def test_words_go_as_text_with_our_token_and_the_message_they_answer() -> None:
    (body,) = sent(outgoing(text="Halo **Rina**, lihat https://toko.example", quotes="wamid.9"))
    assert body["text"] == {"body": "Halo *Rina*, lihat https://toko.example", "preview_url": True}
    assert (body["to"], body["context"], body["biz_opaque_callback_data"]) == (
        "6281234567890",
        {"message_id": "wamid.9"},
        "msg_1",
    )


def test_somebody_without_a_phone_is_reached_by_user_id() -> None:
    (body,) = sent(outgoing(to=(Address(kind=HandleKind.EXTERNAL, value="whatsapp:ID.77abc"),)))
    assert body["recipient"] == "ID.77abc" and "to" not in body


@pytest.mark.parametrize("value", ["telegram:123", "whatsapp:", "whatsapp:a b", "instagram:ID.77abc"])
def test_nobody_is_written_to_by_an_address_that_is_not_whatsapps(value: str) -> None:
    with pytest.raises(ValueError, match="no WhatsApp number"):
        CHANNEL.compose(outgoing(to=(Address(kind=HandleKind.EXTERNAL, value=value),)), ACCOUNT)


def test_a_picture_is_uploaded_first_and_carries_short_words_as_its_caption() -> None:
    out = outgoing(text="Ini **stoknya**", attachments=(AttachmentOut(name="stok.jpg", content=JPEG, content_type="image/jpeg"),))
    upload = CHANNEL.compose(out, ACCOUNT)
    assert upload.url.endswith("/1060/media") and upload.repeatable and JPEG in upload.body
    (body,) = sent(out)
    assert body["image"] == {"id": "media-0", "caption": "Ini *stoknya*"}


def test_long_words_and_words_beside_sound_go_before_the_file() -> None:
    sound = AttachmentOut(name="suara.ogg", content=b"OggS", content_type="audio/ogg")
    picture = AttachmentOut(name="a.jpg", content=JPEG, content_type="image/jpeg")
    assert [body["type"] for body in sent(outgoing(attachments=(sound, picture)))] == ["text", "audio", "image"]
    assert [body["type"] for body in sent(outgoing(text="x" * 1025, attachments=(picture,)))] == ["text", "image"]
    assert sent(outgoing(text="", attachments=(sound,)))[0]["audio"] == {"id": "media-0", "voice": True}


def test_every_file_is_shown_as_what_it_is() -> None:
    kinds = {"video/mp4": "video", "image/webp": "sticker", "application/pdf": "document", "text/csv": "document"}
    for content_type, kind in kinds.items():
        (body,) = sent(outgoing(text="", attachments=(AttachmentOut(name="x.bin", content=b"x", content_type=content_type),)))
        assert body["type"] == kind and body[kind]["id"] == "media-0"


def test_quick_answers_are_buttons_or_a_list() -> None:
    two = (Choice(id="ya", title="Ya"), Choice(id="tidak", title="Tidak"))
    (body,) = sent(outgoing(text="Sudah sampai?", offer=Offer(choices=two)))
    assert body["interactive"]["type"] == "button" and body["interactive"]["body"] == {"text": "Sudah sampai?"}
    (body,) = sent(outgoing(text="Pilih", offer=Offer(choices=(Choice(id="a", title="A", description="B"),), button="Buka")))
    assert body["interactive"]["action"]["sections"] == [{"rows": [{"id": "a", "title": "A", "description": "B"}]}]


@pytest.mark.parametrize(
    "said",
    [
        {"text": "", "offer": Offer(choices=(Choice(id="a", title="A"),))},
        {"offer": Offer(choices=tuple(Choice(id=str(n), title=str(n)) for n in range(4)))},
        {"offer": Offer(choices=(Choice(id="a", title="A"), Choice(id="b", title="A")))},
        {"offer": Offer(choices=tuple(Choice(id=str(n), title=str(n)) for n in range(11)), button="Buka")},
        {"text": ""},
        {"text": "x" * 4097},
        {"reaction": "👍"},
        {"template": TemplateOut(name="t", language="id", values={"1": " "})},
        {"text": "", "location": {"latitude": 1}},
    ],
)
def test_what_whatsapp_would_refuse_is_told_before_it_is_sent(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\."):
        CHANNEL.compose(outgoing(**said), ACCOUNT)


def test_places_and_reactions() -> None:
    (body,) = sent(outgoing(text="", location={"latitude": -7.9, "longitude": 112.6, "name": "Toko"}))
    assert body["location"] == {"latitude": "-7.9", "longitude": "112.6", "name": "Toko"}
    (body,) = sent(outgoing(reaction="👍", quotes="wamid.9"))
    assert body["reaction"] == {"message_id": "wamid.9", "emoji": "👍"} and "context" not in body
    assert sent(outgoing(reaction="", quotes="wamid.9"))[0]["reaction"]["emoji"] == ""


def test_a_template_goes_with_all_its_blanks() -> None:
    values = {
        "2": "INV/77",
        "1": "Rina\nMelati",
        "header.image": "https://toko.example/a.jpg",
        "button.0.1": "INV77",
        "button.1.payload": "ya",
    }
    (body,) = sent(outgoing(text="", template=TemplateOut(name="paket_tiba", language="id", values=values)))
    header, words, link, quick = body["template"]["components"]
    assert header["parameters"] == [{"type": "image", "image": {"link": "https://toko.example/a.jpg"}}]
    assert [item["text"] for item in words["parameters"]] == ["Rina Melati", "INV/77"]
    assert (link["sub_type"], link["index"], quick["sub_type"]) == ("url", "0", "quick_reply")
    (body,) = sent(outgoing(text="", template=TemplateOut(name="t", language="id", values={"nama": "Rina"})))
    assert body["template"]["components"][0]["parameters"] == [{"type": "text", "text": "Rina", "parameter_name": "nama"}]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**tebal** *miring* ~~coret~~ `kode`", "*tebal* _miring_ ~coret~ `kode`"),
        ("Satu\nDua\n\nTiga", "Satu\nDua\n\nTiga"),
        ("# Judul\nisi", "*Judul*\n\nisi"),
        ("- satu\n- dua\n\nlalu", "- satu\n- dua\n\nlalu"),
        ("1. satu\n2. dua", "1. satu\n2. dua"),
        ("> kata Anda\n\nbetul", "> kata Anda\n\nbetul"),
        ("[lacak](https://toko.example/x)", "lacak (https://toko.example/x)"),
        ("<https://toko.example>", "https://toko.example"),
        ("```\nkode **x**\n```", "```\nkode **x**\n```"),
        ("harga 3 * 4 = 12, a_b_c", "harga 3 * 4 = 12, a_b_c"),
        ("a\n\n\n\nb", "a\n\n\nb"),
        ("<b>apa</b>", "<b>apa</b>"),
        ("Salam,\n--\nDewi", "Salam,\n--\nDewi"),
        ("satu\n\n---\n\ndua", "satu\n\n---\n\ndua"),
        ("[resi]: JNE-77", "[resi]: JNE-77"),
        ("5 < 6 &amp; 7", "5 < 6 &amp; 7"),
        ("***", "***"),
        (">>>", ">>>"),
        ("", ""),
    ],
)
def test_markdown_becomes_what_whatsapp_shows(markdown: str, shown: str) -> None:
    assert whatsapp_text(markdown) == shown
