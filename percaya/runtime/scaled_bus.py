"""The doorbell over Redis, for many processes. A module of its own: one process alone does not load Redis."""

import threading
import time
from collections.abc import Callable
from typing import Any

import orjson
import redis
import structlog
from django.conf import settings

from percaya.core.journal.bus import Signal
from percaya.runtime.bus import LocalBus

log = structlog.get_logger("percaya.bus")
CHANNEL = "percaya:bus:{db}"  # Redis keeps channels for all its databases: two houses on one server must not hear each other
TIMEOUT = 0.5  # seconds that a commit may wait for Redis
REST = 2.0  # seconds in which a Redis that failed is not asked again


class RedisBus(LocalBus):
    """Rings here at once and elsewhere through Redis. Without Redis the others find news by looking (a second later)."""

    def __init__(self, url: str = "") -> None:
        super().__init__()
        self._redis = redis.Redis.from_url(
            url or settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, decode_responses=False
        )
        self._channel = CHANNEL.format(db=self._redis.connection_pool.connection_kwargs.get("db") or 0)
        self._listener: threading.Thread | None = None
        self._lock = threading.Lock()
        self._rest_until = 0.0
        self._me = f"{id(self):x}.{time.time_ns():x}"

    def ring(self) -> None:
        super().ring()
        self._send({"from": self._me})

    def publish(self, signal: Signal) -> None:
        super().publish(signal)
        body = {"topic": signal.topic, "kind": signal.kind, "event_id": signal.event_id, "data": signal.data}
        self._send({"from": self._me, "signal": body})

    def on_ring(self, callback: Callable[[], None]) -> Callable[[], None]:
        silence = super().on_ring(callback)  # before listening begins: its first ring is meant for this one too
        self._listen()
        return silence

    def on_signal(self, callback: Callable[[Signal], None]) -> Callable[[], None]:
        silence = super().on_signal(callback)
        self._listen()
        return silence

    def _send(self, message: dict[str, Any]) -> None:
        if time.monotonic() < self._rest_until:
            return
        try:
            self._redis.publish(self._channel, orjson.dumps(message))
        except redis.RedisError as error:
            self._rest_until = time.monotonic() + REST
            log.warning("Redis does not answer; other processes will find the news by looking", error=str(error))

    def _listen(self) -> None:
        with self._lock:
            if self._listener is None:
                self._listener = threading.Thread(target=self._hear_for_ever, name="bus", daemon=True)
                self._listener.start()

    def _hear_for_ever(self) -> None:
        while True:
            try:
                self._hear()
            except Exception as error:
                log.warning("the bus lost Redis and will come back to it", error=str(error))
                time.sleep(REST)

    def _hear(self) -> None:
        with self._redis.pubsub() as pubsub:
            pubsub.subscribe(self._channel)
            while True:
                message = pubsub.get_message(timeout=5.0)
                if message is None:
                    continue
                if message["type"] == "subscribe":  # only now does Redis hold us a place
                    super().ring()  # whatever was rung while we were away
                elif message["type"] == "message":
                    self._take(orjson.loads(message["data"]))

    def _take(self, message: dict[str, Any]) -> None:
        if message["from"] == self._me:
            return
        if signal := message.get("signal"):
            super().publish(Signal(**signal))
        else:
            super().ring()
