"""What happens to a contact. Names and addresses are personal: kept beside the chain, erasable."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

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
    personal_fields: ClassVar[frozenset[str]] = frozenset({"before", "after"})
    what: tuple[str, ...]  # columns, and "attributes.<key>"
    before: dict[str, Any] = field(default_factory=dict)  # by the words of ``what``; sensitive fields stand there masked
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TalkHanded(ContactEvent):
    """Another app of the business holds the contact's talk at an account now (``holder``: its id), or none does any more ("").
    ``at``: by the vendor's clock, ISO."""

    kind: ClassVar[str] = "contact.talk_handed"
    sentence_en: ClassVar[str] = "A conversation changed hands between the apps of the business"
    sentence_id: ClassVar[str] = "Percakapan berpindah tangan antar aplikasi bisnis"
    account: int
    holder: str
    at: str


@dataclass(frozen=True, kw_only=True)
class PortalEntered(ContactEvent):
    kind: ClassVar[str] = "contact.portal_entered"
    sentence_en: ClassVar[str] = "{actor} opened the portal on a device"
    sentence_id: ClassVar[str] = "{actor} membuka portal di sebuah perangkat"
    session: int


@dataclass(frozen=True, kw_only=True)
class PortalLeft(ContactEvent):
    kind: ClassVar[str] = "contact.portal_left"
    sentence_en: ClassVar[str] = "{actor} left the portal on {count} devices"
    sentence_id: ClassVar[str] = "{actor} keluar dari portal di {count} perangkat"
    count: int


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
class HandleRemoved(ContactEvent):
    kind: ClassVar[str] = "contact.handle_removed"
    sentence_en: ClassVar[str] = "{actor} took an address away"
    sentence_id: ClassVar[str] = "{actor} melepas sebuah alamat"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"value"})
    handle_kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class HandleMovedHere(ContactEvent):
    kind: ClassVar[str] = "contact.handle_moved_here"
    sentence_en: ClassVar[str] = "{actor} moved an address here from another contact"
    sentence_id: ClassVar[str] = "{actor} memindahkan alamat dari kontak lain ke sini"
    handle: int
    other: int


@dataclass(frozen=True, kw_only=True)
class HandleMovedAway(ContactEvent):
    kind: ClassVar[str] = "contact.handle_moved_away"
    sentence_en: ClassVar[str] = "{actor} moved an address to another contact"
    sentence_id: ClassVar[str] = "{actor} memindahkan alamat ke kontak lain"
    handle: int
    other: int


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
class ContactsSeparated(ContactEvent):
    """A merge was taken back. ``merge`` is the id of its ``ContactsMerged``."""

    kind: ClassVar[str] = "contact.separated"
    sentence_en: ClassVar[str] = "{actor} took a merge back: they are two people again"
    sentence_id: ClassVar[str] = "{actor} membatalkan penggabungan: kembali menjadi dua orang"
    other: int
    merge: int


@dataclass(frozen=True, kw_only=True)
class MergeDismissed(ContactEvent):
    kind: ClassVar[str] = "contact.merge_dismissed"
    sentence_en: ClassVar[str] = "{actor} said these are two people"
    sentence_id: ClassVar[str] = "{actor} menyatakan ini dua orang yang berbeda"
    other: int


@dataclass(frozen=True, kw_only=True)
class ContactKeptApart(ContactEvent):
    kind: ClassVar[str] = "contact.kept_apart"
    sentence_en: ClassVar[str] = "{actor} said that this contact does not belong to an organisation"
    sentence_id: ClassVar[str] = "{actor} menyatakan kontak ini bukan bagian dari sebuah organisasi"
    organisation: int


@dataclass(frozen=True, kw_only=True)
class ContactNoteAdded(ContactEvent):
    kind: ClassVar[str] = "contact.note_added"
    sentence_en: ClassVar[str] = "{actor} wrote a note about this contact"
    sentence_id: ClassVar[str] = "{actor} menulis catatan tentang kontak ini"
    note: int


@dataclass(frozen=True, kw_only=True)
class ContactNoteChanged(ContactEvent):
    kind: ClassVar[str] = "contact.note_changed"
    sentence_en: ClassVar[str] = "{actor} changed a note"
    sentence_id: ClassVar[str] = "{actor} mengubah catatan"
    note: int


@dataclass(frozen=True, kw_only=True)
class ContactNoteRemoved(ContactEvent):
    kind: ClassVar[str] = "contact.note_removed"
    sentence_en: ClassVar[str] = "{actor} removed a note"
    sentence_id: ClassVar[str] = "{actor} menghapus catatan"
    note: int


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(ContactEvent):
    kind: ClassVar[str] = "contact.consent_given"
    sentence_en: ClassVar[str] = "{actor} recorded a consent ({purpose})"
    sentence_id: ClassVar[str] = "{actor} mencatat persetujuan ({purpose})"
    consent: int
    purpose: str
    basis: str
    text_version: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(ContactEvent):
    kind: ClassVar[str] = "contact.consent_withdrawn"
    sentence_en: ClassVar[str] = "{actor} recorded that a consent was withdrawn ({purpose})"
    sentence_id: ClassVar[str] = "{actor} mencatat penarikan persetujuan ({purpose})"
    consent: int
    purpose: str


@dataclass(frozen=True, kw_only=True)
class FieldRevealed(Event):
    """Somebody looked at a masked field of a contact or organisation, and said why. In the stream of accesses."""

    kind: ClassVar[str] = "people.field_revealed"
    stream_type: ClassVar[str] = "access"
    sentence_en: ClassVar[str] = "{actor} looked at a masked field ({field})"
    sentence_id: ClassVar[str] = "{actor} melihat isian tersamar ({field})"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"reason"})
    of: str  # contact organisation
    subject: int
    field: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrganisationEvent(Event):
    stream_type: ClassVar[str] = "organisation"
    organisation: int

    @property
    def stream_id(self) -> int:
        return self.organisation


@dataclass(frozen=True, kw_only=True)
class OrganisationCreated(OrganisationEvent):
    kind: ClassVar[str] = "organisation.created"
    sentence_en: ClassVar[str] = "{actor} added this organisation"
    sentence_id: ClassVar[str] = "{actor} menambahkan organisasi ini"


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(OrganisationEvent):
    kind: ClassVar[str] = "organisation.changed"
    sentence_en: ClassVar[str] = "{actor} changed the organisation ({what})"
    sentence_id: ClassVar[str] = "{actor} mengubah organisasi ({what})"
    what: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PeopleExported(Event):
    """Contacts or organisations left as a file: who took how many."""

    kind: ClassVar[str] = "people.exported"
    sentence_en: ClassVar[str] = "{actor} exported {number} rows ({of})"
    sentence_id: ClassVar[str] = "{actor} mengekspor {number} baris ({of})"
    of: str
    number: int


@dataclass(frozen=True, kw_only=True)
class ImportStarted(Event):
    kind: ClassVar[str] = "people.import_started"
    sentence_en: ClassVar[str] = "{actor} began an import of {number} rows ({of})"
    sentence_id: ClassVar[str] = "{actor} memulai impor {number} baris ({of})"
    of: str
    number: int
    import_id: int


@dataclass(frozen=True, kw_only=True)
class ImportEnded(Event):
    kind: ClassVar[str] = "people.import_ended"
    sentence_en: ClassVar[str] = "An import ended: {created} added, {updated} updated, {failed} left out"
    sentence_id: ClassVar[str] = "Impor berakhir: {created} ditambahkan, {updated} diperbarui, {failed} tidak masuk"
    import_id: int
    state: str
    created: int
    updated: int
    failed: int
