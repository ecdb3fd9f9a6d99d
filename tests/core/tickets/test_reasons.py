"""Why is it here? The way of a ticket is told from its journal, with what it rests on."""

import pytest
from django.utils import translation

from percaya.core.journal.actor import Actor
from percaya.core.journal.cause import caused_by
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.states import resolve
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.reasons import Part, reasons
from percaya.stages.intake.actions import accept, process
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def arrive(cast: Cast, **mail: str) -> Ticket:
    raw = builders.raw_mail(**mail)  # type: ignore[arg-type]
    accepted = accept(account=cast.senja.email, raw=raw, door="smtp", mail_from="rina@contoh.example")
    with caused_by(EventRow.objects.get(kind="arrival.accepted", stream_id=accepted.pk).pk):  # as the worker does
        arrival = process(arrival_id=accepted.pk)
    assert arrival.ticket is not None
    return arrival.ticket


def told(ticket: Ticket, language: str = "en") -> dict[str, Part]:
    with translation.override(language):
        return {part.key: part for part in reasons(builders.fresh(ticket), language=language, zone="Asia/Jakarta")}


def words(part: Part) -> str:
    return "\n".join(f"{one.text} {one.because} {' '.join(one.evidence)}" for one in part.told)


def test_a_mail_is_followed_from_the_door_to_its_ticket(cast: Cast) -> None:
    ticket = arrive(cast, text="Halo kak, paket saya belum sampai juga, tolong dicek ya.")
    arrive(cast, message_id="<dua@contoh.example>", in_reply_to="<satu@contoh.example>", text="Bagaimana kabarnya?")
    parts = told(ticket)
    assert "mail server" in words(parts["came"]) and "Toko Senja" in words(parts["came"])
    assert "rina@contoh.example" in words(parts["person"]) and "vouches" in words(parts["person"])
    thread = words(parts["thread"])
    assert "1 message began it" in thread and "somebody who takes part" in thread
    assert parts["came"].told[0].event_id


def test_moves_name_who_and_because_of_what(cast: Cast) -> None:
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    ticket = assign(ticket=ticket, to=cast.dewi, by=by)
    ticket = set_team(ticket=ticket, to=cast.senja.team, by=by)
    resolve(ticket=ticket, by=by)
    builders.inbound(ticket, "Belum sampai kak")
    moved = words(told(ticket)["moved"])
    assert "Dewi made Dewi responsible" in moved and "Pesanan" in moved and "the customer wrote" in moved
    assert "pelanggan menulis" in words(told(ticket, "id")["moved"])


def test_clocks_and_rank_say_what_the_list_sorts_by(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, priority="urgent")
    parts = told(ticket)
    assert "We owe: first reply" in words(parts["clock"])
    assert "by priority: Urgent" in words(parts["rank"]) and "longest wait" in words(parts["rank"])
    builders.reply(ticket, cast.dewi)
    assert "No clock runs" in words(told(ticket)["clock"])
    resolve(ticket=builders.fresh(ticket), by=Actor.member(cast.dewi.pk))
    assert "in no working list" in words(told(ticket)["rank"])


def test_a_claimed_address_is_said_to_be_only_claimed(cast: Cast) -> None:
    handle = cast.rina.handles.get(kind="email")
    ticket = builders.ticket(cast.rina)
    handle.claim = "webform"
    handle.save()
    assert "not proven" in words(told(ticket)["person"])
