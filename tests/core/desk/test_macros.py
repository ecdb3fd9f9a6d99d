"""Templates say what is known and leave open what is not; macros do all their steps or none; each to whom it belongs."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from percaya.core import public_ids
from percaya.core.desk.actions.macros import archive_macro, copy_macro, save_macro
from percaya.core.desk.actions.running import apply_steps, run_macro
from percaya.core.desk.models import Macro
from percaya.core.desk.queries.macros import macros_of, offers
from percaya.core.desk.steps import Step, parse, read
from percaya.core.desk.variables import fill
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.send_times import choices
from percaya.core.workspace.calendar_specs import calendar_from
from percaya.core.workspace.models import Member
from tests import builders
from tests.cast import Cast


def macro(member: Member, name: str = "Resi", text: str = "Halo {{contact.name}}", **more: object) -> Macro:
    return save_macro(member=member, name=name, text=text, by=Actor.member(member.pk), **more)  # type: ignore[arg-type]


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return builders.ticket(cast.rina, account=cast.senja.email)


@pytest.mark.parametrize(
    ("text", "said", "missing"),
    [
        ("Halo {{contact.name}}!", "Halo Rina!", ()),
        ("Halo {{ contact.salutation }} {{contact.name}}", "Halo Rina", ()),
        ("Nomor {{ticket.number}}, {{due}}", "Nomor #7, {{due}}", ("due",)),
        ("Kode {{nama_anda}} tetap", "Kode {{nama_anda}} tetap", ()),
        ("{{field.order}}", "{{field.order}}", ("field.order",)),
    ],
)
def test_slots_are_filled_left_open_or_left_alone(text: str, said: str, missing: tuple[str, ...]) -> None:
    filled = fill(text, {"contact.name": "Rina", "ticket.number": "#7"})
    assert (filled.text, filled.missing) == (said, missing)
    assert all(filled.text[start:end] in ("Rina", "#7") for start, end in filled.values)


def test_steps_that_make_no_sense_are_refused_typed_and_skipped_stored() -> None:
    assert parse(["label:refund", "state:resolved"]) == [Step("label", "refund"), Step("state", "resolved")]
    for wrong in ("state:flying", "label:", "hack:x", "snooze:never"):
        with pytest.raises(ValueError, match=wrong.split(":")[0]):
            parse([wrong])
    assert read([{"do": "state", "value": "flying"}, {"do": "label", "value": "x"}]) == [Step("label", "x")]


def test_tomorrow_is_the_next_working_day() -> None:
    week = {str(day): [["08:30", "17:00"]] for day in range(5)}
    calendar = calendar_from({"zone": "Asia/Jakarta", "week": week})
    friday = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # 16.00 WIB
    found = {key: at.isoformat() for key, at in choices(friday, calendar)}
    assert found["tomorrow"] == found["monday"] == "2026-11-23T08:30:00+07:00"
    assert found["1h"] == "2026-11-20T17:00:00+07:00"


@pytest.mark.django_db
def test_each_sees_their_own_their_teams_and_everyones(cast: Cast) -> None:
    macro(cast.dewi, "Milik Dewi")
    macro(cast.sari, "Milik tim", scope="team", team=cast.senja.team)
    macro(cast.sari, "Untuk semua", scope="workspace")
    macro(cast.tono, "Tetangga", scope="workspace")
    assert {one.name for one in macros_of(cast.dewi)} == {"Milik Dewi", "Milik tim", "Untuk semua"}
    assert {one.name for one in macros_of(cast.budi)} == {"Untuk semua"}


@pytest.mark.django_db
def test_what_everyone_uses_is_the_supervisors_to_change(cast: Cast) -> None:
    shared = macro(cast.sari, scope="workspace")
    for wrong in (cast.dewi, cast.tono):
        with pytest.raises(ValidationError):
            macro(wrong, macro=shared)
        with pytest.raises(ValidationError):
            archive_macro(macro=shared, member=wrong, by=Actor.system())
    with pytest.raises(ValidationError):
        macro(cast.dewi, scope="workspace")
    with pytest.raises(ValidationError):
        macro(cast.sari, scope="team", team=cast.warung.team)
    assert copy_macro(macro=shared, member=cast.dewi, by=Actor.system()).member == cast.dewi


@pytest.mark.django_db
def test_a_template_with_a_slip_of_the_pen_is_not_kept(cast: Cast) -> None:
    for name, text in (("", "Halo"), ("Kosong", ""), ("Salah", "Halo {{contact.nmae}}")):
        with pytest.raises(ValidationError):
            macro(cast.dewi, name, text)


@pytest.mark.django_db
def test_offers_speak_the_customers_language_and_rank_by_topic_match_and_use(cast: Cast, ticket: Ticket) -> None:
    macro(cast.dewi, "Sering", "Paket Anda")
    Macro.objects.update(used=50)
    macro(cast.dewi, "Retur", "Soal retur {{contact.name}}", topic="retur", text_en="About your return, {{contact.name}}")
    Ticket.objects.filter(pk=ticket.pk).update(topic="retur")
    assert [one.macro.name for one in offers(builders.fresh(ticket), cast.dewi)] == ["Retur", "Sering"]
    assert [one.macro.name for one in offers(builders.fresh(ticket), cast.dewi, "paket")] == ["Sering"]
    cast.rina.language = "en"
    cast.rina.save()
    assert offers(builders.fresh(ticket), cast.dewi, "retur")[0].words.text == "About your return, Rina Marlina"


@pytest.mark.django_db
def test_a_macro_does_all_its_steps_and_is_counted(cast: Cast, ticket: Ticket) -> None:
    dewi = public_ids.encode("member", cast.dewi.pk)
    steps = parse([f"assign:{dewi}", "priority:high", "label:refund", "note:Cek {{ticket.number}}", "state:resolved"])
    made = macro(cast.dewi, text="", steps=steps)
    run_macro(macro=made, ticket=ticket, member=cast.dewi, by=Actor.member(cast.dewi.pk))
    now = builders.fresh(ticket)
    assert (now.assignee_id, now.priority, now.state) == (cast.dewi.pk, "high", "resolved")
    assert Message.objects.filter(ticket=ticket, direction="note", body_text=f"Cek #{ticket.number}").exists()
    assert Macro.objects.get(pk=made.pk).used == 1


@pytest.mark.django_db
def test_one_step_that_cannot_be_done_undoes_the_others(cast: Cast, ticket: Ticket) -> None:
    next_door = public_ids.encode("member", cast.tono.pk)
    with pytest.raises(Refused):
        apply_steps(
            ticket=ticket, steps=parse(["priority:high", f"assign:{next_door}"]), member=cast.dewi,
            by=Actor.member(cast.dewi.pk),
        )  # fmt: skip
    assert builders.fresh(ticket).priority == "normal"
