"""A ticket's whole story as rows: ticket, participant, messages, events in a valid chain, words for the search."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from percaya.bench.rows import Table, stored_time
from percaya.bench.texts import Texts
from percaya.core.journal import chain
from percaya.core.journal.event import Event
from percaya.core.journal.models import EventRow
from percaya.core.people.models import Contact, Handle
from percaya.core.tickets import policy
from percaya.core.tickets.events import (
    DeliveryChanged,
    MessageReceived,
    NoteAdded,
    ReplyWritten,
    StateChanged,
    TicketAssigned,
    TicketOpened,
)
from percaya.core.tickets.models import Message, Participant, Ticket, TicketLabel
from percaya.core.tickets.search.port import Document
from percaya.core.words import words

_STATES = ("closed",) * 86 + ("resolved",) * 6 + ("open",) * 4 + ("new",) * 2 + ("waiting_customer", "waiting_other")


@dataclass(frozen=True)
class Stage:
    """Who and what the stories are about: ids of rows that are there already."""

    workspace_id: int
    account_id: int
    members: list[tuple[int, str]]
    teams: list[int]
    labels: list[int]


class Stories:
    """Collects rows until ``write``; ``documents`` are the search's."""

    def __init__(self, stage: Stage, texts: Texts) -> None:
        self.stage = stage
        self.texts = texts
        self.contacts, self.handles = Table(Contact), Table(Handle)
        self.tickets, self.messages, self.events = Table(Ticket), Table(Message), Table(EventRow)
        self.participants, self.labels = Table(Participant), Table(TicketLabel)
        self.documents: list[Document] = []
        self._people: list[tuple[int, str, str]] = []

    @property
    def tables(self) -> tuple[Table, ...]:
        """In the order in which they have to be written."""
        return (
            self.contacts, self.handles, self.tickets, self.messages, self.participants, self.labels, self.events
        )  # fmt: skip

    def tell(self, number: int, at: datetime, *, messages: int, is_last: bool = False) -> None:
        """One ticket with that many messages, opened at ``at``."""
        _Story(self, number, at, messages, "open" if is_last else self.texts.dice.choice(_STATES)).tell()

    def customer(self, number: int, at: datetime) -> tuple[int, str, str]:
        """Every third ticket brings a new person; the others come from people already known."""
        dice = self.texts.dice
        if self._people and number % 3:
            return dice.choice(self._people[-5000:])
        name, address = self.texts.name(), f"pelanggan{number}@bench.example"
        when = stored_time(at)
        common = {"workspace_id": self.stage.workspace_id, "created_at": when}
        contact = self.contacts.add(name=name, language="id", updated_at=when, **common)
        self.handles.add(contact_id=contact, kind="email", value=address, verified_at=when, **common)
        self._people.append((contact, name, address))
        return self._people[-1]


class _Story:
    def __init__(self, book: Stories, number: int, at: datetime, messages: int, state: str) -> None:
        self.book, self.stage, self.dice = book, book.stage, book.texts.dice
        self.number, self.at, self.wanted, self.end = number, at, messages, state
        self.contact, self.name, self.address = book.customer(number, at)
        self.member, self.member_name = self.dice.choice(self.stage.members)
        self.ticket = book.tickets.last + 1
        self.subject = book.texts.subject(number)
        self.seq, self.hash = 0, chain.GENESIS
        self.inbound = 0
        self.waiting: datetime | None = None
        self.replied: datetime | None = None
        self.state = "new"
        self.preview = self.preview_by = ""
        self.opened = at

    def tell(self) -> None:
        self._event(TicketOpened, "contact", self.contact, contact=self.contact, channel="email", account=self.stage.account_id)
        has_owner = self.end != "new" and self.dice.random() < 0.9
        for turn in range(self.wanted):
            self._turn(turn)
            if turn == 0 and has_owner:
                self._event(TicketAssigned, "member", self.member, assignee=self.member, before=None)
        for state in {"closed": ("resolved", "closed")}.get(self.end, (self.end,)):
            self._move(state)
        self._ticket(self.member if has_owner else None)

    def _turn(self, turn: int) -> None:
        self.at += timedelta(minutes=self.dice.randint(3, 90))
        is_open = self.end in ("open", "new")
        if turn % 4 in (0, 2) or (is_open and turn == self.wanted - 1):
            self._customer_writes(turn)
        elif turn % 4 == 3:
            self._note()
        else:
            self._member_answers()

    def _customer_writes(self, turn: int) -> None:
        text = self.book.texts.question()
        self.inbound += 1
        self.waiting = self.waiting or self.at
        message = self._message(
            text, direction="inbound", author_kind="contact", contact_id=self.contact, author_name=self.name,
            external_id=f"{self.number}.{turn}@pelanggan.bench.example",
        )  # fmt: skip
        self._event(MessageReceived, "contact", self.contact, message=message, first=turn == 0)
        self.preview, self.preview_by = policy.preview(text), "contact"
        own = f"{self.subject} {self.name} {self.address} {self.number} " if turn == 0 else ""
        self._index(message, f"{own}{self.name} {text}")

    def _member_answers(self) -> None:
        text = self.book.texts.answer()
        message = self._message(
            text, direction="outbound", author_kind="member", member_id=self.member, author_name=self.member_name,
            delivery_state="sent", delivery_at=stored_time(self.at), external_id=f"{self.number}.{self.seq}@bench.example",
        )  # fmt: skip
        self._event(ReplyWritten, "member", self.member, message=message, send_after=self.at)
        self._event(DeliveryChanged, "system", None, message=message, state="sent")
        self.waiting, self.replied = None, self.replied or self.at
        self.preview, self.preview_by = policy.preview(text), "member"
        if self.state == "new":
            self._move("open")
        self._index(message, f"{self.member_name} {text}")

    def _note(self) -> None:
        text = self.book.texts.answer()
        message = self._message(text, direction="note", author_kind="member", member_id=self.member, author_name=self.member_name)
        self._event(NoteAdded, "member", self.member, message=message)
        self._index(message, f"{self.member_name} {text}")

    def _move(self, state: str) -> None:
        if state != self.state and state != "new":
            self._event(StateChanged, "member", self.member, state=state, before=self.state)
            self.state = state

    def _ticket(self, owner: int | None) -> None:
        if self.state in ("resolved", "closed"):
            self.waiting = None
        due = self.waiting + timedelta(hours=4) if self.waiting else None
        priority = self.dice.choices(policy.PRIORITIES, (1, 12, 3, 1))[0]
        now = stored_time(self.at)
        done = now if self.state in ("resolved", "closed") else None
        self.book.tickets.add(
            workspace_id=self.stage.workspace_id, number=self.number, subject=self.subject, state=self.state,
            priority=priority, team_id=self.dice.choice(self.stage.teams), assignee_id=owner, contact_id=self.contact,
            channel="email", account_id=self.stage.account_id, waiting_since=self._stored(self.waiting), due_at=self._stored(due),
            near_at=self._stored(policy.near_at(due_at=due, due_warn_at=None, promise_due_at=None)),
            shelf=policy.shelf(state=self.state, snoozed=False, is_spam=False, merged=False),
            is_open=int(self.state in policy.OPEN_STATES),
            urgency_key=policy.urgency_key(due_at=due, priority=priority, waiting_since=self.waiting),
            **self._sort_keys(due, priority),
            preview=self.preview, preview_by=self.preview_by, inbound_count=self.inbound, message_count=self.wanted,
            version=self.seq, created_at=stored_time(self.opened), updated_at=now, last_inbound_at=now,
            first_replied_at=self._stored(self.replied), resolved_at=done, closed_at=done if self.state == "closed" else None,
        )  # fmt: skip
        self.book.participants.add(
            workspace_id=self.stage.workspace_id, ticket_id=self.ticket, kind="email", value=self.address, name=self.name,
            role="requester", contact_id=self.contact,
        )  # fmt: skip
        if self.number % 3 == 0:
            label = self.dice.choice(self.stage.labels)
            self.book.labels.add(workspace_id=self.stage.workspace_id, ticket_id=self.ticket, label_id=label)

    def _sort_keys(self, due: datetime | None, priority: str) -> dict[str, int]:
        return asdict(
            policy.sort_keys(due_at=due, promise_due_at=None, snoozed_until=None, priority=priority, waiting_since=self.waiting)
        )

    def _message(self, text: str, **columns: Any) -> int:
        return self.book.messages.add(
            workspace_id=self.stage.workspace_id, ticket_id=self.ticket, channel="email", account_id=self.stage.account_id,
            subject=self.subject, body_text=text, created_at=stored_time(self.at), **columns,
        )  # fmt: skip

    def _event(self, kind: type[Event], actor: str, actor_id: int | None, **facts: Any) -> None:
        event = kind(workspace_id=self.stage.workspace_id, ticket=self.ticket, number=self.number, **facts)  # type: ignore[call-arg]
        self.seq += 1
        row = {
            "workspace_id": self.stage.workspace_id, "stream_type": "ticket", "stream_id": self.ticket, "seq": self.seq,
            "kind": event.kind, "actor_kind": actor, "actor_id": actor_id, "cause_id": None, "at": self.at,
            "data": chain.canonical(event.data()), "personal": "", "salt": "", "personal_digest": "",
        }  # fmt: skip
        self.hash = chain.link(self.hash, row)
        self.book.events.add(**{**row, "at": stored_time(self.at), "hash": self.hash})

    def _index(self, message: int, text: str) -> None:
        self.book.documents.append(Document(message, self.stage.workspace_id, words(text)))

    @staticmethod
    def _stored(at: datetime | None) -> Any:
        return stored_time(at) if at else None
