"""Getting into the portal and out of it. From outside, an address that we know and one that we do not look the same."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people import policy
from percaya.core.people.actions.handles import confirm_handle
from percaya.core.people.events import PortalEntered, PortalLeft
from percaya.core.people.models import Handle, PortalEntry, PortalSession
from percaya.core.workspace import seal

LIFE = timedelta(minutes=15)  # of a code and its link
STAY = timedelta(days=30)  # of a device
TRIES = 5
_KEPT = timedelta(days=1)  # how long what was asked for is kept after it ran out


@dataclass(frozen=True)
class Secrets:
    """What is sent to the address, and to nobody else: six digits, and the secret of the link."""

    entry: PortalEntry
    code: str
    link: str

    @property
    def code_mark(self) -> str:
        """Tells this code from an earlier one of the same entry; says nothing of it."""
        return self.entry.code[:8]


@transaction.atomic
def ask_entry(*, workspace_id: int, kind: str, value: str, language: str) -> tuple[PortalEntry, str]:
    """Note that somebody wants in; the second value is the browser's own secret. Nothing is looked up here, so that it
    takes as long for every address. Raises ``ValidationError`` for what is no address at all."""
    address = policy.normalise(kind, value)
    if not address:
        raise ValidationError(_("“%(value)s” is not an address we can use.") % {"value": value[:120]})
    now, browser = timezone.now(), seal.new_secret()
    PortalEntry.objects.filter(workspace_id=workspace_id, expires_at__lt=now - _KEPT).delete()
    entry = PortalEntry.objects.create(
        workspace_id=workspace_id, kind=kind, value=address, language=language, browser=seal.fingerprint(browser),
        created_at=now, expires_at=now + LIFE,
    )  # fmt: skip
    return entry, browser


@transaction.atomic
def make_secrets(*, entry_id: int) -> Secrets | None:
    """A fresh code and link for somebody we know, to be sent at once; ``None`` where there is nobody, or it is too late.
    Asked for again (the first mail may not have left), the newest ones count."""
    rows = PortalEntry.objects.select_for_update(of=("self",), no_key=True)
    entry = rows.filter(pk=entry_id, used_at=None, expires_at__gt=timezone.now()).select_related("workspace").first()
    handle = _whose(entry) if entry else None
    if entry is None or handle is None:
        return None
    code, link = f"{secrets.randbelow(1_000_000):06}", seal.new_secret()
    entry.handle, entry.code, entry.link = handle, _sealed(entry.pk, code), seal.fingerprint(link)
    entry.save(update_fields=["handle", "code", "link"])
    return Secrets(entry, code, link)


@transaction.atomic
def enter_by_code(*, workspace_id: int, browser: str, code: str, device: str) -> str | None:
    """The secret of a new session; ``None`` when the code is wrong, old, used, guessed at too often, or another browser's.
    A try is counted before the code is looked at, so that no number of guesses at once makes more than five."""
    now = timezone.now()
    rows = PortalEntry.objects.filter(workspace_id=workspace_id, browser=seal.fingerprint(browser), used_at=None)
    if not rows.filter(expires_at__gt=now, tries__lt=TRIES).update(tries=F("tries") + 1):
        return None
    entry = rows.select_related("handle__contact").get()
    right = hmac.compare_digest(entry.code, _sealed(entry.pk, code))
    return _let_in(entry, device) if right and entry.handle_id else None


@transaction.atomic
def enter_by_link(*, workspace_id: int, browser: str, link: str, device: str) -> str | None:
    """As ``enter_by_code``, by the link out of the message; only in the browser that asked for it."""
    if not link:
        return None
    rows = PortalEntry.objects.filter(workspace_id=workspace_id, link=seal.fingerprint(link), used_at=None)
    rows = rows.filter(browser=seal.fingerprint(browser), expires_at__gt=timezone.now(), handle__isnull=False)
    entry = rows.select_related("handle__contact").first()
    return _let_in(entry, device) if entry else None


@transaction.atomic
def leave(*, session: PortalSession) -> None:
    """This device is out."""
    _end([session.pk], session.handle.contact_id, session.workspace_id)


@transaction.atomic
def leave_everywhere(*, session: PortalSession) -> None:
    """Every device of the person is out, by whichever of their addresses it came in."""
    contact_id = session.handle.contact_id
    own = PortalSession.objects.filter(workspace_id=session.workspace_id, handle__contact_id=contact_id, ended_at=None)
    _end(list(own.values_list("pk", flat=True)), contact_id, session.workspace_id)


def _whose(entry: PortalEntry) -> Handle | None:
    """A proven address; else one that was only typed in, where its contact has no other: whoever gets the code there
    proves it, and nothing of anybody else's hangs on that contact."""
    rows = Handle.objects.filter(workspace_id=entry.workspace_id, kind=entry.kind, value=entry.value)
    rows = rows.filter(contact__merged_into=None).select_related("contact")
    sure = rows.filter(claim="").first()
    if sure is not None:
        return sure
    for claimed in rows.order_by("-pk"):
        others = Handle.objects.filter(contact_id=claimed.contact_id).exclude(value=entry.value)
        if not others.exists():
            return claimed
    return None


def _let_in(entry: PortalEntry, device: str) -> str | None:
    """Good once: of two at the same time one finds it used."""
    if not PortalEntry.objects.filter(pk=entry.pk, used_at=None).update(used_at=timezone.now()):
        return None
    handle = entry.handle
    if handle is None or handle.contact.merged_into_id or handle.workspace_id != entry.workspace_id:
        return None
    by = Actor.contact(handle.contact_id)
    if handle.claim and not confirm_handle(handle=handle, by=by):
        return None
    now, secret = timezone.now(), seal.new_secret()
    made = PortalSession.objects.create(
        workspace_id=entry.workspace_id, handle=handle, hash=seal.fingerprint(secret), device=device[:160],
        created_at=now, expires_at=now + STAY,
    )  # fmt: skip
    record(PortalEntered(workspace_id=entry.workspace_id, contact=handle.contact_id, session=made.pk), by=by)
    return secret


def _end(session_ids: list[int], contact_id: int, workspace_id: int) -> None:
    ended = PortalSession.objects.filter(pk__in=session_ids, ended_at=None).update(ended_at=timezone.now())
    if ended:
        record(PortalLeft(workspace_id=workspace_id, contact=contact_id, count=ended), by=Actor.contact(contact_id))


def _sealed(entry_id: int, code: str) -> str:
    """Six digits are few: their fingerprint needs a key that is not in the database."""
    plain = "".join(code.split())
    return hmac.new(seal.derived_key("percaya.portal-code", entry_id), plain.encode(), "sha256").hexdigest()
