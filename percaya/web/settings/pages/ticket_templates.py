"""Templates of tickets, and ready-made checklists."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.views.decorators.http import require_GET, require_http_methods

from percaya.core import public_ids
from percaya.core.desk.actions.templates import (
    TemplateWish,
    remove_checklist_template,
    remove_ticket_template,
    save_checklist_template,
    save_ticket_template,
)
from percaya.core.desk.models import ChecklistTemplate, TicketTemplate
from percaya.core.desk.queries.templates import checklist_templates, ticket_templates
from percaya.core.tickets.queries.fields import ticket_fields
from percaya.core.workspace import policy, queries
from percaya.core.workspace.models import CustomField
from percaya.web.inbox.fields import boxes, given
from percaya.web.settings.frame import key_of, saved, show
from percaya.web.ui.doors import MemberRequest, member_view
from percaya.web.ui.times import language


@require_GET
@member_view(policy.CURATE)
def page(request: MemberRequest) -> HttpResponse:
    context = {
        "templates": [(public_ids.encode("ticket_template", one.pk), one) for one in ticket_templates(request.member)],
        "checklists": [(public_ids.encode("checklist", one.pk), one) for one in checklist_templates(request.member)],
    }
    return show(request, "ticket_templates", "ticket_templates", context)


@require_http_methods(["GET", "POST"])
@member_view(policy.CURATE)
def template(request: MemberRequest, public_id: str = "") -> HttpResponse:
    """A new ticket template, or the one of that id; POST ``remove`` takes it away."""
    known = _template(request, public_id) if public_id else None
    if request.method != "POST":
        return _template_form(request, known)
    try:
        if known is not None and "remove" in request.POST:
            remove_ticket_template(known=known, member=request.member, by=request.by)
        else:
            wish = _wish(request, known)
            save_ticket_template(member=request.member, wish=wish, known=known, language=language(), by=request.by)
    except ValidationError as refusal:
        return _template_form(request, known, trouble=" ".join(refusal.messages), typed=request.POST)
    return saved(request, "ticket_templates")


@require_http_methods(["GET", "POST"])
@member_view(policy.CURATE)
def checklist(request: MemberRequest, public_id: str = "") -> HttpResponse:
    """A new ready-made checklist, or the one of that id; POST ``remove`` takes it away."""
    known = _checklist(request, public_id) if public_id else None
    if request.method != "POST":
        return _checklist_form(request, known)
    try:
        if known is not None and "remove" in request.POST:
            remove_checklist_template(known=known, member=request.member, by=request.by)
        else:
            steps = read_steps(request.POST.get("steps", ""))
            save_checklist_template(
                member=request.member, name=request.POST.get("name", ""), steps=steps, known=known, by=request.by
            )
    except ValidationError as refusal:
        return _checklist_form(request, known, trouble=" ".join(refusal.messages), typed=request.POST)
    return saved(request, "ticket_templates")


def read_steps(text: str) -> list[tuple[str, bool]]:
    """A step a line; one that begins with "!" has to be done before resolving."""
    lines = [line.strip() for line in text.splitlines() if line.strip(" !\t")]
    return [(line.lstrip("! ").strip(), line.startswith("!")) for line in lines]


def write_steps(steps: list[tuple[str, bool]]) -> str:
    return "\n".join(f"! {text}" if required else text for text, required in steps)


def _wish(request: MemberRequest, known: TicketTemplate | None) -> TemplateWish:
    data = request.POST
    team = queries.teams(request.workspace.pk).filter(pk=int(data["team"])).first() if data.get("team", "").isdecimal() else None
    return TemplateWish(
        name=data.get("name", ""),
        subject=data.get("subject", ""),
        text=data.get("text", ""),
        team=team,
        priority=data.get("priority", "normal"),
        topic=data.get("topic", ""),
        labels=data.get("labels", "").split(","),
        fields=given(data, _fields(request)),
        checklist=read_steps(data.get("steps", "")),
    )


def _fields(request: MemberRequest) -> list[CustomField]:
    """Those that a template may fill: no customers, nothing masked."""
    return [one for one in ticket_fields(request.workspace.pk) if one.kind != "contact" and not one.is_sensitive]


def _template_form(
    request: MemberRequest, known: TicketTemplate | None, *, trouble: str = "", typed: QueryDict | None = None
) -> HttpResponse:
    kept = known.properties if known else {}
    stored = {
        "name": known.name if known else "",
        "subject": known.subject if known else "",
        "text": known.text if known else "",
        "team": kept.get("team") or "",
        "priority": kept.get("priority", "normal"),
        "topic": kept.get("topic", ""),
        "labels": ", ".join(kept.get("labels", [])),
        "steps": write_steps([(text, required) for text, required in kept.get("checklist", [])]),
    }
    context = {
        "known": known,
        "form": {key: typed.get(key, "") for key in stored} if typed is not None else stored,
        "boxes": boxes(_fields(request), kept.get("fields", {}), typed=typed),
        "teams": [("", "—"), *queries.teams(request.workspace.pk).values_list("pk", "name")],
        "trouble": trouble,
    }
    return show(request, "ticket_template", "ticket_templates", context, status=422 if trouble else 200)


def _checklist_form(
    request: MemberRequest, known: ChecklistTemplate | None, *, trouble: str = "", typed: QueryDict | None = None
) -> HttpResponse:
    stored = {"name": known.name if known else "", "steps": write_steps(known.steps) if known else ""}
    form = {key: typed.get(key, "") for key in stored} if typed is not None else stored
    context = {"known": known, "form": form, "trouble": trouble}
    return show(request, "checklist", "ticket_templates", context, status=422 if trouble else 200)


def _template(request: MemberRequest, public_id: str) -> TicketTemplate:
    found = ticket_templates(request.member).filter(pk=key_of("ticket_template", public_id)).first()
    if found is None:
        raise Http404
    return found


def _checklist(request: MemberRequest, public_id: str) -> ChecklistTemplate:
    found = checklist_templates(request.member).filter(pk=key_of("checklist", public_id)).first()
    if found is None:
        raise Http404
    return found
