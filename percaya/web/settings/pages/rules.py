"""Automation: the rules in their order, the editor with its dry run, what they did, what they propose."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.workspace import policy, queries
from percaya.stages.automation import policy as limits
from percaya.stages.automation.actions import ready_made
from percaya.stages.automation.actions.deciding import approve, reject
from percaya.stages.automation.actions.rules import checked, delete_rule, move_rule, revert_rule, save_rule, set_mode
from percaya.stages.automation.deeds import KINDS, ROLES
from percaya.stages.automation.models import Mode, Rule
from percaya.stages.automation.planning import effects
from percaya.stages.automation.queries import calls_out, proposals, proposed_counts, rules_of, runs_of, versions_of
from percaya.stages.automation.triggers import MOMENTS
from percaya.stages.automation.trying import LAST, Tried, try_out
from percaya.web.inbox.reference import reference
from percaya.web.settings.frame import key_of, refused, saved, show
from percaya.web.settings.pages.rule_choices import choices
from percaya.web.settings.rule_form import Typed
from percaya.web.settings.rule_words import Words, day_words, deed_name, mode_word, moment, outcome_word, role_word, trouble_word
from percaya.web.ui.doors import MemberRequest, member_view

SHOWN_RUNS = 30


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def page(request: MemberRequest) -> HttpResponse:
    """POST ``take`` with the key of a ready-made rule."""
    if request.method == "POST":
        return _take(request)
    words, waiting = Words(request.member), proposed_counts(request.workspace.pk)
    rules = list(rules_of(request.workspace.pk))
    listed = [
        {
            "id": public_ids.encode("rule", one.pk), "rule": one, "sentence": words.rule(one), "mode": mode_word(one.mode),
            "waiting": waiting.get(one.pk, 0),
        }
        for one in rules
    ]  # fmt: skip
    taken = {one.ready_made for one in rules}
    offered = [one for one in ready_made.offers() if one.key not in taken]
    context = {"rules": listed, "offered": offered, "waiting": sum(waiting.values()), "approvals": limits.APPROVALS}
    return show(request, "rules", "rules", context)


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def edit(request: MemberRequest, public_id: str = "") -> HttpResponse:
    """A new one, or the one of that id. Saving needs the dry run of the very same rule before it."""
    rule = _found(request, public_id) if public_id else None
    reference(request.member)
    if request.method == "GET":
        return _form(request, rule, Typed.of_rule(rule, request.member) if rule else Typed())
    typed = Typed.posted(request.POST, request.member)
    part = request.POST.get("part", "")
    if part not in ("try", "save"):
        return _form(request, rule, typed)
    try:
        wish = checked(typed.wish(), request.workspace)
    except ValidationError as wrong:
        typed.trouble = " ".join(wrong.messages)
        return _form(request, rule, typed, status=422)
    if part == "try" or request.POST.get("tried") != typed.digest():
        return _form(request, rule, typed, tried=try_out(request.workspace, wish), unsaved=part == "save")
    try:
        kept = save_rule(workspace=request.workspace, wish=wish, rule=rule, mode=typed.mode, by=request.by)
    except ValidationError as wrong:
        typed.trouble = " ".join(wrong.messages)
        return _form(request, rule, typed, status=422)
    if calls_out(kept) and not (rule and calls_out(rule)):
        said = _("“%(name)s” is saved. The address checks who calls by a signing secret: make it here.") % {"name": kept.name}
        return saved(request, "rule_calls", said=said)
    return saved(request, "rules", said=_("“%(name)s” is saved.") % {"name": kept.name})


@require_POST
@member_view(policy.ADMINISTER)
def act(request: MemberRequest, public_id: str, verb: str) -> HttpResponse:
    """active, practice, off, up, down or delete."""
    rule = _found(request, public_id)
    if verb in Mode.values:
        set_mode(rule=rule, mode=verb, by=request.by)
    elif verb in ("up", "down"):
        move_rule(rule=rule, up=verb == "up", by=request.by)
    elif verb == "delete":
        delete_rule(rule=rule, by=request.by)
        return saved(request, "rules", said=_("The rule is gone. What it did stays as it is."))
    else:
        raise Http404
    return saved(request, "rules")


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def history(request: MemberRequest, public_id: str) -> HttpResponse:
    """What the rule did, and what it said before. POST ``revert`` with a version's number."""
    rule = _found(request, public_id)
    if request.method == "POST":
        number = request.POST.get("revert", "")
        version = versions_of(rule).filter(number=int(number)).first() if number.isdecimal() and len(number) < 6 else None
        if version is None:
            raise Http404
        try:
            revert_rule(rule=rule, version=version, by=request.by)
        except ValidationError as wrong:
            return refused(request, "rule_history", public_id, said=" ".join(wrong.messages))
        return saved(request, "rule_history", public_id, said=_("The rule says again what it said then."))
    words = Words(request.member)
    context = {
        "rule": rule,
        "public_id": public_id,
        "sentence": words.rule(rule),
        "versions": [(one, words.rule(Rule(**one.body))) for one in versions_of(rule)[:50]],
        "runs": [
            (one, outcome_word(one.outcome), [words.effect(effect) for effect in effects(one.did)])
            for one in runs_of(rule)[:SHOWN_RUNS]
        ],
    }
    return show(request, "rule_history", "rules", context)


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def proposed(request: MemberRequest) -> HttpResponse:
    """What practising rules would do. POST ``approve`` or ``reject`` with a proposal's public id."""
    if request.method == "POST":
        return _decide(request)
    words = Words(request.member)
    rows = proposals(request.workspace.pk)[:50]
    listed = [
        (public_ids.encode("rule_run", one.pk), one, [words.effect(effect) for effect in effects(one.did)], _texts(one.did))
        for one in rows
    ]
    return show(request, "rule_proposals", "rules", {"proposals": listed, "approvals": limits.APPROVALS})


def _decide(request: MemberRequest) -> HttpResponse:
    verb = "approve" if "approve" in request.POST else "reject"
    pk = key_of("rule_run", request.POST.get(verb, ""))
    run = proposals(request.workspace.pk).filter(pk=pk).first()
    if run is None:
        return refused(request, "rule_proposals", said=_("Somebody has decided this already. Nothing was changed."))
    try:
        done = approve(run=run, member=request.member) if verb == "approve" else reject(run=run, member=request.member)
    except ValidationError as wrong:
        return refused(request, "rule_proposals", said=" ".join(wrong.messages))
    if done.outcome == "outdated":
        return refused(request, "rule_proposals", said=_("The ticket or the rule has changed since. Nothing was done."))
    return saved(request, "rule_proposals", said=_("Done.") if verb == "approve" else _("Left alone."))


def _take(request: MemberRequest) -> HttpResponse:
    offer = next((one for one in ready_made.offers() if one.key == request.POST.get("take")), None)
    if offer is None:
        raise Http404
    try:
        ready_made.take(workspace=request.workspace, member=request.member, offer=offer, by=request.by)
    except ValidationError as wrong:
        return refused(request, "rules", said=" ".join(wrong.messages))
    return saved(
        request, "rules", said=_("“%(name)s” is in the list. Look at it before you switch it on.") % {"name": offer.name}
    )


def _found(request: MemberRequest, public_id: str) -> Rule:
    found = rules_of(request.workspace.pk).filter(pk=key_of("rule", public_id)).first()
    if found is None:
        raise Http404
    return found


def _texts(did: list[dict[str, Any]]) -> list[str]:
    """Messages to the customer in full: whoever agrees to them reads them first."""
    return [str(one["value"]) for one in did if one["do"] == "reply" and not one.get("trouble")]


def _form(
    request: MemberRequest,
    rule: Rule | None,
    typed: Typed,
    *,
    tried: Tried | None = None,
    unsaved: bool = False,
    status: int = 200,
) -> HttpResponse:
    member = request.member
    words = Words(member)
    cond = typed.asked.shown(member)
    context: dict[str, Any] = {
        "rule": rule,
        "public_id": public_ids.encode("rule", rule.pk) if rule else "",
        "typed": typed,
        "moments": [(word, moment(word)) for word in MOMENTS],
        "after_moments": [(word, moment(word, "after")) for word in MOMENTS],
        "day_names": list(enumerate(day_words())),
        "cond": cond,
        "form": cond["form"],
        "deed_names": [(do, deed_name(do)) for do in KINDS],
        "steps": [(deed, deed_name(deed.do), choices(deed.do, request, words)) for deed in typed.deeds],
        "roles": [(f"role:{role}", role_word(role)) for role in ROLES],
        "tried": _shown(tried, words) if tried else None,
        "digest": typed.digest() if tried else "",
        "unsaved": unsaved,
        "last": LAST,
        "approvals": limits.APPROVALS,
        "teams": queries.teams(request.workspace.pk),
    }
    return show(request, "rule", "rules", context, status)


def _shown(tried: Tried, words: Words) -> dict[str, Any]:
    return {
        "looked_at": tried.looked_at,
        "matched": tried.matched,
        "changed": tried.changed,
        "customers": tried.customers,
        "changes": [(deed_name(do), count) for do, count in tried.changes.items()],
        "troubles": [(trouble_word(trouble), count) for trouble, count in tried.troubles.items()],
        "sample": [(ticket, [words.effect(effect) for effect in done]) for ticket, done in tried.sample],
    }
