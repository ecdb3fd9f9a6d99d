"""Files and raw sources: through a checked door, never as something a browser would run on our origin."""

import re
from html import escape

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from percaya.core import public_ids
from percaya.core.journal import blobs
from percaya.core.tickets.models import Attachment, Message
from percaya.core.tickets.queries.tickets import attachment_for, message_of
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.ticket.story import PLAYED, PREVIEWED
from percaya.web.ui.ranges import seekable

LOCKED = "default-src 'none'; sandbox"
# allow-same-origin without allow-scripts: our page may measure the frame, the mail can do nothing with it.
MAIL = (
    "default-src 'none'; img-src {images}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
_REMOTE = re.compile(r'\sdata-remote-src="([^"]*)"')
_CID = re.compile(r'\ssrc="cid:([^"]*)"')


@require_GET
@member_view()
def download(request: MemberRequest, public_id: str, name: str = "") -> HttpResponse:
    """A file, to be saved. ``?inline=1`` gives the few kinds of picture and recording that cannot do harm to the page itself;
    a part of it at a time, where a player asks so."""
    key = public_ids.decode("attachment", public_id)
    file = attachment_for(request.member, key) if key is not None else None
    if file is None or not file.sha256:  # still with the vendor, lost, or taken back
        raise Http404
    inline = request.GET.get("inline") == "1" and file.content_type in (*PREVIEWED, *PLAYED)
    kind = file.content_type if inline else "application/octet-stream"
    return seekable(request, serve_blob(file.sha256, file.name, kind, inline=inline), sha256=file.sha256)  # type: ignore[return-value]


@require_GET
@member_view()
def raw(request: MemberRequest, number: int, message_id: int) -> HttpResponse:
    """The message as it came in, byte for byte."""
    message = _message(request, number, message_id)
    if not message.raw_sha:
        raise Http404
    return serve_blob(message.raw_sha, f"{number}-{message_id}.eml", "application/octet-stream", inline=False)  # type: ignore[return-value]


@require_GET
@xframe_options_sameorigin
@member_view()
def html(request: MemberRequest, number: int, message_id: int) -> HttpResponse:
    """HTML mail for its sandboxed frame. ``?images=1`` lets remote pictures load, which tells their sender."""
    message = _message(request, number, message_id)
    remote = request.GET.get("images") == "1"
    response = HttpResponse(mail_page(request.workspace.slug, message, remote=remote))
    response.headers["Content-Security-Policy"] = MAIL.format(images="'self' data: https: http:" if remote else "'self' data:")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def mail_page(slug: str, message: Message, *, remote: bool) -> str:
    """A whole page around safe HTML; ``cid:`` pictures come from the message's own attachments."""
    body = _CID.sub(lambda found: f' src="{escape(_picture(slug, message, found[1]))}"', message.body_html)
    if remote:
        body = _REMOTE.sub(r' src="\1" referrerpolicy="no-referrer"', body)
    return (
        '<!doctype html><meta charset="utf-8"><base target="_blank"><style>'
        "body{margin:6px 10px;font:15px/1.5 system-ui,sans-serif;color:#1f2430;background:#fff;overflow-wrap:anywhere}"
        "img,table{max-width:100%}img{height:auto}blockquote{margin:0 0 0 8px;padding-left:10px;border-left:2px solid #c9c5bd}"
        "details>summary{color:#5b6070;cursor:pointer}pre{white-space:pre-wrap}</style>" + body
    )


def file_url(slug: str, file: Attachment) -> str:
    return reverse("inbox:file", args=[slug, public_ids.encode("attachment", file.pk), file.name.replace("/", "_") or "file"])


def _picture(slug: str, message: Message, content_id: str) -> str:
    file = message.attachment_set.filter(content_id=content_id, content_type__in=PREVIEWED).first()
    return f"{file_url(slug, file)}?inline=1" if file else ""


def serve_blob(sha: str, name: str, content_type: str, *, inline: bool) -> FileResponse:
    """Bytes of the store in a locked-down answer. Raises ``Http404``."""
    try:
        opened = blobs.store().open(sha)
    except blobs.Missing:
        raise Http404 from None
    response = FileResponse(opened, as_attachment=not inline, filename=name, content_type=content_type)
    response.headers["Content-Security-Policy"] = LOCKED
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _message(request: MemberRequest, number: int, message_id: int) -> Message:
    message = message_of(ticket_of(request, number), message_id)
    if message is None:
        raise Http404
    return message
