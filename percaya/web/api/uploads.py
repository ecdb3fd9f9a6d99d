"""Files on their way into a message: the bytes are in the blob store, the upload's id is a signed slip that says whose
they are. No table, nothing to guess, and nothing another member could use."""

from collections.abc import Sequence
from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext as _

from percaya.channels.common.names import safe_name
from percaya.channels.common.sniff import content_type_of
from percaya.core.journal.blobs import store
from percaya.core.tickets.actions.files import StoredFile
from percaya.web.api.problems import invalid, too_large
from percaya.web.api.tokens import Caller

MAX_FILE = 10 * 1024 * 1024
MAX_TOGETHER = 20 * 1024 * 1024
LIFE = timedelta(hours=24)
_SALT = "percaya.api.upload"
_PREFIX = "upl_"


def keep(caller: Caller, content: bytes, name: str, declared: str) -> tuple[str, StoredFile]:
    """Store the bytes; the slip (an id) and what is known of them by looking."""
    content_type = content_type_of(content, declared)
    file = StoredFile(
        name=safe_name(name, content_type),
        size=len(content),
        content_type=content_type,
        declared_type=declared,
        sha256=store().put(content),
    )
    said = [caller.workspace_id, caller.member.pk, file.sha256, file.size, file.content_type, file.name]
    return _PREFIX + signing.dumps(said, salt=_SALT), file


def redeem(caller: Caller, slips: Sequence[str]) -> list[StoredFile]:
    """The files behind slips of this member. Raises a 422 or 413 problem."""
    files = [_file(caller, slip, place) for place, slip in enumerate(slips)]
    if sum(file.size for file in files) > MAX_TOGETHER:
        raise too_large(MAX_TOGETHER)
    return files


def _file(caller: Caller, slip: str, place: int) -> StoredFile:
    try:
        said = signing.loads(slip.removeprefix(_PREFIX), salt=_SALT, max_age=LIFE)
        workspace_id, member_id, sha, size, content_type, name = said
    except (signing.BadSignature, ValueError, TypeError):
        workspace_id = member_id = None
    if (workspace_id, member_id) != (caller.workspace_id, caller.member.pk):
        raise invalid(_("This upload is unknown or too old. Upload the file again."), f"/attachments/{place}")
    return StoredFile(name=name, size=size, content_type=content_type, sha256=sha)
