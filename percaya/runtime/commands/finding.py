"""Finding what the command line names; a clear word when there is none, or more than one."""

from percaya.core import public_ids
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member, Workspace
from percaya.runtime.errors import Refusal


def workspace(slug: str) -> Workspace:
    """The workspace of that slug, or the only one there is."""
    rows = list(Workspace.objects.filter(slug=slug) if slug else Workspace.objects.filter(is_demo=False)[:2])
    if slug and not rows:
        raise Refusal(f"There is no workspace {slug!r}. Nothing was changed.")
    if len(rows) != 1:
        raise Refusal("Say which workspace with --workspace SLUG. Nothing was changed.")
    return rows[0]


def member(email: str, slug: str) -> Member:
    rows = Member.objects.filter(user__email__iexact=email.strip(), is_active=True)
    found = list((rows.filter(workspace__slug=slug) if slug else rows)[:2])
    if not found:
        raise Refusal(f"There is no member {email}. Nothing was changed.")
    if len(found) > 1:
        raise Refusal(f"{email} is in several workspaces: say which with --workspace SLUG. Nothing was changed.")
    return found[0]


def ticket(text: str, slug: str) -> Ticket:
    """By public id, or by number within a workspace."""
    key = public_ids.decode("ticket", text)
    number = text.lstrip("#")
    if key is not None:
        found = Ticket.objects.filter(pk=key).first()
    elif number.isascii() and number.isdigit():
        found = Ticket.objects.filter(workspace=workspace(slug), number=int(number)).first()
    else:
        raise Refusal(f"{text!r} is neither a ticket's number nor its public id.")
    if found is None:
        raise Refusal(f"There is no ticket {text}.")
    return found
