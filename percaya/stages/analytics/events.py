"""What supervisors did with the board and the reports; on the workspace's stream."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event


@dataclass(frozen=True, kw_only=True)
class AlertRaised(Event):
    """``about``: overdue, untaken, slipping, inflow, channel. ``team`` 0: of the whole workspace."""

    kind: ClassVar[str] = "board.alert_raised"
    sentence_en: ClassVar[str] = "The board raised an alert ({about})"
    sentence_id: ClassVar[str] = "Papan langsung memberi peringatan ({about})"
    alert: int
    about: str
    team: int
    value: int


@dataclass(frozen=True, kw_only=True)
class AlertTaken(Event):
    kind: ClassVar[str] = "board.alert_taken"
    sentence_en: ClassVar[str] = "{actor} takes care of an alert ({about})"
    sentence_id: ClassVar[str] = "{actor} menangani peringatan ({about})"
    alert: int
    about: str


@dataclass(frozen=True, kw_only=True)
class AlertEscalated(Event):
    kind: ClassVar[str] = "board.alert_escalated"
    sentence_en: ClassVar[str] = "Nobody took care of an alert ({about}): the next were told"
    sentence_id: ClassVar[str] = "Peringatan ({about}) belum ditangani: diteruskan ke atasan"
    alert: int
    about: str


@dataclass(frozen=True, kw_only=True)
class AlertOver(Event):
    kind: ClassVar[str] = "board.alert_over"
    sentence_en: ClassVar[str] = "An alert is over ({about})"
    sentence_id: ClassVar[str] = "Peringatan selesai ({about})"
    alert: int
    about: str


@dataclass(frozen=True, kw_only=True)
class WallLinkChanged(Event):
    """``how``: made, revoked."""

    kind: ClassVar[str] = "board.wall_link_changed"
    sentence_en: ClassVar[str] = "{actor} changed a link for a wall screen ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah tautan layar dinding ({how})"
    link: int
    how: str


@dataclass(frozen=True, kw_only=True)
class ReportExported(Event):
    """``what``: summary, tickets, turns. ``form``: csv, xlsx."""

    kind: ClassVar[str] = "report.exported"
    sentence_en: ClassVar[str] = "{actor} exported a report ({what}, {rows} rows, {form})"
    sentence_id: ClassVar[str] = "{actor} mengekspor laporan ({what}, {rows} baris, {form})"
    what: str
    form: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class ReportMailChanged(Event):
    """``how``: made, stopped."""

    kind: ClassVar[str] = "report.mail_changed"
    sentence_en: ClassVar[str] = "{actor} changed a mailed report ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah laporan lewat email ({how})"
    mail: int
    how: str
