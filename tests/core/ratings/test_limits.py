"""Who is not asked, how often at most, and what becomes of their wish not to be asked."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.consents import record_consent
from percaya.core.people.actions.merging import merge_contacts
from percaya.core.people.models import Consent
from percaya.core.ratings.actions import ask_rating, give_rating, remind_rating, save_limits, stop_asking
from percaya.core.ratings.models import Rating
from percaya.core.ratings.policy import asks_at
from percaya.core.ratings.queries import opted_out, why_not
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.actions.shelving import mark_spam
from percaya.core.tickets.actions.states import close, resolve
from percaya.core.tickets.models import Message, Ticket
from tests import builders
from tests.cast import Cast, customer

pytestmark = pytest.mark.django_db


def solved(cast: Cast, **more: object) -> Ticket:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi, **more)  # type: ignore[arg-type]
    resolve(ticket=ticket, by=Actor.member(cast.dewi.pk))
    return builders.fresh(ticket)


def ask(ticket: Ticket, **more: object) -> Rating:
    return ask_rating(ticket=ticket, by=Actor.system(), **more)  # type: ignore[arg-type]


def test_one_question_a_solution_and_one_a_week_for_a_customer(cast: Cast) -> None:
    first, second = solved(cast), solved(cast)
    ask(first)
    assert (why_not(first, timezone.now()), why_not(second, timezone.now())) == ("asked", "often")
    with pytest.raises(Refused):
        ask(second)
    assert why_not(second, timezone.now() + timedelta(days=8)) == ""


def test_a_business_may_ask_as_often_as_it_solves(cast: Cast) -> None:
    save_limits(workspace=cast.workspace, days_between=0, quiet_from=20, quiet_until=8, by=Actor.system())
    ask(solved(cast))
    assert ask(solved(cast)).pk


def test_limits_that_make_no_sense_change_nothing(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        save_limits(workspace=cast.workspace, days_between=-1, quiet_from=20, quiet_until=8, by=Actor.system())
    with pytest.raises(ValidationError):
        save_limits(workspace=cast.workspace, days_between=7, quiet_from=24, quiet_until=8, by=Actor.system())


def test_spam_and_merged_tickets_ask_nobody(cast: Cast) -> None:
    spam, gone, kept = solved(cast), solved(cast), solved(cast)
    mark_spam(ticket=spam, evidence=("test",), by=Actor.system())
    merge(source=gone, target=kept, by=Actor.member(cast.dewi.pk))
    reasons = [why_not(builders.fresh(one), timezone.now()) for one in (spam, gone)]
    assert reasons == ["spam", "merged"]


def test_the_wish_not_to_be_asked_is_kept_in_the_ledger_and_holds(cast: Cast, client: Client) -> None:
    rating = ask(solved(cast))
    text = Message.objects.get(send_key=f"rating:{rating.pk}").body_text
    (token,) = re.findall(r"/survey/(\S+)/stop", text)
    address = reverse("surveys:stop", args=[token])
    assert client.get(address).status_code == 200 and not opted_out([cast.rina.pk]), "opening it stops nothing"
    client.post(address)
    row = Consent.objects.get(contact=cast.rina, purpose="survey")
    assert row.withdrawn_at is not None
    assert why_not(solved(cast), timezone.now() + timedelta(days=30)) == "opted_out"


def test_a_new_consent_lets_them_be_asked_again(cast: Cast) -> None:
    stop_asking(rating=ask(solved(cast)))
    record_consent(contact=cast.rina, purpose="survey", evidence="telepon", by=Actor.member(cast.dewi.pk))
    assert not opted_out([cast.rina.pk])


def test_wish_and_limit_go_along_when_two_contacts_are_one(cast: Cast) -> None:
    other = customer(cast.workspace, "Rina Kedua", email="rina2@contoh.example")
    ask(solved(cast))
    merge_contacts(keep=other, gone=cast.rina, by=Actor.member(cast.dewi.pk))
    ticket = builders.ticket(other, account=cast.senja.email)
    assert why_not(ticket, timezone.now()) == "often"


def test_a_forged_link_stops_nothing(client: Client) -> None:
    assert client.post(reverse("surveys:stop", args=["x.y"])).status_code == 404


def test_one_reminder_and_none_for_who_has_answered(cast: Cast) -> None:
    rating = ask(solved(cast))
    assert remind_rating(rating=rating, by=Actor.system())
    assert not remind_rating(rating=rating, by=Actor.system())
    assert Message.objects.filter(ticket=rating.ticket, send_key__startswith="rating:").count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        answered = ask(solved(cast))
        give_rating(rating=answered, score=4)
        assert not remind_rating(rating=answered, by=Actor.system())


def test_a_closed_ticket_can_still_be_asked_about_and_stays_closed(cast: Cast) -> None:
    ticket = solved(cast)
    close(ticket=ticket, by=Actor.system())
    rating = ask(builders.fresh(ticket), kind="nps", question="Rekomendasi?")
    assert builders.fresh(ticket).state == "closed"
    text = Message.objects.get(send_key=f"rating:{rating.pk}").body_text
    assert "Rekomendasi?" in text and all(f"?s={score}" in text for score in range(11))


@pytest.mark.parametrize(
    ("hour", "zone", "leaves"),
    [
        (3, "Asia/Jakarta", 3),  # 10.00
        (14, "Asia/Jakarta", 25),  # 21.00, so next morning at 8.00 = 01.00 UTC
        (22, "Asia/Jakarta", 25),  # 05.00 of the next day
        (14, "Asia/Jayapura", 23),  # 23.00 there; 8.00 there is 23.00 UTC
        (12, "Asia/Jakarta", 12),  # 19.00
        (13, "Asia/Jakarta", 25),  # 20.00 sharp is quiet
    ],
)
def test_nobody_is_asked_at_night_by_their_own_clock(hour: int, zone: str, leaves: int) -> None:
    day = datetime(2026, 11, 23, tzinfo=UTC)
    assert asks_at(day + timedelta(hours=hour), zone, 20, 8) == day + timedelta(hours=leaves)


def test_without_quiet_hours_every_hour_will_do() -> None:
    at = datetime(2026, 11, 23, 20, tzinfo=UTC)
    assert asks_at(at, "Asia/Jakarta", 8, 8) == at
