"""A token of a login with Instagram itself lives for sixty days, and is renewed any time after its first day.

https://developers.facebook.com/docs/instagram-platform/reference/refresh_access_token. The vendor wants the token in the address
there, and no version. Tokens of a page (``page_id``) do not end so, and are not renewed.
"""

from urllib.parse import urlencode

from percaya.channels.common.answers import said
from percaya.channels.common.graph import graph_error
from percaya.channels.common.graph.social import page_of
from percaya.channels.common.payloads import word
from percaya.channels.contract import AccountFacts, Answer, Parcel
from percaya.channels.contract.abilities import Renewal

_API = "https://graph.instagram.com"
_DEAD = 190


def ask_renewal(account: AccountFacts) -> Parcel | None:
    token = account.secrets.get("access_token", "").strip()
    if not token or page_of(account):
        return None
    base = str(account.settings.get("base_url") or "").strip().rstrip("/") or _API
    query = urlencode({"grant_type": "ig_refresh_token", "access_token": token})
    url = f"{base}/refresh_access_token?{query}"
    return Parcel(carrier="http", external_id="", method="GET", url=url, step="renew", repeatable=True)


def renewal_in(answer: Answer) -> Renewal:
    error = graph_error(answer)
    told = said(answer)
    token, ends_in = word(told, "access_token", 1000), told.get("expires_in")
    if answer.code == 200 and token and isinstance(ends_in, int) and not isinstance(ends_in, bool) and ends_in > 0:
        return Renewal(secrets={"access_token": token}, ends_in=ends_in)
    reason = error.said if error else answer.text[:200] or "Instagram did not answer."
    return Renewal(said=reason, is_dead=error is not None and error.code == _DEAD)
