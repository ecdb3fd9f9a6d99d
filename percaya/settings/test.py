"""Settings of the tests: a throw-away home, cheap passwords, either database (PERCAYA_TEST_DATABASE_URL)."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("PERCAYA_HOME", tempfile.mkdtemp(prefix="percaya-test-"))
os.environ.setdefault("PERCAYA_SECRET_KEY", "only-for-tests-" + "x" * 40)

if os.environ.get("PERCAYA_TEST_DATABASE_URL"):
    os.environ["PERCAYA_DATABASE_URL"] = os.environ["PERCAYA_TEST_DATABASE_URL"]
    # Tests empty the cache: side by side, each process needs a Redis database of its own (there are 16).
    _worker = int("".join(filter(str.isdigit, os.environ.get("PYTEST_XDIST_WORKER", ""))) or 0) % 16
    _redis = os.environ.get("PERCAYA_TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
    os.environ["PERCAYA_REDIS_URL"] = f"{_redis.rpartition('/')[0]}/{_worker}"
    from percaya.settings.scaled import *  # noqa: F403
else:
    from percaya.settings.embedded import *  # noqa: F403
    from percaya.settings.embedded import DATABASES

    # A file, not memory: the tests run threads and processes on it as the product does.
    DATABASES["default"]["TEST"] = {"NAME": Path(os.environ["PERCAYA_HOME"]) / "test.sqlite3"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # measured: 16x faster suite
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PERCAYA_ACCOUNT_MAIL_APART = False  # so that tests find it in the outbox at once
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
