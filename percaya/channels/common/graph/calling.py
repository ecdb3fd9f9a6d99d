"""Requests to the Graph API: where it is, how we say who we are. The token goes into a header, never into an address."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from percaya.channels.contract import AccountFacts, Parcel

GRAPH = "https://graph.facebook.com"
VERSION = "v26.0"
_VERSION = re.compile(r"^v\d{1,3}\.\d{1,2}$")


def graph_base(account: AccountFacts, vendor: str = GRAPH) -> str:
    """Where the account's Graph API is, with its version: ``base_url`` and ``api_version`` of its settings or the vendor's."""
    base = str(account.settings.get("base_url") or "").strip().rstrip("/") or vendor
    version = str(account.settings.get("api_version") or "").strip()
    return f"{base}/{version if _VERSION.match(version) else VERSION}"


def graph_url(account: AccountFacts, path: str, query: Mapping[str, str] | None = None, vendor: str = GRAPH) -> str:
    """The address of a path such as "123/messages"; whatever stands in it cannot leave it."""
    safe = "/".join(quote(part, safe="") for part in path.split("/") if part.strip("."))
    return f"{graph_base(account, vendor)}/{safe}" + (f"?{urlencode(query)}" if query else "")


def bearer(account: AccountFacts, secret: str = "access_token") -> dict[str, str]:
    """The header that says who we are."""
    token = "".join(letter for letter in account.secrets.get(secret, "") if "!" <= letter <= "~")
    return {"Authorization": f"Bearer {token}"}


def graph_get(
    account: AccountFacts, path: str, query: Mapping[str, str] | None = None, *, step: str = "", vendor: str = GRAPH
) -> Parcel:
    """Ask for something; asking twice is harmless."""
    url = graph_url(account, path, query, vendor)
    return Parcel(carrier="http", external_id="", method="GET", url=url, headers=bearer(account), step=step, repeatable=True)


def graph_post(
    account: AccountFacts,
    path: str,
    body: Mapping[str, Any],
    *,
    external_id: str = "",
    recipients: tuple[str, ...] = (),
    step: str = "",
    repeatable: bool = False,
    vendor: str = GRAPH,
) -> Parcel:
    """Send JSON, keys sorted: the same message gives the same bytes."""
    return Parcel(
        carrier="http",
        external_id=external_id,
        url=graph_url(account, path, None, vendor),
        headers={**bearer(account), "Content-Type": "application/json"},
        body=orjson.dumps(body, option=orjson.OPT_SORT_KEYS),
        recipients=recipients,
        step=step,
        repeatable=repeatable,
    )
