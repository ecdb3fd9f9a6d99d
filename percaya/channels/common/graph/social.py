"""What Instagram and Messenger share beside the Graph API: two faces of one platform, told apart by a few facts.

The rest stands in files beside this one: ``social_reading`` (what came), ``social_sending`` (what goes), ``social_outcomes``
(what Meta's answers mean), ``social_media`` (files that lie on Meta's hosts), ``social_setup`` (keys and subscriptions).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from percaya.channels.common.graph.calling import GRAPH
from percaya.channels.common.payloads import moment_of
from percaya.channels.contract import AccountFacts, Address, HandleKind

COMMENT = "comment:"  # before the ids of comments, which are no messages to Meta
METADATA = "percaya:"  # before our message token in ``metadata``: other apps of the page send words of their own


@dataclass(frozen=True, kw_only=True)
class Social:
    """``about``: the "object" of its webhooks; ``max_bytes`` of one message's text; ``fields`` that we subscribe to."""

    key: str
    name: str
    about: str
    fields: tuple[str, ...]
    profile_fields: str
    account_fields: str
    comment_answers: str  # the edge that takes a public answer to a comment
    vendor: str = GRAPH
    max_text: int = 2000  # characters
    max_bytes: int | None = None
    upload: Mapping[str, str] = field(default_factory=dict)  # form fields of an upload, beside the file
    hearts_only: bool = False  # of reactions that we may send
    app_fields: tuple[str, ...] = ()  # subscribed at the app where they differ from the account's

    def handle(self, external_id: str, name: str = "") -> Address:
        """A customer as this platform knows them (an id scoped to the page or account)."""
        return Address(kind=HandleKind.EXTERNAL, value=f"{self.key}:{external_id}", name=name, verified=True)

    def id_of(self, address: Address) -> str:
        """Meta's id of a customer."""
        return address.value.removeprefix(f"{self.key}:")

    def node(self, account: AccountFacts) -> str:
        """Whose edges are called: the account, or the page that it is connected through."""
        return page_of(account) or account.address

    def host(self, account: AccountFacts) -> str:
        """Meta's host: accounts that are connected through a page live with the page."""
        return GRAPH if page_of(account) else self.vendor


def page_of(account: AccountFacts) -> str:
    """The page that an Instagram account is connected through; "" for a login with Instagram itself, and for pages."""
    return str(account.settings.get("page_id") or "").strip()


def moment(value: object) -> datetime | None:
    """Meta's clocks: milliseconds in messages, seconds in comments and in an entry with changes."""
    text = str(value).strip()
    return moment_of(value, per_second=1000 if len(text) > 11 else 1)
