"""Where links lead that customers are sent: one function decides for every notice, answer, survey and code.

Which hosts a brand has of its own is known to the room that shows customers their pages; it says so when it is made ready."""

from collections.abc import Callable

from django.conf import settings

from percaya.core.workspace.models import ChannelAccount, Workspace

Finder = Callable[[ChannelAccount | None, Workspace], str]
_finders: list[Finder] = []


def hosts_are_found_by(finder: Finder) -> None:
    """``finder`` answers with the origin ("https://bantuan.toko.example") of the brand that writes there, "" for none that this
    server answers at."""
    if finder not in _finders:
        _finders.append(finder)


def origin_for(account: ChannelAccount | None, workspace: Workspace) -> str:
    """The own host of the brand that writes from that account, where it has one and this server answers at it; else the
    house's. Without a slash at its end."""
    found = next((origin for finder in _finders if (origin := finder(account, workspace))), "")
    return found or str(settings.PUBLIC_URL).rstrip("/")
