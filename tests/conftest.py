"""What every test may rely on: compiled catalogues, no leftovers of another test, no network but this machine."""

import gettext
import socket
from collections.abc import Iterator
from importlib import import_module

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.test.signals import language_changed
from pytest_django.plugin import DjangoDbBlocker

from percaya.runtime import catalogues
from tests import kept_cast
from tests.cast import Cast, assemble
from tests.services import kept_schema, kept_templates
from tests.services.chromium import chromium, site

__all__ = ["chromium", "site"]  # one browser for the whole run: fixtures of every folder


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.register_profile("house", deadline=None)  # how long an example takes is the machine's affair
    hypothesis.settings.load_profile("house")
    if catalogues.compile_all():
        # Django read the catalogues while it was set up, before these were there: let it read them again.
        gettext._translations.clear()  # type: ignore[attr-defined]
        language_changed(setting="LOCALE_PATHS")
    kept_templates.keep(config)
    _flush_past_the_guard()
    _keep_for_a_day()


# What these modules keep for half a minute is heard of at once when it changes; that it also ages is for other processes.
KEEPERS = (
    "percaya.core.people.attributes",
    "percaya.core.workspace.working",
    "percaya.stages.automation.rulebook",
    "percaya.stages.escalation.queries",
    "percaya.stages.forecast.queries",
    "percaya.stages.routing.plans",
    "percaya.stages.sla.kept",
    "percaya.stages.surveys.kept",
    "percaya.web.inbox.reference",
)


def _keep_for_a_day() -> None:
    """A test that counts statements counts the same on a machine so slow that half a minute passes in between."""
    for name in KEEPERS:
        module = import_module(name)
        assert 0 < module.KEPT <= 600, f"{name} keeps its lists for {module.KEPT} s"
        module.KEPT = 24 * 3600


def _flush_past_the_guard() -> None:
    """Tests that commit are cleaned up by emptying every table; the journal's guard steps aside for that moment."""
    guard = import_module("percaya.core.journal.migrations.0002_append_only").guard
    flush = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for name in ("journal_event_fixed", "journal_event_erasure", "journal_event_kept"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        flush(case)
        if connection.vendor == "sqlite":
            with connection.schema_editor() as editor:
                guard(None, editor)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit run last and together, as pytest-django wants; heavy ones carry their mark from their folder."""
    for item in items:
        if "/tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
        if "chromium" in getattr(item, "fixturenames", ()):
            # A real browser on a busy machine: once more, in a fresh context, before it counts as broken. What is broken
            # fails again.
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for the network fails at once and says where to."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and not (str(host).startswith("127.") or host in ("localhost", "::1", "0.0.0.0")):
            raise OSError(f"tests talk to this machine only, not to {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Django takes the database of earlier runs when there is one, and applies what is new in it."""
    return kept_schema.lay(kept_schema.kept_file(request.config)) or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_keepdb: bool, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    kept = kept_schema.kept_file(request.config)
    if kept is not None and not django_db_keepdb:
        kept_schema.keep(kept)
    yield
    if kept is not None and django_db_keepdb:  # Django leaves it: it was not asked to make it
        with django_db_blocker.unblock():
            connection.close()
        kept_schema.remove()


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """As pytest-django's, and the job tables that are not Django's own are emptied as well."""
    yield
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_workers CASCADE")


@pytest.fixture(scope="session")
def a_kept_cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> kept_cast.KeptCast | None:
    """Of the whole run, so that it is made before anything that a test changes."""
    if connection.vendor != "sqlite":
        return None
    with django_db_blocker.unblock():
        return kept_cast.keep_cast()


@pytest.fixture
def cast(a_kept_cast: kept_cast.KeptCast | None, db: None) -> Cast:
    """Toko Senja, Warung Lain and everyone in them (tests/cast.py)."""
    return kept_cast.lay(a_kept_cast) if a_kept_cast else assemble()
