"""Pictures for the editor: taken from a paste, a drop or a file; shown to members before they are public."""

from collections.abc import Callable

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core import public_ids
from percaya.core.knowledge.actions.pictures import MOST_BYTES, add_picture
from percaya.core.knowledge.actions.refusing import Refused
from percaya.core.knowledge.models import Image
from percaya.core.workspace.models import Workspace
from percaya.core.workspace.policy import CURATE
from percaya.web.help.pictures import picture_response
from percaya.web.knowledge.finding import article_of
from percaya.web.ui.doors import MemberRequest, member_view


@require_POST
@member_view(CURATE)
def add(request: MemberRequest, public_id: str) -> HttpResponse:
    """POST ``file``. JSON: ``markdown`` to put into the text, or what is wrong."""
    article = article_of(request, public_id)
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"said": _("Choose a picture. Nothing was added.")}, status=422)
    try:
        content = file.read(MOST_BYTES + 1)
        image = add_picture(workspace_id=request.workspace.pk, article=article, name=file.name or "", content=content)
    except Refused as refused:
        return JsonResponse({"said": str(refused)}, status=422)
    words = image.name.rsplit(".", 1)[0].replace("[", "").replace("]", "")
    return JsonResponse({"markdown": f"![{words}](image:{public_ids.encode('image', image.pk)})"})


@require_GET
@member_view()
def show(request: MemberRequest, public_id: str) -> HttpResponse:
    pk = public_ids.decode("image", public_id)
    image = Image.objects.filter(workspace=request.workspace, pk=pk).first() if pk else None
    if image is None:
        raise Http404
    return picture_response(image)


def member_picture_url(workspace: Workspace) -> Callable[[str], str]:
    return lambda name: reverse("knowledge:picture", args=[workspace.slug, name])
