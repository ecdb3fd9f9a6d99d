"""Custom fields of a ticket: what is typed is kept whole or not at all, what is masked is not read unseen, and what is
required is there before the ticket is resolved."""

import pytest
from django.core.exceptions import ValidationError

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import verify
from percaya.core.tickets.actions.change import Stale
from percaya.core.tickets.actions.fields import reveal_field, set_fields
from percaya.core.tickets.actions.readiness import NotReady
from percaya.core.tickets.actions.states import change_state, resolve
from percaya.core.tickets.models import FieldValue
from percaya.core.tickets.queries.fields import ticket_fields, values_of
from percaya.core.tickets.queries.sentences import Names, sentence
from percaya.core.workspace.actions.fields import FieldWish, move_field, restore_field, retire_field, save_field
from percaya.core.workspace.models import CustomField
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def a_field(cast: Cast, name: str, kind: str = "text", **more: object) -> CustomField:
    wish = FieldWish(name=name, kind=kind, **more)  # type: ignore[arg-type]
    return save_field(workspace_id=cast.workspace.pk, of="ticket", wish=wish, by=Actor.member(cast.wayan.pk))


def held(ticket: object) -> dict[str, list[str]]:
    return values_of(ticket.pk, ticket_fields(ticket.workspace_id))  # type: ignore[attr-defined]


def test_values_are_set_emptied_and_recorded_with_what_was_before(cast: Cast) -> None:
    a_field(cast, "Nilai refund", "money", name_en="Refund")
    a_field(cast, "Ukuran", "multi", options=[("", "Kecil", "Small"), ("", "Besar", "Large")])
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    ticket = set_fields(ticket=ticket, values={"nilai-refund": "1,2jt", "ukuran": ["Large", "kecil"]}, by=by)
    assert held(ticket) == {"nilai-refund": ["1200000"], "ukuran": ["kecil", "besar"]}
    assert FieldValue.objects.get(field__key="nilai-refund").number == 1_200_000
    version = ticket.version
    assert set_fields(ticket=ticket, values={"nilai-refund": "1.200.000"}, by=by).version == version, "the same says nothing"
    ticket = set_fields(ticket=ticket, values={"nilai-refund": ""}, by=by)
    assert held(ticket) == {"ukuran": ["kecil", "besar"]}
    row = EventRow.objects.filter(kind="ticket.fields_set").latest("pk")
    assert '"before":{"nilai-refund":["1200000"]}' in row.personal and "1200000" not in row.data
    told = sentence(row.kind, {"fields": ticket_field_ids(cast)[:1]}, actor="Dewi", names=Names(cast.workspace.pk), language="id")
    assert told == "Dewi mengisi Nilai refund"
    assert list(verify(cast.workspace.pk)) == []


def ticket_field_ids(cast: Cast) -> list[int]:
    return [one.pk for one in ticket_fields(cast.workspace.pk)]


def test_nothing_is_kept_unless_all_of_it_fits(cast: Cast) -> None:
    a_field(cast, "Nilai", "money")
    a_field(cast, "Resi")
    ticket = builders.ticket(cast.rina)
    with pytest.raises(ValidationError) as refused:
        set_fields(ticket=ticket, values={"resi": "JP1", "nilai": "banyak", "x": "1"}, by=Actor.member(cast.dewi.pk))
    assert set(refused.value.error_dict) == {"nilai", "x"}
    assert held(ticket) == {}
    with pytest.raises(Stale):
        set_fields(ticket=ticket, values={"resi": "JP1"}, by=Actor.member(cast.dewi.pk), if_version=1)


def test_a_customer_is_named_by_id_or_address_and_only_ones_own(cast: Cast) -> None:
    a_field(cast, "Penerima", "contact")
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    own = public_ids.encode("contact", cast.rina.pk)
    set_fields(ticket=ticket, values={"penerima": "RINA@contoh.example"}, by=by)
    assert held(ticket) == {"penerima": [own]}
    for other in (public_ids.encode("contact", cast.joko.pk), "joko@contoh.example", "siapa"):
        with pytest.raises(ValidationError, match="Penerima"):
            set_fields(ticket=ticket, values={"penerima": other}, by=by)
    assert held(ticket) == {"penerima": [own]}


def test_looking_at_a_masked_value_is_recorded_and_no_plain_copy_is_left(cast: Cast) -> None:
    a_field(cast, "NIK", is_sensitive=True)
    ticket = builders.ticket(cast.rina)
    ticket = set_fields(ticket=ticket, values={"nik": "3174012345670001"}, by=Actor.member(cast.dewi.pk))
    assert "3174012345670001" not in EventRow.objects.latest("pk").personal
    assert reveal_field(ticket=ticket, key="nik", reason="Verifikasi", by=Actor.member(cast.budi.pk)) == ["3174012345670001"]
    row = EventRow.objects.latest("pk")
    assert (row.kind, row.actor_id) == ("ticket.field_revealed", cast.budi.pk)
    assert list(verify(cast.workspace.pk)) == []


def test_a_ticket_is_not_resolved_while_a_required_field_is_empty(cast: Cast) -> None:
    a_field(cast, "Retur", "yesno")
    a_field(cast, "Alasan retur", shown_when=("retur", ["yes"]), required_to_resolve=True)
    by = Actor.member(cast.dewi.pk)
    free = builders.ticket(cast.rina)
    assert resolve(ticket=free, by=by).state == "resolved", "it is not asked for here"
    ticket = builders.ticket(cast.rina)
    set_fields(ticket=ticket, values={"retur": "ya"}, by=by)
    with pytest.raises(NotReady, match="Alasan retur") as refused:
        change_state(ticket=ticket, to="resolved", by=by)
    assert refused.value.lacks == "alasan-retur"
    with pytest.raises(NotReady):
        builders.reply(ticket, cast.dewi, then="resolve")
    assert builders.fresh(ticket).message_count == ticket.message_count, "nothing was sent"
    set_fields(ticket=ticket, values={"alasan-retur": "Salah warna"}, by=by)
    assert resolve(ticket=ticket, by=by).state == "resolved"


def test_what_the_customer_says_is_solved_is_solved(cast: Cast) -> None:
    a_field(cast, "Alasan", required_to_resolve=True)
    ticket = builders.ticket(cast.rina)
    assert resolve(ticket=ticket, by=Actor.contact(cast.rina.pk)).state == "resolved"


def test_fields_keep_their_key_and_their_choices_values_when_they_are_renamed(cast: Cast) -> None:
    made = a_field(cast, "Ukuran", "choice", options=[("", "Kecil", ""), ("", "Besar", "")])
    wish = FieldWish(name="Ukuran kain", options=[("besar", "Lebar", "Wide"), ("", "Kecil", ""), ("", "", "")])
    changed = save_field(workspace_id=cast.workspace.pk, of="ticket", wish=wish, known=made, by=Actor.member(cast.wayan.pk))
    assert changed.key == "ukuran" and changed.kind == "choice"
    assert [(one["value"], one["name"]) for one in changed.options] == [("besar", "Lebar"), ("kecil", "Kecil")]


def test_fields_are_put_in_order_retired_and_brought_back_with_what_they_held(cast: Cast) -> None:
    by = Actor.member(cast.wayan.pk)
    first, second = a_field(cast, "Satu"), a_field(cast, "Dua")
    move_field(known=second, up=True, by=by)
    assert [one.key for one in ticket_fields(cast.workspace.pk)] == ["dua", "satu"]
    move_field(known=CustomField.objects.get(pk=second.pk), up=True, by=by)
    ticket = builders.ticket(cast.rina)
    set_fields(ticket=ticket, values={"satu": "x"}, by=by)
    retire_field(known=first, by=by)
    assert held(ticket) == {}
    restore_field(known=first, by=by)
    assert held(ticket) == {"satu": ["x"]}


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (FieldWish(name="  "), "nama"),
        (FieldWish(name="retur"), "bernama"),
        (FieldWish(name="X", kind="warna"), "Jenis"),
        (FieldWish(name="X", kind="choice"), "opsi"),
        (FieldWish(name="X", shown_when=("catatan", ["a"])), "ya-tidak"),
        (FieldWish(name="X", shown_when=("retur", ["mungkin"])), "Retur"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(cast: Cast, wish: FieldWish, why: str) -> None:
    a_field(cast, "Retur", "yesno")
    a_field(cast, "Catatan")
    with pytest.raises(ValidationError, match=why):
        save_field(workspace_id=cast.workspace.pk, of="ticket", wish=wish, by=Actor.member(cast.wayan.pk))


def test_fields_do_not_show_each_other_in_a_circle(cast: Cast) -> None:
    first = a_field(cast, "Satu", "yesno")
    a_field(cast, "Dua", "yesno", shown_when=("satu", ["yes"]))
    a_field(cast, "Tiga", "yesno", shown_when=("dua", ["yes"]))
    wish = FieldWish(name="Satu", shown_when=("tiga", ["yes"]))
    with pytest.raises(ValidationError, match="Tiga"):
        save_field(workspace_id=cast.workspace.pk, of="ticket", wish=wish, known=first, by=Actor.member(cast.wayan.pk))
