"""Logs: one JSON object a line on stderr, ids bound by whoever handles a request or a job, no secrets."""

import logging
import os
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import orjson
import structlog

_SECRET = re.compile(r"authorization|cookie|token|passw|secret|api_?key|session", re.IGNORECASE)
_INLINE = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}|((?:token|password|secret|key)=)[^\s&\"']+")
_LINKED = re.compile(r"(/(?:s|join|setup|password/reset/key)/)[^/\s\"']{8,}")  # addresses that are secrets themselves
HIDDEN = "•••"


def configure(level: str = "", stream: TextIO | None = None) -> None:
    """Set structlog and the standard library's logging up, once a process, on stderr or ``stream``."""
    chosen = (level or os.environ.get("PERCAYA_LOG", "info")).upper()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _json],
        )
    )
    logging.basicConfig(handlers=[handler], level=chosen, force=True)
    for name, quiet in (("procrastinate", "WARNING"), ("uvicorn", "WARNING"), ("mail.log", "WARNING")):
        logging.getLogger(name).setLevel(quiet)


def hide_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Values under a secret's name go, and what looks like a credential inside a text goes too."""
    for key, value in event.items():
        event[key] = HIDDEN if _SECRET.search(key) else _clean(value)
    return event


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _LINKED.sub(rf"\1{HIDDEN}", _INLINE.sub(lambda found: (found[2] or "") + HIDDEN, value))
    if isinstance(value, dict):
        return {k: HIDDEN if _SECRET.search(str(k)) else _clean(v) for k, v in value.items()}
    return value


def _json(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
