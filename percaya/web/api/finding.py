"""Finding what an id names, through the guarded doors only."""

from django.utils.translation import gettext as _

from percaya.core.desk.models import SavedView, TicketTemplate
from percaya.core.desk.queries.templates import ticket_templates
from percaya.core.desk.queries.views import views_of
from percaya.core.people.models import Contact, Organisation
from percaya.core.people.queries import contacts
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries.tickets import by_key, visible
from percaya.core.workspace.models import Member, Team
from percaya.core.workspace.queries import members, teams
from percaya.web.api import ids
from percaya.web.api.ids import decode
from percaya.web.api.problems import invalid, not_found
from percaya.web.api.tokens import Caller


def ticket(caller: Caller, public_id: str) -> Ticket:
    """Raises a 404 problem, for what is not there and for what is not theirs."""
    found = by_key(caller.member, decode("ticket", public_id) or 0)
    if found is None:
        raise not_found()
    return found


def ticket_named(caller: Caller, public_id: str, pointer: str) -> Ticket:
    found = visible(caller.member).filter(pk=ids.key_of("ticket", public_id)).first()
    if found is None:
        raise invalid(_("There is no such ticket."), pointer)
    return found


def message(caller: Caller, public_id: str) -> Message:
    rows = Message.objects.filter(pk=decode("message", public_id), workspace_id=caller.workspace_id)
    found = rows.filter(ticket__in=visible(caller.member)).first()
    if found is None:
        raise not_found()
    return found


def contact(caller: Caller, public_id: str) -> Contact:
    found = contacts(caller.workspace_id).filter(pk=decode("contact", public_id)).first()
    if found is None:
        raise not_found()
    return found


def organisation(caller: Caller, public_id: str) -> Organisation:
    rows = Organisation.objects.filter(workspace_id=caller.workspace_id)
    found = rows.filter(pk=decode("organisation", public_id)).first()
    if found is None:
        raise not_found()
    return found


def organisation_named(caller: Caller, public_id: str, pointer: str) -> Organisation:
    """An organisation named inside a body or query. Raises a 422 problem."""
    rows = Organisation.objects.filter(workspace_id=caller.workspace_id)
    found = rows.filter(pk=ids.key_of("organisation", public_id)).first()
    if found is None:
        raise invalid(_("There is no such organisation."), pointer)
    return found


def view_named(caller: Caller, public_id: str, pointer: str) -> SavedView:
    """A saved view of the member's named inside a query. Raises a 422 problem."""
    found = views_of(caller.member).filter(pk=ids.key_of("view", public_id)).first()
    if found is None:
        raise invalid(_("There is no such view, or it is not yours."), pointer)
    return found


def member_named(caller: Caller, public_id: str, pointer: str) -> Member:
    """A member named inside a body or query. Raises a 422 problem."""
    found = members(caller.workspace_id).filter(pk=ids.key_of("member", public_id)).first()
    if found is None:
        raise invalid(_("There is no such member."), pointer)
    return found


def team_named(caller: Caller, public_id: str, pointer: str) -> Team:
    rows = teams(caller.workspace_id).exclude(pk__in=caller.member.hidden_team_ids)
    found = rows.filter(pk=ids.key_of("team", public_id)).first()
    if found is None:
        raise invalid(_("There is no such team."), pointer)
    return found


def template_named(caller: Caller, public_id: str) -> TicketTemplate:
    found = ticket_templates(caller.member).filter(pk=ids.key_of("ticket_template", public_id)).first()
    if found is None:
        raise invalid(_("There is no such template."), "/template")
    return found


def contact_named(caller: Caller, public_id: str, pointer: str) -> Contact:
    found = contacts(caller.workspace_id).filter(pk=ids.key_of("contact", public_id)).first()
    if found is None:
        raise invalid(_("There is no such contact."), pointer)
    return found
