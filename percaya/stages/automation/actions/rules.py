"""Rules: written, changed, put in order, switched on and off, taken back to what they said, deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.tickets.queries import conditions
from percaya.core.tickets.queries.condition_fields import ME, MY_TEAMS
from percaya.core.workspace import seal
from percaya.core.workspace.models import Workspace
from percaya.stages.automation import belonging
from percaya.stages.automation.actions.timing import set_schedule
from percaya.stages.automation.deeds import read as read_deeds
from percaya.stages.automation.events import RuleChanged
from percaya.stages.automation.gone import gone
from percaya.stages.automation.house import House
from percaya.stages.automation.models import Mode, Rule, RuleVersion
from percaya.stages.automation.queries import rules_of
from percaya.stages.automation.triggers import read as read_trigger
from percaya.stages.automation.webhooks import OVERLAP, new_secret

MOST_RULES = 100
MOST_WORDS = 60
_PERSONAL = frozenset({"unread", "mentioned", "draft", "following"})  # conditions that mean the reader: a rule is nobody


@dataclass(frozen=True, kw_only=True)
class RuleWish:
    """A rule as somebody wants it, in plain data; see ``triggers``, ``conditions``, ``deeds``."""

    name: str
    trigger: Mapping[str, Any]
    conditions: Mapping[str, Any] = field(default_factory=dict)
    words: Sequence[str] = ()
    actions: Sequence[Mapping[str, Any]] = ()
    stops: bool = False

    def body(self) -> dict[str, Any]:
        return {
            "name": self.name, "trigger": dict(self.trigger), "conditions": dict(self.conditions), "words": list(self.words),
            "actions": [dict(one) for one in self.actions], "stops": self.stops,
        }  # fmt: skip


def checked(wish: RuleWish, workspace: Workspace) -> RuleWish:
    """The same, tidy; all it names is there. Raises ``ValidationError`` with a sentence for whoever writes the rule."""
    name = " ".join(wish.name.split())[:120]
    if not name:
        raise ValidationError(_("A rule needs a name: it stands in the story of each ticket it acts on."))
    try:
        read_trigger(wish.trigger)
    except ValueError as wrong:
        raise ValidationError(_trigger_trouble(str(wrong))) from None
    try:
        deeds = read_deeds(wish.actions)
    except ValueError as wrong:
        raise ValidationError(_("This step is not complete: %(step)s.") % {"step": str(wrong)}) from None
    if not deeds:
        raise ValidationError(_("A rule has to do something: add a step."))
    house = House(workspace)
    group = conditions.read(dict(wish.conditions), house.customs)
    for one in group.all():
        values = one.value if isinstance(one.value, tuple) else ()
        if one.field in _PERSONAL or ME in values or MY_TEAMS in values:
            raise ValidationError(_("A rule is nobody: it cannot ask about “me” or “my teams”."))
    belonging.check(deeds, group, house)
    words = list(dict.fromkeys(" ".join(word.split())[:80] for word in wish.words if word.strip()))[:MOST_WORDS]
    return RuleWish(
        name=name, trigger=wish.trigger, conditions=group.data(), words=words, actions=[deed.as_json() for deed in deeds],
        stops=wish.stops,
    )  # fmt: skip


@transaction.atomic
def save_rule(
    *, workspace: Workspace, wish: RuleWish, rule: Rule | None = None, mode: str = "", ready_made: str = "", by: Actor
) -> Rule:
    """Make one (it practises unless ``mode`` says otherwise) or change one; each change is a version. Raises
    ``ValidationError``."""
    wish = checked(wish, workspace)
    if rule is None:
        count = rules_of(workspace.pk).count()
        if count >= MOST_RULES:
            raise ValidationError(_("There are %(count)s rules already. Delete one first.") % {"count": count})
        sealed = seal.seal({"webhook": new_secret()})
        rule = Rule(workspace=workspace, version=0, position=count, sealed=sealed, ready_made=ready_made)
    else:
        rule = Rule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    rule.workspace = workspace
    _write(rule, wish.body(), by)
    rule.mode = mode if mode in Mode.values else rule.mode
    rule.save()
    set_schedule(rule)
    return _recorded(rule, "saved", by)


@transaction.atomic
def revert_rule(*, rule: Rule, version: RuleVersion, by: Actor) -> Rule:
    """Let it say again what it said then; that is a version of its own. Raises ``ValidationError`` with all that the version
    names and that is gone since."""
    rule = Rule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    if version.rule_id != rule.pk:
        raise ValidationError(_("This version belongs to another rule. Nothing was changed."))
    if missing := gone(version.body, House(rule.workspace)):
        said = _(
            "That version names what is no longer here: %(list)s. Nothing was changed. Make it again, or write the rule anew."
        )
        raise ValidationError(said % {"list": ", ".join(missing)})
    _write(rule, version.body, by)
    rule.save()
    set_schedule(rule)
    return _recorded(rule, "reverted", by)


@transaction.atomic
def set_mode(*, rule: Rule, mode: str, by: Actor) -> Rule:
    """active, practice or off. Practising begins from nought. Raises ``ValidationError`` for another word."""
    if mode not in Mode.values:
        raise ValidationError(_("A rule acts, practises or is off."))
    rule = Rule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    if rule.mode == mode and rule.paused_until is None:
        return rule
    rule.mode, rule.approvals, rule.paused_until = mode, 0, None
    rule.save()
    set_schedule(rule)
    return _recorded(rule, mode, by)


@transaction.atomic
def renew_secret(*, rule: Rule, by: Actor) -> str:
    """A new secret that its webhooks are signed with from now on, to be shown this once. For a day calls bear the old one's
    signature too, so that the other side can change over without missing any."""
    rule = Rule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    before, secret = seal.unseal(rule.sealed).get("webhook", ""), new_secret()
    until = (timezone.now() + OVERLAP).isoformat()
    rule.sealed = seal.seal({"webhook": secret, "before": before, "before_until": until} if before else {"webhook": secret})
    rule.save(update_fields=["sealed", "updated_at"])
    _recorded(rule, "secret", by)
    return secret


@transaction.atomic
def move_rule(*, rule: Rule, up: bool, by: Actor) -> None:
    """One place up or down."""
    found = list(rules_of(rule.workspace_id))
    at = next((number for number, one in enumerate(found) if one.pk == rule.pk), None)
    if at is None or not 0 <= (to := at + (-1 if up else 1)) < len(found):
        return
    found[at], found[to] = found[to], found[at]
    for number, one in enumerate(found):
        if one.position != number:
            Rule.objects.filter(pk=one.pk).update(position=number)
    _recorded(rule, "moved", by)


@transaction.atomic
def delete_rule(*, rule: Rule, by: Actor) -> None:
    """It acts no more; what it did stays, and stories go on naming it."""
    rule = Rule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    rule.is_deleted, rule.mode = True, Mode.OFF
    rule.save()
    set_schedule(rule)
    _recorded(rule, "deleted", by)


def _write(rule: Rule, body: Mapping[str, Any], by: Actor) -> None:
    rule.version += 1
    rule.name, rule.trigger, rule.conditions = body["name"], body["trigger"], body["conditions"]
    rule.words, rule.actions, rule.stops = body["words"], body["actions"], body["stops"]
    rule.last_error, rule.last_error_at = "", None
    rule.save()
    RuleVersion.objects.create(
        workspace_id=rule.workspace_id, rule=rule, number=rule.version, body=dict(body),
        member_id=by.id if by.kind == "member" else None, created_at=timezone.now(),
    )  # fmt: skip


def _recorded(rule: Rule, how: str, by: Actor) -> Rule:
    record(RuleChanged(workspace_id=rule.workspace_id, rule=rule.pk, how=how, version=rule.version), by=by)
    return rule


def _trigger_trouble(what: str) -> str:
    return {
        "span": _("Say how long to wait: a number of minutes, hours or days, a year at most."),
        "at": _("Choose a time of the day."),
        "days": _("Choose days of the week."),
    }.get(what) or _("Choose what sets the rule off.")
