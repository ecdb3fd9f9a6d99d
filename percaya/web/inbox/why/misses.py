"""What service levels and rules were looked at for a ticket, what each missed, and how the ticket stands there: in lines."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from percaya.core.tickets.clock_words import day_and_time
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.condition_misses import Standing
from percaya.core.tickets.queries.conditions import Condition, Group
from percaya.core.tickets.queries.reasons import Told
from percaya.core.workspace.models import Member
from percaya.stages.automation import considering as rules
from percaya.stages.sla import considering as levels
from percaya.web.inbox import filtering
from percaya.web.inbox.reference import reference


def told_levels(ticket: Ticket, member: Member) -> list[Told]:
    """In the order in which they were looked at, up to the one that fits."""
    say = Say(ticket, member)
    return [
        Told(
            _("“%(name)s” fits as the ticket stands now.") % {"name": one.level.name},
            evidence=say.asked(one.level.terms.conditions),
        )
        if one.fits
        else Told(_("“%(name)s” was looked at and does not fit.") % {"name": one.level.name}, evidence=say.missing(one.missed))
        for one in levels.considered(ticket)
    ]


def told_rules(ticket: Ticket, member: Member) -> list[Told]:
    """Those that something here has set off, each with what it misses now; then those that still wait for something."""
    say, told, waiting = Say(ticket, member), [], []
    for one in rules.considered(ticket):
        if not one.was_heard:
            waiting.append(one.rule.name)
            continue
        text = (
            _("“%(name)s” was considered and fits as the ticket stands now.")
            if one.fits
            else _("“%(name)s” was considered and does not fit as the ticket stands now.")
        )
        told.append(Told(text % {"name": one.rule.name}, evidence=tuple(say.rule(one))))
    if waiting:
        told.append(Told(_("Not asked: what these rules wait for has not happened here."), evidence=tuple(waiting)))
    return told


class Say:
    """What of a ticket is missing for something, with how it stands there now."""

    def __init__(self, ticket: Ticket, member: Member) -> None:
        self.member, self.zone = member, ticket.workspace.time_zone
        customs = reference(member).customs
        self.standing = Standing(ticket.pk, customs, filtering.NameOf(member), self._when)

    def asked(self, group: Group) -> tuple[str, ...]:
        return (filtering.sentence(group, self.member),) if group.of else ()

    def missing(self, parts: Iterable[Condition | Group]) -> tuple[str, ...]:
        found = []
        for part in parts:
            what = filtering.sentence(part if isinstance(part, Group) else Group("all", (part,)), self.member)
            now = self.standing.of(part)
            said = _("missing: %(what)s (here: %(now)s)") if now else _("missing: %(what)s")
            found.append(said % {"what": what, "now": now})
        return tuple(found)

    def rule(self, one: rules.Considered) -> Iterable[str]:
        yield from self.missing(one.missed)
        if one.words:
            yield _("missing: the customer's last message says %(words)s") % {
                "words": ", ".join(f"“{word}”" for word in one.words)
            }
        if one.hours:
            yield _("missing: working hours") if one.hours == "open" else _("missing: outside working hours")
        if one.last is not None:
            yield _("last ran %(when)s") % {"when": self._when(one.last.at)}

    def _when(self, instant: datetime) -> str:
        return day_and_time(instant, self.zone, get_language() or "id")
