"""A follower never steps over a row whose transaction is still open, however many commit after it."""

import threading

import pytest
from django.db import connection, transaction

from percaya.core.journal import followers
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace.events import WorkspaceChanged


def _change(workspace: int) -> int:
    return record(WorkspaceChanged(workspace_id=workspace, what=("name",)), by=Actor.system())


@pytest.mark.django_db(transaction=True)
def test_what_commits_later_with_a_lower_id_is_not_missed() -> None:
    written, finish = threading.Event(), threading.Event()
    ids: dict[str, int] = {}

    def slow() -> None:
        with transaction.atomic():
            ids["slow"] = _change(1)
            written.set()
            finish.wait(60)
        connection.close()

    def quick() -> None:
        written.wait(60)
        with transaction.atomic():
            ids["quick"] = _change(2)
        connection.close()

    start = followers.latest()
    threads = [threading.Thread(target=slow), threading.Thread(target=quick)]
    for thread in threads:
        thread.start()
    written.wait(60)
    threads[1].join(1)  # on SQLite it waits for the other; on PostgreSQL it is done
    seen_while_open = [row.pk for row in followers.settled_after(start, 100)]
    finish.set()
    for thread in threads:
        thread.join(60)
    assert seen_while_open == []
    assert [row.pk for row in followers.settled_after(start, 100)] == sorted(ids.values())
