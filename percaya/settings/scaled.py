"""Many processes on PostgreSQL and Redis: the same code, another engine room."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from percaya.settings.base import *  # noqa: F403
from percaya.settings.base import INSTALLED_APPS as BASE_APPS

_url = urlsplit(os.environ["PERCAYA_DATABASE_URL"])  # postgresql://user:password@host:port/name
REDIS_URL = os.environ.get("PERCAYA_REDIS_URL", "redis://127.0.0.1:6379/0")

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(_url.path.lstrip("/")),
        "USER": unquote(_url.username or ""),
        "PASSWORD": unquote(_url.password or ""),
        "HOST": unquote(_url.hostname or ""),
        "PORT": _url.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
INSTALLED_APPS = [*BASE_APPS, "procrastinate.contrib.django"]
CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

PERCAYA_JOB_ENGINE = "percaya.runtime.jobs.scaled.ProcrastinateEngine"
PERCAYA_BUS = "percaya.runtime.scaled_bus.RedisBus"
PERCAYA_PRESENCE = "percaya.runtime.scaled_presence.RedisPresence"
PERCAYA_SEARCH = "percaya.core.tickets.search.postgres.PostgresSearch"
