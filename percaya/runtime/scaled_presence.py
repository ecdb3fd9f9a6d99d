"""Presence over Redis, for many processes. A module of its own: one process alone does not load Redis."""

import time
from collections.abc import Iterable

import redis
import structlog
from django.conf import settings

from percaya.runtime.presence import SECONDS, Here, Kind, listed, tell

log = structlog.get_logger("percaya.presence")


class RedisPresence:
    """A hash per ticket, "member:kind" -> deadline, gone by itself. Without Redis nobody is shown, and all else works."""

    def __init__(self, url: str = "") -> None:
        self._redis = redis.Redis.from_url(
            url or settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5, decode_responses=True
        )

    def touch(self, ticket_id: int, member_id: int, kind: Kind, workspace_id: int, number: int = 0) -> None:
        now = time.time()
        try:
            before = self._read([ticket_id], now)[ticket_id]
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.hset(_key(ticket_id), f"{member_id}:{kind}", now + SECONDS[kind])
                pipe.expire(_key(ticket_id), int(SECONDS["viewing"]) + 1)
                pipe.execute()
            if self._read([ticket_id], now)[ticket_id] != before:
                tell(ticket_id, workspace_id, number)
        except redis.RedisError as error:
            log.warning("presence is not kept while Redis is away", error=str(error))

    def leave(self, ticket_id: int, member_id: int, workspace_id: int, number: int = 0) -> None:
        try:
            if self._redis.hdel(_key(ticket_id), *[f"{member_id}:{kind}" for kind in SECONDS]):
                tell(ticket_id, workspace_id, number)
        except redis.RedisError as error:
            log.warning("presence is not kept while Redis is away", error=str(error))

    def who(self, ticket_id: int) -> list[Here]:
        return self.who_many([ticket_id]).get(ticket_id, [])

    def who_many(self, ticket_ids: Iterable[int]) -> dict[int, list[Here]]:
        try:
            found = self._read(list(ticket_ids), time.time())
        except redis.RedisError as error:
            log.warning("presence is not shown while Redis is away", error=str(error))
            return {}
        return {ticket_id: here for ticket_id, here in found.items() if here}

    def _read(self, ticket_ids: list[int], now: float) -> dict[int, list[Here]]:
        if not ticket_ids:
            return {}
        with self._redis.pipeline(transaction=False) as pipe:
            for ticket_id in ticket_ids:
                pipe.hgetall(_key(ticket_id))
            return {t: listed(_grouped(fields), now) for t, fields in zip(ticket_ids, pipe.execute(), strict=True)}


def _key(ticket_id: int) -> str:
    return f"percaya:here:{ticket_id}"


def _grouped(fields: dict[str, str]) -> dict[int, dict[str, float]]:
    members: dict[int, dict[str, float]] = {}
    for name, until in fields.items():
        member_id, _, kind = name.partition(":")
        members.setdefault(int(member_id), {})[kind] = float(until)
    return members
