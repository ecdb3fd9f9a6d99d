""" "Sent" is a claim with proof; what may have left is never sent again by itself; what was taken back never leaves."""

from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import RetryIn, engine
from percaya.core.people.models import Handle
from percaya.core.tickets.actions.replying import cancel_reply
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.accounts import change_account
from percaya.core.workspace.models import Workspace
from percaya.stages.delivery import actions as delivery
from percaya.stages.delivery import trying
from percaya.stages.delivery.models import Attempt
from percaya.stages.delivery.queries import attempts
from tests import builders
from tests.cast import Cast
from tests.services.sink import Sink
from tests.stages.mails import run_jobs


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.delivery_state


def replies(sink: Sink) -> list[str]:
    """Texts of what a person wrote, as the customer got them."""
    return [taken.mail.get_body(("plain",)).get_content() for taken in sink.taken if not taken.mail["Auto-Submitted"]]  # type: ignore[union-attr]


def test_a_reply_leaves_with_proof(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    message = builders.reply(ticket, cast.dewi, "Baik kak.")
    run_jobs()
    assert state(message) == "sent"
    assert "queued as 1A2B" in message.delivery_reason
    (attempt,) = attempts(message)
    assert (attempt.phase, attempt.outcome) == ("ended", "sent")
    mail = sink.taken[-1].mail
    assert sink.taken[-1].recipients == ("rina@contoh.example",)
    assert mail["Message-ID"] == f"<{message.external_id}>"
    assert mail["From"].addresses[0].addr_spec == "halo@senja.example"


def test_it_is_sent_once_however_often_the_job_runs(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    message = builders.reply(ticket, cast.dewi)
    for _turn in range(3):
        delivery.send(message_id=message.pk)
    run_jobs()
    assert set(sink.ids().values()) == {1}


def test_what_is_taken_back_in_time_never_leaves(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    message = builders.reply(ticket, cast.dewi, hold_seconds=10)
    run_jobs()
    assert state(message) == "held"
    assert cancel_reply(message=message, by=Actor.member(cast.dewi.pk), member=cast.dewi)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        run_jobs()
        delivery.send(message_id=message.pk)
    assert state(message) == "cancelled"
    assert replies(sink) == []


def test_what_is_held_leaves_when_its_time_has_come(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    message = builders.reply(ticket, cast.dewi, hold_seconds=10)
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        run_jobs()
    assert state(message) == "sent"


@pytest.mark.parametrize("said", ["451 4.7.1 greylisted", "421 4.3.2 closing down", "452 4.2.2 mailbox full"])
def test_a_passing_refusal_is_tried_again(cast: Cast, ticket: Ticket, sink: Sink, said: str) -> None:
    sink.on_data.append(said)
    message = builders.reply(ticket, cast.dewi)
    with pytest.raises(RetryIn):
        delivery.send(message_id=message.pk)
    assert state(message) == "queued"
    cast.senja.email.refresh_from_db()
    assert cast.senja.email.trouble
    delivery.send(message_id=message.pk)
    assert state(message) == "sent"
    assert [one.outcome for one in attempts(message)] == ["failed", "sent"]
    cast.senja.email.refresh_from_db()
    assert cast.senja.email.trouble == ""


def test_a_final_refusal_is_loud(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    sink.on_data.append("554 5.7.1 we do not want this")
    message = builders.reply(ticket, cast.dewi)
    run_jobs()
    assert state(message) == "failed"
    assert message.delivery_code == "5.7.1" and "do not want" in message.delivery_reason
    fresh = builders.fresh(ticket)
    assert fresh.failed_delivery and fresh.waiting_since is not None


def test_tries_come_to_an_end(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    message = builders.reply(ticket, cast.dewi)
    sink.on_data.extend(["451 4.7.1 later"] * delivery.TRIES)
    for _turn in range(delivery.TRIES - 1):
        with pytest.raises(RetryIn):
            delivery.send(message_id=message.pk)
    delivery.send(message_id=message.pk)
    assert state(message) == "failed"


def test_a_resend_has_its_tries_anew(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    message = builders.reply(ticket, cast.dewi)
    sink.on_data.extend(["451 4.7.1 later"] * delivery.TRIES)
    for _turn in range(delivery.TRIES - 1):
        with pytest.raises(RetryIn):
            delivery.send(message_id=message.pk)
    delivery.send(message_id=message.pk)
    assert delivery.resend(message=message, by=Actor.member(cast.dewi.pk))
    sink.on_data.append("451 4.7.1 later")
    with pytest.raises(RetryIn):
        delivery.send(message_id=message.pk)
    delivery.send(message_id=message.pk)
    assert state(message) == "sent"
    assert len(sink.ids()) == 1  # under the id it had: who got it before sees that it is the same


@pytest.mark.parametrize("said", ["take and hang up", "hang up"])
def test_an_answer_that_never_came_is_shown_as_unknown(cast: Cast, ticket: Ticket, sink: Sink, said: str) -> None:
    sink.on_data.append(said)
    message = builders.reply(ticket, cast.dewi)
    run_jobs()
    assert state(message) == "unknown"
    run_jobs()
    delivery.send(message_id=message.pk)
    assert len(replies(sink)) <= 1


def test_a_rude_parting_does_not_unsend(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    sink.on_quit = "421 4.4.2 timeout"
    message = builders.reply(ticket, cast.dewi)
    run_jobs()
    assert state(message) == "sent"


class Killed(BaseException):
    """As SIGKILL would: nothing after it is done."""


def test_killed_after_handing_over_it_is_unknown_and_not_sent_again(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    message = builders.reply(ticket, cast.dewi)
    with patch.object(trying, "_end", side_effect=Killed), pytest.raises(Killed):
        delivery.send(message_id=message.pk)
    assert len(replies(sink)) == 1
    delivery.send(message_id=message.pk)
    assert state(message) == "unknown"
    assert len(replies(sink)) == 1


def test_killed_before_handing_over_it_is_sent_by_the_next_try(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    message = builders.reply(ticket, cast.dewi)
    with patch.object(trying, "carry", side_effect=Killed), pytest.raises(Killed):
        delivery.send(message_id=message.pk)
    delivery.send(message_id=message.pk)
    assert state(message) == "sent"
    assert len(replies(sink)) == 1


def test_killed_while_writing_the_outcome_leaves_no_half_truth(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    """The attempt and the message change together: never "ended" beside "queued", which would be sent twice."""
    message = builders.reply(ticket, cast.dewi)
    with patch.object(trying, "_conclude", side_effect=Killed), pytest.raises(Killed):
        delivery.send(message_id=message.pk)
    assert Attempt.objects.get(message=message).phase == "handed"
    delivery.send(message_id=message.pk)
    assert state(message) == "unknown"
    assert len(replies(sink)) == 1


def test_the_replies_of_a_ticket_leave_in_their_order(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    sink.on_data.append("451 4.7.1 later")
    first, second = builders.reply(ticket, cast.dewi, "Satu."), builders.reply(ticket, cast.dewi, "Dua.")
    run_jobs()
    assert replies(sink) == []  # the first has to wait, and the second waits for it
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        run_jobs()
    assert [text.splitlines()[0] for text in replies(sink)] == ["Satu.", "Dua."]
    assert (state(first), state(second)) == ("sent", "sent")


def test_who_was_refused_is_said_when_others_got_it(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    sink.on_rcpt["andi@lain.example"] = "550 5.1.1 no such user"
    message = builders.reply(ticket, cast.dewi, cc=["andi@lain.example"])
    run_jobs()
    assert state(message) == "sent"
    assert "andi@lain.example" in message.delivery_reason and "no such user" in message.delivery_reason


def test_when_all_are_refused_nothing_was_sent(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    sink.on_rcpt["rina@contoh.example"] = "550 5.1.1 no such user"
    message = builders.reply(ticket, cast.dewi)
    run_jobs()
    assert state(message) == "failed" and message.delivery_code == "5.1.1"


def test_a_server_that_is_down_costs_nothing_but_time(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    sink.controller.stop()
    message = builders.reply(ticket, cast.dewi)
    with pytest.raises(RetryIn):
        delivery.send(message_id=message.pk)
    assert state(message) == "queued"
    sink.__enter__()
    delivery.send(message_id=message.pk)
    assert state(message) == "sent"


def test_an_address_that_bounced_for_good_is_not_tried(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    Handle.objects.filter(contact=cast.rina).update(unreachable="550 5.1.1 no such user")
    message = builders.reply(ticket, cast.dewi)
    run_jobs()
    assert state(message) == "failed" and message.delivery_code == "suppressed"
    assert replies(sink) == []
    assert delivery.resend(message=message, by=Actor.member(cast.dewi.pk))  # a person says: try it
    run_jobs()
    assert state(message) == "sent"


def test_without_a_way_out_it_fails_at_once_with_the_reason(cast: Cast, ticket: Ticket) -> None:
    change_account(account=cast.senja.email, settings={}, by=Actor.system())
    message = builders.reply(ticket, cast.dewi)
    run_jobs()
    assert state(message) == "failed" and "Server email keluar" in message.delivery_reason


def test_a_demo_sends_nothing(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    Workspace.objects.filter(pk=cast.workspace.pk).update(is_demo=True)
    message = builders.reply(ticket, cast.dewi)
    run_jobs()
    assert state(message) == "sent" and message.delivery_code == "demo"
    assert replies(sink) == []


def test_nothing_is_left_stuck(cast: Cast, ticket: Ticket, sink: Sink) -> None:
    builders.reply(ticket, cast.dewi)
    run_jobs()
    assert engine().stuck(cast.workspace.pk) == []
