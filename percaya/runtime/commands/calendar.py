"""``percaya calendar``: ask a working calendar from the shell, one question or a table of cases (a JSON object a line).

A case is a question as the API takes it, with what may stand beside it: ``name``, ``expect`` (what the answer should hold) and
``calendar`` (its own, written as in core/workspace/calendar_specs.py; else the one of the options). Each case is answered by a
line; exit code 1 when any is not as expected or cannot be answered.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from percaya.core.workspace.calendar_questions import Unanswerable, ask
from percaya.core.workspace.calendar_specs import Unfit, check
from percaya.core.workspace.calendars import Calendar
from percaya.core.workspace.queries import calendar_by, calendars
from percaya.runtime.commands import finding
from percaya.runtime.errors import FAILED, OK, USAGE, Refusal

_TROUBLES = {
    "question": "a case asks {start, minutes}, {start, end} or {at}",
    "instant": "no instant with its distance from UTC (2026-02-06T16:30:00+07:00)",
    "minutes": "not a number of minutes",
    "long": "more than twenty years",
    "never": "the calendar never opens again",
}


def run(options: argparse.Namespace) -> int:
    if options.verb == "cases":
        with _opened(options.file) as lines:
            return cases(lines, options)
    question = {key: getattr(options, key) for key in ("start", "minutes", "end", "at") if hasattr(options, key)}
    try:
        told = ask(chosen(options), question)
    except Unanswerable as trouble:
        raise Refusal(f"{_said(trouble)}.", USAGE) from None
    print(*(_plain(value) for value in told.values()), sep="\t")
    return OK


def cases(lines: Iterable[str], options: argparse.Namespace) -> int:
    """The options' calendar is looked up when the first case without its own needs it."""
    common: Calendar | None = None
    count = wrong = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        case = _read(line, number)
        if "calendar" not in case and common is None:
            common = chosen(options)
        told = answered(case, common)
        count, wrong = count + 1, wrong + (told.get("ok") is False or "error" in told)
        print(json.dumps(told, default=_plain, ensure_ascii=False))
    print(f"{count} cases, {wrong} not as expected.", file=sys.stderr)
    return FAILED if wrong else OK


def answered(case: Mapping[str, Any], common: Calendar | None) -> dict[str, Any]:
    named = {"name": case["name"]} if "name" in case else {}
    try:
        calendar = check(case["calendar"]) if "calendar" in case else common
        if calendar is None:
            raise Unanswerable("question")
        told = ask(calendar, case)
    except (Unanswerable, Unfit) as trouble:
        return {**named, "error": _said(trouble)}
    except (AttributeError, TypeError):
        return {**named, "error": "calendar: not written as calendars are"}
    expected = case.get("expect")
    return {**named, **told, **({"ok": _agrees(told, expected)} if isinstance(expected, dict) else {})}


def chosen(options: argparse.Namespace) -> Calendar:
    """The calendar that the options name, else the workspace's default."""
    rows = calendars(finding.workspace(options.workspace).pk)
    found = rows.filter(name=options.calendar).first() if options.calendar else rows.first()
    if found is None:
        names = ", ".join(rows.values_list("name", flat=True))
        raise Refusal(f"There is no calendar {options.calendar!r}; there are: {names}.")
    return calendar_by(found)


def _opened(name: str) -> AbstractContextManager[TextIO]:
    try:
        return nullcontext(sys.stdin) if name == "-" else Path(name).open(encoding="utf-8")
    except OSError as trouble:
        raise Refusal(f"{name} cannot be read: {trouble.strerror}.", USAGE) from None


def _read(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refusal(f"Line {number} is no JSON object.", USAGE)
    return found


def _agrees(told: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    return all(key in told and _same(told[key], value) for key, value in expected.items())


def _same(told: Any, expected: Any) -> bool:
    """Instants agree when they are the same moment, however they are written."""
    if not isinstance(told, datetime):
        return bool(told == expected)
    try:
        wanted = datetime.fromisoformat(str(expected))
    except ValueError:
        return False
    return wanted.tzinfo is not None and told == wanted


def _said(trouble: Unanswerable | Unfit) -> str:
    words = _TROUBLES.get(trouble.code) if isinstance(trouble, Unanswerable) else f"calendar: {trouble}"
    return f"{trouble.at}: {words}" if trouble.at and isinstance(trouble, Unanswerable) else str(words)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "open" if value else "closed"
    return "never" if value is None else value.isoformat() if isinstance(value, datetime) else str(value)
