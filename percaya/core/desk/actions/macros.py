"""Templates and macros: made, changed, copied, put away."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from percaya.core.desk.actions.refusing import check_owner
from percaya.core.desk.events import MacroChanged
from percaya.core.desk.models import Macro
from percaya.core.desk.steps import Step
from percaya.core.desk.variables import unknown
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace.models import Member, Team

MOST_TEXT = 20_000  # characters


@transaction.atomic
def save_macro(
    *,
    member: Member,
    macro: Macro | None = None,
    name: str,
    text: str,
    text_en: str = "",
    steps: Sequence[Step] = (),
    topic: str = "",
    scope: str = "own",
    team: Team | None = None,
    by: Actor,
) -> Macro:
    """Make or change one; ``scope`` is "own", "team" (with ``team``) or "workspace". Raises ``ValidationError`` when it has no
    name or nothing in it, names a slot that does not exist, or is not the member's to change."""
    _check(name, text, text_en, steps)
    macro = macro or Macro(workspace_id=member.workspace_id)
    if macro.pk:
        check_owner(macro, member)
    macro.member = member if scope == "own" else None
    macro.team = team if scope == "team" else None
    check_owner(macro, member)
    macro.name, macro.topic = " ".join(name.split())[:80], " ".join(topic.split())[:80]
    macro.text, macro.text_en = text.strip()[:MOST_TEXT], text_en.strip()[:MOST_TEXT]
    macro.actions = [step.as_json() for step in steps]
    macro.save()
    return _recorded(macro, "saved", by)


@transaction.atomic
def copy_macro(*, macro: Macro, member: Member, by: Actor) -> Macro:
    """The same once more, as the member's own."""
    copy = Macro(
        workspace_id=macro.workspace_id, member=member, name=_("%(name)s (copy)") % {"name": macro.name[:70]},
        text=macro.text, text_en=macro.text_en, actions=macro.actions, topic=macro.topic,
    )  # fmt: skip
    copy.save()
    return _recorded(copy, "copied", by)


@transaction.atomic
def archive_macro(*, macro: Macro, member: Member, active: bool = False, by: Actor) -> None:
    """Put it away: nobody is offered it any more. With ``active`` it is brought back."""
    check_owner(macro, member)
    macro.is_active = active
    macro.save(update_fields=["is_active", "updated_at"])
    _recorded(macro, "restored" if active else "archived", by)


def count_use(macro_ids: Sequence[int]) -> None:
    """They were used once more: what ranks them. A habit, not a change."""
    Macro.objects.filter(pk__in=list(macro_ids)).update(used=F("used") + 1)


def uncount_use(macro_ids: Sequence[int]) -> None:
    """What they were used for was taken back."""
    Macro.objects.filter(pk__in=list(macro_ids), used__gt=0).update(used=F("used") - 1)


def _check(name: str, text: str, text_en: str, steps: Sequence[Step]) -> None:
    if not name.strip():
        raise ValidationError(_("A template needs a title."))
    if not text.strip() and not text_en.strip() and not steps:
        raise ValidationError(_("There is nothing in it yet: write a text or choose what it does."))
    notes = [step.value for step in steps if step.do == "note"]
    if strange := [name for one in (text, text_en, *notes) for name in unknown(one)]:
        raise ValidationError(
            _("Nothing can fill %(slots)s. Choose from the list.") % {"slots": ", ".join(dict.fromkeys(strange))}
        )


def _recorded(macro: Macro, how: str, by: Actor) -> Macro:
    record(MacroChanged(workspace_id=macro.workspace_id, macro=macro.pk, how=how), by=by)
    return macro
