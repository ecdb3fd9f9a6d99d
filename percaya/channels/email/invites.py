"""What a calendar invite says (RFC 5545), so that it can be shown as one."""

from datetime import date, datetime
from typing import Any

from icalendar import Calendar

from percaya.channels.common.texts import clean_line

MAX_BYTES = 300_000


def invite_details(content: bytes) -> dict[str, Any]:
    """summary, start, end (ISO 8601), location, organizer, method, status, uid of the first event; {} if unreadable."""
    if len(content) > MAX_BYTES:
        return {}
    try:
        calendar = Calendar.from_ical(content)
        event = next(iter(calendar.walk("VEVENT")), None)
        details = _details(calendar, event) if event is not None else {}
    except Exception:  # the library raises many kinds of error on broken calendars
        return {}
    return {key: value for key, value in details.items() if value}


def _details(calendar: Any, event: Any) -> dict[str, str]:
    return {
        "summary": clean_line(str(event.get("SUMMARY", "")), 300),
        "start": _moment(event.get("DTSTART")),
        "end": _moment(event.get("DTEND")),
        "location": clean_line(str(event.get("LOCATION", "")), 300),
        "organizer": clean_line(str(event.get("ORGANIZER", "")).lower().removeprefix("mailto:"), 300),
        "method": clean_line(str(calendar.get("METHOD", "")).lower(), 30),
        "status": clean_line(str(event.get("STATUS", "")).lower(), 30),
        "uid": clean_line(str(event.get("UID", "")), 300),
    }


def _moment(value: Any) -> str:
    moment = getattr(value, "dt", None)
    return moment.isoformat() if isinstance(moment, datetime | date) else ""
