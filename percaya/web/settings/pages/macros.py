"""Templates and macros: everyone's, a team's and one's own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.desk.actions.macros import archive_macro, copy_macro, save_macro
from percaya.core.desk.actions.refusing import may_change
from percaya.core.desk.models import Macro
from percaya.core.desk.queries.macros import macros_of, scope_of
from percaya.core.desk.steps import PRIORITIES, SNOOZES, STATES, Step, parse, read
from percaya.core.desk.variables import FIELD, NAMES
from percaya.core.tickets.queries.sentences import priority_word, state_word
from percaya.core.workspace import policy, queries
from percaya.core.workspace.models import CustomField, Team
from percaya.web.inbox.reference import reference
from percaya.web.inbox.step_words import snooze_word, step_words
from percaya.web.settings.frame import key_of, refused, saved, show
from percaya.web.ui.doors import MemberRequest, member_view

_ONE = ("state", "assign", "team", "priority", "snooze", "note")  # steps that a macro has once at most


@require_GET
@member_view(policy.REPLY)
def page(request: MemberRequest) -> HttpResponse:
    """Those the member may use; ``?away=1`` those that were put away."""
    away = request.GET.get("away") == "1"
    known = reference(request.member)
    rows = macros_of(request.member).filter(is_active=not away).order_by("name")[:500]
    listed = [
        {
            "id": public_ids.encode("macro", one.pk),
            "macro": one,
            "scope": scope_word(one),
            "steps": [step_words(step, known) for step in read(one.actions)],
            "mine": may_change(one, request.member),
        }
        for one in rows
    ]
    return show(request, "macros", "macros", {"macros": listed, "away": away})


@require_http_methods(["GET", "POST"])
@member_view(policy.REPLY)
def edit(request: MemberRequest, public_id: str = "") -> HttpResponse:
    """A new one, or the one of that id."""
    macro = _found(request, public_id) if public_id else None
    if macro is not None and not may_change(macro, request.member):
        return refused(
            request, "macros", said=_("Only supervisors change what a team or everyone uses. Make a copy of your own instead.")
        )
    if request.method == "POST":
        try:
            save_macro(member=request.member, macro=macro, by=request.by, **_given(request))
        except ValidationError as refusal:
            return _form(request, macro, trouble=" ".join(refusal.messages))
        return saved(request, "macros")
    return _form(request, macro)


@require_POST
@member_view(policy.REPLY)
def act(request: MemberRequest, public_id: str, verb: str) -> HttpResponse:
    """copy, archive or restore."""
    macro = _found(request, public_id)
    try:
        if verb == "copy":
            made = copy_macro(macro=macro, member=request.member, by=request.by)
            return saved(request, "macro", public_ids.encode("macro", made.pk), said=_("Copied. This one is yours."))
        if verb not in ("archive", "restore"):
            raise Http404
        archive_macro(macro=macro, member=request.member, active=verb == "restore", by=request.by)
    except ValidationError as refusal:
        return refused(request, "macros", said=" ".join(refusal.messages))
    return saved(request, "macros", said=_("Put away. Nobody is offered it any more.") if verb == "archive" else "")


def scope_word(macro: Macro) -> str:
    scope = scope_of(macro)
    if scope == "team":
        return macro.team.name if macro.team else ""
    return _("Mine") if scope == "own" else _("Everyone's")


def _found(request: MemberRequest, public_id: str) -> Macro:
    found = macros_of(request.member).filter(pk=key_of("macro", public_id)).first()
    if found is None:
        raise Http404
    return found


def _given(request: MemberRequest) -> dict[str, Any]:
    def text(name: str) -> str:
        return request.POST.get(name, "")

    scope, _colon, team = text("scope").partition(":")
    chosen = Team.objects.filter(workspace=request.workspace, pk=public_ids.decode("team", team) or 0).first() if team else None
    if scope == "team" and chosen is None:
        raise ValidationError(_("Choose the team it belongs to."))
    return {
        "name": text("name"), "text": text("text"), "text_en": text("text_en"), "topic": text("topic"),
        "scope": scope or "own", "team": chosen, "steps": _steps(request),
    }  # fmt: skip


def _steps(request: MemberRequest) -> list[Step]:
    """In the order in which they are best done: what is written first, the state last."""
    words = [f"note:{text}"] if (text := request.POST.get("do_note", "").strip()) else []
    for do in ("label", "unlabel"):
        words += [f"{do}:{word.strip()}" for word in request.POST.get(f"do_{do}", "").split(",") if word.strip()]
    words += [f"field:{line.strip()}" for line in request.POST.get("do_field", "").splitlines() if line.strip()]
    words += ["follow:"] if "do_follow" in request.POST else []
    for do in ("team", "assign", "priority", "snooze", "state"):
        value = request.POST.get(f"do_{do}", "")
        words += [f"{do}:{'' if value == 'none' else value}"] if value else []
    try:
        return parse(words)
    except ValueError as error:
        raise ValidationError(_("This step cannot be understood: %(step)s") % {"step": str(error)[:120]}) from None


def _form(request: MemberRequest, macro: Macro | None, trouble: str = "") -> HttpResponse:
    known = reference(request.member)
    steps = read(macro.actions) if macro else []
    values: dict[str, str] = {do: next((one.value for one in steps if one.do == do), "") for do in _ONE}
    values["label"] = ", ".join(one.value for one in steps if one.do == "label")
    values["unlabel"] = ", ".join(one.value for one in steps if one.do == "unlabel")
    values["field"] = "\n".join(one.value for one in steps if one.do == "field")
    values["follow"] = "1" if any(one.do == "follow" for one in steps) else ""
    if any(one.do == "team" and not one.value for one in steps):
        values["team"] = "none"
    own = {"name": macro.name, "text": macro.text, "text_en": macro.text_en, "topic": macro.topic} if macro else {}
    if request.method == "POST":
        own = {name: request.POST.get(name, "") for name in ("name", "text", "text_en", "topic")}
        values = {do: request.POST.get(f"do_{do}", "") for do in values}
    teams = [(public_ids.encode("team", one.pk), one.name) for one in queries.teams(request.workspace.pk)]
    fields = CustomField.objects.filter(workspace=request.workspace, of="ticket", is_active=True).order_by("position")
    page = {
        "macro": macro,
        "public_id": public_ids.encode("macro", macro.pk) if macro else "",
        "given": {"name": "", "text": "", "text_en": "", "topic": "", **own},
        "scope": request.POST.get("scope", _scope_key(macro)),
        "scopes": _scopes(request, teams),
        "do": values,
        "names": [*NAMES, *(FIELD + one.key for one in fields)],
        "states": [(key, state_word(key)) for key in STATES],
        "priorities": [(key, priority_word(key)) for key in PRIORITIES],
        "snoozes": [(key, snooze_word(key)) for key in SNOOZES],
        "people": [(public_ids.encode("member", one.pk), one.name) for one in known.answerers],
        "teams": teams,
        "trouble": trouble,
    }
    return show(request, "macro", "macros", page, 422 if trouble else 200)


def _scope_key(macro: Macro | None) -> str:
    if macro is None:
        return "own"
    return f"team:{public_ids.encode('team', macro.team_id)}" if macro.team_id else scope_of(macro)


def _scopes(request: MemberRequest, teams: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """To whom it may belong: one's own always, a team's and everyone's for supervisors."""
    own = [("own", _("Only me"))]
    if not request.member.may(policy.CURATE):
        return own
    return [*own, *((f"team:{key}", _("Team %(name)s") % {"name": name}) for key, name in teams), ("workspace", _("Everyone"))]
