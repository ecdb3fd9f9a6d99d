"""Whether the sender's address is proven. Anybody can write any From; only our own mail server's verdict counts.

The account's setting ``authserv_id`` names that server as it signs its ``Authentication-Results`` (RFC 8601). Without
the setting no mail is ever taken as proven.
"""

import re

from percaya.channels.contract import AccountFacts
from percaya.channels.email.headers import Headers

_DMARC = re.compile(r"\bdmarc\s*=\s*pass\b", re.I)
_HEADER_FROM = re.compile(r"\bheader\.from\s*=\s*([a-z0-9.-]+)", re.I)


def is_authenticated(headers: Headers, sender: str, account: AccountFacts) -> bool:
    """DMARC passed for the sender's domain, says the topmost result of the trusted server."""
    trusted = str(account.settings.get("authserv_id") or "").strip().lower()
    if not trusted:
        return False
    for text in headers.texts("authentication-results"):
        server, _, results = text.partition(";")
        if server.split()[:1] != [trusted] and server.strip().lower() != trusted:
            continue
        domain = _HEADER_FROM.search(results)
        return bool(_DMARC.search(results)) and (domain is None or sender.rpartition("@")[2].endswith(domain[1].lower()))
    return False
