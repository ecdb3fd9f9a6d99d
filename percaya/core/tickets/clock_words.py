"""Times as customers read them: the day named, the zone printed. "Senin, 23 Nov 2026, 17.00 WIB". Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from percaya.core.workspace.policy import ZONE_WORDS


def day_and_time(instant: datetime, zone: str, language: str) -> str:
    """Aware instant -> "Senin, 23 Nov 2026, 17.00 WIB" or "Monday, 23 Nov 2026, 17:00 WIB"."""
    local = instant.astimezone(ZoneInfo(zone))
    clock = f"{local:%H.%M}" if language == "id" else f"{local:%H:%M}"
    day = format_datetime(local, "EEEE, d MMM y", locale="id" if language == "id" else "en")
    return f"{day}, {clock} {ZONE_WORDS.get(zone) or local.tzname()}"


def day(instant: datetime, zone: str, language: str) -> str:
    """Aware instant -> "Senin, 23 Nov 2026"."""
    return format_datetime(instant.astimezone(ZoneInfo(zone)), "EEEE, d MMM y", locale="id" if language == "id" else "en")
