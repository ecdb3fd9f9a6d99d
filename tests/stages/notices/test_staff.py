"""Members hear of what concerns them, once, by the ways they chose, and no more once they have dealt with it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import Alarm, Cursor, EventRow
from percaya.core.journal.reactions import flow
from percaya.core.promises.actions import fall_due, make_promise
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.replying import add_note
from percaya.core.tickets.models import Ticket, TicketFollower
from percaya.core.workspace.actions.members import change_habits, save_team
from percaya.core.workspace.models import Member
from percaya.stages.notices.actions.digesting import digest
from percaya.stages.notices.actions.noting import clear
from percaya.stages.notices.models import Notice
from percaya.stages.notices.queries import latest, unread_count
from percaya.stages.notices.staff_words import line
from percaya.stages.notices.telling import tell
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def hear() -> None:
    """Let the follower read what is new. (On PostgreSQL the journal's own reader waits for the test's open transaction.)"""
    cursor, _made = Cursor.objects.get_or_create(name="notices")
    rows = list(EventRow.objects.filter(id__gt=cursor.event_id).order_by("id"))
    if rows:
        tell(rows)
        Cursor.objects.filter(name="notices").update(event_id=rows[-1].pk)


def news(member: Member) -> list[str]:
    return [one.kind for one in Notice.objects.filter(member=member, read_at=None)]


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    made = builders.ticket(cast.rina, assignee=cast.dewi)
    hear()
    Notice.objects.all().delete()
    return made


def test_who_is_given_a_ticket_hears_of_it_and_who_takes_one_does_not(cast: Cast, ticket: Ticket) -> None:
    assign(ticket=ticket, to=cast.budi, by=Actor.member(cast.dewi.pk))
    hear()
    assert news(cast.budi) == ["assigned"]
    assign(ticket=builders.fresh(ticket), to=cast.dewi, by=Actor.member(cast.dewi.pk))
    hear()
    assert news(cast.dewi) == []


def test_the_path_has_members_hear() -> None:
    assert "notices" in {follower.name for follower in flow().followers}


def test_one_notice_a_ticket_with_the_newest_reason_in_front(cast: Cast, ticket: Ticket) -> None:
    builders.inbound(ticket, "Halo?")
    builders.inbound(ticket, "Ada orang?")
    add_note(ticket=ticket, text="Cek gudang", member=cast.budi, by=Actor.member(cast.budi.pk))
    hear()
    notice = Notice.objects.get(member=cast.dewi)
    assert (notice.kind, notice.count) == ("noted", 3)
    assert "Budi" in line(notice)


def test_a_batch_that_is_read_again_brings_nothing_new(cast: Cast, ticket: Ticket) -> None:
    builders.inbound(ticket, "Halo?")
    hear()
    clear(member=cast.dewi, ticket_id=ticket.pk)
    Cursor.objects.filter(name="notices").update(event_id=0)
    hear()
    assert news(cast.dewi) == []


def test_followers_hear_and_the_machine_does_not_count(cast: Cast, ticket: Ticket) -> None:
    TicketFollower.objects.create(workspace=cast.workspace, ticket=ticket, member=cast.budi)
    builders.inbound(ticket, "Saya sedang cuti", auto="auto-reply")
    hear()
    assert news(cast.budi) == [] and news(cast.dewi) == []
    builders.inbound(ticket, "Halo")
    hear()
    assert news(cast.budi) == ["followed"] and news(cast.dewi) == ["reply"]


def test_acting_on_the_ticket_clears_what_there_was_to_hear(cast: Cast, ticket: Ticket) -> None:
    builders.inbound(ticket, "Halo?")
    hear()
    assert unread_count(cast.dewi) == 1
    builders.reply(ticket, cast.dewi)
    hear()
    assert unread_count(cast.dewi) == 0


def test_opening_it_from_the_bell_clears_it_and_an_outsider_sees_nothing(cast: Cast, ticket: Ticket) -> None:
    builders.inbound(ticket, "Halo?")
    hear()
    base = f"/w/{cast.workspace.slug}/notices"
    page = logged_in(cast.dewi).get(base).content.decode()
    assert f"{base}/{ticket.number}" in page
    assert logged_in(cast.dewi).get(f"{base}/{ticket.number}").status_code == 302
    assert unread_count(cast.dewi) == 0
    assert logged_in(cast.tono).get(base).status_code == 404


def test_nobody_hears_of_a_private_teams_ticket_they_are_not_in(cast: Cast) -> None:
    team = save_team(workspace=cast.workspace, name="Rahasia", members=[cast.sari], is_private=True, by=Actor.system())
    ticket = builders.ticket(cast.rina, team=team)
    TicketFollower.objects.create(workspace=cast.workspace, ticket=ticket, member=cast.budi)
    builders.inbound(ticket, "Halo")
    hear()
    assert news(cast.budi) == [] and latest(Member.objects.get(pk=cast.budi.pk)) == []


def test_what_a_member_switched_off_is_not_noted(cast: Cast, ticket: Ticket) -> None:
    change_habits(member=cast.dewi, notices={"ways": {"reply": []}})
    builders.inbound(ticket, "Halo?")
    hear()
    assert news(cast.dewi) == []


def test_a_promise_calls_its_owner_before_and_when_it_is_late(cast: Cast, ticket: Ticket) -> None:
    due = timezone.now() + timedelta(hours=2)
    promise = make_promise(ticket=ticket, text="Kabar", due_at=due, owner=cast.budi, by=Actor.member(cast.dewi.pk))
    fall_due(**Alarm.objects.get(key=f"promise-near:{promise.pk}").args)
    hear()
    assert news(cast.budi) == ["promise_near"]
    fall_due(**Alarm.objects.get(key=f"promise:{promise.pk}").args)
    hear()
    assert news(cast.budi) == ["promise_late"]


def test_the_digest_tells_each_thing_once_and_only_while_it_is_unread(cast: Cast, ticket: Ticket) -> None:
    other = builders.ticket(cast.rina)
    for one in (ticket, other):
        assign(ticket=one, to=cast.budi, by=Actor.member(cast.sari.pk))
    hear()
    assert Alarm.objects.filter(key=f"digest:{cast.budi.pk}").count() == 1
    clear(member=cast.budi, ticket_id=other.pk)
    digest(member_id=cast.budi.pk)
    digest(member_id=cast.budi.pk)
    assert len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert sent.to == [cast.budi.user.email] and f"/inbox/{ticket.number}" in sent.body
    assert f"/inbox/{other.number}" not in sent.body and "Rina" not in sent.body


def test_wishes_are_kept_and_nonsense_is_as_usual(cast: Cast) -> None:
    page = f"/w/{cast.workspace.slug}/notices/settings"
    client = logged_in(cast.dewi)
    form = {"mentioned-bell": "1", "reply-push": "1", "quiet": "1", "from": "25:00", "to": "x", "digest": "daily"}
    assert client.post(page, form).status_code == 302
    kept = Member.objects.get(pk=cast.dewi.pk).settings["notices"]
    assert kept["ways"]["mentioned"] == ["bell"] and kept["ways"]["reply"] == ["push"] and kept["ways"]["noted"] == []
    assert kept["quiet"] == {"from": "20:00", "to": "07:00"} and kept["digest"] == "daily"
    assert client.get(page).status_code == 200
