"""Things that tests need, made through the real verbs: tickets, messages, files, tokens, raw mails."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

from percaya.core.journal import blobs
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.people.models import Contact
from percaya.core.people.queries import address_for
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.actions.properties import add_label
from percaya.core.tickets.actions.receiving import Incoming, receive_message
from percaya.core.tickets.actions.replying import Reply, add_note, write_reply
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.search.follower import index
from percaya.core.workspace.actions.members import save_team
from percaya.core.workspace.actions.tokens import create_token
from percaya.core.workspace.models import ApiToken, ChannelAccount, Member, Team, Workspace
from percaya.core.workspace.policy import SCOPES

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000100ffff03000006000557bf"
    "abd40000000049454e44ae426082"
)


def ticket(
    contact: Contact,
    *,
    subject: str = "Paket belum sampai",
    text: str = "Halo kak, paket saya belum sampai ya. Sudah lima hari.",
    account: ChannelAccount | None = None,
    assignee: Member | None = None,
    team: Team | None = None,
    priority: str = "normal",
    labels: Sequence[str] = (),
    at: datetime | None = None,
    messages: int = 1,
) -> Ticket:
    """A ticket of that customer with ``messages`` inbound messages; its channel is the account's, e-mail without one."""
    address = address_for(contact.pk, "email")
    made = open_ticket(
        workspace_id=contact.workspace_id,
        contact=contact,
        subject=subject,
        channel=account.channel if account else "email",
        account_id=account.pk if account else None,
        team_id=team.pk if team else None,
        priority=priority,
        address=("email", address.value) if address else None,
        at=at,
        by=Actor.contact(contact.pk),
    )
    for count in range(messages):
        inbound(made, text if count == 0 else f"{text} ({count + 1})", at=at)
    if assignee is not None:
        assign(ticket=made, to=assignee, by=Actor.member(assignee.pk))
    for word in labels:
        add_label(ticket=made, name=word, by=Actor.system())
    return fresh(made)


def inbound(
    into: Ticket,
    text: str = "Ada kabar, kak?",
    *,
    files: Sequence[StoredFile] = (),
    external_id: str = "",
    raw: bytes = b"",
    auto: str = "",
    at: datetime | None = None,
) -> Message:
    """The customer writes (again). With ``raw`` the message has a source to download."""
    contact = Contact.objects.get(pk=into.contact_id)
    address = address_for(contact.pk, "email")
    incoming = Incoming(
        contact_id=contact.pk,
        author_name=contact.name,
        address=("email", address.value if address else ""),
        channel=into.channel,
        account_id=into.account_id,
        subject=into.subject,
        text=text,
        external_id=external_id,
        raw_sha=blobs.store().put(raw) if raw else "",
        auto=auto,
        files=files,
        at=at,
    )
    return receive_message(ticket=into, incoming=incoming, by=Actor.contact(contact.pk))


def inbound_from(into: Ticket, value: str, text: str) -> Message:
    """Somebody else than the customer writes into the ticket, from that address of mail."""
    contact, _handle = resolve_contact(workspace_id=into.workspace_id, kind="email", value=value, by=Actor.system())
    incoming = Incoming(
        contact_id=contact.pk, author_name=value, address=("email", value), channel=into.channel, account_id=into.account_id,
        text=text,
    )  # fmt: skip
    return receive_message(ticket=into, incoming=incoming, by=Actor.contact(contact.pk))


def reply(on: Ticket, member: Member, text: str = "Baik kak, kami cek dulu ya.", **more: object) -> Message:
    """An answer of that member, in the outbox. ``more`` are fields of ``Reply`` (then, send_key, hold_seconds, …)."""
    return write_reply(ticket=on, reply=Reply(text=text, **more), member=member, by=Actor.member(member.pk))  # type: ignore[arg-type]


def note(on: Ticket, member: Member, text: str = "Sudah saya telepon kurirnya.", files: Sequence[StoredFile] = ()) -> Message:
    return add_note(ticket=on, text=text, files=files, member=member, by=Actor.member(member.pk))


def stored_file(name: str = "resi.png", content: bytes = PNG, content_type: str = "image/png") -> StoredFile:
    """A file whose bytes are in the blob store already."""
    return StoredFile(name=name, size=len(content), content_type=content_type, sha256=blobs.store().put(content))


def token(member: Member, *scopes: str, name: str = "Kasir") -> str:
    """A bearer token's secret; every scope when none is named."""
    return token_row(member, *scopes, name=name)[1]


def token_row(member: Member, *scopes: str, name: str = "Kasir") -> tuple[ApiToken, str]:
    return create_token(member=member, name=name, scopes=scopes or SCOPES, by=Actor.member(member.pk))


def raw_mail(
    *,
    to: str = "halo@senja.example",
    sender: str = "Rina Marlina <rina@contoh.example>",
    subject: str = "Paket belum sampai",
    text: str = "Halo kak, paket saya belum sampai ya.",
    message_id: str = "<satu@contoh.example>",
    in_reply_to: str = "",
    files: Sequence[tuple[str, bytes, str]] = (),
) -> bytes:
    """A plain mail as bytes; ``files`` are (name, content, type)."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, subject, message_id
    mail["Date"] = "Mon, 02 Nov 2026 09:15:00 +0700"
    if in_reply_to:
        mail["In-Reply-To"] = mail["References"] = in_reply_to
    mail.set_content(text)
    for name, content, kind in files:
        main, _slash, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def team(workspace: Workspace, name: str, *members: Member) -> Team:
    return save_team(workspace=workspace, name=name, members=members, by=Actor.system())


def fresh(row: Ticket) -> Ticket:
    """The ticket as the database has it now."""
    return Ticket.objects.get(pk=row.pk)


def search_is_current() -> None:
    """Bring the search index up with the journal, as the follower does a moment later; also inside a test's open
    transaction, for which the journal's own reader would wait on PostgreSQL. Seeing an event twice indexes it once."""
    index(list(EventRow.objects.order_by("id")))


def story(ticket: Ticket) -> list[str]:
    """The kinds of all that happened to a ticket, in order."""
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk)
    return list(rows.order_by("seq").values_list("kind", flat=True))
