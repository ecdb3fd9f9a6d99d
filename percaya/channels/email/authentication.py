"""Whether the sender's address is proven. Anybody can write any From; only our own mail server's verdict counts.

The account's setting ``authserv_id`` names that server as it signs its ``Authentication-Results`` (RFC 8601). Without
the setting no mail is ever taken as proven.
"""

import re

from percaya.channels.contract import AccountFacts
from percaya.channels.email.addresses import parse_addresses
from percaya.channels.email.headers import Headers

_DMARC = re.compile(r"\bdmarc\s*=\s*pass\b", re.I)
_HEADER_FROM = re.compile(r"\bheader\.from\s*=\s*([a-z0-9.-]+)", re.I)


def is_authenticated(headers: Headers, sender: str, account: AccountFacts) -> bool:
    """DMARC passed for exactly the sender's domain, says the topmost result of the trusted server.

    A mail with several From lines or authors never counts: the check may have looked at another one than we do.
    """
    trusted = str(account.settings.get("authserv_id") or "").strip().lower()
    authors = [address for text in headers.texts("from") for address in parse_addresses(text)]
    if not trusted or len(authors) != 1 or len(headers.texts("from")) != 1:
        return False
    for text in headers.texts("authentication-results"):
        server, _, results = text.partition(";")
        if server.lower().split()[:1] != [trusted]:
            continue
        domain = _HEADER_FROM.search(results)
        if domain is None or not _DMARC.search(results):
            return False
        return sender.rpartition("@")[2] == domain[1].lower().rstrip(".")
    return False
