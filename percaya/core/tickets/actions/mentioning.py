"""Colleagues named in a note: each gets a mention that stays unread until they have had the ticket before them."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused, commit
from percaya.core.tickets.events import MembersMentioned
from percaya.core.tickets.mentions import Names, Who, meant
from percaya.core.tickets.models import Mention, Message, Ticket
from percaya.core.workspace.models import Member, TeamMember
from percaya.core.workspace.queries import members, teams


def mention(*, ticket: Ticket, message: Message, chosen: Sequence[str] = (), author: Member | None, by: Actor) -> list[Member]:
    """Mention whom the note names; ``ticket`` is held by the caller. ``chosen``: public ids picked while typing.

    Raises ``Refused`` when somebody named may not see the ticket: they would never learn what was said to them.
    """
    if "@" not in message.body_text:
        return []
    people = {one.pk: one for one in members(ticket.workspace_id)}
    groups = dict(teams(ticket.workspace_id).values_list("pk", "name"))
    names = Names({pk: one.name for pk, one in people.items()}, groups)
    whom = _members(meant(message.body_text, names, _chosen(chosen)), people)
    whom = [one for one in whom if author is None or one.pk != author.pk]
    if not whom:
        return []
    _check(ticket, whom)
    Mention.objects.bulk_create(
        Mention(workspace_id=ticket.workspace_id, ticket=ticket, message=message, member=one) for one in whom
    )
    commit(ticket, MembersMentioned, by=by, message=message.pk, members=tuple(one.pk for one in whom))
    return whom


@transaction.atomic
def mark_mentions_read(*, ticket: Ticket, member: Member) -> None:
    """The member has the ticket before them. A habit of reading, not a change: nothing is recorded."""
    Mention.objects.filter(ticket=ticket, member=member, read_at=None).update(read_at=timezone.now())


def _chosen(public: Iterable[str]) -> list[Who]:
    found: list[Who] = []
    for one in public:
        if (pk := public_ids.decode("member", one)) is not None:
            found.append(("member", pk))
        elif (pk := public_ids.decode("team", one)) is not None:
            found.append(("team", pk))
    return found


def _members(who: Sequence[Who], people: dict[int, Member]) -> list[Member]:
    """A team stands for those who are in it; everyone once."""
    of_teams = [pk for kind, pk in who if kind == "team"]
    inside = TeamMember.objects.filter(team_id__in=of_teams).values_list("member_id", flat=True) if of_teams else []
    wanted = dict.fromkeys([*(pk for kind, pk in who if kind == "member"), *inside])
    return [people[pk] for pk in wanted if pk in people]


def _check(ticket: Ticket, whom: Sequence[Member]) -> None:
    if ticket.team_id is None:
        return
    blind = [one.name for one in whom if ticket.team_id in one.hidden_team_ids and ticket.assignee_id != one.pk]
    if blind:
        raise Refused(
            _("%(names)s cannot see this ticket, so the mention would reach nobody. Nothing was saved; your text is still here.")
            % {"names": ", ".join(blind)}
        )
