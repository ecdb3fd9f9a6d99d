"""What we send to an address outside any ticket: a code, a link. It leaves as answers do, through a channel of the business
that reaches such addresses; where there is none, through the house's own mail."""

from dataclasses import dataclass, replace
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from percaya.channels.contract import Address, HandleKind, OutcomeKind, Outgoing
from percaya.channels.registry import channel
from percaya.core.tickets.markup import to_html
from percaya.core.workspace.brands import brand_for
from percaya.core.workspace.models import ChannelAccount, Workspace
from percaya.core.workspace.queries import facts
from percaya.stages.delivery.carriers import carry
from percaya.stages.delivery.logos import logo_out

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """``text`` is Markdown; ``token`` names the letter for good (letters, digits, "-")."""

    workspace: Workspace
    kind: str  # of the address: email phone
    value: str
    subject: str
    text: str
    token: str
    language: str = "id"


def send_letter(letter: Letter) -> bool | None:
    """True when somebody took it, False when certainly nothing left (another try may help), ``None`` when nobody knows. Such a
    letter is not sent again: a secret that may have arrived would be made worthless by the next one."""
    account = _way_out(letter)
    if account is not None:
        return _carried(letter, account)
    return _by_house(letter) if letter.kind == HandleKind.EMAIL else False


def reaches(workspace_id: int, kind: str) -> bool:
    """Whether a letter to such an address can leave at all; mail always finds a way."""
    return kind == HandleKind.EMAIL or _account(workspace_id, kind) is not None


def _way_out(letter: Letter) -> ChannelAccount | None:
    """None for a demo: nothing of it really leaves the house."""
    if letter.workspace.is_demo:
        return None
    account = _account(letter.workspace.pk, letter.kind)
    configured = account is not None and (account.settings.get("smtp_host") or account.settings.get("provider", "smtp") != "smtp")
    return account if configured or letter.kind != HandleKind.EMAIL else None


def _account(workspace_id: int, kind: str) -> ChannelAccount | None:
    """The first that carries words to such addresses whenever we like."""
    rows = ChannelAccount.objects.filter(workspace_id=workspace_id, is_active=True).select_related("workspace").order_by("pk")
    for account in rows:
        kind_of_channel = channel(account.channel)
        can = kind_of_channel.capabilities
        if kind_of_channel.handle_kind == kind and can.sends and not can.conversational and can.reply_window_hours is None:
            return account
    return None


def _carried(letter: Letter, account: ChannelAccount) -> bool | None:
    known = facts(account)
    known = replace(known, settings={**known.settings, "plus_addressing": False})  # an answer to it is a matter of its own
    kind, brand = channel(account.channel), brand_for(account, letter.workspace.pk)
    out = Outgoing(
        message_token=letter.token,
        ticket_token="letter",
        ticket_number=0,
        to=(Address(kind=HandleKind(letter.kind), value=letter.value),),
        subject=letter.subject,
        text=letter.text,
        html=to_html(letter.text),
        sender_name=brand.name if brand else letter.workspace.name,
        logo=logo_out(brand, letter.workspace) if kind.capabilities.html else None,
        automatic=True,
        language=letter.language,
        composed_at=timezone.now(),
    )
    parcel = kind.compose(out, known)
    answer = carry(parcel, known, lambda: None)
    outcome = kind.interpret(parcel, answer)
    log.info("letter_tried", workspace=letter.workspace.pk, outcome=outcome.kind, code=outcome.code)
    if outcome.kind == OutcomeKind.SENT:
        return True
    return None if outcome.kind == OutcomeKind.UNKNOWN or outcome.permanent else False


def _by_house(letter: Letter) -> bool:
    """Printed where Percaya runs when no mail server is set."""
    if letter.workspace.is_demo and ".smtp." in settings.EMAIL_BACKEND:
        return True
    try:
        return bool(send_mail(" ".join(letter.subject.split()), letter.text, None, [letter.value]))
    except (OSError, SMTPException) as trouble:
        log.warning("letter.not_mailed", workspace=letter.workspace.pk, trouble=type(trouble).__name__)
        return False
