"""What WhatsApp promises beyond the conformance suite."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from percaya.channels.common.graph import signature
from percaya.channels.contract import (
    AccountFacts,
    Address,
    Answer,
    AttachmentOut,
    Choice,
    HandleKind,
    MediaRef,
    Offer,
    OutcomeKind,
    Outgoing,
    Parcel,
    RawArrival,
    Reading,
    TemplateOut,
)
from percaya.channels.contract.abilities import (
    Checked,
    Fetched,
    Fetching,
    Guided,
    Hooked,
    HookRequest,
    Stepped,
    Templated,
    TemplateFacts,
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


def refused(code: int, status: int = 400, **more: Any) -> Answer:
    return Answer(code=status, body=orjson.dumps({"error": {"message": "no", "code": code, **more}}))


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


def read(payload: dict[str, Any]) -> Reading:
    raw = orjson.dumps(payload)
    return CHANNEL.read(RawArrival(raw=raw, door="hook", received_at=datetime(2026, 11, 22, tzinfo=UTC)), ACCOUNT)


def test_it_can_all_that_a_chat_over_webhooks_needs() -> None:
    for ability in (Hooked, Stepped, Fetching, Templated, Checked, Guided):
        assert isinstance(CHANNEL, ability)


def test_a_knock_names_every_number_and_the_one_person() -> None:
    def value(number: str) -> dict[str, Any]:
        return {"metadata": {"phone_number_id": number}, "messages": [{"from": "6281234567890", "id": "w", "type": "text"}]}

    entry = [{"id": "1022", "changes": [{"field": "messages", "value": value(number)} for number in ("1060", "77")]}]
    raw = orjson.dumps({"object": "whatsapp_business_account", "entry": entry})
    headers = {"x-hub-signature-256": signature("sesame", raw)}
    knock = CHANNEL.knock(HookRequest(method="POST", url="https://x.example", headers=headers, body=raw), ACCOUNT)
    assert (knock.take, knock.addresses, knock.sender) == (raw, ("1060", "77"), "6281234567890")
    assert len(read(orjson.loads(raw)).messages) == 1, "only what speaks to our own number is read"


def test_two_hundred_messages_in_three_megabytes_are_all_read() -> None:
    def message(n: int) -> dict[str, Any]:
        return {
            "from": f"62812{n:07}",
            "id": f"wamid.{n}",
            "timestamp": "1793671200",
            "type": "text",
            "text": {"body": "x" * 15_000},
        }

    value = {"metadata": {"phone_number_id": "1060"}, "messages": [message(n) for n in range(200)]}
    payload = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}
    found = read({**payload, "entry": [{"id": "1022", "changes": payload["entry"][0]["changes"]}]}).messages  # type: ignore[index]
    assert len({one.external_id for one in found}) == len({one.content_digest for one in found}) == 200


def test_words_go_as_text_with_our_token_and_the_message_they_answer() -> None:
    (body,) = sent(outgoing(text="Halo **Rina**, lihat https://toko.example", quotes="wamid.9"))
    assert body["text"] == {"body": "Halo *Rina*, lihat https://toko.example", "preview_url": True}
    assert (body["to"], body["context"], body["biz_opaque_callback_data"]) == (
        "6281234567890",
        {"message_id": "wamid.9"},
        "msg_1|text",
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
        ("", ""),
    ],
)
def test_markdown_becomes_what_whatsapp_shows(markdown: str, shown: str) -> None:
    assert whatsapp_text(markdown) == shown


PARCEL = Parcel(carrier="http", external_id="x", step="text")


@pytest.mark.parametrize(
    ("answer", "word", "permanent", "hold"),
    [
        (refused(190, 401), "token-expired", False, True),
        (refused(0, 401), "token-expired", False, True),
        (refused(10, 403), "no-right", False, True),
        (refused(294, 403), "no-right", False, True),
        (refused(368), "account-blocked", False, True),
        (refused(131042), "payment", False, True),
        (refused(131057), "maintenance", False, True),
        (refused(131047), "window-closed", True, False),
        (refused(131026), "unreachable", True, False),
        (refused(131050), "blocked", True, False),
        (refused(131053), "wrong-media", True, False),
        (refused(132001), "template-missing", True, False),
        (refused(132000), "template-misfit", True, False),
        (refused(132015), "template-paused", True, False),
        (refused(132099), "template-misfit", True, False),
        (refused(131056), "too-many", False, False),
        (refused(130429, 429), "too-many", False, False),
        (refused(131049), "not-now", False, False),
        (refused(131048), "spam-limit", False, False),
        (refused(131000, 500), "vendor", False, False),
        (refused(999999), "refused", True, False),
        (refused(999999, is_transient=True), "vendor", False, False),
        (Answer(code=503, text="later"), "vendor", False, False),
        (Answer(code=401), "token-expired", False, True),
        (Answer(code=429), "too-many", False, False),
    ],
)
def test_every_code_says_whether_to_try_again(answer: Answer, word: str, permanent: bool, hold: bool) -> None:
    outcome = CHANNEL.interpret(PARCEL, answer)
    assert (outcome.kind, outcome.word, outcome.permanent, outcome.hold) == (OutcomeKind.FAILED, word, permanent, hold)
    assert outcome.reason and outcome.code


def test_the_vendors_own_waits_are_kept() -> None:
    assert CHANNEL.interpret(PARCEL, refused(131049)).retry_after == 24 * 3600
    assert CHANNEL.interpret(PARCEL, refused(131056)).retry_after == 4
    told = Answer(code=429, body=b"{}", headers={"retry-after": "37"})
    assert CHANNEL.interpret(PARCEL, told).retry_after == 37


def test_sent_is_a_claim_with_proof_and_anything_else_is_unknown() -> None:
    taken = CHANNEL.interpret(PARCEL, ok(messages=[{"id": "wamid.7", "message_status": "accepted"}]))
    assert (taken.kind, taken.external_id, taken.proof) == (OutcomeKind.SENT, "wamid.7", "wamid.7")
    for odd in (Answer(code=200, body=b"<html>"), ok(messages=[]), Answer(code=504, text="gateway"), Answer(code=0, text="cut")):
        assert CHANNEL.interpret(PARCEL, odd).kind is OutcomeKind.UNKNOWN


def test_an_upload_without_an_id_is_tried_again() -> None:
    upload = Parcel(carrier="http", external_id="x", step="upload.file.0")
    assert CHANNEL.interpret(upload, ok(id="media-1")).kind is OutcomeKind.SENT
    assert not CHANNEL.interpret(upload, ok()).permanent


REF = MediaRef(key="555", sha256=hashlib.sha256(JPEG).hexdigest())


def fetched(*answers: Answer, ref: MediaRef = REF) -> Parcel | Fetched:
    return CHANNEL.fetch(ref, ACCOUNT, answers)


def test_a_file_is_asked_for_then_got_then_compared() -> None:
    where = ok(url="https://lookaside.fbsbx.com/x", mime_type="image/jpeg", file_size=len(JPEG))
    first, second = fetched(), fetched(where)
    assert isinstance(first, Parcel) and first.url.endswith("/555") and first.headers["Authorization"] == "Bearer EAAG"
    assert isinstance(second, Parcel) and second.url == "https://lookaside.fbsbx.com/x"
    assert fetched(where, Answer(code=200, body=JPEG)) == Fetched(content=JPEG, content_type="image/jpeg")


def test_what_is_not_the_file_is_said_to_be_lost() -> None:
    where = ok(url="https://lookaside.fbsbx.com/x")
    bare = MediaRef(key="555")
    assert fetched(where, Answer(code=200, body=JPEG + b"!")) == Fetched(lost="mismatch")
    assert fetched(where, Answer(code=200, body=b"<html>login</html>"), ref=bare) == Fetched(lost="not-media")
    assert fetched(refused(100, 404)) == Fetched(lost="expired")
    assert fetched(ok(url="https://x.example", file_size=200 * 1024 * 1024)) == Fetched(lost="too-large")


@pytest.mark.parametrize("answer", [refused(190, 401), Answer(code=500), Answer(code=429), Answer(code=0)])
def test_trouble_that_will_pass_repeats_the_question(answer: Answer) -> None:
    assert fetched(answer) == fetched()
    where = ok(url="https://lookaside.fbsbx.com/x")
    assert fetched(where, answer) == fetched(where)


def test_templates_come_in_pages_with_every_blank() -> None:
    button = {"type": "URL", "text": "Lacak", "url": "https://toko.example/{{1}}"}
    item = {
        "id": "1", "name": "paket_tiba", "language": "id", "status": "APPROVED", "category": "UTILITY",
        "quality_score": {"score": "GREEN"},
        "components": [
            {"type": "HEADER", "format": "IMAGE"},
            {"type": "BODY", "text": "Halo {{1}}, paket {{2}} tiba.", "example": {"body_text": [["Rina", "INV/77"]]}},
            {"type": "FOOTER", "text": "Toko Senja"},
            {"type": "BUTTONS", "buttons": [button]},
        ],
    }  # fmt: skip
    first = ok(data=[item], paging={"cursors": {"after": "abc"}, "next": "https://graph.facebook.com/next"})
    asked = CHANNEL.list_templates(ACCOUNT, [first])
    assert isinstance(asked, Parcel) and "after=abc" in asked.url and "/1022/message_templates?" in asked.url
    found = CHANNEL.list_templates(ACCOUNT, [first, ok(data=[], paging={})])
    assert isinstance(found, tuple) and isinstance(found[0], TemplateFacts)
    assert found[0].blanks == ("header.image", "1", "2", "button.0.1") and found[0].examples == {"1": "Rina", "2": "INV/77"}
    assert (found[0].state, found[0].quality, found[0].header_kind) == ("approved", "green", "image")
    with pytest.raises(ValueError, match="no"):
        CHANNEL.list_templates(ACCOUNT, [refused(190, 401)])


def test_trying_the_keys_tells_of_the_number_and_the_tokens_end() -> None:
    number, token, subscribe = CHANNEL.checks(ACCOUNT, "https://desk.example/hooks/whatsapp/acc_1")
    assert orjson.loads(subscribe.body)["override_callback_uri"] == "https://desk.example/hooks/whatsapp/acc_1"
    assert (number.method, token.method, subscribe.url.rsplit("/", 1)[1]) == ("GET", "GET", "subscribed_apps")
    facts = ok(display_phone_number="+62 811", verified_name="Toko Senja", quality_rating="GREEN", messaging_limit_tier="TIER_1K")
    well = CHANNEL.verdict([facts, ok(data={"expires_at": 1793671200}), ok(success=True)])
    assert well.is_well and well.facts["token_expires_at"] == "2026-11-03T02:00:00+00:00" and well.facts["limit"] == "TIER_1K"
    assert CHANNEL.verdict([facts, refused(100), ok(success=True)]).is_well, "not every token may ask about itself"
    ill = CHANNEL.verdict([refused(190, 401), refused(190, 401), refused(190, 401)])
    assert (ill.is_well, ill.word, ill.code) == (False, "token-expired", "190")
    assert not CHANNEL.verdict([]).is_well
