"""Pictures of articles: judged by their bytes, stored before a row names them. Never SVG or HTML."""

from django.db import transaction
from django.utils.translation import gettext as _

from percaya.channels.common.names import safe_name
from percaya.channels.common.sniff import content_type_of
from percaya.core.journal import blobs
from percaya.core.knowledge.actions.refusing import Refused
from percaya.core.knowledge.models import Article, Image

TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
MOST_BYTES = 5 * 1024 * 1024
MOST_PICTURES = 5000  # of a workspace


def check_picture(content: bytes) -> str:
    """The media type by the bytes. Raises ``Refused``."""
    if len(content) > MOST_BYTES:
        raise Refused(_("A picture may have 5 MB at most. Nothing was added; make it smaller."))
    kind = content_type_of(content)
    if kind not in TYPES:
        raise Refused(_("Pictures are PNG, JPEG, GIF or WebP. Nothing was added."))
    return kind


def add_picture(*, workspace_id: int, article: Article | None, name: str, content: bytes) -> Image:
    """Store a picture. The article's text names it as ``image:<public id>``; no event of its own, the text's is enough."""
    kind = check_picture(content)
    if Image.objects.filter(workspace_id=workspace_id).count() >= MOST_PICTURES:
        raise Refused(_("There are too many pictures already. Nothing was added."))
    sha = blobs.store().put(content)
    with transaction.atomic():
        return Image.objects.create(
            workspace_id=workspace_id,
            article=article,
            name=safe_name(name)[:160],
            sha256=sha,
            content_type=kind,
            size=len(content),
        )
