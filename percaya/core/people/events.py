"""What happens to a contact. Names and addresses are personal: kept beside the chain, erasable."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event


@dataclass(frozen=True, kw_only=True)
class ContactEvent(Event):
    stream_type: ClassVar[str] = "contact"
    contact: int

    @property
    def stream_id(self) -> int:
        return self.contact


@dataclass(frozen=True, kw_only=True)
class ContactCreated(ContactEvent):
    kind: ClassVar[str] = "contact.created"
    sentence_en: ClassVar[str] = "{actor} added this contact"
    sentence_id: ClassVar[str] = "{actor} menambahkan kontak ini"


@dataclass(frozen=True, kw_only=True)
class ContactChanged(ContactEvent):
    kind: ClassVar[str] = "contact.changed"
    sentence_en: ClassVar[str] = "{actor} changed the contact ({what})"
    sentence_id: ClassVar[str] = "{actor} mengubah kontak ({what})"
    what: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HandleAdded(ContactEvent):
    kind: ClassVar[str] = "contact.handle_added"
    sentence_en: ClassVar[str] = "{actor} added an address"
    sentence_id: ClassVar[str] = "{actor} menambahkan alamat"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"value"})
    handle_kind: str
    value: str
    claim: str


@dataclass(frozen=True, kw_only=True)
class HandleConfirmed(ContactEvent):
    kind: ClassVar[str] = "contact.handle_confirmed"
    sentence_en: ClassVar[str] = "An address that was only claimed has proved to be theirs"
    sentence_id: ClassVar[str] = "Alamat yang tadinya hanya diakui terbukti miliknya"
    handle: int


@dataclass(frozen=True, kw_only=True)
class HandleReachability(ContactEvent):
    kind: ClassVar[str] = "contact.handle_reachability"
    sentence_en: ClassVar[str] = "An address was found {reachable}"
    sentence_id: ClassVar[str] = "Sebuah alamat ternyata {reachable}"
    handle: int
    reachable: bool


@dataclass(frozen=True, kw_only=True)
class MergeProposed(ContactEvent):
    kind: ClassVar[str] = "contact.merge_proposed"
    sentence_en: ClassVar[str] = "May be the same person as another contact"
    sentence_id: ClassVar[str] = "Mungkin orang yang sama dengan kontak lain"
    other: int
    proposal: int


@dataclass(frozen=True, kw_only=True)
class ContactsMerged(ContactEvent):
    kind: ClassVar[str] = "contact.merged"
    sentence_en: ClassVar[str] = "{actor} merged another contact into this one"
    sentence_id: ClassVar[str] = "{actor} menggabungkan kontak lain ke sini"
    other: int


@dataclass(frozen=True, kw_only=True)
class MergeDismissed(ContactEvent):
    kind: ClassVar[str] = "contact.merge_dismissed"
    sentence_en: ClassVar[str] = "{actor} said these are two people"
    sentence_id: ClassVar[str] = "{actor} menyatakan ini dua orang yang berbeda"
    other: int
