"""A run in words: what is done, to how many, how it stands."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percaya.core.desk.models import Macro
from percaya.core.tickets.models import Label, Ticket
from percaya.core.tickets.queries.sentences import priority_word
from percaya.stages.bulk.models import Run
from percaya.stages.bulk.queries import UNDO_SECONDS, Progress, may_take_back
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.reference import Reference, reference
from percaya.web.inbox.snoozing import shown


def deed_words(request: MemberRequest, run: Run) -> str:
    """Give to Budi · Set the priority to High · Remind tomorrow 08.00 WIB."""
    args, known = run.args, reference(request.member)
    plain = {
        "take": _("Take"),
        "start": _("Work on it"),
        "wait_for_customer": _("Wait for the customer"),
        "wait_for_other": _("Wait for someone else"),
        "resolve": _("Resolve"),
        "reopen": _("Reopen"),
        "close": _("Close for good"),
        "wake": _("Bring back now"),
        "spam": _("Mark as spam"),
        "unspam": _("Not spam"),
        "reply": _("Reply to all"),
    }
    return plain.get(run.deed) or (_WITH_NAMES[run.deed](args, known) if run.deed in _WITH_NAMES else run.deed)


def _to_member(args: dict[str, Any], known: Reference) -> str:
    if not args.get("member"):
        return _("Make nobody responsible")
    return _("Assign to %(name)s") % {"name": known.names.get(args["member"], "—")}


def _to_team(args: dict[str, Any], known: Reference) -> str:
    names = {team.pk: team.name for team in known.teams}
    return _("Hand over to %(team)s") % {"team": names.get(args["team"], "—")} if args.get("team") else _("Take out of the team")


def _off(args: dict[str, Any], known: Reference) -> str:
    label = Label.objects.filter(pk=args.get("label") or 0, workspace_id=known.workspace_id).first()
    return _("Remove the label %(label)s") % {"label": label.name if label else "—"}


def _later(args: dict[str, Any], known: Reference) -> str:
    until = parse_datetime(args.get("until") or "")
    return _("Remind %(time)s") % {"time": shown(until)} if until else _("Remind when the customer replies")


def _into(args: dict[str, Any], known: Reference) -> str:
    target = Ticket.objects.filter(pk=args.get("target") or 0, workspace_id=known.workspace_id).first()
    return _("Merge into #%(number)s") % {"number": target.number if target else "—"}


def _by_macro(args: dict[str, Any], known: Reference) -> str:
    macro = Macro.objects.filter(pk=args.get("macro") or 0, workspace_id=known.workspace_id).first()
    return _("Run the macro %(name)s") % {"name": macro.name if macro else "—"}


_WITH_NAMES: dict[str, Callable[[dict[str, Any], Reference], str]] = {
    "assign": _to_member,
    "team": _to_team,
    "priority": lambda args, known: _("Set the priority to %(priority)s") % {"priority": priority_word(args["priority"])},
    "label": lambda args, known: _("Add the label %(label)s") % {"label": args["label"]},
    "unlabel": _off,
    "snooze": _later,
    "merge": _into,
    "macro": _by_macro,
}


def stand_words(run: Run, stand: Progress) -> str:
    """How far it is, for the panel and the page."""
    total = {"total": run.total}
    match run.state:
        case "waiting":
            return ngettext("%(num)d ticket, about to begin", "%(num)d tickets, about to begin", run.total) % {"num": run.total}
        case "running":
            return _("%(done)s of %(total)s") % {"done": run.total - stand.left, **total}
        case "undoing":
            return _("Taking back: %(done)s of %(total)s") % {"done": stand.back + stand.kept, "total": stand.total - stand.left}
        case "undone":
            return ngettext("%(num)d ticket taken back", "%(num)d tickets taken back", stand.back) % {"num": stand.back}
        case "stopped":
            return _("Called off after %(done)s of %(total)s") % {"done": run.total - stand.left, **total}
    words = [ngettext("%(num)d ticket changed", "%(num)d tickets changed", stand.done) % {"num": stand.done}]
    if stand.same:
        words.append(_("%(count)s had it already") % {"count": stand.same})
    return ", ".join(words)


def undo_seconds(run: Run) -> int:
    """How long it can still be taken back, for the button; 0 when it cannot, or when no clock is running yet."""
    since = run.begins_at if run.state == "waiting" else run.finished_at
    if since is None or not may_take_back(run):
        return 0
    passed = (timezone.now() - since).total_seconds()
    return max(0, round(-passed if run.state == "waiting" else UNDO_SECONDS - passed))
