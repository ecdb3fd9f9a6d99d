"""What happens to a workspace itself."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event


@dataclass(frozen=True, kw_only=True)
class WorkspaceEvent(Event):
    stream_type: ClassVar[str] = "workspace"


@dataclass(frozen=True, kw_only=True)
class WorkspaceCreated(WorkspaceEvent):
    kind: ClassVar[str] = "workspace.created"
    sentence_en: ClassVar[str] = "{actor} created the workspace"
    sentence_id: ClassVar[str] = "{actor} membuat ruang kerja"
    slug: str


@dataclass(frozen=True, kw_only=True)
class WorkspaceChanged(WorkspaceEvent):
    kind: ClassVar[str] = "workspace.changed"
    sentence_en: ClassVar[str] = "{actor} changed the settings ({what})"
    sentence_id: ClassVar[str] = "{actor} mengubah pengaturan ({what})"
    what: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MemberInvited(WorkspaceEvent):
    kind: ClassVar[str] = "member.invited"
    sentence_en: ClassVar[str] = "{actor} invited someone as {role}"
    sentence_id: ClassVar[str] = "{actor} mengundang seseorang sebagai {role}"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"email"})
    role: str
    email: str


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(WorkspaceEvent):
    kind: ClassVar[str] = "member.invitation_withdrawn"
    sentence_en: ClassVar[str] = "{actor} withdrew an invitation as {role}"
    sentence_id: ClassVar[str] = "{actor} menarik undangan sebagai {role}"
    invitation: int
    role: str


@dataclass(frozen=True, kw_only=True)
class MemberJoined(WorkspaceEvent):
    kind: ClassVar[str] = "member.joined"
    sentence_en: ClassVar[str] = "{member} joined as {role}"
    sentence_id: ClassVar[str] = "{member} bergabung sebagai {role}"
    member: int
    role: str


@dataclass(frozen=True, kw_only=True)
class MemberChanged(WorkspaceEvent):
    kind: ClassVar[str] = "member.changed"
    sentence_en: ClassVar[str] = "{actor} changed {member}: {role}, active {active}"
    sentence_id: ClassVar[str] = "{actor} mengubah {member}: {role}, aktif {active}"
    member: int
    role: str
    active: bool


@dataclass(frozen=True, kw_only=True)
class TeamChanged(WorkspaceEvent):
    kind: ClassVar[str] = "team.changed"
    sentence_en: ClassVar[str] = "{actor} changed the team {team}"
    sentence_id: ClassVar[str] = "{actor} mengubah tim {team}"
    team: int
    members: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class AccountConnected(WorkspaceEvent):
    kind: ClassVar[str] = "account.connected"
    sentence_en: ClassVar[str] = "{actor} connected a channel ({channel})"
    sentence_id: ClassVar[str] = "{actor} menyambungkan kanal ({channel})"
    account: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class AccountChanged(WorkspaceEvent):
    kind: ClassVar[str] = "account.changed"
    sentence_en: ClassVar[str] = "{actor} changed a channel ({what})"
    sentence_id: ClassVar[str] = "{actor} mengubah kanal ({what})"
    account: int
    what: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AccountNews(WorkspaceEvent):
    """What a vendor tells of an account. ``news``: template, quality, limit, alarm, role (``contract.NewsKind``); ``name`` and
    ``language`` of the template it is about; ``state`` as the vendor puts it."""

    kind: ClassVar[str] = "account.news"
    sentence_en: ClassVar[str] = "The provider reports on a channel ({news}): {name} {state}"
    sentence_id: ClassVar[str] = "Penyedia mengabarkan soal kanal ({news}): {name} {state}"
    account: int
    news: str
    name: str = ""
    language: str = ""
    state: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountDisconnected(WorkspaceEvent):
    kind: ClassVar[str] = "account.disconnected"
    sentence_en: ClassVar[str] = "{actor} disconnected a channel ({channel})"
    sentence_id: ClassVar[str] = "{actor} memutus kanal ({channel})"
    account: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class TokenCreated(WorkspaceEvent):
    kind: ClassVar[str] = "token.created"
    sentence_en: ClassVar[str] = "{actor} made an API token for {member}"
    sentence_id: ClassVar[str] = "{actor} membuat token API untuk {member}"
    token: int
    member: int
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(WorkspaceEvent):
    kind: ClassVar[str] = "token.revoked"
    sentence_en: ClassVar[str] = "{actor} revoked an API token"
    sentence_id: ClassVar[str] = "{actor} mencabut token API"
    token: int


@dataclass(frozen=True, kw_only=True)
class BrandChanged(WorkspaceEvent):
    kind: ClassVar[str] = "brand.changed"
    sentence_en: ClassVar[str] = "{actor} changed a brand ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah merek ({how})"
    brand: int
    how: str


@dataclass(frozen=True, kw_only=True)
class FieldsChanged(WorkspaceEvent):
    """``how``: made, changed, moved, retired, restored."""

    kind: ClassVar[str] = "workspace.fields_changed"
    sentence_en: ClassVar[str] = "{actor} changed the field {key} ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah isian {key} ({how})"
    field_id: int
    of: str
    key: str
    how: str


@dataclass(frozen=True, kw_only=True)
class RoleChanged(WorkspaceEvent):
    kind: ClassVar[str] = "workspace.role_changed"
    sentence_en: ClassVar[str] = "{actor}: role “{name}” ({how}): {rights}"
    sentence_id: ClassVar[str] = "{actor}: peran “{name}” ({how}): {rights}"
    role_id: int
    name: str
    rights: tuple[str, ...]
    how: str  # made, changed, removed


@dataclass(frozen=True, kw_only=True)
class MemberViewedAs(WorkspaceEvent):
    kind: ClassVar[str] = "member.viewed_as"
    sentence_en: ClassVar[str] = "{actor} looked at the desk as {member}"
    sentence_id: ClassVar[str] = "{actor} melihat meja kerja sebagai {member}"
    member: int


@dataclass(frozen=True, kw_only=True)
class CalendarChanged(WorkspaceEvent):
    """``how``: saved, holidays, retired. ``version`` is in force from now on in place of ``before`` (the same: its name, its
    teams or its brands changed)."""

    kind: ClassVar[str] = "workspace.calendar_changed"
    sentence_en: ClassVar[str] = "{actor} changed the working calendar “{name}” ({how}, version {version})"
    sentence_id: ClassVar[str] = "{actor} mengubah kalender kerja “{name}” ({how}, versi {version})"
    calendar: int
    name: str
    version: int
    before: int
    how: str


@dataclass(frozen=True, kw_only=True)
class HolidaysChanged(WorkspaceEvent):
    """``how``: imported, changed, added, removed, confirmed. ``days`` are ISO dates, the first twelve; ``count`` all."""

    kind: ClassVar[str] = "workspace.holidays_changed"
    sentence_en: ClassVar[str] = "{actor} changed holidays ({how}): {count} days, {days}"
    sentence_id: ClassVar[str] = "{actor} mengubah hari libur ({how}): {count} hari, {days}"
    days: tuple[str, ...]
    count: int
    how: str
