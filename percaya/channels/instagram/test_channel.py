"""What Instagram promises beyond the conformance suite."""

from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest

from percaya.channels.contract import (
    AccountFacts,
    Address,
    Answer,
    AttachmentOut,
    HandleKind,
    MediaRef,
    OutcomeKind,
    Outgoing,
    Parcel,
    RawArrival,
    Word,
)
from percaya.channels.contract.abilities import Fetched
from percaya.channels.instagram.channel import CHANNEL

ACCOUNT = AccountFacts(
    public_id="acc_1",
    workspace="senja",
    name="Instagram",
    address="17841405822304914",
    settings={"app_id": "880412"},
    secrets={"access_token": "IGAAtoken", "app_secret": "rahasia", "verify_token": "senja"},
)
RINA = Address(kind=HandleKind.EXTERNAL, value="instagram:667123", verified=True)
OUT = Outgoing(message_token="msg_1", ticket_token="tkt_1", ticket_number=1, to=(RINA,), text="Masih ada, **kak**.")
PICTURE = AttachmentOut(name="linen.png", content=b"\x89PNG\r\n\x1a\n" + b"x" * 50, content_type="image/png")


def sent(parcel: Parcel | None) -> dict:
    assert parcel is not None
    return orjson.loads(parcel.body)


def walk(out: Outgoing, account: AccountFacts = ACCOUNT) -> list[Parcel]:
    """Every step, each answered well."""
    done: dict[str, Answer] = {}
    found: list[Parcel] = []
    while (parcel := CHANNEL.next_parcel(out, account, done)) is not None:
        found.append(parcel)
        told = {"message_id": f"m{len(found)}", "attachment_id": f"a{len(found)}"}
        done[parcel.step] = Answer(code=200, body=orjson.dumps(told))
    return found


def test_a_message_goes_to_instagrams_own_host_or_through_the_page_that_the_account_is_connected_with() -> None:
    own = CHANNEL.compose(OUT, ACCOUNT)
    assert own.url.startswith("https://graph.instagram.com/v") and own.url.endswith("/17841405822304914/messages")
    assert own.headers["Authorization"] == "Bearer IGAAtoken"
    through = CHANNEL.compose(OUT, replace(ACCOUNT, settings={"page_id": "1048"}))
    assert through.url.startswith("https://graph.facebook.com/v") and through.url.endswith("/1048/messages")


def test_a_text_of_many_bytes_goes_in_pieces_of_a_thousand_and_says_everything() -> None:
    words = " ".join(f"Kalimat nomor {n} dengan 🙏🏽." for n in range(40))[:1000]
    pieces = [sent(parcel)["message"]["text"] for parcel in walk(replace(OUT, text=words))]
    assert len(pieces) > 1 and all(len(piece.encode()) <= 1000 for piece in pieces)
    assert " ".join(pieces).split() == words.split()
    with pytest.raises(ValueError, match="1001 characters"):
        CHANNEL.compose(replace(OUT, text="x" * 1001), ACCOUNT)


def test_a_file_is_uploaded_for_instagram_and_then_sent_by_its_id() -> None:
    text, upload, file = walk(replace(OUT, attachments=(PICTURE,)))
    assert [text.step, upload.step, file.step] == ["text-0", "upload-0", "file-0"]
    assert upload.repeatable and not file.repeatable and b'name="platform"\r\n\r\ninstagram' in upload.body
    assert sent(file)["message"]["attachment"] == {"type": "image", "payload": {"attachment_id": "a2"}}


def test_a_reaction_is_a_heart_or_it_is_told_beforehand() -> None:
    heart = sent(CHANNEL.compose(replace(OUT, reaction="❤️", quotes="mid1"), ACCOUNT))
    assert heart["sender_action"] == "react" and heart["payload"] == {"message_id": "mid1", "reaction": "love"}
    gone = sent(CHANNEL.compose(replace(OUT, reaction="", quotes="mid1"), ACCOUNT))
    assert gone["sender_action"] == "unreact" and gone["payload"] == {"message_id": "mid1"}
    with pytest.raises(ValueError, match="heart"):
        CHANNEL.compose(replace(OUT, reaction="👍", quotes="mid1"), ACCOUNT)


def test_after_a_day_only_what_a_person_typed_goes_and_says_so() -> None:
    inside = sent(CHANNEL.compose(OUT, ACCOUNT))
    assert inside["messaging_type"] == "RESPONSE" and "tag" not in inside
    late = sent(CHANNEL.compose(replace(OUT, window_open=False), ACCOUNT))
    assert (late["messaging_type"], late["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")
    with pytest.raises(ValueError, match="nothing automatic"):
        CHANNEL.compose(replace(OUT, window_open=False, by_person=False), ACCOUNT)


def test_a_comment_is_answered_privately_unless_the_agent_says_for_all_to_see() -> None:
    comment = replace(OUT, answers="comment:178657")
    private = CHANNEL.compose(comment, ACCOUNT)
    assert sent(private)["recipient"] == {"comment_id": "178657"} and "messaging_type" not in sent(private)
    public = CHANNEL.compose(replace(comment, public=True), ACCOUNT)
    assert public.url.endswith("/178657/replies") and sent(public) == {"message": "Masih ada, kak."}
    told = CHANNEL.interpret(public, Answer(code=200, body=b'{"id": "99"}'))
    assert (told.kind, told.external_id) == (OutcomeKind.SENT, "comment:99")
    with pytest.raises(ValueError, match="words only"):
        CHANNEL.compose(replace(comment, attachments=(PICTURE,)), ACCOUNT)
    with pytest.raises(ValueError, match="Only a comment"):
        CHANNEL.compose(replace(OUT, public=True), ACCOUNT)


STORY = MediaRef(key="https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1&signature=x")


def test_a_story_is_fetched_without_our_token_and_its_loss_is_named() -> None:
    ask = CHANNEL.fetch(STORY, ACCOUNT, ())
    assert isinstance(ask, Parcel) and (ask.method, ask.url) == ("GET", STORY.key) and not ask.headers
    came = Answer(code=200, body=PICTURE.content, headers={"content-type": "image/png"})
    assert CHANNEL.fetch(STORY, ACCOUNT, (came,)) == Fetched(content=PICTURE.content, content_type="image/png")
    for code in (403, 404, 410):
        assert CHANNEL.fetch(STORY, ACCOUNT, (Answer(code=code),)) == Fetched(lost="expired")
    page = Answer(code=200, body=b"<!doctype html><html>log in</html>", headers={"content-type": "text/html"})
    assert CHANNEL.fetch(STORY, ACCOUNT, (page,)) == Fetched(lost="not-media")
    assert CHANNEL.fetch(STORY, ACCOUNT, (Answer(code=503),)) == ask, "trouble at Meta means: ask again"


@pytest.mark.parametrize(
    "url",
    [
        "https://169.254.169.254/latest",
        "https://evil.example/x.png",
        "https://fbsbx.com.evil.example/x",
        "file:///etc/passwd",
        "https://xfbcdn.net/a",
    ],
)
def test_nothing_is_fetched_from_where_meta_keeps_no_files(url: str) -> None:
    assert CHANNEL.fetch(MediaRef(key=url), ACCOUNT, ()) == Fetched(lost="refused")
    turned = Answer(code=302, headers={"location": url})
    assert CHANNEL.fetch(STORY, ACCOUNT, (turned,)) == Fetched(lost="refused")


def test_redirects_inside_metas_hosts_are_followed_but_not_for_ever() -> None:
    turned = Answer(code=302, headers={"location": "https://scontent.cdninstagram.com/v/1.jpg"})
    ask = CHANNEL.fetch(STORY, ACCOUNT, (turned,))
    assert isinstance(ask, Parcel) and ask.url == "https://scontent.cdninstagram.com/v/1.jpg"
    assert CHANNEL.fetch(STORY, ACCOUNT, (turned,) * 4) == Fetched(lost="refused")


def test_checking_subscribes_the_account_and_sets_the_webhook_in_the_apps_own_name() -> None:
    me, subscribe, listed, webhook = CHANNEL.checks(ACCOUNT, "https://percaya.example/hooks/instagram/acc_1")
    assert me.method == "GET" and "fields=username" in me.url and listed.method == "GET"
    assert "comments" in sent(subscribe)["subscribed_fields"]
    assert webhook.url.endswith("/880412/subscriptions") and webhook.headers["Authorization"] == "Bearer 880412|rahasia"
    assert sent(webhook)["callback_url"].endswith("/hooks/instagram/acc_1") and sent(webhook)["object"] == "instagram"
    assert "rahasia" not in "".join(parcel.url for parcel in (me, subscribe, listed, webhook)), "no secret in an address"
    assert len(CHANNEL.checks(replace(ACCOUNT, settings={}), "https://x.example")) == 3


def test_the_verdict_names_the_account_or_what_is_wrong_with_its_keys() -> None:
    me = Answer(code=200, body=b'{"id": "178", "username": "toko.senja", "name": "Toko Senja"}')
    done, listed = Answer(code=200, body=b'{"success": true}'), Answer(code=200, body=b'{"data": [{"id": "880412"}]}')
    well = CHANNEL.verdict((me, done, listed))
    assert well.is_well and well.facts == {"display_name": "Toko Senja", "username": "toko.senja"}
    revoked = Answer(code=400, body=b'{"error": {"message": "Invalid OAuth access token.", "code": 190, "error_subcode": 463}}')
    ill = CHANNEL.verdict((revoked, done, listed))
    assert (ill.is_well, ill.word, ill.code) == (False, Word.TOKEN_EXPIRED, "190/463")
    assert not CHANNEL.verdict((me, done, Answer(code=200, body=b'{"data": []}'))).is_well
    assert not CHANNEL.verdict(()).is_well


def test_a_name_is_asked_for_by_id_and_may_be_refused() -> None:
    ask = CHANNEL.ask_name("instagram:667123", ACCOUNT)
    assert ask is not None and "/667123?fields=name" in ask.url
    assert CHANNEL.name_in(Answer(code=200, body=b'{"name": "", "username": "rina.melati"}')) == "@rina.melati"
    assert CHANNEL.name_in(Answer(code=400, body=b'{"error": {"code": 100}}')) == ""
    assert CHANNEL.ask_name("instagram:../me", ACCOUNT) is None


def test_three_megabytes_with_two_hundred_messages_are_two_hundred_messages() -> None:
    one = {"sender": {"id": "5"}, "recipient": {"id": ACCOUNT.address}, "timestamp": 1793671260000}
    items = [{**one, "message": {"mid": f"m{n}", "text": "x" * 15_000}} for n in range(200)]
    raw = orjson.dumps({"object": "instagram", "entry": [{"id": ACCOUNT.address, "messaging": items}]})
    read = CHANNEL.read(RawArrival(raw=raw, door="hook", received_at=datetime(2026, 11, 3, tzinfo=UTC)), ACCOUNT)
    assert len(raw) > 3_000_000 and len({message.external_id for message in read.messages}) == 200
