"""Files of drafts: taken as far as the channel carries them, and taken off again."""

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.channels.common.names import safe_name
from percaya.channels.common.sniff import content_type_of
from percaya.channels.contract import Capabilities
from percaya.core.journal import blobs
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.drafts import KINDS, add_draft_file, draft_of, remove_draft_file
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.workspace.policy import NOTE
from percaya.stages.delivery.queries import file_trouble
from percaya.web.inbox.composer.composing import MOST_BYTES, thumbnail
from percaya.web.inbox.composer.recipients import NOTHING, reply_channel
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of

MOST_FILES = 30


@require_POST
@member_view(NOTE)
def upload(request: MemberRequest, number: int) -> HttpResponse:
    """A file for a draft. Answers with its chip, or with the sentence why not."""
    ticket = ticket_of(request, number)
    kind, file = request.POST.get("kind", ""), request.FILES.get("file")
    if kind not in KINDS or not isinstance(file, UploadedFile):
        raise Http404
    channel = reply_channel(ticket) if kind == "reply" else None
    can = channel.capabilities if channel else NOTHING
    draft = draft_of(ticket, request.member, kind)
    if kind == "reply" and (why := file_trouble(ticket)):
        return HttpResponse(why, status=422, content_type="text/plain; charset=utf-8")
    try:
        taken = stored_for(can, file, before=draft.attachment_set.count())
    except Refused as why:
        return HttpResponse(str(why), status=422, content_type="text/plain; charset=utf-8")
    kept = add_draft_file(draft=draft, file=taken)
    thumb = thumbnail(request.workspace.slug, kept)
    return render(request, "inbox/parts/draft_file.html", {"file": kept, "thumb": thumb, "ticket": ticket, "kind": kind})


@require_POST
@member_view(NOTE)
def remove(request: MemberRequest, number: int, kind: str, attachment_id: int) -> HttpResponse:
    """Take a file off one's own draft."""
    ticket = ticket_of(request, number)
    if kind not in KINDS:
        raise Http404
    remove_draft_file(draft=draft_of(ticket, request.member, kind), attachment_id=attachment_id)
    return HttpResponse(status=204)


def stored_for(can: Capabilities, file: UploadedFile, *, before: int) -> StoredFile:
    """The file in the store, if a channel that can do this carries it beside ``before`` others. Raises ``Refused``."""
    if (file.size or 0) > min(can.max_attachment or MOST_BYTES, MOST_BYTES):
        raise Refused(_("This file is too large for the channel. Nothing was attached: make it smaller, or send a link to it."))
    if before >= min(can.max_attachments or MOST_FILES, MOST_FILES):
        raise Refused(_("That is as many files as the channel takes. Nothing was attached."))
    stored = _stored(file)
    if can.attachment_types and not stored.content_type.startswith(can.attachment_types):
        raise Refused(_("This channel does not carry files of this kind. Nothing was attached: send a picture, a PDF or a link."))
    most = next((most for start, most in can.attachment_sizes if stored.content_type.startswith(start)), None)
    if most is not None and stored.size > most:
        raise Refused(_("This file is too large for the channel. Nothing was attached: make it smaller, or send a link to it."))
    return stored


def _stored(file: UploadedFile) -> StoredFile:
    content = file.read()
    declared = file.content_type or ""
    kind = content_type_of(content, declared)
    return StoredFile(
        name=safe_name(file.name or "", kind),
        size=len(content),
        content_type=kind,
        declared_type=declared,
        sha256=blobs.store().put(content),
    )
