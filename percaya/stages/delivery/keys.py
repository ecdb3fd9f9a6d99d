"""Trying an account's keys, and letting its provider know where to knock."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from percaya.channels.contract import Answer
from percaya.channels.contract.abilities import Checked, Templated, Verdict
from percaya.channels.registry import channels
from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.accounts import change_account, report_milestone, report_trouble
from percaya.core.workspace.calling import is_at_home
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.delivery.carriers import carry
from percaya.stages.delivery.renewing import renew_later
from percaya.stages.delivery.templates import sync_later
from percaya.stages.delivery.words import sentence


def check_keys(*, account: ChannelAccount, hook_url: str, by: Actor) -> str | None:
    """Ask the provider with the account's keys; "" when they are well, else a sentence. ``None`` where a channel has no keys to
    try. What the provider says of the account is kept, and what waited for it leaves."""
    kind = channels().get(account.channel)
    if not isinstance(kind, Checked):
        return None
    if account.workspace.is_demo and not is_at_home(str(account.settings.get("base_url") or "")):
        return _("Demo: nothing really leaves the house.")
    known = facts(account)
    answers: list[Answer] = []
    try:
        parcels = kind.checks(known, hook_url)
    except ValueError as trouble:
        return str(trouble)
    for parcel in parcels:
        answers.append(carry(parcel, known, lambda: None))
        if answers[-1].code == 0:  # the provider is away: the others would only wait as long
            break
    verdict = kind.verdict(answers)
    if not verdict.is_well:
        return _trouble(account, verdict)
    return _well(account, verdict, by) or ""


def _well(account: ChannelAccount, verdict: Verdict, by: Actor) -> str:
    told = dict(verdict.facts)
    address = str(told.pop("address", "") or account.address).strip().lower()
    try:
        change_account(account=account, by=by, settings={**account.settings, **told}, address=address)
    except ValidationError as taken:
        return " ".join(taken.messages)
    report_trouble(account.pk, "")
    report_milestone(account.pk, "checked")
    if isinstance(channels()[account.channel], Templated):
        sync_later(account)
    renew_later(account)
    return ""


def _trouble(account: ChannelAccount, verdict: Verdict) -> str:
    ours = sentence(verdict.word) or _("The provider does not accept these keys. Nothing is lost; check them and try again.")
    more = " ".join(bit for bit in (verdict.said, f"[{verdict.code}]" if verdict.code else "") if bit)
    said = f"{ours} ({more})" if more else ours
    report_trouble(account.pk, said)
    return said
