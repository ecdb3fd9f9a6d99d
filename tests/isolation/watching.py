"""Whether anything of a workspace has changed. All of its rows are read again only when something was written meanwhile: a
walk asks a thousand times, and most addresses write nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from tests.isolation.houses import UNWATCHED, state_of

_READS = re.compile(r"\s*\(?\s*(SELECT|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)\b", re.IGNORECASE)
_WRITES = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)


class Watch:
    """Looks at every statement of this connection on its way."""

    def __init__(self, workspace_id: int) -> None:
        self.workspace_id = workspace_id
        self._ignored = {apps.get_model(label)._meta.db_table for label in UNWATCHED}
        self._state = state_of(workspace_id)
        self._written = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not _READS.match(sql):
            into = _WRITES.match(sql)  # what it does not understand counts as written
            self._written |= into is None or into[1] not in self._ignored
        return execute(sql, params, many, context)

    def has_changed(self) -> bool:
        """Since the last time it was asked, or since the beginning."""
        if not self._written:
            return False
        before, self._state, self._written = self._state, state_of(self.workspace_id), False
        return self._state != before


@contextmanager
def watching(workspace_id: int) -> Iterator[Watch]:
    watch = Watch(workspace_id)
    with connection.execute_wrapper(watch):
        yield watch
