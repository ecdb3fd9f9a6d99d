"""A vendor's request as its channel judges it, and the account it knocks at."""

from django.conf import settings
from django.http import Http404, HttpRequest

from percaya.channels.contract.abilities import Hooked, HookRequest
from percaya.channels.registry import channels
from percaya.core import public_ids
from percaya.core.prepared import Prepared
from percaya.core.workspace.models import ChannelAccount

# Made once: of all that a knock costs, Django's writing of this statement was the largest part.
_account: Prepared[ChannelAccount] = Prepared(
    lambda pk, channel: ChannelAccount.objects.select_related("workspace").filter(pk=pk, channel=channel), pk=int, channel=str
)


class TooMuch(Exception):
    """The body is larger than ``PERCAYA_MAX_HOOK``."""


def door_of(channel: str, public_id: str) -> tuple[Hooked, ChannelAccount]:
    """The channel and the account of that address, a paused one too. Raises ``Http404`` for all else, without a difference."""
    kind = channels().get(channel)
    pk = public_ids.decode("account", public_id)
    if not isinstance(kind, Hooked) or pk is None:
        raise Http404
    found = _account.ask(pk=pk, channel=channel)
    if not found:
        raise Http404
    return kind, found[0]


def request_of(request: HttpRequest) -> HookRequest:
    """As it came. The address is the public one: signatures are made over what the vendor called, whatever stands in front of
    us and whatever Host a stranger writes. Raises ``TooMuch`` before reading more than may come."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.PERCAYA_MAX_HOOK:
        raise TooMuch
    query = request.META.get("QUERY_STRING", "")
    return HookRequest(
        method=str(request.method),
        url=settings.PUBLIC_URL.rstrip("/") + request.path + (f"?{query}" if query else ""),
        query={name: str(request.GET[name]) for name in request.GET},
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.body,
    )


def addressed(account: ChannelAccount, names: tuple[str, ...]) -> list[ChannelAccount]:
    """The accounts that a request speaks to: of this account's workspace and channel alone, paused ones too. An app's webhook
    is one address for all its numbers; those of another workspace are not ours to speak for."""
    wanted = {name.strip().lower() for name in names}
    if wanted <= {account.address}:
        return [account]
    rows = ChannelAccount.objects.select_related("workspace").filter(
        workspace_id=account.workspace_id, channel=account.channel, address__in=wanted
    )
    return sorted(rows, key=lambda one: one.pk)
