"""What the pages of channels show of an account, made from what its channel declares and from what really happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from percaya.channels.contract import Channel, HandleKind
from percaya.channels.contract.abilities import Checked, Guided, Hooked, Recalling, Templated
from percaya.channels.registry import channel
from percaya.core import public_ids
from percaya.core.workspace import seal
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.delivery.queries import gives_ids
from percaya.web.settings import slots

OWN_ROOM = {"webform": "settings:form"}  # channels that are built rather than filled in
_SOON = timedelta(days=14)  # before a key ends


@dataclass(frozen=True)
class Row:
    account: ChannelAccount
    kind: Channel
    kind_name: str
    href: str
    health: str  # well | paused | trouble | alarm | mute | silent


@dataclass(frozen=True)
class Step:
    """``done_at`` is ``None`` where it is known to be done, not when. ``is_next``: the one to do now."""

    done_by: str
    label: str
    help: str
    is_done: bool
    done_at: datetime | None
    is_next: bool


@dataclass(frozen=True)
class Fact:
    """``tone``: "" good warning bad. ``href`` where the value leads somewhere."""

    label: str
    value: str
    tone: str = ""
    href: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Secret:
    key: str
    label: str
    is_kept: bool
    is_ours: bool


def row_of(account: ChannelAccount) -> Row:
    kind = channel(account.channel)
    room = OWN_ROOM.get(account.channel, "settings:channel")
    href = reverse(room, args=[account.workspace.slug, public_ids.encode("account", account.pk)])
    return Row(account, kind, slots.channel_name(kind), href, _health(kind, account))


def _health(kind: Channel, account: ChannelAccount) -> str:
    if not account.is_active:
        return "paused"
    if account.trouble:
        return "trouble"
    if account.alarm:
        return "alarm"
    if slots.lacks_way_out(kind, account.settings):
        return "mute"
    return "well" if account.last_in_at else "silent"


def offers(kinds: Iterable[Channel]) -> list[tuple[str, list[Channel]]]:
    """What can be connected, in groups that say what it is for."""
    found: dict[str, list[Channel]] = {
        _("Chat apps"): [],
        _("E-mail and forms"): [],
        _("On your own site"): [],
        _("Other systems"): [],
    }
    chats, mail, site, other = found.values()
    for kind in kinds:
        if not kind.settings and kind.key not in OWN_ROOM:
            continue
        if kind.capabilities.live:
            site.append(kind)
        elif kind.handle_kind == HandleKind.EMAIL:
            mail.append(kind)
        elif gives_ids(kind):
            chats.append(kind)
        else:
            other.append(kind)
    return [(heading, listed) for heading, listed in found.items() if listed]


def abilities(kind: Channel, account: ChannelAccount | None) -> dict[str, Any]:
    """What the page may offer."""
    active = bool(account and account.is_active)
    return {
        "can_check": isinstance(kind, Checked) or any(slot.group in ("imap", "smtp") for slot in kind.settings),
        "has_keys_to_try": isinstance(kind, Checked),
        "can_answer": active and gives_ids(kind),
        "can_recall": active and isinstance(kind, Recalling),
        "is_told": isinstance(kind, Hooked) and gives_ids(kind),
        "has_templates": isinstance(kind, Templated),
        "leaving": (kind.leaving_en if get_language() == "en" else kind.leaving_id) if isinstance(kind, Guided) else "",
    }


def hook_url(kind: Channel, account: ChannelAccount) -> str:
    """Where the provider knocks, as it has to be entered there; "" where it does not."""
    if not isinstance(kind, Hooked):
        return ""
    path = reverse("hooks:knock", args=[account.channel, public_ids.encode("account", account.pk)])
    return settings.PUBLIC_URL.rstrip("/") + path


def steps(kind: Channel, account: ChannelAccount) -> list[Step]:
    """The set-up as far as it has really come; the first that is open is to be done now."""
    if not isinstance(kind, Guided):
        return []
    english = get_language() == "en"
    found: list[Step] = []
    for step in kind.steps:
        at = _when(account, step.done_by)
        is_done = at is not None or step.done_by in account.milestones
        label, words = (step.label_en, step.help_en) if english else (step.label_id, step.help_id)
        is_next = not is_done and not any(one.is_next for one in found)
        found.append(Step(step.done_by, label, words, is_done, at, is_next))
    return found


def _when(account: ChannelAccount, word: str) -> datetime | None:
    at = parse_datetime(str(account.milestones.get(word) or ""))
    known = {"saved": account.created_at, "inbound": account.last_in_at, "outbound": account.last_out_at}
    return at or known.get(word)


def facts(account: ChannelAccount) -> list[Fact]:
    """What the provider says of the account, as far as it has said it."""
    kept = account.settings
    found = [
        Fact(_("Name at the provider"), str(kept.get("display_name") or "")),
        Fact(_("Phone number"), str(kept.get("display_phone_number") or "")),
        Fact(_("User name"), str(kept.get("username") or ""), href=_web(kept.get("link"))),
        _quality(str(kept.get("quality") or "")),
        Fact(_("People a day you may write to first"), str(kept.get("limit") or "").removeprefix("TIER_")),
        _expiry(kept),
    ]
    return [fact for fact in found if fact.value or fact.at]


def _web(link: object) -> str:
    return str(link) if str(link or "").startswith("https://") else ""


def _quality(quality: str) -> Fact:
    words = {"green": (_("high"), "good"), "yellow": (_("middling"), "warning"), "red": (_("low"), "bad")}
    value, tone = words.get(quality, ("", ""))
    return Fact(_("Quality at the provider"), value, tone)


def _expiry(kept: dict[str, Any]) -> Fact:
    at = parse_datetime(str(kept.get("token_expires_at") or kept.get("expires_at") or ""))
    if at is None or at.tzinfo is None:
        return Fact(_("The key ends"), "")
    left = at - timezone.now()
    tone = "bad" if left < timedelta(0) else "warning" if left < _SOON else ""
    return Fact(_("The key ends"), "", tone, at=at)


def sealed(account: ChannelAccount | None) -> set[str]:
    """Which secrets are kept; none where they cannot be opened any more."""
    try:
        return {key for key, value in seal.unseal(account.sealed).items() if value} if account else set()
    except seal.Unsealable:
        return set()


def secrets(kind: Channel, kept: set[str]) -> list[Secret]:
    listed = [slot for slot in kind.settings if slot.kind == "secret"]
    return [Secret(slot.key, slots.label_of(slot), slot.key in kept, slot.key in slots.OURS) for slot in listed]
