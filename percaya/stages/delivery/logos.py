"""The logo of whoever writes, for channels that carry formatted text."""

import structlog

from percaya.channels.contract import LogoOut
from percaya.core.journal.blobs import Missing, store
from percaya.core.workspace.brands import wearer
from percaya.core.workspace.models import Brand, Workspace
from percaya.core.workspace.pictures import shown_size

log = structlog.get_logger(__name__)


def logo_out(brand: Brand | None, workspace: Workspace) -> LogoOut | None:
    """Costs a read of at most 18 kB. A logo that is lost keeps no answer from leaving."""
    worn = wearer(brand, workspace)
    if not worn.logo_sha256:
        return None
    try:
        content = store().read(worn.logo_sha256)
    except Missing:
        log.warning("logo_missing", workspace=workspace.pk)
        return None
    width, height = shown_size(worn.logo_width, worn.logo_height)
    return LogoOut(content=content, content_type=worn.logo_type, alt=worn.logo_alt or worn.name, width=width, height=height)
