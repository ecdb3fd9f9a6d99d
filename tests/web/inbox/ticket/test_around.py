"""What stands around a ticket, on its page: every change is a form that works without scripts, and refusals lose no word."""

import pytest
from django.test import Client

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.checklists import add_steps
from percaya.core.tickets.actions.fields import set_fields
from percaya.core.tickets.models import Mention, Ticket, TicketFollower, TimeSpent
from percaya.core.tickets.queries.fields import ticket_fields, values_of
from percaya.core.tickets.queries.tickets import checklist
from tests import builders
from tests.cast import Cast, logged_in
from tests.core.tickets.test_fields import a_field

pytestmark = pytest.mark.django_db


def address(cast: Cast, ticket: Ticket, verb: str = "") -> str:
    return f"/w/{cast.workspace.slug}/inbox/{ticket.number}/around{'/' + verb if verb else ''}"


def change(client: Client, cast: Cast, ticket: Ticket, verb: str, **data: object) -> str:
    """By htmx; the fragment that comes back."""
    headers = {"HX-Request": "true", "HX-Target": "ticket-around"}
    response = client.post(address(cast, ticket, verb), data, headers=headers)
    assert response.status_code == 200, response.content
    return response.content.decode() + response.headers.get("HX-Trigger", "")


def held(ticket: Ticket) -> dict[str, list[str]]:
    return values_of(ticket.pk, ticket_fields(ticket.workspace_id))


def test_fields_are_filled_in_by_a_form_and_said_in_the_readers_language(cast: Cast) -> None:
    a_field(cast, "Nilai refund", "money")
    a_field(cast, "Ukuran", "multi", options=[("", "Kecil", ""), ("", "Besar", "")])
    a_field(cast, "Tanggal", "date")
    ticket, client = builders.ticket(cast.rina), logged_in(cast.dewi)
    form = {"was-nilai-refund": "", "field-nilai-refund": "1,2jt", "was-ukuran": "", "field-ukuran": ["kecil", "besar"],
            "was-tanggal": "", "field-tanggal": "2026-11-26"}  # fmt: skip
    plain = client.post(address(cast, ticket, "fields"), form)
    assert plain.status_code == 302 and plain["Location"].endswith("beside=ticket")
    page = client.get(address(cast, ticket)).content.decode()
    assert "Rp1.200.000" in page and "Kecil, Besar" in page and "Kamis, 26 Nov 2026" in page
    change(client, cast, ticket, "fields", **{"was-ukuran": "kecil\nbesar"})
    assert "ukuran" not in held(ticket), "no tick left empties it"
    assert held(ticket)["tanggal"] == ["2026-11-26"], "what the form did not have stays"


def test_a_refused_form_keeps_what_was_typed_and_says_what_would_fit(cast: Cast) -> None:
    a_field(cast, "Nilai", "money")
    a_field(cast, "Resi")
    ticket, client = builders.ticket(cast.rina), logged_in(cast.dewi)
    form = {"was-nilai": "", "field-nilai": "banyak sekali", "was-resi": "", "field-resi": "JP-77"}
    page = change(client, cast, ticket, "fields", **form)
    assert 'value="banyak sekali"' in page and 'value="JP-77"' in page and "1,2jt" in page
    alone = client.post(address(cast, ticket, "fields"), form)
    assert alone.status_code == 422 and 'value="JP-77"' in alone.content.decode()
    assert held(ticket) == {}


def test_nobody_overwrites_a_field_that_a_colleague_has_changed_meanwhile(cast: Cast) -> None:
    a_field(cast, "Resi")
    ticket = builders.ticket(cast.rina)
    set_fields(ticket=ticket, values={"resi": "BARU"}, by=Actor.member(cast.budi.pk))
    page = change(logged_in(cast.dewi), cast, ticket, "fields", **{"was-resi": "", "field-resi": "LAMA"})
    assert "BARU" in page and held(ticket) == {"resi": ["BARU"]}
    change(logged_in(cast.dewi), cast, ticket, "fields", **{"was-resi": "BARU", "field-resi": "LAMA"})
    assert held(ticket) == {"resi": ["LAMA"]}


def test_a_masked_value_is_not_in_the_page_until_it_is_asked_for(cast: Cast) -> None:
    a_field(cast, "NIK", is_sensitive=True)
    ticket, client = builders.ticket(cast.rina), logged_in(cast.dewi)
    set_fields(ticket=ticket, values={"nik": "3174012345670001"}, by=Actor.member(cast.budi.pk))
    assert "3174012345670001" not in client.get(address(cast, ticket)).content.decode()
    assert "3174" not in change(client, cast, ticket, "reveal", key="nik", reason=" "), "nobody looks without a reason"
    assert not EventRow.objects.filter(kind="ticket.field_revealed").exists()
    assert "3174012345670001" in change(client, cast, ticket, "reveal", key="nik", reason="Verifikasi")
    change(client, cast, ticket, "fields", **{"was-nik": "", "field-nik": ""})
    assert held(ticket) == {"nik": ["3174012345670001"]}, "left blank it stays"
    change(client, cast, ticket, "fields", **{"was-nik": "", "field-nik": "", "clear-nik": "1"})
    assert held(ticket) == {}
    page = change(logged_in(cast.gilang), cast, ticket, "reveal", key="nik", reason="x")
    assert "3174" not in page, "who only reads does not open it"


def test_steps_and_time_are_changed_from_the_page(cast: Cast) -> None:
    ticket, client = builders.ticket(cast.rina), logged_in(cast.dewi)
    assert "Cek resi" in change(client, cast, ticket, "step-add", text="Cek resi")
    step = checklist(ticket.pk)[0]
    page = change(client, cast, ticket, "tick", step=step.pk)
    assert 'aria-checked="true"' in page and "1/1" in page
    change(client, cast, ticket, "untick", step=step.pk)
    change(client, cast, ticket, "step-change", step=step.pk, text="Cek resi JNE", required="1")
    assert checklist(ticket.pk)[0].is_required
    assert "1 j 20 mnt" in change(client, cast, ticket, "time-add", time="1j 20m", note="telepon")
    assert "1h 20m" in change(client, cast, ticket, "time-add", time="sebentar") or TimeSpent.objects.count() == 1
    entry = TimeSpent.objects.get()
    change(logged_in(cast.budi), cast, ticket, "time-remove", entry=entry.pk)
    assert TimeSpent.objects.count() == 1
    change(client, cast, ticket, "time-remove", entry=entry.pk)
    change(client, cast, ticket, "step-remove", step=step.pk)
    assert checklist(ticket.pk) == [] and builders.fresh(ticket).minutes_spent == 0


def test_everyone_who_reads_may_follow_and_only_those_who_answer_change_the_rest(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    (step,) = add_steps(ticket=ticket, steps=[("Cek", False)], by=Actor.member(cast.dewi.pk))
    light = logged_in(cast.gilang)
    change(light, cast, ticket, "follow")
    assert TicketFollower.objects.get().member_id == cast.gilang.pk
    change(light, cast, ticket, "follow", member=cast.budi.pk)
    change(light, cast, ticket, "tick", step=step.pk)
    assert TicketFollower.objects.count() == 1 and checklist(ticket.pk)[0].done_at is None
    change(logged_in(cast.dewi), cast, ticket, "follow", member=cast.budi.pk)
    change(light, cast, ticket, "unfollow")
    assert TicketFollower.objects.get().member_id == cast.budi.pk


def test_a_step_of_another_ticket_is_not_there(cast: Cast) -> None:
    ticket, other = builders.ticket(cast.rina), builders.ticket(cast.rina)
    (step,) = add_steps(ticket=other, steps=[("Cek", False)], by=Actor.member(cast.dewi.pk))
    change(logged_in(cast.dewi), cast, ticket, "tick", step=step.pk)
    assert checklist(other.pk)[0].done_at is None


def test_the_follow_button_of_the_head_changes_itself_alone(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    headers = {"HX-Request": "true", "HX-Target": "head-chips"}
    page = logged_in(cast.dewi).post(address(cast, ticket, "follow"), headers=headers).content.decode()
    assert 'aria-pressed="true"' in page and "ticket-around" not in page


def test_reading_the_ticket_settles_ones_mentions(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    builders.note(ticket, cast.dewi, "@Budi tolong cek")
    mention = Mention.objects.get(member=cast.budi)
    logged_in(cast.sari).get(address(cast, ticket).removesuffix("/around"))
    mention.refresh_from_db()
    assert mention.read_at is None
    logged_in(cast.budi).get(address(cast, ticket).removesuffix("/around"))
    mention.refresh_from_db()
    assert mention.read_at is not None


def test_the_page_tells_why_a_ticket_is_here(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi, priority="urgent")
    page = logged_in(cast.gilang).get(f"/w/{cast.workspace.slug}/inbox/{ticket.number}/why").content.decode()
    for part in ("came", "person", "thread", "moved", "clock", "rank"):
        assert f'id="why-{part}"' in page
    assert "rina@contoh.example" in page and "Dewi" in page
    assert logged_in(cast.tono).get(f"/w/{cast.workspace.slug}/inbox/{ticket.number}/why").status_code == 404
