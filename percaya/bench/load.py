"""``percaya bench load N``: a desk with N tickets of five messages, 200 agents and 20 teams, written straight into the
tables in big transactions. The journal's chains are valid and everything is searchable, as if it had all happened."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from percaya.bench.rows import Table, reset_keys
from percaya.bench.stories import Stage, Stories
from percaya.bench.texts import Texts
from percaya.core.journal import followers, reactions
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import Cursor
from percaya.core.tickets.models import Label
from percaya.core.tickets.search.port import search
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.actions.members import add_member, save_team
from percaya.core.workspace.actions.workspaces import create_workspace
from percaya.core.workspace.models import Member, TicketCounter, User, Workspace

AGENTS, TEAMS, LABELS = 200, 20, 30
BATCH = 1000
MESSAGES = 5
LONG, LONGEST = 200, 5000  # of the last ticket, and of the one before it
NAME = "Percaya Bench"
SLUG = "percaya-bench"
MAILBOX = "halo@bench.example"

Progress = Callable[[str, int], None]


class AlreadyLoaded(Exception):
    """The data folder holds measured data already."""


def load(tickets: int, progress: Progress = lambda what, count: None) -> Workspace:
    """Raises ``AlreadyLoaded``: the figures of two loads on top of each other would mean nothing."""
    if Workspace.objects.filter(slug=SLUG).exists():
        raise AlreadyLoaded(f"There is a workspace {SLUG} here already. Use a fresh PERCAYA_HOME.")
    with _hasty_disk():
        stage, workspace = _set_the_stage()
        stories = Stories(stage, Texts())
        _tell_all(stories, tickets, progress)
        reset_keys([*stories.tables, Table(Label)])
        TicketCounter.objects.filter(workspace=workspace).update(value=tickets)
        _followers_are_current()
    _settle()
    return workspace


def _tell_all(stories: Stories, tickets: int, progress: Progress) -> None:
    now = timezone.now()
    step = timedelta(days=730) / max(1, tickets)
    for start in range(1, tickets + 1, BATCH):
        for number in range(start, min(start + BATCH, tickets + 1)):
            at = now - timedelta(days=1) - step * (tickets - number)
            if number > tickets - 2 and tickets > 2:
                # They end a day ago, however long they are: nothing lies in the future.
                count = LONG if number == tickets else LONGEST
                stories.tell(number, at - timedelta(minutes=50 * count), messages=count, is_last=True)
            else:
                stories.tell(number, at - timedelta(days=1), messages=MESSAGES)
        with transaction.atomic():
            for table in stories.tables:
                table.write()
            search().put(stories.documents)
        stories.documents.clear()
        progress("tickets", min(start + BATCH - 1, tickets))


@transaction.atomic
def _set_the_stage() -> tuple[Stage, Workspace]:
    system = Actor.system()
    workspace = create_workspace(name=NAME, by=system)
    account = connect_account(workspace=workspace, channel="email", name=NAME, address=MAILBOX, by=system)
    members = [_agent(workspace, count) for count in range(1, AGENTS + 1)]
    teams = [
        save_team(workspace=workspace, name=f"Tim {count + 1}", members=members[count::TEAMS], by=system)
        for count in range(TEAMS)
    ]
    labels = Label.objects.bulk_create(Label(workspace=workspace, name=f"label {count}") for count in range(LABELS))
    stage = Stage(
        workspace_id=workspace.pk,
        account_id=account.pk,
        members=[(member.pk, member.name) for member in members],
        teams=[team.pk for team in teams],
        labels=[label.pk for label in labels],
    )
    return stage, workspace


def _agent(workspace: Workspace, count: int) -> Member:
    """A login without a password: the measurement makes its own sessions. The first one is the owner."""
    user = User(email=f"agen{count}@bench.example", name=f"Agen {count}")
    user.set_unusable_password()
    user.save()
    return add_member(workspace=workspace, user=user, role="owner" if count == 1 else "agent", by=Actor.system())


def _followers_are_current() -> None:
    latest = followers.latest()
    for follower in reactions.flow().followers:
        Cursor.objects.update_or_create(name=follower.name, defaults={"event_id": latest})


class _hasty_disk:  # noqa: N801 (reads as a statement)
    """While loading, SQLite need not wait for the disk: a load that is cut short is thrown away."""

    def __enter__(self) -> None:
        _pragma("synchronous = OFF")

    def __exit__(self, *_: object) -> None:
        _pragma("synchronous = NORMAL")


def _settle() -> None:
    """What the machine does every night: fresh statistics, a short log."""
    if connection.vendor == "sqlite":
        _pragma("optimize = 0x10002")
        _pragma("wal_checkpoint(TRUNCATE)")
    else:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _pragma(words: str) -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:  # a test's transaction cannot change them
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {words}")
