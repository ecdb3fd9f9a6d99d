"""What LINE promises beyond the conformance suite."""

import struct
from datetime import UTC, datetime, timedelta

import orjson
import pytest

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
    Word,
)
from percaya.channels.contract.abilities import Checked, Fetched, Fetching, Guided, Hooked, HookRequest, Introducing
from percaya.channels.line.channel import CHANNEL
from percaya.channels.line.wire import retry_key, signature

ACCOUNT = AccountFacts(
    public_id="acc_1",
    workspace="senja",
    name="LINE",
    address="ubot",
    secrets={"channel_secret": "rahasia", "access_token": "tok en"},
)
SITI = Address(kind=HandleKind.EXTERNAL, value="line:U4af4980629a1b2c3d4e5f60718293a4b")
SAID = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)
KEPT = {"reply": "r1", "quote": "q1", "at": int(SAID.timestamp() * 1000)}


def out(**changes: object) -> Outgoing:
    given: dict[str, object] = {"message_token": "msg_1", "ticket_token": "tkt_1", "ticket_number": 1, "to": (SITI,), **changes}
    return Outgoing(**given)  # type: ignore[arg-type]


def answered(code: int, headers: dict[str, str] | None = None, **said: object) -> Answer:
    body = orjson.dumps(said)
    return Answer(code=code, body=body, text=body.decode(), headers=headers or {})


def knock(body: bytes, signed: str | None) -> HookRequest:
    headers = {} if signed is None else {"x-line-signature": signed}
    return HookRequest(method="POST", url="https://desk.example/hooks/line/acc_1", headers=headers, body=body)


def test_it_has_the_abilities_of_a_hooked_chat() -> None:
    for ability in (Hooked, Fetching, Checked, Guided, Introducing):
        assert isinstance(CHANNEL, ability), ability


def test_only_the_signature_over_the_raw_bytes_opens_the_door() -> None:
    body = '{"destination":"Ubot","events":[{"type":"message","source":{"type":"user","userId":"U1"}}],"é":1}'.encode()
    good = CHANNEL.knock(knock(body, signature("rahasia", body)), ACCOUNT)
    assert (good.status, good.take, good.proof, good.sender) == (200, body, "signed", "U1")
    for wrong in (None, "", "x", signature("lain", body), signature("rahasia", body + b" ")):
        refused = CHANNEL.knock(knock(body, wrong), ACCOUNT)
        assert (refused.status, refused.take) == (401, None)
    nameless = AccountFacts(public_id="a", workspace="b", name="c", address="")
    assert CHANNEL.knock(knock(body, signature("", body)), nameless).status == 401


def test_lines_own_try_is_a_handshake_and_another_accounts_events_are_refused() -> None:
    empty = b'{"destination":"Ubot","events":[]}'
    tried = CHANNEL.knock(knock(empty, signature("rahasia", empty)), ACCOUNT)
    assert (tried.status, tried.take, tried.proof) == (200, None, "handshake")
    other = b'{"destination":"Ulain","events":[{"type":"message"}]}'
    assert CHANNEL.knock(knock(other, signature("rahasia", other)), ACCOUNT).status == 403


def test_the_reply_token_is_used_while_it_lives_and_never_for_a_try_that_comes_late() -> None:
    soon = CHANNEL.compose(out(text="Halo", kept=KEPT, tried_at=SAID + timedelta(seconds=44)), ACCOUNT)
    assert soon.url.endswith("/reply") and not soon.repeatable and orjson.loads(soon.body)["replyToken"] == "r1"
    for tried in (SAID + timedelta(seconds=46), SAID - timedelta(seconds=1), None):
        late = CHANNEL.compose(out(text="Halo", kept=KEPT, tried_at=tried), ACCOUNT)
        assert late.url.endswith("/push") and late.repeatable
        assert late.headers["X-Line-Retry-Key"] == retry_key(ACCOUNT, "msg_1")
    assert soon.external_id == late.external_id


def test_a_dead_reply_token_is_tried_again_once_it_would_be_pushed() -> None:
    parcel = CHANNEL.compose(out(text="Halo", kept=KEPT, tried_at=SAID), ACCOUNT)
    outcome = CHANNEL.interpret(parcel, answered(400, message="Invalid reply token"))
    assert not outcome.permanent and outcome.retry_after == 60


def test_words_quote_buttons_and_a_place_are_one_request() -> None:
    offer = Offer(choices=(Choice(id="kirim-ulang", title="Kirim ulang"),))
    spot = {"latitude": -7.9, "longitude": 112.6, "name": "Toko Senja"}
    said = orjson.loads(CHANNEL.compose(out(text="**Pilih** ya", offer=offer, location=spot, kept_of_quote=KEPT), ACCOUNT).body)
    words, place = said["messages"]
    assert words == {"type": "text", "text": "Pilih ya", "quoteToken": "q1"}
    assert (place["type"], place["title"], place["address"]) == ("location", "Toko Senja", "Toko Senja")
    action = place["quickReply"]["items"][0]["action"]
    assert action["data"] == "percaya=kirim-ulang&title=Kirim+ulang" and action["displayText"] == "Kirim ulang"


def test_what_line_cannot_carry_is_said_before() -> None:
    for kind in ("application/pdf", "image/png"):  # no link was made: LINE could not fetch it
        with pytest.raises(ValueError, match="public https address"):
            CHANNEL.compose(out(text="Ini", attachments=(AttachmentOut(name="a", content=b"x", content_type=kind),)), ACCOUNT)
    with pytest.raises(ValueError, match="6"):
        CHANNEL.compose(out(text="Ini", attachments=(linked("image/png"),) * 5), ACCOUNT)
    with pytest.raises(ValueError, match="5002"):
        CHANNEL.compose(out(text="🙏" * 2501), ACCOUNT)
    with pytest.raises(ValueError, match="button"):
        CHANNEL.compose(out(text="Pilih", offer=Offer(choices=(Choice(id="x" * 300, title="A"),))), ACCOUNT)


def linked(kind: str, content: bytes = b"x", name: str = "berkas") -> AttachmentOut:
    url = "https://desk.example/files/tanda/berkas"
    return AttachmentOut(name=name, content=content, content_type=kind, link="", reader_link=url, stand_in=f"{url}.png")


def test_pictures_films_and_sound_are_shown_and_other_files_are_links_in_the_words() -> None:
    big = linked("image/jpeg", b"x" * (1024 * 1024 + 1))
    head = struct.pack(">4sIIIII", b"mvhd", 0, 0, 0, 1000, 4500)
    files = (linked("image/png"), big, linked("video/mp4"), linked("audio/mp4", head), linked("application/pdf", name="nota.pdf"))
    words, *shown = orjson.loads(CHANNEL.compose(out(text="Ini ya", attachments=files), ACCOUNT).body)["messages"]
    url = "https://desk.example/files/tanda/berkas"
    assert words["text"] == f"Ini ya\n📎 nota.pdf (tautan berlaku 30 hari)\n{url}"
    assert [one["type"] for one in shown] == ["image", "image", "video", "audio"]
    assert [one.get("previewImageUrl") for one in shown] == [url, f"{url}.png", f"{url}.png", None]
    assert shown[3]["duration"] == 4500
    english = out(attachments=(linked("audio/mpeg", name="a.mp3"),), language="en")  # its length is not known
    (only,) = orjson.loads(CHANNEL.compose(english, ACCOUNT).body)["messages"]
    assert only["text"].startswith("📎 a.mp3 (the link works for 30 days)")


@pytest.mark.parametrize(
    ("code", "message", "word", "permanent", "hold"),
    [
        (429, "You have reached your monthly limit.", Word.PAYMENT, False, True),
        (429, "The API rate limit has been exceeded. Try again later.", Word.TOO_MANY, False, False),
        (401, "Authentication failed", Word.TOKEN_EXPIRED, False, True),
        (403, "Not authorized to use this API", Word.NO_RIGHT, False, True),
        (400, "Failed to send messages", Word.UNREACHABLE, True, False),
        (400, "The property, 'to', in the request body is invalid", Word.UNREACHABLE, True, False),
        (400, "The request body has 1 error(s)", Word.REFUSED, True, False),
        (500, "Internal server error", Word.VENDOR, False, False),
    ],
)
def test_each_refusal_has_its_word(code: int, message: str, word: Word, permanent: bool, hold: bool) -> None:
    outcome = CHANNEL.interpret(CHANNEL.compose(out(text="Halo"), ACCOUNT), answered(code, message=message))
    assert (outcome.kind, outcome.word, outcome.permanent, outcome.hold) == (OutcomeKind.FAILED, word, permanent, hold)


def test_a_push_that_line_had_already_taken_is_sent() -> None:
    parcel = CHANNEL.compose(out(text="Halo"), ACCOUNT)
    taken = answered(409, {"x-line-accepted-request-id": "req-1"}, message="accepted", sentMessages=[{"id": "77"}])
    outcome = CHANNEL.interpret(parcel, taken)
    assert (outcome.kind, outcome.external_id) == (OutcomeKind.SENT, "77")
    assert CHANNEL.interpret(parcel, answered(409, message="conflict")).kind is OutcomeKind.FAILED


def test_nothing_came_back_is_unknown_but_only_a_reply_could_be_said_twice() -> None:
    reply = CHANNEL.compose(out(text="Halo", kept=KEPT, tried_at=SAID), ACCOUNT)
    push = CHANNEL.compose(out(text="Halo"), ACCOUNT)
    assert CHANNEL.interpret(reply, Answer(code=0)).kind is CHANNEL.interpret(push, Answer(code=0)).kind is OutcomeKind.UNKNOWN
    assert (reply.repeatable, push.repeatable) == (False, True)


def test_the_token_goes_only_to_lines_store_and_files_come_only_from_line() -> None:
    asked = CHANNEL.fetch(MediaRef(key="325708"), ACCOUNT, ())
    assert isinstance(asked, Parcel) and asked.url == "https://api-data.line.me/v2/bot/message/325708/content"
    assert asked.headers == {"Authorization": "Bearer token"}
    sticker = CHANNEL.fetch(
        MediaRef(key="https://stickershop.line-scdn.net/stickershop/v1/sticker/1/android/sticker.png"), ACCOUNT, ()
    )
    assert isinstance(sticker, Parcel) and sticker.headers == {}
    assert CHANNEL.fetch(MediaRef(key="http://169.254.169.254/latest"), ACCOUNT, ()) == Fetched(lost="refused")
    assert CHANNEL.media_hosts(ACCOUNT) == ("api-data.line.me", "stickershop.line-scdn.net")


def test_a_video_still_in_work_is_asked_for_again() -> None:
    again = CHANNEL.fetch(MediaRef(key="325708"), ACCOUNT, (Answer(code=202),))
    assert isinstance(again, Parcel) and again.step == "content"
    assert CHANNEL.fetch(MediaRef(key="325708"), ACCOUNT, (Answer(code=404),)) == Fetched(lost="expired")


def test_who_an_id_is_is_asked_by_its_kind_and_nothing_else_is_asked() -> None:
    user, group, room = "U" + "a" * 32, "C" + "b" * 32, "R" + "c" * 32
    asked = {
        f"line:{user}": f"/profile/{user}", f"line:{group}": f"/group/{group}/summary",
        f"line:{group}/{user}": f"/group/{group}/member/{user}", f"line:{room}/{user}": f"/room/{room}/member/{user}",
    }  # fmt: skip
    for address, path in asked.items():
        parcel = CHANNEL.ask_name(address, ACCOUNT)
        assert parcel is not None and (parcel.method, parcel.url) == ("GET", f"https://api.line.me/v2/bot{path}")
    for nobody in (f"line:{room}", "line:../x", f"line:{group}/../x", "line:"):
        assert CHANNEL.ask_name(nobody, ACCOUNT) is None
    assert CHANNEL.name_in(answered(200, displayName="Siti")) == "Siti"
    assert CHANNEL.name_in(answered(200, groupName="Arisan")) == "Arisan"
    assert CHANNEL.name_in(answered(404, message="Not found")) == ""


def test_checking_sets_the_address_only_where_line_can_reach_it() -> None:
    assert [parcel.step for parcel in CHANNEL.checks(ACCOUNT, "http://localhost/hooks")] == ["info", "quota", "used"]
    assert [parcel.step for parcel in CHANNEL.checks(ACCOUNT, "https://desk.example/hooks")][3:] == ["set", "endpoint"]
    info = answered(200, userId="Ubot", displayName="Toko Senja")
    quota, used = answered(200, type="limited", value=500), answered(200, totalUsage=3)
    verdict = CHANNEL.verdict((info, quota, used))
    assert verdict.is_well and verdict.facts["address"] == "Ubot" and verdict.facts["used"] == "3"
    off = CHANNEL.verdict((info, quota, used, answered(200), answered(200, active=False)))
    assert not off.is_well and "Use webhook" in off.said
    assert CHANNEL.verdict((answered(401, message="no"),)).word == Word.TOKEN_EXPIRED
