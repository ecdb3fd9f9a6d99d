"""A thread for each account that is looked after: begun when it comes, ended when it goes, begun anew when it has changed."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

import structlog
from django.db import DatabaseError, close_old_connections, connection

from percaya.core.workspace.actions.accounts import report_trouble
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.intake.doors.turns import my_turn

log = structlog.get_logger("percaya.doors")
LOOK = 10.0  # seconds until a new, changed or paused account is noticed
LONGEST = 300.0  # seconds between tries when nobody answers
Mark = tuple[object, ...]  # what a hand must begin anew for when it changes


@dataclass
class Hand:
    """One account, until told to stop. ``look_after`` is the work of one turn; it raises nothing."""

    account: ChannelAccount
    mark: Mark
    stop: threading.Event = field(default_factory=threading.Event)
    failures: int = 0
    said: str | None = None  # the trouble we reported last; None: we do not know what stands there

    name: ClassVar[str]
    idle: ClassVar[float]  # seconds until it asks again whether it is its turn

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._run, name=f"{self.name}-{self.account.pk}", daemon=True)

    def look_after(self) -> float:
        """As long as the turn is ours; seconds until the next."""
        raise NotImplementedError

    def pause(self) -> float:
        """Seconds until the next try: growing with every failure."""
        return min(LONGEST, 2.0 ** min(max(self.failures, 1), 9)) * random.uniform(0.8, 1.2)  # noqa: S311 (not a secret)

    def report(self, trouble: str) -> None:
        """On the account's page, when it is news; "" when all is well again."""
        if trouble == self.said:
            return
        try:
            report_trouble(self.account.pk, trouble)
            self.said = trouble
        except DatabaseError:
            connection.close()

    def _run(self) -> None:
        try:
            while not self.stop.is_set():
                pause = self.idle
                with my_turn(self.account.pk) as mine:
                    if mine:
                        pause = self.look_after()
                if not self.stop.is_set():
                    self.stop.wait(pause)
        finally:
            connection.close()


_H = TypeVar("_H", bound=Hand)


class Staff(dict[int, _H]):
    """The hands by account. ``wanted`` lists the accounts and their marks; ``make`` makes a hand, not yet begun."""

    def __init__(
        self, wanted: Callable[[], list[tuple[ChannelAccount, Mark]]], make: Callable[[ChannelAccount, Mark], _H], patience: float
    ) -> None:
        super().__init__()
        self._wanted, self._make = wanted, make
        self._patience = patience  # seconds that a hand may take to end; what it still holds comes again

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self.look()
            except DatabaseError as error:
                log.warning("accounts_not_listed", error=str(error))
                connection.close()
            stop.wait(LOOK)
        for hand in self.values():
            hand.stop.set()
        for hand in self.values():
            hand.thread.join(self._patience)

    def look(self) -> None:
        """Begin and end hands as accounts want it. One whose account has changed ends; a new one begins when it has."""
        close_old_connections()
        wanted = {account.pk: (account, mark) for account, mark in self._wanted()}
        for pk, hand in list(self.items()):
            if pk not in wanted or hand.mark != wanted[pk][1]:
                hand.stop.set()
            if not hand.thread.is_alive():
                del self[pk]
        for pk, (account, mark) in wanted.items():
            if pk not in self:
                self[pk] = self._make(account, mark)
                self[pk].thread.start()
