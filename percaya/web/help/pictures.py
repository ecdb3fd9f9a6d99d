"""Pictures of articles leave through this door: by their id, judged types only, never as a page."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from percaya.core import public_ids
from percaya.core.knowledge.actions.pictures import TYPES
from percaya.core.knowledge.models import Image
from percaya.core.knowledge.policy import images_in
from percaya.core.workspace.models import Workspace
from percaya.web.help.door import workspace_at
from percaya.web.ui.pictures import picture_of

DAY = 24 * 3600


@require_GET
def picture(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """A picture that a live public article shows."""
    workspace = workspace_at(slug)
    pk = public_ids.decode("image", public_id)
    image = Image.objects.filter(workspace=workspace, pk=pk, is_public=True).first() if pk else None
    if image is None:
        raise Http404
    response = picture_response(image)
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return response


def picture_response(image: Image) -> HttpResponse:
    """The bytes, so that a browser shows a picture of them and runs nothing."""
    if image.content_type not in TYPES:
        raise Http404
    return picture_of(image.sha256, image.content_type)


def public_picture_url(workspace: Workspace, body: str) -> Callable[[str], str]:
    """Where each picture of a text is to be had by everybody; one that is not public has no address."""
    named = images_in(body)
    keys = {pk: name for name in named if (pk := public_ids.decode("image", name))}
    rows = Image.objects.filter(workspace=workspace, pk__in=keys, is_public=True) if keys else []
    places = {keys[one.pk]: reverse("help:picture", args=[workspace.slug, keys[one.pk]]) for one in rows}
    return lambda name: places.get(name, "")
