"""Holidays of a year: how each is treated, which need a look, and those of the business's own."""

from datetime import date
from itertools import groupby

from babel import Locale
from babel.dates import format_date
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core import public_ids
from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.holidays import Wish, add_holiday, import_holidays, remove_holiday, treat_holidays
from percaya.core.workspace.holiday_source import countries
from percaya.core.workspace.models import Holiday
from percaya.web.settings.frame import key_of, saved, show
from percaya.web.settings.hours_form import is_day, line, read_line
from percaya.web.ui.doors import MemberRequest, member_view

_AHEAD = 3  # years that the page offers after this one


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def page(request: MemberRequest) -> HttpResponse:
    """``year`` chooses one. POST: ``treat`` (t-<id>, h-<id>, c-<id>), ``import``, ``add``, or ``remove`` with an id."""
    if request.method != "POST":
        return _show(request)
    deeds = {"import": _import, "add": _add, "remove": _remove, "treat": _treat}
    deed = next((deeds[key] for key in deeds if key in request.POST), _treat)
    try:
        said = deed(request)
    except ValidationError as refusal:
        return _show(request, trouble=" ".join(refusal.messages))
    response = saved(request, "holidays", said=said)
    response["Location"] += f"?year={_year(request)}"
    return response


def _import(request: MemberRequest) -> str:
    year = _year(request)
    count = import_holidays(workspace=request.workspace, country=request.POST.get("country", ""), years=[year], by=request.by)
    if not count:
        return _("Nothing new for %(year)s. What you changed stays as it is.") % {"year": year}
    return ngettext("%(count)s day is new or other than before.", "%(count)s days are new or other than before.", count) % {
        "count": count
    }


def _add(request: MemberRequest) -> str:
    form = request.POST
    if not is_day(form.get("day", "")):
        raise ValidationError(_("Choose the date. Nothing was added."))
    calendars = queries.calendars(request.workspace.pk)
    chosen = public_ids.decode("calendar", form.get("calendar", ""))
    add_holiday(
        workspace=request.workspace,
        day=date.fromisoformat(form["day"]),
        name=form.get("name", ""),
        treatment=form.get("treatment", ""),
        periods=read_line(form.get("hours", "")) or (),
        calendar=calendars.filter(pk=chosen).first() if chosen else None,
        by=request.by,
    )
    return _("Added. Running clocks keep the days that they began with.")


def _remove(request: MemberRequest) -> str:
    row = _rows(request).filter(pk=key_of("holiday", request.POST["remove"])).first()
    if row is None:
        raise Http404
    remove_holiday(holiday=row, by=request.by)
    return _("Removed. It is a day like any other now.")


def _treat(request: MemberRequest) -> str:
    form, wishes = request.POST, {}
    for key in (name.removeprefix("t-") for name in form if name.startswith("t-")):
        pk, hours = public_ids.decode("holiday", key), read_line(form.get(f"h-{key}", ""))
        if hours is None:
            raise ValidationError(_("Write the hours of a half day like 08:00–12:00. Nothing was saved."))
        if pk is not None:
            wishes[pk] = Wish(form[f"t-{key}"], hours, f"c-{key}" in form)
    count = treat_holidays(workspace=request.workspace, wishes=wishes, by=request.by)
    return ngettext("%(count)s day changed. Running clocks stay.", "%(count)s days changed. Running clocks stay.", count) % {
        "count": count
    }


def _show(request: MemberRequest, trouble: str = "") -> HttpResponse:
    year, this_year = _year(request), timezone.localdate().year
    unsure = _rows(request).filter(is_confirmed=False, date__gte=timezone.localdate())
    rows = list(_rows(request).filter(date__year=year))
    lang = get_language() or "id"
    names = Locale.parse(lang).territories
    page = {
        "year": year,
        "years": range(this_year - 1, this_year + _AHEAD + 1),
        "months": [(_month(day, lang), list(each)) for day, each in groupby(rows, lambda one: one.date.replace(day=1))],
        "public": lambda row: public_ids.encode("holiday", row.pk),
        "day": lambda row: format_date(row.date, "EEE d", locale=lang),
        "hours": lambda row: line(row.periods),
        "kinds": {"national": _("national"), "joint": _("joint leave"), "local": _("your own")},
        "treatments": [("closed", pgettext("day", "Closed")), ("half", _("Half day")), ("open", pgettext("day", "Open"))],
        "unsure": unsure.count(),
        "unsure_years": sorted({day.year for day in unsure.values_list("date", flat=True)}),
        "countries": sorted(((code, names.get(code, code)) for code in countries()), key=lambda pair: pair[1]),
        "country": next((one.source for one in rows if one.source), "ID"),
        "calendars": [(public_ids.encode("calendar", one.pk), one.name) for one in queries.calendars(request.workspace.pk)],
        "given": request.POST if trouble else {},
        "trouble": trouble,
    }
    return show(request, "holidays", "hours", page, 422 if trouble else 200)


def _rows(request: MemberRequest) -> QuerySet[Holiday]:
    return Holiday.objects.filter(workspace=request.workspace).select_related("calendar").order_by("date", "pk")


def _year(request: MemberRequest) -> int:
    text = request.POST.get("year", "") or request.GET.get("year", "")
    return int(text) if text.isdecimal() and 2000 <= int(text[:6]) <= 2100 else timezone.localdate().year


def _month(day: date, lang: str) -> str:
    return format_date(day, "LLLL", locale=lang)
