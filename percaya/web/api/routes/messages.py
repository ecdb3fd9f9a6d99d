"""What is said on a ticket: read it, answer, note, and what the customer says elsewhere."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from percaya.core.journal.blobs import store
from percaya.core.people.models import Contact
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.replying import Reply, add_note, write_reply
from percaya.core.tickets.models import Message
from percaya.core.tickets.queries import timeline
from percaya.core.workspace.policy import NOTE, REPLY
from percaya.web.api import cursors, finding, ids, submitting, uploads
from percaya.web.api.answers import answer
from percaya.web.api.carrying import held_to_channel, parts_of
from percaya.web.api.describing import DOWNLOAD, IDEMPOTENT
from percaya.web.api.downloads import download
from percaya.web.api.idempotency import once, own_id
from percaya.web.api.problems import not_found
from percaya.web.api.schemas.inputs import MessageIn, NoteIn, ReplyIn
from percaya.web.api.schemas.outputs import ArrivalOut, MessageOut, MessagePage
from percaya.web.api.schemas.queries import Paged
from percaya.web.api.shapes import messages as shapes
from percaya.web.api.shapes.arrivals import arrival as arrival_shape
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Messages"])


@router.get("/tickets/{ticket_id}/messages", auth=needs("messages:read"), response=MessagePage)
def list_messages(request: ApiRequest, ticket_id: str, query: Query[Paged]) -> HttpResponse:
    """Messages and notes, oldest first."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    about = f"messages:{ticket.pk}"
    after = cursors.after_id(caller.workspace_id, about, query.cursor)
    rows = timeline.messages(ticket, after_id=after, limit=query.limit + 1)
    more = len(rows) > query.limit
    rows = rows[: query.limit]
    following = cursors.make(caller.workspace_id, about, [rows[-1].pk]) if more else None
    return answer({"messages": shapes.messages(rows), "next_cursor": following})


@router.post(
    "/tickets/{ticket_id}/messages",
    auth=needs("messages:write", REPLY),
    response={201: MessageOut, 202: ArrivalOut},
    openapi_extra=IDEMPOTENT,
)
@once(in_one_transaction=False)
def add_customer_message(request: ApiRequest, ticket_id: str, given: MessageIn) -> HttpResponse:
    """Something the customer wrote elsewhere. It reopens and wakes the ticket as any message does; on a closed one it
    opens the follow-up that its Location names."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    owner = Contact.objects.get(pk=ticket.contact_id)
    sender = submitting.sender(caller, given.contact) if given.contact else submitting.known_sender(caller, owner)
    said = {
        "id": given.external_id or own_id(request),
        "sender": sender,
        "subject": "",
        "text": given.text,
        "ticket": ids.encode("ticket", ticket.pk),
    }
    arrival = submitting.submit(caller, submitting.api_account(caller, None), said, uploads.redeem(caller, given.attachments))
    message = Message.objects.filter(pk=arrival.message_id or 0).first()
    if message is None:
        return answer(arrival_shape(arrival), status=202)
    return _made(message)


@router.post(
    "/tickets/{ticket_id}/replies",
    auth=needs("messages:write", REPLY),
    response={201: MessageOut},
    openapi_extra=IDEMPOTENT,
)
@once()
def reply_to_customer(request: ApiRequest, ticket_id: str, given: ReplyIn) -> HttpResponse:
    """Put an answer into the outbox; ``delivery`` says what becomes of it."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    out, words = parts_of(ticket, given)
    files = uploads.redeem(caller, given.attachments)
    reply = Reply(
        text=words,
        out=out,
        can=held_to_channel(ticket, words, files, out),
        cc=given.cc,
        bcc=given.bcc,
        files=files,
        send_key=own_id(request, f"reply {ticket.pk}")[:64],
        seen_version=given.seen_version,
        then=given.then,
        send_at=given.send_at,
    )
    written = write_reply(ticket=ticket, reply=reply, member=caller.member, by=caller.by)
    return _made(_as_it_stands.ask(message=written.pk)[0])


@router.post(
    "/tickets/{ticket_id}/notes", auth=needs("messages:write", NOTE), response={201: MessageOut}, openapi_extra=IDEMPOTENT
)
@once()
def note_among_colleagues(request: ApiRequest, ticket_id: str, given: NoteIn) -> HttpResponse:
    """A note that no customer ever sees."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    message = add_note(
        ticket=ticket,
        text=given.text,
        files=uploads.redeem(caller, given.attachments),
        send_key=own_id(request, f"note {ticket.pk}")[:64],
        member=caller.member,
        by=caller.by,
    )
    return _made(message)


@router.get("/messages/{message_id}", auth=needs("messages:read"), response=MessageOut)
def get_message(request: ApiRequest, message_id: str) -> HttpResponse:
    """A message or note, with its files and what became of it."""
    return answer(shapes.message(finding.message(request.auth, message_id)))


@router.get("/messages/{message_id}/raw", auth=needs("messages:read"), openapi_extra=DOWNLOAD)
def get_message_source(request: ApiRequest, message_id: str) -> FileResponse | HttpResponseBase:
    """The raw source, byte for byte, of a message that came in as one."""
    message = finding.message(request.auth, message_id)
    if not message.raw_sha or not store().exists(message.raw_sha):
        raise not_found()
    kind, ending = ("message/rfc822", "eml") if message.channel == "email" else ("application/octet-stream", "json")
    return download(message.raw_sha, f"{message_id}.{ending}", kind)


# In a live chat it stands in the customer's panel by now: what the verb began with is out of date.
_as_it_stands: Prepared[Message] = Prepared(lambda message: Message.objects.filter(pk=message), message=int)


def _made(message: Message) -> HttpResponse:
    shown = shapes.message(message)
    return answer(shown, status=201, headers={"Location": f"/api/v1/messages/{shown['id']}"})
