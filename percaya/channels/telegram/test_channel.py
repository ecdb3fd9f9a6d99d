"""What Telegram promises beyond the conformance suite."""

from datetime import UTC, datetime

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
    RawArrival,
    Word,
)
from percaya.channels.contract.abilities import Checked, Fetched, Fetching, Guided, Hooked, HookRequest, Polled, Stepped
from percaya.channels.telegram.channel import CHANNEL
from percaya.channels.telegram.wire import hook_secret

ACCOUNT = AccountFacts(
    public_id="acc_1",
    workspace="senja",
    name="Telegram",
    address="7001002003",
    secrets={"bot_token": "7001002003:AAE-contoh"},
    signing_key=b"a key for samples, known to all!",
)
RINA = Address(kind=HandleKind.EXTERNAL, value="telegram:5123456789", name="Rina")


def out(**changes: object) -> Outgoing:
    given: dict[str, object] = {"message_token": "msg_1", "ticket_token": "tkt_1", "ticket_number": 1, "to": (RINA,), **changes}
    return Outgoing(**given)  # type: ignore[arg-type]


def answered(code: int, **said: object) -> Answer:
    body = orjson.dumps({"ok": code == 200, **said})
    return Answer(code=code, body=body, text=body.decode())


def knock(body: bytes = b'{"update_id":1}', secret: str | None = None, method: str = "POST") -> HookRequest:
    headers = {} if secret is None else {"x-telegram-bot-api-secret-token": secret}
    return HookRequest(method=method, url="https://desk.example/hooks/telegram/acc_1", headers=headers, body=body)


def parcels(outgoing: Outgoing) -> list[Parcel]:
    """Every step, each answered well."""
    done: dict[str, Answer] = {}
    found: list[Parcel] = []
    while parcel := CHANNEL.next_parcel(outgoing, ACCOUNT, done):
        found.append(parcel)
        done[parcel.step] = answered(200, result={"message_id": 1, "chat": {"id": 1}})
    return found


def test_it_can_all_that_the_contract_knows_of_but_templates() -> None:
    for ability in (Hooked, Polled, Stepped, Fetching, Checked, Guided):
        assert isinstance(CHANNEL, ability), ability


def test_only_the_secret_token_opens_the_door_and_nothing_else_is_kept() -> None:
    good = CHANNEL.knock(knock(secret=hook_secret(ACCOUNT)), ACCOUNT)
    assert (good.status, good.take, good.proof) == (200, b'{"update_id":1}', "signed")
    for wrong in (None, "", "x", hook_secret(ACCOUNT)[:-1], hook_secret(ACCOUNT) + "é"):
        refused = CHANNEL.knock(knock(secret=wrong), ACCOUNT)
        assert (refused.status, refused.take) == (401, None)
    assert CHANNEL.knock(knock(secret=hook_secret(ACCOUNT), method="GET"), ACCOUNT).take is None


def test_without_a_token_or_a_key_there_is_no_secret_that_an_empty_header_could_match() -> None:
    for account in (AccountFacts(public_id="a", workspace="b", name="c", address=""),):
        assert hook_secret(account) == ""
        assert CHANNEL.knock(knock(secret=""), account).status == 401


def test_a_new_token_or_another_account_has_another_secret() -> None:
    other = AccountFacts(
        public_id="acc_2", workspace="senja", name="T", address="", secrets=ACCOUNT.secrets, signing_key=ACCOUNT.signing_key
    )
    assert len({hook_secret(ACCOUNT), hook_secret(other)}) == 2


def test_a_pressed_button_is_answered_with_the_webhook() -> None:
    update = orjson.dumps({"update_id": 4, "callback_query": {"id": "77", "message": {"chat": {"id": 5}}}})
    judged = CHANNEL.knock(knock(update, hook_secret(ACCOUNT)), ACCOUNT)
    assert orjson.loads(judged.body) == {"method": "answerCallbackQuery", "callback_query_id": "77"}
    assert judged.sender == "5"


def test_polling_goes_on_after_the_last_update_and_answers_what_was_pressed() -> None:
    updates = [{"update_id": 8, "message": {}}, {"update_id": 9, "callback_query": {"id": "77"}}]
    first = CHANNEL.polled(answered(200, result=updates), "")
    assert [orjson.loads(raw) for raw in first.arrivals] == updates
    assert first.cursor == "10|77"
    asked = CHANNEL.poll(ACCOUNT, first.cursor)
    assert asked.url.endswith("/answerCallbackQuery") and b'"77"' in asked.body
    then = CHANNEL.polled(answered(200, result=True), first.cursor)
    assert (then.cursor, then.arrivals) == ("10", ())
    assert b'"offset":10' in CHANNEL.poll(ACCOUNT, then.cursor).body


def test_trouble_while_polling_keeps_the_place_and_waits() -> None:
    for code, said, wait in (
        (409, {}, 30.0),
        (401, {}, 300.0),
        (429, {"parameters": {"retry_after": 12}}, 12.0),
        (502, {}, 15.0),
    ):
        trouble = CHANNEL.polled(answered(code, description="no", **said), "10")
        assert (trouble.cursor, trouble.trouble, trouble.wait) == ("10", "no", wait)


def test_it_is_asked_unless_a_webhook_stands_or_was_chosen() -> None:
    def account(**settings: str) -> AccountFacts:
        return AccountFacts(public_id="a", workspace="b", name="c", address="", settings=settings)

    assert CHANNEL.polls(account()) and CHANNEL.polls(account(receiving="polling", webhook="https://x.example"))
    assert not CHANNEL.polls(account(receiving="webhook"))
    assert not CHANNEL.polls(account(webhook="https://desk.example/hooks/telegram/a"))


def test_marks_become_telegrams_and_nothing_else_is_markup() -> None:
    (parcel,) = parcels(out(text="**Maaf** ya <b>Kak</b> & salam\n\n- satu\n- [dua](https://x.example/?a=1&b=2)"))
    said = orjson.loads(parcel.body)
    assert said["text"] == (
        '<b>Maaf</b> ya &lt;b&gt;Kak&lt;/b&gt; &amp; salam\n\n• satu\n• <a href="https://x.example/?a=1&amp;b=2">dua</a>'
    )
    assert said["chat_id"] == 5123456789


def test_length_counts_what_telegram_counts() -> None:
    assert parcels(out(text="🙏" * 2048))
    with pytest.raises(ValueError, match="4098"):
        parcels(out(text="🙏" * 2049))


def test_words_photos_and_a_paper_go_in_steps_and_each_is_done_once() -> None:
    photos = tuple(AttachmentOut(name=f"{n}.jpg", content=b"x%d" % n, content_type="image/jpeg") for n in range(2))
    paper = AttachmentOut(name="resi.pdf", content=b"%PDF-", content_type="application/pdf")
    short = parcels(out(text="Ini fotonya", attachments=(*photos, paper), quotes="5123456789:31"))
    assert [parcel.step for parcel in short] == ["0-sendMediaGroup", "1-sendDocument"]
    assert b"Ini fotonya" in short[0].body and b"Ini fotonya" not in short[1].body and b'"message_id":31' in short[0].body
    long = parcels(out(text="a" * 1025, attachments=(*photos, paper)))
    assert [parcel.step for parcel in long] == ["0-sendMessage", "1-sendMediaGroup", "2-sendDocument"]
    assert len({parcel.external_id for parcel in (*short, *long)}) == 1


def test_buttons_carry_their_own_names_and_a_too_long_one_is_refused_before() -> None:
    offer = Offer(choices=(Choice(id="kirim", title="Kirim ulang"), Choice(id="uang", title="Uang kembali")))
    (parcel,) = parcels(out(text="Pilih ya", offer=offer))
    rows = orjson.loads(parcel.body)["reply_markup"]["inline_keyboard"]
    assert [row[0]["callback_data"] for row in rows] == ["kirim", "uang"]
    with pytest.raises(ValueError, match="button"):
        parcels(out(text="Pilih", offer=Offer(choices=(Choice(id="x" * 65, title="A"),))))


def test_a_reaction_goes_alone_and_may_be_done_twice() -> None:
    (parcel,) = parcels(out(text="tidak ikut", reaction="👍", quotes="5123456789:31"))
    assert orjson.loads(parcel.body) == {"chat_id": 5123456789, "message_id": 31, "reaction": [{"type": "emoji", "emoji": "👍"}]}
    assert parcel.repeatable
    (gone,) = parcels(out(reaction="", quotes="5123456789:31"))
    assert orjson.loads(gone.body)["reaction"] == []


def test_a_place_with_a_name_is_a_venue() -> None:
    spot = {"latitude": -7.97, "longitude": 112.63}
    assert parcels(out(location=spot))[0].step == "0-sendLocation"
    assert parcels(out(location={**spot, "name": "Toko Senja"}))[0].step == "0-sendVenue"


@pytest.mark.parametrize(
    ("code", "description", "parameters", "word", "permanent", "hold"),
    [
        (403, "Forbidden: bot was blocked by the user", {}, Word.BLOCKED, True, False),
        (403, "Forbidden: user is deactivated", {}, Word.UNREACHABLE, True, False),
        (403, "Forbidden: bot can't initiate conversation with a user", {}, Word.UNREACHABLE, True, False),
        (403, "Forbidden: bot was kicked from the supergroup chat", {}, Word.BLOCKED, True, False),
        (400, "Bad Request: chat not found", {}, Word.UNREACHABLE, True, False),
        (400, "Bad Request: message is too long", {}, Word.TOO_LONG, True, False),
        (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", {}, Word.WRONG_MEDIA, True, False),
        (400, "Bad Request: something new", {}, Word.REFUSED, True, False),
        (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -1001}, Word.VENDOR, False, False),
        (413, "Request Entity Too Large", {}, Word.WRONG_MEDIA, True, False),
        (401, "Unauthorized", {}, Word.TOKEN_EXPIRED, False, True),
        (404, "Not Found", {}, Word.TOKEN_EXPIRED, False, True),
        (502, "Bad Gateway", {}, Word.VENDOR, False, False),
    ],
)
def test_each_refusal_has_its_word(
    code: int, description: str, parameters: dict[str, int], word: Word, permanent: bool, hold: bool
) -> None:
    outcome = CHANNEL.interpret(parcels(out(text="Halo"))[0], answered(code, description=description, parameters=parameters))
    assert (outcome.kind, outcome.word, outcome.permanent, outcome.hold) == (OutcomeKind.FAILED, word, permanent, hold)


def test_too_many_waits_as_long_as_telegram_says() -> None:
    outcome = CHANNEL.interpret(parcels(out(text="Halo"))[0], answered(429, parameters={"retry_after": 33}))
    assert (outcome.word, outcome.permanent, outcome.retry_after) == (Word.TOO_MANY, False, 33)


def test_taken_means_a_message_with_its_own_id() -> None:
    message = {"message_id": 31, "chat": {"id": 5123456789}}
    parcel = parcels(out(text="Halo"))[0]
    assert CHANNEL.interpret(parcel, answered(200, result=message)).external_id == "5123456789:31"
    assert CHANNEL.interpret(parcel, answered(200, result=[message, message])).external_id == "5123456789:31"
    assert CHANNEL.interpret(parcel, Answer(code=200, body=b"<html>")).kind is OutcomeKind.UNKNOWN


def test_a_file_is_asked_for_in_two_steps_and_only_at_telegram() -> None:
    ref = MediaRef(key="AgAC", size=10)
    where = CHANNEL.fetch(ref, ACCOUNT, ())
    assert isinstance(where, Parcel) and where.url.endswith("/getFile")
    found = answered(200, result={"file_path": "photos/../../f 1.jpg"})
    file = CHANNEL.fetch(ref, ACCOUNT, (found,))
    assert isinstance(file, Parcel)
    assert file.url == "https://api.telegram.org/file/bot7001002003:AAE-contoh/photos/f%201.jpg"
    came = CHANNEL.fetch(ref, ACCOUNT, (found, Answer(code=200, body=b"jpg", headers={"content-type": "image/jpeg"})))
    assert came == Fetched(content=b"jpg", content_type="image/jpeg")
    assert CHANNEL.media_hosts(ACCOUNT) == ("api.telegram.org",)


def test_a_file_that_will_never_come_says_why() -> None:
    assert CHANNEL.fetch(MediaRef(key="a", size=21 * 1024 * 1024), ACCOUNT, ()) == Fetched(lost="too-large")
    too_big = answered(400, description="Bad Request: file is too big")
    assert CHANNEL.fetch(MediaRef(key="a"), ACCOUNT, (too_big,)) == Fetched(lost="too-large")
    gone = answered(400, description="Bad Request: wrong file_id or the file is temporarily unavailable")
    assert CHANNEL.fetch(MediaRef(key="a"), ACCOUNT, (gone,)) == Fetched(lost="expired")
    again = CHANNEL.fetch(MediaRef(key="a"), ACCOUNT, (answered(502),))
    assert isinstance(again, Parcel) and again.step == "where"


def test_checking_sets_the_webhook_where_it_can_be_reached_and_takes_it_away_else() -> None:
    https = CHANNEL.checks(ACCOUNT, "https://desk.example/hooks/telegram/acc_1")
    assert [parcel.url.rsplit("/", 1)[1] for parcel in https] == ["getMe", "setWebhook", "getWebhookInfo"]
    assert orjson.loads(https[1].body)["secret_token"] == hook_secret(ACCOUNT)
    plain = CHANNEL.checks(ACCOUNT, "http://127.0.0.1:8000/hooks/telegram/acc_1")
    assert plain[1].url.endswith("/deleteWebhook") and orjson.loads(plain[1].body) == {"drop_pending_updates": False}
    me = answered(200, result={"id": 7001002003, "username": "tokosenja_bot", "first_name": "Toko Senja"})
    verdict = CHANNEL.verdict((me, answered(200, result=True), answered(200, result={"url": "https://x.example"})))
    assert verdict.is_well and verdict.facts["address"] == "7001002003" and verdict.facts["webhook"] == "https://x.example"
    assert CHANNEL.verdict((answered(401, description="Unauthorized"),)).word == Word.TOKEN_EXPIRED


def test_ids_of_fifty_two_bits_stay_whole() -> None:
    widest = 2**52 - 1
    update = {"update_id": 1, "message": {"message_id": 2, "date": 0, "chat": {"id": widest, "type": "private"}, "text": "Halo"}}
    arrival = RawArrival(raw=orjson.dumps(update), door="hook", received_at=datetime(2026, 11, 22, tzinfo=UTC))
    assert CHANNEL.read(arrival, ACCOUNT).messages[0].sender.value == f"telegram:{widest}"
