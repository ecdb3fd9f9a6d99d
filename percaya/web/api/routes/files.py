"""Files: up before they are sent, down after they came."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from percaya.core.tickets.queries.tickets import attachment_for
from percaya.core.workspace.policy import NOTE
from percaya.web.api import ids, uploads
from percaya.web.api.answers import answer
from percaya.web.api.bodies import file_body
from percaya.web.api.describing import DOWNLOAD, UPLOAD
from percaya.web.api.downloads import download
from percaya.web.api.idempotency import once
from percaya.web.api.problems import not_found
from percaya.web.api.schemas.inputs import Line
from percaya.web.api.schemas.outputs import UploadOut
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Files"])


@router.post("", auth=needs("messages:write", NOTE), response={201: UploadOut}, openapi_extra=UPLOAD)
@once()
def upload_attachment(request: ApiRequest, name: Line = "") -> HttpResponse:
    """One file, as a form or as a raw body with ``?name=``. Its id goes into ``attachments`` of a message within 24 h."""
    content, form_name, declared = file_body(request, uploads.MAX_FILE)
    slip, file = uploads.keep(request.auth, content, name or form_name, declared.split(";")[0].strip().lower())
    shown = {
        "id": slip, "name": file.name, "size": file.size, "content_type": file.content_type, "sha256": file.sha256
    }  # fmt: skip
    return answer(shown, status=201)


@router.get("/{attachment_id}", auth=needs("messages:read"), openapi_extra=DOWNLOAD)
def get_attachment(request: ApiRequest, attachment_id: str) -> HttpResponseBase:
    """The bytes of a file of a message."""
    file = attachment_for(request.auth.member, ids.decode("attachment", attachment_id))
    if file is None:
        raise not_found()
    return download(file.sha256, file.name, file.content_type)
