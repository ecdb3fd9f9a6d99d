"""Macros a member may use, the best first, and what fills their slots on a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from percaya.core.desk.models import Macro
from percaya.core.desk.steps import Step, read
from percaya.core.desk.variables import FIELD, Filled, fill, used
from percaya.core.tickets.clock_words import day, day_and_time
from percaya.core.tickets.models import FieldValue, Ticket
from percaya.core.tickets.status_links import status_address
from percaya.core.workspace.brands import brand_for
from percaya.core.workspace.fields import said
from percaya.core.workspace.models import Member

MOST = 400  # macros looked at for one search


@dataclass(frozen=True)
class Offer:
    """A macro as it would read on that ticket."""

    macro: Macro
    scope: str  # own team workspace
    words: Filled
    steps: Sequence[Step]


def macros_of(member: Member) -> QuerySet[Macro]:
    """Those a member may use: their own, their teams', the workspace's. The guarded door to macros."""
    shared = Q(member=None, team=None) | Q(team_id__in=member.team_ids)
    rows = Macro.objects.filter(Q(member=member) | Q(member=None) & shared, workspace_id=member.workspace_id)
    return rows.select_related("team")


def offers(ticket: Ticket, member: Member, query: str = "", limit: int = 30) -> list[Offer]:
    """What fits ``query`` (title and content), ranked by the ticket's topic, the match and how often it is used."""
    english = speaks_english(ticket)
    chosen = fitting(member, query, topic=ticket.topic, limit=limit)
    values = values_for(ticket, member, [_words(macro, english) for macro in chosen])
    return [Offer(m, scope_of(m), fill(_words(m, english), values), read(m.actions)) for m in chosen]


def fitting(member: Member, query: str, *, topic: str = "", limit: int = 30) -> list[Macro]:
    """Those a member may use that fit ``query``, the best first; one statement."""
    wanted = query.casefold().split()
    found = []
    for macro in macros_of(member).filter(is_active=True).order_by("-used", "name")[:MOST]:
        title, content = macro.name.casefold(), f"{macro.text} {macro.text_en}".casefold()
        if all(word in title or word in content for word in wanted):
            at_start = bool(wanted) and title.startswith(wanted[0])
            in_title = all(word in title for word in wanted)
            on_topic = bool(macro.topic) and macro.topic.casefold() == topic.casefold()
            found.append(((not on_topic, not at_start, not in_title, -macro.used, title), macro))
    found.sort(key=lambda pair: pair[0])
    return [macro for _rank, macro in found[:limit]]


def offer(macro: Macro, ticket: Ticket, member: Member) -> Offer:
    words = _words(macro, speaks_english(ticket))
    return Offer(macro, scope_of(macro), fill(words, values_for(ticket, member, [words])), read(macro.actions))


def scope_of(macro: Macro) -> str:
    if macro.member_id:
        return "own"
    return "team" if macro.team_id else "workspace"


def speaks_english(ticket: Ticket) -> bool:
    """In which of the two languages the customer is answered: their own, else their last words', else the workspace's."""
    language = ticket.contact.language or ticket.language or ticket.workspace.language
    return language.startswith("en")


def values_for(ticket: Ticket, member: Member, texts: Sequence[str]) -> dict[str, str]:
    """What the slots of these texts say on that ticket; those without an answer are left out."""
    asked = {name for text in texts for name in used(text)}
    workspace, contact = ticket.workspace, ticket.contact
    language = "en" if speaks_english(ticket) else "id"
    zone = contact.time_zone or workspace.time_zone
    brand = brand_for(ticket.account, workspace.pk) if asked & {"brand.name", "contact.salutation"} else None
    now = timezone.now()
    values = {
        "contact.name": contact.name,
        "contact.salutation": contact.salutation or (brand.salutation if brand else "") or workspace.salutation,
        "ticket.number": f"#{ticket.number}",
        "ticket.subject": ticket.subject,
        "ticket.status_link": status_address(ticket) if "ticket.status_link" in asked else "",
        "agent.name": member.name,
        "workspace.name": workspace.name,
        "brand.name": brand.name if brand else workspace.name,
        "due": day_and_time(ticket.due_at, zone, language) if ticket.due_at else "",
        "now": day_and_time(now, zone, language),
        "today": day(now, zone, language),
    }
    if any(name.startswith(FIELD) for name in asked):
        # What is masked is not written into an answer unseen; who needs it there looks it up, on record.
        rows = FieldValue.objects.filter(ticket=ticket, field__is_active=True, field__is_sensitive=False)
        for row in rows.exclude(field__kind="contact").select_related("field").order_by("pk"):
            name = FIELD + row.field.key
            values[name] = ", ".join(filter(None, [values.get(name, ""), said(row.field, row.text, language)]))
    return {name: value for name, value in values.items() if value}


def _words(macro: Macro, english: bool) -> str:
    return (macro.text_en or macro.text) if english else (macro.text or macro.text_en)
