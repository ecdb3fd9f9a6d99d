"""Django's SQLite, in which threads of one process that will write queue.

SQLite lets a writer that finds another one at work sleep and look again, longer each time; whoever happens to look at the right
moment goes first, and under load some wait for seconds. Here a transaction, and a statement that writes outside of one, waits for
its turn first; the lock of the file, for which other processes wait, is asked for only then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from percaya.runtime.sqlite.turns import Turns, is_patient

_turns: dict[str, Turns] = {}  # by the name of the database's file
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@lru_cache(maxsize=1024)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    """Of one connection."""

    def __init__(self, raw: Any, wrapper: "DatabaseWrapper") -> None:
        super().__init__(raw)
        self._wrapper = wrapper

    def execute(self, query: str, params: Any = None) -> Any:
        with self._wrapper.turn_for(query):
            return super().execute(query, params)

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """Django's places for values as SQLite's. Most statements are asked again and again in the same words."""
        return _converted(query) if param_names is None else str(super().convert_query(query, param_names=param_names))

    def executemany(self, query: str, param_list: Any) -> Any:
        with self._wrapper.turn_for(query):
            return super().executemany(query, param_list)


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection. (The stubs know these methods of Django's not.)"""

    _turn: Turns | None = None  # while it is ours

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=lambda raw: Cursor(raw, self))

    @contextmanager
    def turn_for(self, query: str) -> Iterator[None]:
        """The turn for a statement, where it needs one and has none."""
        if self._turn is not None or not query.startswith(_WRITES):
            yield
            return
        self._take()
        try:
            yield
        finally:
            self._give()

    def _start_transaction_under_autocommit(self) -> None:
        """Raises ``OperationalError`` like SQLite itself when the turn does not come within its ``timeout``."""
        self._take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give()
            raise

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]
        self._give()  # not where it fails: then it is rolled back, still in our turn
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._give()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give()

    def _take(self) -> None:
        if self._turn is not None or self.is_in_memory_db():
            return
        turns = _turns.setdefault(str(self.settings_dict["NAME"]), Turns())
        if not turns.take(float(self.settings_dict["OPTIONS"].get("timeout", 5)), patient=is_patient()):
            raise OperationalError("database is locked")
        self._turn = turns

    def _give(self) -> None:
        if self._turn is not None:
            turns, self._turn = self._turn, None
            turns.give()
