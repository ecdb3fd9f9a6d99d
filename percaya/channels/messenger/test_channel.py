"""What Messenger promises beyond the conformance suite."""

from dataclasses import replace

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
    Offer,
    OutcomeKind,
    Outgoing,
    TemplateOut,
    Word,
)
from percaya.channels.contract.abilities import HookRequest
from percaya.channels.messenger.channel import CHANNEL

ACCOUNT = AccountFacts(
    public_id="acc_2",
    workspace="senja",
    name="Halaman",
    address="104823571290011",
    secrets={"access_token": "EAAtoken", "app_secret": "rahasia", "verify_token": "senja"},
)
RINA = Address(kind=HandleKind.EXTERNAL, value="messenger:667123", verified=True)
OUT = Outgoing(message_token="msg_1", ticket_token="tkt_1", ticket_number=1, to=(RINA,), text="Baik kak")
NOTE = AttachmentOut(name="nota.pdf", content=b"%PDF-1.4 nota", content_type="application/pdf")
OFFER = Offer(choices=(Choice(id="a", title="Lacak pesanan"), Choice(id="b", title="Bicara dengan kami")))


def refused(code: int, subcode: int = 0, said: str = "no", status: int = 400) -> Answer:
    error = {"message": said, "code": code, **({"error_subcode": subcode} if subcode else {})}
    return Answer(code=status, body=orjson.dumps({"error": error}))


PAGE = {"id": "104823571290011"}


def webhook(*people: int) -> bytes:
    items = [{"sender": {"id": str(person)}, "recipient": PAGE} for person in people]
    return orjson.dumps({"object": "page", "entry": [{**PAGE, "messaging": items}]})


def test_every_message_carries_our_token_so_that_its_echo_is_known() -> None:
    body = orjson.loads(CHANNEL.compose(OUT, ACCOUNT).body)
    assert body["message"] == {"text": "Baik kak", "metadata": "percaya:msg_1"} and body["recipient"] == {"id": "667123"}


def test_the_message_that_is_answered_is_named_once_and_beside_the_words() -> None:
    first = CHANNEL.next_parcel(replace(OUT, quotes="m_7", attachments=(NOTE,)), ACCOUNT, {})
    assert first is not None and orjson.loads(first.body)["reply_to"] == {"mid": "m_7"}
    done = {"text-0": Answer(code=200), "upload-0": Answer(code=200, body=b'{"attachment_id": "5"}')}
    second = CHANNEL.next_parcel(replace(OUT, quotes="m_7", attachments=(NOTE,)), ACCOUNT, done)
    assert second is not None and "reply_to" not in orjson.loads(second.body)


def test_quick_answers_stand_under_the_last_words_because_the_next_message_would_take_them_away() -> None:
    out = replace(OUT, attachments=(NOTE,), offer=OFFER)
    assert CHANNEL.compose(out, ACCOUNT).step == "upload-0"
    done = {"upload-0": Answer(code=200, body=b'{"attachment_id": "5"}'), "file-0": Answer(code=200)}
    last = CHANNEL.next_parcel(out, ACCOUNT, done)
    assert last is not None and last.step == "text-0"
    replies = orjson.loads(last.body)["message"]["quick_replies"]
    assert replies[0] == {"content_type": "text", "title": "Lacak pesanan", "payload": "a"}
    assert CHANNEL.next_parcel(out, ACCOUNT, {**done, "text-0": Answer(code=200)}) is None
    many = Offer(choices=tuple(Choice(id=str(n), title="Ya") for n in range(14)))
    with pytest.raises(ValueError, match="13 quick answers"):
        CHANNEL.compose(replace(OUT, offer=many), ACCOUNT)


def test_what_messenger_has_no_way_for_is_told_before_it_is_tried() -> None:
    for changes, told in (
        ({"template": TemplateOut(name="x", language="id")}, "no approved templates"),
        ({"location": {"latitude": 1, "longitude": 2}}, "link to a map"),
        ({"text": ""}, "nothing in this message"),
        ({"text": "x" * 2001}, "2001 characters"),
        ({"reaction": "👍"}, "Choose the message"),
    ):
        with pytest.raises(ValueError, match=told):
            CHANNEL.compose(replace(OUT, **changes), ACCOUNT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "subcode", "word", "permanent", "hold"),
    [
        (10, 2018278, Word.WINDOW_CLOSED, True, False),
        (10, 2534022, Word.WINDOW_CLOSED, True, False),
        (551, 0, Word.UNREACHABLE, True, False),
        (200, 1545041, Word.UNREACHABLE, True, False),
        (100, 2018001, Word.UNREACHABLE, True, False),
        (190, 0, Word.TOKEN_EXPIRED, False, True),
        (190, 463, Word.TOKEN_EXPIRED, False, True),
        (10, 0, Word.NO_RIGHT, False, True),
        (200, 0, Word.NO_RIGHT, False, True),
        (368, 0, Word.ACCOUNT_BLOCKED, False, True),
        (10, 1893063, Word.ACCOUNT_BLOCKED, False, True),
        (4, 0, Word.TOO_MANY, False, False),
        (17, 0, Word.TOO_MANY, False, False),
        (32, 0, Word.TOO_MANY, False, False),
        (613, 0, Word.TOO_MANY, False, False),
        (613, 2018338, Word.SPAM_LIMIT, False, False),
        (1, 99, Word.VENDOR, False, False),
        (2, 0, Word.VENDOR, False, False),
        (100, 2018047, Word.WRONG_MEDIA, True, False),
        (100, 2018074, Word.MEDIA_LOST, True, False),
        (10, 2018300, Word.HELD_ELSEWHERE, True, False),
        (100, 2534025, Word.REFUSED, True, False),
        (100, 0, Word.REFUSED, True, False),
        (10, 1893015, Word.BLOCKED, True, False),
    ],
)
def test_every_refusal_of_metas_table_has_one_meaning(code: int, subcode: int, word: Word, permanent: bool, hold: bool) -> None:
    told = CHANNEL.interpret(CHANNEL.compose(OUT, ACCOUNT), refused(code, subcode, "Meta's own words"))
    assert (told.kind, told.word, told.permanent, told.hold) == (OutcomeKind.FAILED, word, permanent, hold)
    assert told.reason == "Meta's own words" and told.code == (f"{code}/{subcode}" if subcode else str(code))


def test_a_closed_window_is_known_by_metas_words_too() -> None:
    late = refused(10, 0, "(#10) This message is sent outside of allowed window.")
    told = CHANNEL.interpret(CHANNEL.compose(OUT, ACCOUNT), late)
    assert told.word == Word.WINDOW_CLOSED and told.permanent
    long = refused(100, 0, "(#100) Length of param message[text] must be less than or equal to 2000")
    assert CHANNEL.interpret(CHANNEL.compose(OUT, ACCOUNT), long).word == Word.TOO_LONG


def test_the_wait_that_meta_asks_for_is_kept() -> None:
    usage = {"x-business-use-case-usage": '{"104": [{"type": "messenger", "estimated_time_to_regain_access": 7}]}'}
    told = CHANNEL.interpret(CHANNEL.compose(OUT, ACCOUNT), replace(refused(613), headers=usage))
    assert told.retry_after == 420
    assert CHANNEL.interpret(CHANNEL.compose(OUT, ACCOUNT), Answer(code=429, headers={"retry-after": "30"})).retry_after == 30
    assert CHANNEL.interpret(CHANNEL.compose(OUT, ACCOUNT), refused(4)).retry_after == 300


def test_sent_is_said_with_metas_own_id() -> None:
    told = CHANNEL.interpret(CHANNEL.compose(OUT, ACCOUNT), Answer(code=200, body=b'{"recipient_id": "5", "message_id": "m_9"}'))
    assert (told.kind, told.external_id, told.proof) == (OutcomeKind.SENT, "m_9", "m_9")


def test_only_what_is_signed_is_taken_and_every_page_it_speaks_to_is_named() -> None:
    body = webhook(5)
    request = HookRequest(method="POST", url="https://x.example/hooks", body=body)
    assert CHANNEL.knock(request, ACCOUNT).status == 401
    good = replace(request, headers={"x-hub-signature-256": signature("rahasia", body)})
    knock = CHANNEL.knock(good, ACCOUNT)
    assert (knock.status, knock.take, knock.addresses, knock.sender) == (200, body, ("104823571290011",), "5")
    assert CHANNEL.knock(replace(good, body=body + b" "), ACCOUNT).take is None
    shake = HookRequest(method="GET", url="", query={"hub.mode": "subscribe", "hub.verify_token": "senja", "hub.challenge": "42"})
    assert CHANNEL.knock(shake, ACCOUNT).body == b"42"
    assert CHANNEL.knock(replace(shake, query={**shake.query, "hub.verify_token": "lain"}), ACCOUNT).status == 403


def test_a_request_about_two_people_names_neither_as_its_sender() -> None:
    body = webhook(5, 6)
    good = HookRequest(method="POST", url="", body=body, headers={"x-hub-signature-256": signature("rahasia", body)})
    assert CHANNEL.knock(good, ACCOUNT).sender == ""


def test_a_name_is_put_together_from_what_meta_tells() -> None:
    assert CHANNEL.name_in(Answer(code=200, body=b'{"first_name": "Rina", "last_name": "Melati"}')) == "Rina Melati"
