"""Plays a story with the real verbs, each at its own moment of the past."""

import re
from base64 import b64encode
from datetime import datetime, timedelta
from email.message import EmailMessage

import orjson

from percaya.channels.email.identity import reply_address
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.deliveries import mark_delivery
from percaya.core.tickets.actions.properties import add_label, change_priority
from percaya.core.tickets.actions.replying import Reply, add_note, write_reply
from percaya.core.tickets.actions.shelving import mark_spam, snooze
from percaya.core.tickets.actions.states import change_state
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.models import ChannelAccount, Member
from percaya.core.workspace.queries import facts
from percaya.demo.clock import at
from percaya.demo.pictures import picture
from percaya.demo.shop import Shop, address_of
from percaya.demo.stories.story import CUSTOMERS, Story
from percaya.stages.delivery.actions import send
from percaya.stages.intake.actions import accept, process
from percaya.stages.intake.models import Arrival

_LINE = re.compile(r"([<>#])([\d.]+) (.*)", re.DOTALL)
_BOUNCE = "550 5.1.1 The e-mail account that you tried to reach does not exist"


class Telling:
    """One story: its ticket, and the moment it has come to."""

    def __init__(self, shop: Shop, story: Story, now: datetime) -> None:
        self.shop, self.story, self.now = shop, story, now
        self.moment = now - timedelta(days=story.days)
        self.name, self.address = CUSTOMERS[story.who]
        self.ticket: Ticket | None = None
        self.turn = 0

    def tell(self) -> Ticket:
        for line in self.story.lines:
            found = _LINE.fullmatch(line)
            assert found is not None, line
            self.moment = min(self.moment + timedelta(hours=float(found[2])), self.now - timedelta(minutes=1))
            with at(self.moment):
                self._say(found[1], found[3])
        with at(self.moment + timedelta(seconds=20)):
            self._end()
        return self._fresh()

    def _say(self, who: str, text: str) -> None:
        self.turn += 1
        if who == "<":
            self._customer(text)
        elif who == ">":
            self._answer(text)
        else:
            author = self.shop.members["gilang"] if self.turn % 2 else self._owner
            add_note(ticket=self._fresh(), text=text, member=author, by=Actor.member(author.pk))

    def _customer(self, text: str) -> None:
        if self.ticket is not None:  # whatever the first way in was, our answer was a mail, and it is answered
            bring(self.shop, "email", self._mail(text, reply_address(self._token, facts(self._mailbox))), self.address)
            return
        by_mail = self.story.via == "email"
        raw = self._mail(text, address_of("halo")) if by_mail else self._submission(text)
        arrival = bring(self.shop, self.story.via, raw, self.address if by_mail else None)
        self.ticket = Ticket.objects.get(pk=arrival.ticket_id or 0)
        self._sort()

    def _sort(self) -> None:
        """What is done with a new ticket: its team, its owner, its labels."""
        ticket, by = self._fresh(), Actor.member(self.shop.members["sari"].pk)
        set_team(ticket=ticket, to=self.shop.teams[self.story.team], by=by)
        if self.story.owner:
            assign(ticket=ticket, to=self._owner, by=by)
        for label in self.story.labels:
            add_label(ticket=ticket, name=label, by=by)
        if self.story.priority != "normal":
            change_priority(ticket=ticket, to=self.story.priority, by=by)

    def _answer(self, text: str) -> None:
        reply = Reply(text=text)
        message = write_reply(ticket=self._fresh(), reply=reply, member=self._owner, by=Actor.member(self._owner.pk))
        send(message_id=message.pk)
        engine().cancel(f"send:{message.pk}")

    def _end(self) -> None:
        ticket, end, by = self._fresh(), self.story.end, Actor.member(self._owner.pk)
        if end == "snoozed":
            snooze(ticket=ticket, until=self.now + timedelta(days=2), by=by)
        elif end == "failed":
            message = Message.objects.filter(ticket=ticket, direction="outbound").latest("pk")
            mark_delivery(message=message, state="failed", reason=_BOUNCE, code="5.1.1", by=Actor.system())
        elif end != ticket.state and end != "new":
            change_state(ticket=ticket, to=end, waits_for=self.story.waits_for, by=by)

    def _mail(self, text: str, to: str) -> bytes:
        mail = EmailMessage()
        mail["From"], mail["To"] = f"{self.name} <{self.address}>", to
        mail["Subject"] = f"Re: {self.story.subject}" if self.ticket else self.story.subject
        mail["Date"] = self.moment
        mail["Message-ID"] = f"<{self.story.who}.{self.moment.timestamp():.0f}@surat.example>"
        mail.set_content(f"{text}\n\n-- \n{self.name}\n")
        # What was promised "as attached" comes with the last of their mails.
        if self.story.files and self.turn >= self._last_turn_of_customer:
            for name in self.story.files:
                mail.add_attachment(picture(name), maintype="image", subtype="png", filename=name)
        return mail.as_bytes()

    def _submission(self, text: str) -> bytes:
        """What the form's page and the shop's own system send (the shapes are their channels')."""
        said: dict[str, object] = {"sender": {"name": self.name, "email": self.address}, "subject": self.story.subject}
        files = [{"name": n, "type": "image/png", "content": b64encode(picture(n)).decode()} for n in self.story.files]
        if self.story.via == "webform":
            form = {"id": "", "name": "Formulir kontak", "language": "id"}
            return orjson.dumps({**said, "submission": self._key, "form": form, "message": text, "files": files})
        return orjson.dumps({**said, "id": self._key, "text": text, "files": files})

    @property
    def _key(self) -> str:
        return f"{self.story.who}-{self.story.days}"

    @property
    def _last_turn_of_customer(self) -> int:
        return max(turn for turn, line in enumerate(self.story.lines, 1) if line.startswith("<"))

    @property
    def _mailbox(self) -> ChannelAccount:
        return self.shop.accounts["email"]

    @property
    def _token(self) -> str:
        return public_ids.encode("ticket", self._fresh().pk)

    def _fresh(self) -> Ticket:
        assert self.ticket is not None
        return Ticket.objects.get(pk=self.ticket.pk)

    @property
    def _owner(self) -> Member:
        return self.shop.members[self.story.owner or "budi"]


def bring(shop: Shop, channel: str, raw: bytes, mail_from: str | None = None) -> Arrival:
    """Something comes in through a door and is read at once."""
    door = {"email": "smtp", "webform": "form"}.get(channel, "api")
    account = shop.accounts[channel]
    kept = accept(account=account, raw=raw, door=door, mail_from=mail_from, rcpt_to=[account.address])
    return process(arrival_id=kept.pk)


def spam(shop: Shop, name: str, address: str, subject: str, text: str, moment: datetime) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{name} <{address}>", address_of("halo"), subject
    mail["Message-ID"] = f"<{moment.timestamp():.0f}@{address.split('@')[1]}>"
    mail.set_content(text)
    with at(moment):
        arrival = bring(shop, "email", mail.as_bytes(), address)
        ticket = Ticket.objects.get(pk=arrival.ticket_id or 0)
        mark_spam(ticket=ticket, evidence=("reported",), by=Actor.member(shop.members["sari"].pk))


def quarantine(shop: Shop, moment: datetime) -> None:
    """A mail that nobody can read: kept, and shown to a person."""
    with at(moment):
        bring(shop, "email", b"\x00\x01\x02\xff")
