"""API tokens: shown once, kept as a hash, revocable."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.prepared import Prepared
from percaya.core.workspace import policy, seal
from percaya.core.workspace.events import TokenCreated, TokenRevoked
from percaya.core.workspace.models import ApiToken, Member

_PREFIX = "pcy_"  # lets secret scanners know one when they see it


@transaction.atomic
def create_token(
    *, member: Member, name: str, scopes: Sequence[str], expires_at: datetime | None = None, by: Actor
) -> tuple[ApiToken, str]:
    """Make a token; the second value is the secret, never to be had again. Raises ``ValidationError`` on scopes."""
    unknown = sorted(set(scopes) - set(policy.SCOPES))
    if unknown or not scopes:
        known = ", ".join(policy.SCOPES)
        raise ValidationError(_("Choose scopes from: %(known)s.") % {"known": known})
    secret = _PREFIX + seal.new_secret()
    token = ApiToken.objects.create(
        workspace_id=member.workspace_id,
        member=member,
        name=name.strip()[:80] or "API",
        hash=seal.fingerprint(secret),
        hint=secret[-4:],
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
    )
    event = TokenCreated(workspace_id=member.workspace_id, token=token.pk, member=member.pk, scopes=tuple(token.scopes))
    record(event, by=by)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor) -> None:
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record(TokenRevoked(workspace_id=token.workspace_id, token=token.pk), by=by)


def find_token(secret: str) -> ApiToken | None:
    """The live token of that secret, its member and workspace loaded; notes its use at most once a minute."""
    now = timezone.now()
    token = next(iter(_living.ask(hash=seal.fingerprint(secret))), None)
    if token is None or (token.expires_at is not None and token.expires_at <= now):
        return None
    if token.last_used_at is None or token.last_used_at < now - timedelta(minutes=1):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


_living: Prepared[ApiToken] = Prepared(
    lambda hash: ApiToken.objects.select_related("member", "workspace").filter(
        hash=hash, revoked_at=None, member__is_active=True, member__user__is_active=True
    ),
    hash=str,
)
