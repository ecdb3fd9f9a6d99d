"""One process on SQLite: the default."""

from typing import Any

from percaya.settings.base import *  # noqa: F403
from percaya.settings.base import HOME

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "percaya.runtime.sqlite",  # Django's, with turns for writers
        "NAME": HOME.path / "percaya.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: a transaction that will write says so at once, so two writers queue instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous="
                + HOME.sqlite_synchronous()
                + "; PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
                " PRAGMA foreign_keys=ON; PRAGMA journal_size_limit=67108864;"
            ),
        },
    }
}
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # Throttles are counted here. With Django's 300 entries anyone could push the counts out by making a few hundred more.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
