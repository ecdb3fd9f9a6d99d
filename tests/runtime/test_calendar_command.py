"""``percaya calendar``: working time from the shell, one question or a table of cases; the same answers as the API gives."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from percaya.core.workspace.calendar_questions import Unanswerable, ask
from percaya.core.workspace.calendars import Calendar
from percaya.runtime.commands import COMMANDS, calendar
from percaya.runtime.errors import Refusal
from tests.cast import Cast

OFFICE = {"zone": "Asia/Jakarta", "week": {str(day): [["08:00", "12:00"], ["13:00", "17:00"]] for day in range(5)}}
FRIDAY = "2026-02-06T16:30:00+07:00"
CASES: list[dict[str, Any]] = [
    {"name": "over the weekend", "start": FRIDAY, "minutes": 60, "expect": {"due": "2026-02-09T08:30:00+07:00"}},
    {"name": "said from UTC", "start": "2026-02-06T09:30:00Z", "minutes": 60, "expect": {"due": "2026-02-09T01:30:00Z"}},
    {"name": "the break", "start": "2026-02-06T11:00:00+07:00", "end": "2026-02-06T14:00:00+07:00", "expect": {"seconds": 7200}},
    {"name": "backwards", "start": "2026-02-06T14:00:00+07:00", "end": "2026-02-06T13:00:00+07:00", "expect": {"seconds": -3600}},
    {"name": "open", "at": "2026-02-06T08:00:00+07:00", "expect": {"open": True, "opening": "2026-02-06T08:00:00+07:00"}},
    {"name": "shut", "at": "2026-02-06T17:00:00+07:00", "expect": {"open": False, "opening": "2026-02-09T01:00:00+00:00"}},
]  # fmt: skip


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    next(one for one in COMMANDS if one.name == "calendar").arguments(parser)
    return parser.parse_args(words)


def table(tmp_path: Path, cases: list[dict[str, Any]]) -> str:
    file = tmp_path / "cases.jsonl"
    file.write_text("\n\n".join(json.dumps(one) for one in cases))
    return str(file)


def test_a_table_with_calendars_of_its_own_needs_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [{**one, "calendar": OFFICE} for one in CASES]
    assert calendar.run(options("cases", table(tmp_path, cases))) == 0
    printed = capsys.readouterr()
    told = [json.loads(line) for line in printed.out.splitlines()]
    assert [one["name"] for one in told] == [one["name"] for one in CASES] and all(one["ok"] for one in told)
    assert printed.err == "6 cases, 0 not as expected.\n"


def test_what_is_wrong_is_said_in_its_line_and_by_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shut = {**OFFICE, "week": {}}
    wrong: list[dict[str, Any]] = [
        {"start": FRIDAY, "minutes": 60, "expect": {"due": FRIDAY}},
        {"start": "2026-02-06T16:30:00", "minutes": 60},
        {"start": FRIDAY, "minutes": -1},
        {"start": FRIDAY},
        {"at": FRIDAY, "calendar": shut},
        {"at": FRIDAY, "calendar": ["x"]},
    ]
    assert calendar.run(options("cases", table(tmp_path, [{"calendar": OFFICE, **one} for one in wrong]))) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[0]["ok"] is False and [*map(bool, (one.get("error") for one in told))] == [False, *[True] * 5]
    (tmp_path / "text").write_text("not json")
    with pytest.raises(Refusal, match="Line 1"):
        calendar.run(options("cases", str(tmp_path / "text")))


@pytest.mark.django_db
def test_one_question_is_asked_of_the_calendar_of_a_workspace(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--workspace", cast.workspace.slug)
    assert calendar.run(options("between", "2026-02-06T09:00:00+07:00", "2026-02-06T10:00:00+07:00", *where)) == 0
    assert capsys.readouterr().out == "3600\n"
    assert calendar.run(options("opening", "2026-02-06T09:00:00+07:00", *where)) == 0
    assert capsys.readouterr().out == "open\t2026-02-06T09:00:00+07:00\n"
    assert calendar.run(options("due", "2026-02-06T09:00:00+07:00", "30", *where)) == 0
    assert capsys.readouterr().out == "2026-02-06T09:30:00+07:00\n"
    with pytest.raises(Refusal, match="There is no calendar 'Gudang'"):
        calendar.run(options("due", FRIDAY, "30", "--calendar", "Gudang", *where))
    with pytest.raises(Refusal, match="no instant"):
        calendar.run(options("opening", "tomorrow", *where))


def test_a_calendar_that_has_closed_for_good_says_so() -> None:
    with pytest.raises(Unanswerable) as refused:
        ask(Calendar(zone="Asia/Jakarta", week=((),) * 7), {"start": FRIDAY, "minutes": 1})
    assert refused.value.code == "never"
