"""How an instant is said to a person: "14.30", "Kamis, 26 Nov 2026", "12 mnt". Pure but for language and zone.

Both come from Django's current language and zone, which the doors set from the member and the workspace.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

INDONESIAN_ZONES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}


def language() -> str:
    """``id`` or ``en``: the two languages the house speaks."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def clock(moment: datetime) -> str:
    """14.30 in Indonesian, 14:30 in English."""
    return timezone.localtime(moment).strftime("%H:%M" if language() == "en" else "%H.%M")


def zone(moment: datetime | None = None) -> str:
    """WIB, WITA, WIT, or the zone's own short name."""
    current = timezone.get_current_timezone()
    named = INDONESIAN_ZONES.get(str(current))
    return named or timezone.localtime(moment or timezone.now()).tzname() or "UTC"


def day(moment: datetime | date) -> str:
    """Kamis, 26 Nov 2026."""
    return _formatted(_local_date(moment), "EEEE, d MMM y", language())


def short_day(moment: datetime | date) -> str:
    """26 Nov, with the year when it is another year."""
    local = _local_date(moment)
    pattern = "d MMM" if local.year == timezone.localdate().year else "d MMM y"
    return _formatted(local, pattern, language())


def moment(when: datetime) -> str:
    """The shortest unmistakable form: 14.30 · kemarin 16.40 · Sen 09.10 · 3 Nov."""
    local, today = _local_date(when), timezone.localdate()
    if local == today:
        return clock(when)
    if local == today - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": clock(when)}
    if local == today + timedelta(days=1):
        return _("tomorrow %(time)s") % {"time": clock(when)}
    if abs((local - today).days) < 7:
        return f"{_formatted(local, 'EEE', language())} {clock(when)}"
    return short_day(when)


def full(when: datetime) -> str:
    """Kamis, 26 Nov 2026, 14.30 WIB: for titles, where nothing may be left to guess."""
    return f"{day(when)}, {clock(when)} {zone(when)}"


def duration(span: timedelta) -> str:
    """12 mnt · 1 j 10 mnt · 2 hr; under a minute "baru saja". A negative span is said as its size."""
    minutes = int(abs(span.total_seconds()) // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("%(count)s min") % {"count": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        if rest and hours < 6:
            return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
        return _("%(count)s h") % {"count": hours}
    return _("%(count)s d") % {"count": hours // 24}


def minutes_word(count: int) -> str:
    """45 mnt · 2 j · 1 j 20 mnt: exact, since people add it up."""
    hours, rest = divmod(count, 60)
    if not hours:
        return _("%(count)s min") % {"count": rest}
    if not rest:
        return _("%(count)s h") % {"count": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def since(when: datetime) -> str:
    """How long ago, or until, ``when`` is."""
    return duration(timezone.now() - when)


@lru_cache(maxsize=2048)
def _formatted(day: date, pattern: str, locale: str) -> str:
    return str(format_date(day, pattern, locale=locale))  # Babel reads its tables anew each time; a page has thirty dates


def _local_date(moment: datetime | date) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
