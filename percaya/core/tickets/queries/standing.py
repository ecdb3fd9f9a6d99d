"""How a ticket stands, said to its customer: who, since when, what next, and by when. Facts only, no inner words.

The one source of what a customer reads of a ticket, whether on a page, in a mail or in a chat. What other rooms know of it
(that somebody higher has it, our promise of an answer) is handed in by whoever asks.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from percaya.core.journal.queries import last_of
from percaya.core.tickets import policy
from percaya.core.tickets.clock_words import day_and_time
from percaya.core.tickets.models import Direction, Ticket
from percaya.core.tickets.queries.audience import public_messages
from percaya.core.tickets.queries.joinings import living
from percaya.core.tickets.queries.next_updates import standing_update

_HUES = {
    "received": "nila",
    "in_progress": "nila",
    "waiting_other": "sogan",
    "waiting_you": "kunyit",
    "solved": "daun",
    "closed": "",
}


@dataclass(frozen=True)
class Standing:
    """``late`` is the moment we had promised and missed, in words; ``due`` the one still ahead; ``was`` an earlier one that is
    ahead too but no longer holds. ``usual``: how long tickets like it take (expecting.py)."""

    key: str
    word: str
    glyph: str
    hue: str
    now: str
    who: str
    since: datetime
    due: str
    late: str
    next: str
    can_confirm: bool
    can_dispute: bool
    was: str = ""
    usual: str = ""

    @property
    def sentence(self) -> str:
        """All of it in a few words, for a mail or a chat: "Sedang dikerjakan. Dewi sedang mengerjakannya. …". That we are late
        comes first, with the time that a page strikes through."""
        when = {"when": self.late}
        sorry = _("We are late, and we are sorry: you should have heard from us by %(when)s.") % when if self.late else ""
        return " ".join(filter(None, (sorry, f"{self.word}.", self.now, self._ahead)))

    @property
    def _ahead(self) -> str:
        if self.due and self.was:
            return _("You hear from us by %(when)s, not by %(was)s as we had said.") % {"when": self.due, "was": self.was}
        if self.due:
            return _("You hear from us by %(when)s.") % {"when": self.due}
        return "" if self.late else self.next


def standing(
    ticket: Ticket,
    *,
    asked: bool | None = None,
    since: datetime | None = None,
    is_higher: bool = False,
    answered_within: str = "",
    usual: str = "",
) -> Standing:
    """``asked``: the last public word was ours, so a question may be open; looked up when it is not given, as ``since`` is.
    ``is_higher``: somebody higher has it. ``answered_within``: our promise in words ("4 jam kerja").
    ``usual``: how long tickets like it take, in words.
    A ticket that goes on in another customer's stands as that one does, without its words; nothing is confirmed there."""
    home = living(ticket)
    if home.pk != ticket.pk:
        ticket.state, ticket.assignee, ticket.team, ticket.waits_for = home.state, home.assignee, home.team, ""
    asked = we_spoke_last(ticket) if asked is None else asked
    status = policy.public_status(state=ticket.state, has_owner=ticket.assignee_id is not None, asked=asked)
    owed, now = standing_update(home), timezone.now()
    late = owed.late(now) if owed else None
    return Standing(
        key=status.key,
        word=status.word_id if get_language() == "id" else status.word_en,
        glyph=status.glyph,
        hue=_HUES[status.key],
        now=_("A senior colleague has your matter now.") if is_higher else _now(ticket, status.key),
        who=_who(ticket),
        since=since or _since(ticket),
        due=_said(ticket, owed.due) if owed and owed.due >= now else "",
        late=_said(ticket, late) if late else "",
        was=_said(ticket, owed.was) if owed and owed.was and not late else "",
        next="" if owed else _next(status.key, answered_within),
        usual=usual if home.is_open else "",
        can_confirm=home is ticket and ticket.state != policy.CLOSED and ticket.first_replied_at is not None,
        can_dispute=home is ticket and ticket.state == policy.RESOLVED,
    )


def we_spoke_last(ticket: Ticket) -> bool:
    """The last word that the customer can read is ours."""
    last = public_messages(ticket).order_by("-pk").values_list("direction", flat=True).first()
    return last == Direction.OUTBOUND


def first_name(name: str) -> str:
    """ "Dewi Lestari" -> "Dewi"; a mononym is a whole name; a title alone says nothing, so the name stays whole then."""
    first = name.split()[0] if name.split() else ""
    return name if first.endswith(".") else first


def _now(ticket: Ticket, key: str) -> str:
    name = first_name(ticket.assignee.name) if ticket.assignee else ""
    match key:
        case "received":
            return _("Your message has arrived. It is waiting for one of us to take it up.")
        case "in_progress":
            return _("%(name)s is working on it.") % {"name": name} if name else _("We are working on it.")
        case "waiting_other":
            whom = ticket.waits_for
            return _("We are waiting for %(whom)s.") % {"whom": whom} if whom else _("We are waiting for somebody else's answer.")
        case "waiting_you":
            return ticket.waits_for or _("We asked you something in our last message below.")
        case "solved":
            return _("As far as we can see, this is solved. Please check and tell us.")
        case _:
            return _("This ticket is finished. If you write again, a new ticket linked to this one is opened.")


def _next(key: str, answered_within: str) -> str:
    """What happens next where no word of ours is owed just now. Only what is true: the promise, never an estimate."""
    match key:
        case "waiting_you":
            return _("As soon as you answer, we go on.")
        case "solved":
            return _("It stays solved unless you tell us otherwise.")
        case "closed":
            return ""
        case _:
            promise = {"promise": answered_within}
            return _("If you write here, we answer within %(promise)s.") % promise if answered_within else ""


def _who(ticket: Ticket) -> str:
    team = ticket.team.name if ticket.team and not ticket.team.is_private else ""
    name = first_name(ticket.assignee.name) if ticket.assignee else ""
    if name and team:
        return _("%(name)s, %(team)s team") % {"name": name, "team": team}
    if team:
        return _("%(team)s team") % {"team": team}
    return name


def _since(ticket: Ticket) -> datetime:
    changed = last_of("ticket", ticket.pk, "ticket.state_changed")
    return changed.at if changed else ticket.created_at


def _said(ticket: Ticket, instant: datetime) -> str:
    return day_and_time(instant, ticket.workspace.time_zone, get_language() or "id")
