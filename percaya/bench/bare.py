"""What the same rows cost without Percaya: SQLite alone, in this process, on the same disk and in the same run."""

import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings

_LIST = """SELECT t.*, c.name FROM tickets_ticket t JOIN people_contact c ON c.id = t.contact_id
           WHERE t.workspace_id = ? AND t.is_open = 1 ORDER BY t.urgency_key, t.id LIMIT 50"""
_MESSAGES = "SELECT * FROM tickets_message WHERE ticket_id = ? ORDER BY id DESC LIMIT ?"
_SEARCH = "SELECT rowid FROM tickets_search WHERE tickets_search MATCH ? ORDER BY rowid DESC LIMIT 50"
_TABLES = """CREATE TABLE ticket (id INTEGER PRIMARY KEY, subject TEXT, state TEXT, urgency INTEGER);
             CREATE INDEX by_urgency ON ticket (state, urgency, id);
             CREATE TABLE message (id INTEGER PRIMARY KEY, ticket INTEGER, body TEXT);
             CREATE INDEX of_ticket ON message (ticket, id);
             CREATE VIRTUAL TABLE words USING fts5(body);"""


def measure(workspace_id: int, tickets: dict[int, int], rounds: int) -> dict[str, Any]:
    """``tickets``: how many messages -> the id of the ticket that has so many. Milliseconds, p50."""
    name = str(settings.DATABASES["default"]["NAME"])
    with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as database:

        def reading(statement: str, *values: object) -> Callable[[], object]:
            return lambda: database.execute(statement, values).fetchall()

        figures: dict[str, Any] = {"list": _p50(reading(_LIST, workspace_id), rounds)}
        for count, ticket_id in tickets.items():
            figures[f"ticket of {count}"] = _p50(reading(_MESSAGES, ticket_id, min(count, 30)), rounds)
        figures["search rare"] = _p50(reading(_SEARCH, "0000042"), rounds)
        figures["search common"] = _p50(reading(_SEARCH, "paket"), rounds)
    return {**figures, **_writing(Path(name).with_name("bench-bare.sqlite3"), rounds)}


def _writing(path: Path, rounds: int) -> dict[str, Any]:
    """A ticket, its message and its words, one transaction each."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript(_TABLES)

        def write() -> None:
            database.execute("BEGIN IMMEDIATE")
            ticket = database.execute("INSERT INTO ticket (subject, state, urgency) VALUES ('Paket', 'new', 1)").lastrowid
            said = "paket saya belum sampai sudah lima hari " * 6
            message = database.execute("INSERT INTO message (ticket, body) VALUES (?, ?)", (ticket, said)).lastrowid
            database.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (message, said))
            database.execute("COMMIT")

        figure = _p50(write, rounds * 5)
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return {"ticket + message + words": figure}


def _p50(work: Callable[[], object], rounds: int) -> float:
    work()
    times = []
    for _count in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return round(statistics.median(times) * 1000, 3)
