"""Durations and changes in words."""

from datetime import timedelta

from percaya.web.ui.times import language, minutes_word


def span(seconds: float | None) -> str:
    """12 mnt · 1 j 10 mnt · 3 hr 4 j; "–" for none, and seconds below a minute."""
    if seconds is None:
        return "–"
    minutes = round(seconds / 60)
    if minutes < 48 * 60:
        return minutes_word(minutes) if seconds >= 60 or not seconds else f"{round(seconds)} s"
    days, hours = divmod(round(seconds / 3600), 24)
    day, hour = ("d", "h") if language() == "en" else ("hr", "j")
    return f"{days} {day} {hours} {hour}" if hours else f"{days} {day}"


def percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} %"


def signed(value: float | None, unit: str = "%") -> str:
    """+12 % · −3; nothing for no change that could be said."""
    if value is None:
        return "–"
    rounded = round(value)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return f"{sign}{abs(rounded)} {unit}".strip()


def hours(seconds: float | None) -> float | None:
    """For files: hours with two decimals."""
    return None if seconds is None else round(timedelta(seconds=seconds) / timedelta(hours=1), 2)
