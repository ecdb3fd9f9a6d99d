"""When the demo works: prayer on Fridays, a short Saturday, Ramadan, a night shift, holidays; and two tickets gone higher."""

from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.calendars import save_calendar
from percaya.core.workspace.actions.holidays import import_holidays
from percaya.core.workspace.queries import default_calendar
from percaya.demo.shop import Shop
from percaya.stages.escalation.actions.handling import acknowledge
from percaya.stages.escalation.actions.raising import ask_supervisor

_WEEK = {**{str(day): [["08:00", "17:00"]] for day in range(5)}, "5": [["09:00", "13:00"]]}
_FASTING = {**{str(day): [["07:30", "15:30"]] for day in range(5)}, "5": [["09:00", "12:00"]]}
_RAMADAN = {"name": "Ramadan 1448 H", "first": "2027-02-08", "last": "2027-03-09", "week": _FASTING}
_ASKED = ("Boleh ganti baru tanpa menunggu barang kembali?", "Pelanggan minta ditelepon penyelia hari ini.")


def keep_hours(shop: Shop) -> None:
    """After the stories: their clocks run on the hours that they were told by."""
    by, year = Actor.member(shop.members["wayan"].pk), timezone.localdate().year
    import_holidays(workspace=shop.workspace, years=[year, year + 1], by=by)
    office = default_calendar(shop.workspace.pk)
    save_calendar(
        workspace=shop.workspace, calendar=office, name=office.name, zone=office.zone, week=_WEEK,
        breaks={"4": [["11:30", "13:00"]]}, seasons=[_RAMADAN], by=by,
    )  # fmt: skip
    night = {str(day): [["20:00", "04:00"]] for day in range(7)}
    supper = {str(day): [["00:00", "00:30"]] for day in range(7)}
    save_calendar(
        workspace=shop.workspace, name="Sif malam", zone="Asia/Makassar", week=night, breaks=supper, follows_holidays=False, by=by
    )


def ask_higher(shop: Shop) -> None:
    """Two agents ask; of one the supervisor takes care already."""
    rows = Ticket.objects.filter(workspace=shop.workspace, is_open=1, waiting_since__isnull=False).exclude(assignee=None)
    for place, ticket in enumerate(rows.exclude(assignee=shop.members["sari"]).order_by("urgency_key")[: len(_ASKED)]):
        member = ticket.assignee or shop.members["dewi"]
        made = ask_supervisor(ticket=ticket, words=_ASKED[place], member=member, by=Actor.member(member.pk))
        if place == 0:
            sari = shop.members["sari"]
            acknowledge(escalation=made, member=sari, by=Actor.member(sari.pk))
