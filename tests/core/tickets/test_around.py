"""Followers, mentions, checklists and time spent: each change is one event, and nobody is told of what they may not see."""

import pytest

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import verify
from percaya.core.tickets import durations
from percaya.core.tickets.actions.assigning import set_team
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.checklists import add_steps, change_step, move_step, remove_step, tick_step
from percaya.core.tickets.actions.following import follow, unfollow
from percaya.core.tickets.actions.mentioning import mark_mentions_read
from percaya.core.tickets.actions.readiness import FIRST_STEP, NotReady
from percaya.core.tickets.actions.replying import add_note
from percaya.core.tickets.actions.states import resolve
from percaya.core.tickets.actions.timing import add_time, remove_time
from percaya.core.tickets.mentions import Names, meant
from percaya.core.tickets.models import Mention, Message
from percaya.core.tickets.queries.tickets import by_number, checklist, followers, time_spent
from percaya.core.workspace.actions.members import save_team
from percaya.core.workspace.models import Team
from tests import builders
from tests.cast import Cast, member

pytestmark = pytest.mark.django_db
NAMES = Names({1: "Dewi", 2: "Dewi Lestari", 3: "Budi Santoso", 4: "Sri", 5: "Sri"}, {9: "Gudang Utara"})


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Dewi tolong", [("member", 1)]),
        ("tolong @dewi lestari, ya", [("member", 2)]),
        ("@Budi dan @gudang utara", [("member", 3), ("team", 9)]),
        ("@Dewiku @Bud", []),
        ("tulis ke dewi@Budi.example atau x@Budi", []),
        ("@Sri?", []),
        ("(@Budi)", [("member", 3)]),
        ("@Budi @Budi Santoso", [("member", 3)]),
        ("@", []),
    ],
)
def test_a_name_behind_an_at_sign_means_the_one_who_bears_it(text: str, who: list[tuple[str, int]]) -> None:
    assert meant(text, NAMES) == who


def test_a_choice_made_while_typing_decides_between_namesakes_while_the_name_stands() -> None:
    assert meant("@Sri cek ya", NAMES, [("member", 5)]) == [("member", 5)]
    assert meant("cek ya", NAMES, [("member", 5)]) == []


def test_a_note_mentions_members_and_whole_teams_and_reading_settles_it(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    builders.note(ticket, cast.budi, "@Gilang @Pesanan @Budi tolong dicek")
    assert set(Mention.objects.values_list("member__name", flat=True)) == {"Gilang", "Dewi"}, "light members too; not oneself"
    assert EventRow.objects.latest("pk").kind == "ticket.mentioned"
    found = by_number(cast.gilang, ticket.number)
    assert found is not None and vars(found)["mentioned"]
    mark_mentions_read(ticket=ticket, member=cast.gilang)
    again = by_number(cast.gilang, ticket.number)
    assert again is not None and not vars(again)["mentioned"]
    assert Mention.objects.filter(read_at=None).count() == 1


def test_a_namesake_is_meant_by_the_id_that_was_picked(cast: Cast) -> None:
    other = member(cast.workspace, "Budi", "agent", email="budi2@senja.example")
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    add_note(ticket=ticket, text="@Budi cek", member=cast.dewi, by=by)
    assert not Mention.objects.exists(), "which of the two is not guessed"
    picked = (public_ids.encode("member", other.pk),)
    add_note(ticket=ticket, text="@Budi cek", mentions=picked, member=cast.dewi, by=by)
    assert [one.member_id for one in Mention.objects.all()] == [other.pk]


def private_team(cast: Cast) -> Team:
    return save_team(workspace=cast.workspace, name="Hukum", members=[cast.dewi], is_private=True, by=Actor.system())


def test_nobody_is_mentioned_or_made_to_follow_who_may_not_see_the_ticket(cast: Cast) -> None:
    by = Actor.member(cast.dewi.pk)
    ticket = set_team(ticket=builders.ticket(cast.rina), to=private_team(cast), by=by)
    with pytest.raises(Refused, match="Budi"):
        builders.note(ticket, cast.dewi, "@Budi lihat ini")
    assert not Message.objects.filter(direction="note").exists(), "the text is still with who wrote it"
    with pytest.raises(Refused, match="Budi"):
        follow(ticket=ticket, member=cast.budi, by=by)
    with pytest.raises(Refused):
        follow(ticket=ticket, member=cast.tono, by=by)
    builders.note(ticket, cast.dewi, "@Sari lihat ini")
    assert Mention.objects.get().member_id == cast.sari.pk, "supervisors see it"


def test_following_twice_is_following_once(cast: Cast) -> None:
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.budi.pk)
    follow(ticket=ticket, member=cast.budi, by=by)
    follow(ticket=ticket, member=cast.budi, by=by)
    assert followers(ticket.pk) == [(cast.budi.pk, "Budi")]
    unfollow(ticket=ticket, member=cast.budi, by=by)
    unfollow(ticket=ticket, member=cast.budi, by=by)
    assert followers(ticket.pk) == []
    assert EventRow.objects.filter(kind__in=("ticket.followed", "ticket.unfollowed")).count() == 2


def test_steps_are_ticked_put_in_order_changed_and_taken_away(cast: Cast) -> None:
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    first, second = add_steps(ticket=ticket, steps=[("Cek resi", False), ("  ", False), ("Hubungi  kurir", False)], by=by)
    move_step(step=second, up=True, by=by)
    move_step(step=second, up=True, by=by)
    assert [one.text for one in checklist(ticket.pk)] == ["Hubungi kurir", "Cek resi"]
    tick_step(step=first, done=True, member=cast.dewi, by=by)
    tick_step(step=first, done=True, member=cast.dewi, by=by)
    change_step(step=second, text="Telepon kurir", is_required=True, by=by)
    found = by_number(cast.dewi, ticket.number)
    assert found is not None and (vars(found)["steps_done"], vars(found)["steps"]) == (1, 2)
    remove_step(step=first, by=by)
    assert [one.text for one in checklist(ticket.pk)] == ["Telepon kurir"]
    assert EventRow.objects.filter(kind="ticket.step_ticked").count() == 1
    with pytest.raises(Refused):
        add_steps(ticket=ticket, steps=[(" ", False)], by=by)
    with pytest.raises(Refused):
        add_steps(ticket=ticket, steps=[("x", False)] * 50, by=by)
    assert list(verify(cast.workspace.pk)) == []


def test_a_required_step_comes_before_resolving(cast: Cast) -> None:
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    (step, _free) = add_steps(ticket=ticket, steps=[("Uang kembali", True), ("Ucapkan maaf", False)], by=by)
    with pytest.raises(NotReady, match="Uang kembali") as refused:
        resolve(ticket=ticket, by=by)
    assert refused.value.lacks == FIRST_STEP
    tick_step(step=step, done=True, member=cast.dewi, by=by)
    assert resolve(ticket=ticket, by=by).state == "resolved"


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("15", 15), ("1j 20m", 80), ("1h20", 80), ("1 jam 5 menit", 65), ("1,5 jam", 90), ("1:20", 80), ("90 mnt", 90),
        ("2h", 120), ("0", None), ("", None), ("1j 2j", None), ("25 jam", None), ("sebentar", None), ("-5", None), ("1:75", None),
    ],
)  # fmt: skip
def test_time_is_read_as_it_is_typed(typed: str, minutes: int | None) -> None:
    assert durations.minutes(typed) == minutes


def test_time_adds_up_and_only_ones_own_is_taken_back(cast: Cast) -> None:
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    own = add_time(ticket=ticket, minutes=15, note="telepon", member=cast.dewi, by=by)
    add_time(ticket=ticket, minutes=80, member=cast.budi, by=Actor.member(cast.budi.pk))
    assert builders.fresh(ticket).minutes_spent == 95
    assert [one.minutes for one in time_spent(ticket.pk)] == [80, 15]
    with pytest.raises(Refused):
        remove_time(entry=own, member=cast.budi, by=Actor.member(cast.budi.pk))
    remove_time(entry=own, member=cast.dewi, by=by)
    assert builders.fresh(ticket).minutes_spent == 80
    with pytest.raises(Refused):
        add_time(ticket=ticket, minutes=durations.minutes("lama"), member=cast.dewi, by=by)
