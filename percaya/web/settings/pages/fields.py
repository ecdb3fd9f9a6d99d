"""The business's own fields of tickets, customers and organisations."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.fields import (
    CHOSEN,
    DECIDING,
    OF,
    FieldWish,
    move_field,
    restore_field,
    retire_field,
    save_field,
)
from percaya.core.workspace.fields import called, option_name
from percaya.core.workspace.models import CustomField
from percaya.web.settings.frame import key_of, saved, show
from percaya.web.ui.doors import MemberRequest, member_view
from percaya.web.ui.times import language

SPARE = 3  # empty lines for further choices
_ACTS = {
    "up": lambda one, by: move_field(known=one, up=True, by=by),
    "down": lambda one, by: move_field(known=one, up=False, by=by),
    "retire": lambda one, by: retire_field(known=one, by=by),
    "restore": lambda one, by: restore_field(known=one, by=by),
}


@dataclass(frozen=True)
class Line:
    """A field in the list."""

    public_id: str
    field: CustomField
    name: str
    kind: str
    condition: str


@require_GET
@member_view(policy.ADMINISTER)
def page(request: MemberRequest, section: str = "ticket") -> HttpResponse:
    _check(section)
    fields = queries.all_fields(request.workspace.pk, section)
    lines = [_line(one, fields) for one in fields]
    context = {
        "section": section,
        "sections": _sections(),
        "active": [line for line in lines if line.field.is_active],
        "retired": [line for line in lines if not line.field.is_active],
    }
    return show(request, "fields", "fields", context)


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def new(request: MemberRequest, section: str) -> HttpResponse:
    _check(section)
    return _save(request, section, None) if request.method == "POST" else _form(request, section, None)


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    known = _found(request, public_id)
    return _save(request, known.of, known) if request.method == "POST" else _form(request, known.of, known)


@require_POST
@member_view(policy.ADMINISTER)
def act(request: MemberRequest, public_id: str, verb: str) -> HttpResponse:
    """Move it up or down, retire it, bring it back."""
    known = _found(request, public_id)
    if verb not in _ACTS:
        raise Http404
    _ACTS[verb](known, request.by)
    return HttpResponseRedirect(reverse("settings:fields_of", args=[request.workspace.slug, known.of]))


def _save(request: MemberRequest, section: str, known: CustomField | None) -> HttpResponse:
    wish = _wish(request.POST)
    try:
        save_field(workspace_id=request.workspace.pk, of=section, wish=wish, known=known, by=request.by)
    except ValidationError as refusal:
        return _form(request, section, known, wish=wish, trouble=" ".join(refusal.messages))
    return saved(request, "fields_of", section)


def _wish(data: QueryDict) -> FieldWish:
    options = [
        (data.get(f"o{n}_value", ""), data.get(f"o{n}_name", ""), data.get(f"o{n}_name_en", ""))
        for n in sorted(range(200), key=lambda n: (_place(data.get(f"o{n}_place", "")), n))
        if f"o{n}_name" in data and f"o{n}_remove" not in data
    ]
    decides = data.get("decides", "")
    return FieldWish(
        name=data.get("name", ""),
        name_en=data.get("name_en", ""),
        kind=data.get("kind", "text"),
        options=options,
        shown_when=(decides, [value.partition(":")[2] for value in data.getlist("among") if value.startswith(f"{decides}:")])
        if decides
        else None,
        required_to_resolve="required" in data,
        is_sensitive="sensitive" in data,
    )


def _form(
    request: MemberRequest, section: str, known: CustomField | None, *, wish: FieldWish | None = None, trouble: str = ""
) -> HttpResponse:
    others = [one for one in queries.all_fields(request.workspace.pk, section) if one.is_active and one != known]
    wish = wish or _wish_of(known)
    context = {
        "section": section,
        "known": known,
        "public_id": public_ids.encode("field", known.pk) if known else "",
        "wish": wish,
        "kinds": kind_words(),
        "options": [*wish.options, *[("", "", "")] * SPARE],
        "has_options": (known.kind if known else wish.kind) in CHOSEN or known is None,
        "deciding": [(one, called(one, language()), _values(one)) for one in others if one.kind in DECIDING],
        "decides": wish.shown_when[0] if wish.shown_when else "",
        "among": list(wish.shown_when[1]) if wish.shown_when else [],
        "trouble": trouble,
    }
    return show(request, "field", "fields", context, status=422 if trouble else 200)


def _wish_of(known: CustomField | None) -> FieldWish:
    if known is None:
        return FieldWish(name="")
    when = known.shown_when
    return FieldWish(
        name=known.name,
        name_en=known.name_en,
        kind=known.kind,
        options=[(one["value"], one["name"], one.get("name_en", "")) for one in known.options],
        shown_when=(when["field"], when["among"]) if when else None,
        required_to_resolve=known.required_to_resolve,
        is_sensitive=known.is_sensitive,
    )


def _values(one: CustomField) -> list[tuple[str, str]]:
    if one.kind == "yesno":
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(option["value"], option_name(one, option["value"], language())) for option in one.options]


def _line(one: CustomField, fields: list[CustomField]) -> Line:
    condition = ""
    above = next((each for each in fields if one.shown_when and each.key == one.shown_when.get("field")), None)
    if above is not None:
        words = dict(_values(above))
        named = ", ".join(words.get(value, value) for value in one.shown_when["among"])
        condition = _("only when %(field)s is %(values)s") % {"field": called(above, language()), "values": named}
    return Line(public_ids.encode("field", one.pk), one, called(one, language()), kind_words()[one.kind], condition)


def kind_words() -> dict[str, str]:
    return {
        "text": _("Text"),
        "number": _("Number"),
        "money": _("Money"),
        "date": _("Date"),
        "choice": _("One of a list"),
        "multi": _("Several of a list"),
        "yesno": _("Yes or no"),
        "contact": _("Customer"),
    }


def _sections() -> list[tuple[str, str]]:
    return [("ticket", _("Tickets")), ("contact", _("Customers")), ("organisation", _("Organisations"))]


def _found(request: MemberRequest, public_id: str) -> CustomField:
    found = CustomField.objects.filter(workspace=request.workspace, pk=key_of("field", public_id)).first()
    if found is None:
        raise Http404
    return found


def _check(section: str) -> None:
    if section not in OF:
        raise Http404


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 999
