"""Settings, logs, Django: what every command needs before it can look at anything."""

import django
from django.conf import settings

from percaya.runtime import logs


def wake() -> None:
    logs.configure()
    assert settings.SECRET_KEY
    django.setup()
