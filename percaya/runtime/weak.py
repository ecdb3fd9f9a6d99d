"""Settings that work and yet are weak: ``percaya check`` says so, and what to do."""

import ipaddress
import os

from django.conf import settings

SHORT = 32  # characters of a key that someone has chosen


def weaknesses() -> list[str]:
    """A sentence for each; none on a desk that is served on loopback, or with TLS by a proxy that is named."""
    found = [_open_host(), _plain_http(), _any_host(), _short_key(), _plain_mail()]
    readable = settings.HOME.open_to_others()
    if readable:
        found.append(f"Other users of this machine can read {', '.join(readable)}. Take that right away (chmod go-rwx).")
    if settings.DEBUG:
        found.append("DEBUG is on: error pages show inner details to strangers. Turn it off.")
    return [each for each in found if each]


def _open_host() -> str:
    host = os.environ.get("PERCAYA_HOST", "127.0.0.1")
    if _is_loopback(host) or os.environ.get("PERCAYA_TRUST_PROXY") == "1":
        return ""
    return f"PERCAYA_HOST={host} lets others connect without a proxy: passwords travel unencrypted. Put one with TLS in front."


def _plain_http() -> str:
    place = settings.PUBLIC_URL.partition("://")[2].partition("/")[0].rsplit(":", 1)[0]
    if settings.SECURE or _is_loopback(place.strip("[]")):
        return ""
    return f"PERCAYA_PUBLIC_URL={settings.PUBLIC_URL} is no https address: cookies and links can be read on the way."


def _any_host() -> str:
    if "*" not in settings.ALLOWED_HOSTS:
        return ""
    return "PERCAYA_HOSTS=* lets a visitor choose the name of this host. List the names instead."


def _short_key() -> str:
    if len(settings.SECRET_KEY) >= SHORT:
        return ""
    return f"PERCAYA_SECRET_KEY is short. Everything is signed with it: take at least {SHORT} random characters."


def _plain_mail() -> str:
    plain = settings.EMAIL_HOST_USER and not (settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS)
    if not plain or _is_loopback(settings.EMAIL_HOST):
        return ""
    return "PERCAYA_MAIL_URL sends its password unencrypted. Add ?tls=starttls or ?tls=tls."


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
