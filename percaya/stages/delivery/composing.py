"""What a channel needs to know to put one message on the wire."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from percaya.channels.contract import (
    Address,
    AttachmentOut,
    Channel,
    Choice,
    HandleKind,
    Offer,
    Outgoing,
    TemplateOut,
)
from percaya.channels.registry import channel
from percaya.core import public_ids
from percaya.core.journal.blobs import store
from percaya.core.tickets.actions.carrying_on import OWN_SUBJECT
from percaya.core.tickets.actions.forwarding import ASIDE
from percaya.core.tickets.clock_words import day_and_time
from percaya.core.tickets.markup import to_html
from percaya.core.tickets.models import Attachment, Message
from percaya.core.tickets.queries.audience import theirs
from percaya.core.workspace.brands import brand_for
from percaya.core.workspace.models import Brand
from percaya.stages.delivery.linking import linked
from percaya.stages.delivery.logos import logo_out
from percaya.stages.delivery.ways import recipient

_REFERENCES = 30


def outgoing(message: Message, key: str, *, window_open: bool = True) -> Outgoing:
    """Everything about the message, from its ticket, for the channel of that key. The same message gives the same value on
    every try, but for ``window_open`` (whether anything may go at this moment) and that moment, ``tried_at``."""
    ticket, kind, asked = message.ticket, channel(key), message.fields.get("out") or {}
    earlier = _earlier(message)
    last = (
        None
        if _is_aside(message)
        else next((one for one in reversed(earlier) if one.direction == "inbound" and not one.auto), None)
    )
    language = ticket.language if ticket.language in ("id", "en") else "id"
    quoted = _quoted(message, asked.get("quotes"))
    brand = brand_for(message.account, ticket.workspace_id)
    return Outgoing(
        message_token=public_ids.encode("message", message.pk),
        ticket_token=public_ids.encode("ticket", ticket.pk),
        ticket_number=ticket.number,
        to=_nameless(_to(message, kind)) if message.auto else _to(message, kind),
        cc=_addresses(message, "cc"),
        bcc=_addresses(message, "bcc"),
        subject=_subject(message, last),
        text=message.body_text,
        html=to_html(message.body_text),
        sender_name=_sender(message, brand, language),
        attachments=_files(message, kind),
        answers=last.external_id if last else "",
        conversation=str(last.fields.get("conversation", "")) if last else "",
        references=tuple(one.external_id for one in earlier if one.external_id)[-_REFERENCES:],
        quoted="" if message.auto or last is None else last.body_text,
        quoted_intro=_intro(last, language) if last else "",
        automatic=bool(message.auto),
        signature=message.signature if "signed" in message.fields else None,
        language=language,
        composed_at=message.created_at,
        quotes=quoted.external_id if quoted else "",
        by_person=is_by_person(message),
        window_open=window_open,
        template=_template(asked.get("template")),
        offer=_offer(asked.get("offer")),
        location=asked.get("location"),
        reaction=asked.get("reaction"),
        public=bool(asked.get("public")),
        kept=_kept(last),
        kept_of_quote=_kept(quoted),
        logo=logo_out(brand, ticket.workspace) if kind.capabilities.html else None,
        stop_url=str(message.fields.get("_stop", "")),
        tried_at=timezone.now(),
    )


def is_by_person(message: Message) -> bool:
    """A member typed it; no rule, no machine."""
    return message.author_kind == "member" and not message.auto


def _quoted(message: Message, public_id: str | None) -> Message | None:
    """The very message that is answered, of the same ticket."""
    pk = public_ids.decode("message", public_id) if public_id else None
    return Message.objects.filter(pk=pk, ticket_id=message.ticket_id).first() if pk else None


def _kept(message: Message | None) -> Mapping[str, Any]:
    """What the channel itself keeps with a message: a vendor's token to answer or to quote it by."""
    found = message.fields.get("_kept") if message else None
    return found if isinstance(found, dict) else {}


def _template(asked: Mapping[str, Any] | None) -> TemplateOut | None:
    if not asked:
        return None
    values = {str(blank): str(value) for blank, value in asked.get("values", {}).items()}
    return TemplateOut(name=asked["name"], language=asked["language"], values=values)


def _offer(asked: Mapping[str, Any] | None) -> Offer | None:
    if not asked:
        return None
    rows = asked.get("choices", [])
    choices = tuple(Choice(id=one["id"], title=one["title"], description=one.get("description", "")) for one in rows)
    return Offer(choices=choices, button=asked.get("button", ""))


def _earlier(message: Message) -> list[Message]:
    rows = Message.objects.filter(theirs(message.ticket.contact_id), ticket_id=message.ticket_id, pk__lt=message.pk)
    rows = rows.exclude(direction="note")
    rows = rows.exclude(delivery_state="cancelled")
    if _is_aside(message):  # a thread of its own: nothing of the customer's rides along unseen
        return [one for one in reversed(rows.order_by("-pk")[:_REFERENCES]) if _is_aside(one)]
    rows = rows.exclude(fields__has_key=ASIDE)  # what we asked of others is not the customer's to read
    return list(reversed(rows.order_by("-pk")[:_REFERENCES]))


def _is_aside(message: Message) -> bool:
    return ASIDE in message.fields


def _to(message: Message, kind: Channel) -> tuple[Address, ...]:
    """Whom it says; else the customer, where this channel reaches them."""
    if named := _addresses(message, "to"):
        return named
    found = recipient(message.ticket, kind)
    return (found,) if found else ()


def _nameless(addresses: tuple[Address, ...]) -> tuple[Address, ...]:
    """A name is words too, and the stranger's who typed it."""
    return tuple(Address(kind=one.kind, value=one.value) for one in addresses)


def _addresses(message: Message, key: str) -> tuple[Address, ...]:
    return tuple(
        Address(kind=HandleKind(one["kind"]), value=one["value"], name=one.get("name", ""))
        for one in message.addressed.get(key, [])
    )


def _subject(message: Message, last: Message | None) -> str:
    """In reply to a mail: its subject with one "Re:". A receipt repeats it only to a sender who is proven: an address in a
    form or a From line is whatever somebody typed, and nobody can have us mail their words to a stranger."""
    ticket = message.ticket
    if _is_aside(message) or OWN_SUBJECT in message.fields:
        return message.subject
    if "rating" in message.fields:
        with translation.override(ticket.language):
            return _("How did we do? (#%(number)s)") % {"number": ticket.number}
    if message.auto and (last is None or not last.fields.get("_proven")):
        with translation.override(ticket.language):
            return _("We have received your message (#%(number)s)") % {"number": ticket.number}
    subject = ticket.subject or _("Your message (#%(number)s)") % {"number": ticket.number}
    return subject if last is None or subject.lower().startswith(("re:", "bls:")) else f"Re: {subject}"


def _sender(message: Message, brand: Brand | None, language: str) -> str:
    workspace = brand.name if brand else message.ticket.workspace.name
    if message.member is None:
        return workspace
    with translation.override(language):
        return _("%(person)s from %(workspace)s") % {"person": message.member.name, "workspace": workspace}


def _intro(last: Message, language: str) -> str:
    when = day_and_time(last.created_at, last.ticket.workspace.time_zone, language)
    with translation.override(language):
        return _("On %(when)s, %(name)s wrote:") % {"when": when, "name": last.author_name}


def _files(message: Message, kind: Channel) -> tuple[AttachmentOut, ...]:
    files = Attachment.objects.filter(message=message).exclude(sha256="").order_by("pk")
    return tuple(_file(file, kind.capabilities.fetches_files) for file in files)


def _file(file: Attachment, is_fetched: bool) -> AttachmentOut:
    content = store().read(file.sha256)
    if is_fetched:
        return linked(file, content)
    return AttachmentOut(name=file.name, content=content, content_type=file.content_type)
