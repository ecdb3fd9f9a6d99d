"""Who is in the portal, as its pages ask: a device's session, its person, and what that person may see of colleagues'."""

from django.utils import timezone

from percaya.core.people.models import Contact, Handle, PortalEntry, PortalSession
from percaya.core.workspace import seal


def session_of(workspace_id: int, secret: str) -> PortalSession | None:
    """The living session of that secret in that workspace, its person loaded; ``None`` for everything else, all alike."""
    if not secret:
        return None
    rows = PortalSession.objects.select_related("workspace", "handle__contact__organisation")
    rows = rows.filter(workspace_id=workspace_id, hash=seal.fingerprint(secret), ended_at=None, expires_at__gt=timezone.now())
    return rows.filter(handle__claim="", handle__contact__merged_into=None).first()


def entry_open(workspace_id: int, browser: str) -> bool:
    """This browser has asked to get in not long ago, and may still type its code."""
    rows = PortalEntry.objects.filter(workspace_id=workspace_id, browser=seal.fingerprint(browser), used_at=None)
    return bool(browser) and rows.filter(expires_at__gt=timezone.now()).exists()


def devices(session: PortalSession) -> int:
    """How many devices of this person are in."""
    rows = PortalSession.objects.filter(workspace_id=session.workspace_id, handle__contact_id=session.handle.contact_id)
    return rows.filter(ended_at=None, expires_at__gt=timezone.now()).count()


def sure_addresses(contact_id: int) -> list[tuple[str, str]]:
    """(kind, value) of the addresses that are certainly this person's."""
    return list(Handle.objects.filter(contact_id=contact_id, claim="").values_list("kind", "value"))


def shared_organisation(contact: Contact) -> int | None:
    """The organisation whose people's tickets this person may see, as the team has said; of one's own only."""
    organisation = contact.organisation
    if organisation is None:
        return None
    return organisation.pk if organisation.shares_tickets or contact.sees_organisation else None
