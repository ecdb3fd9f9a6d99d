"""The same mail twice is one message; another mail under a used id is kept and flagged (facts/mail A.3 no. 3)."""

from percaya.core.tickets.models import Message
from tests import builders
from tests.cast import Cast
from tests.stages.mails import arrive, with_headers


def test_the_same_mail_twice_is_one_message(cast: Cast) -> None:
    first = arrive(cast.senja.email, builders.raw_mail())
    again = arrive(cast.senja.email, builders.raw_mail())
    assert again.state == "repeat"
    assert again.message == first.message
    assert Message.objects.filter(direction="inbound").count() == 1


def test_the_same_mail_over_another_road_is_a_repeat(cast: Cast) -> None:
    first = arrive(cast.senja.email, builders.raw_mail())
    road = with_headers(builders.raw_mail(), Return_Path="<rina@contoh.example>", Received="from mx by mail; today")
    again = arrive(cast.senja.email, road, door="imap")
    assert again.state == "repeat" and again.message == first.message


def test_two_mailboxes_of_two_businesses_get_one_each(cast: Cast) -> None:
    here = arrive(cast.senja.email, builders.raw_mail())
    there = arrive(cast.warung.email, builders.raw_mail())
    assert here.message is not None and there.message is not None
    assert here.message.workspace_id == cast.workspace.pk
    assert there.message.workspace_id == cast.warung.workspace.pk


def test_another_text_under_a_used_id_is_kept_and_flagged(cast: Cast) -> None:
    arrive(cast.senja.email, builders.raw_mail())
    other = arrive(cast.senja.email, builders.raw_mail(text="Ini pesan yang lain sama sekali."))
    assert other.state == "processed"
    assert other.message is not None and "reused-id" in other.message.flags


def test_without_an_id_the_same_second_and_words_are_a_repeat(cast: Cast) -> None:
    nameless = builders.raw_mail().replace(b"Message-ID: <satu@contoh.example>\r\n", b"")
    assert b"Message-ID" not in nameless
    first, again = arrive(cast.senja.email, nameless), arrive(cast.senja.email, nameless)
    assert again.state == "repeat" and again.message == first.message
    later = nameless.replace(b"09:15:00", b"09:16:00")
    assert arrive(cast.senja.email, later).state == "processed"
