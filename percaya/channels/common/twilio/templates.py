"""Approved WhatsApp templates (https://www.twilio.com/docs/content/content-api-resources), page by page."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from percaya.channels.common.answers import said
from percaya.channels.common.payloads import one, several, word, words
from percaya.channels.common.twilio.checking import ask
from percaya.channels.common.twilio.wire import CONTENT, base
from percaya.channels.contract import AccountFacts, Answer, Parcel
from percaya.channels.contract.abilities import TemplateFacts

_STATES = {"approved": "approved", "rejected": "rejected", "paused": "paused", "disabled": "disabled"}
_MOST_PAGES = 50


def list_templates(account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | tuple[TemplateFacts, ...]:
    """Raises ``ValueError`` when Twilio refuses."""
    start = f"{base(account, CONTENT)}/v1/ContentAndApprovals?PageSize=100"
    if not so_far:
        return ask(account, start, "page-0")
    if so_far[-1].code != 200:
        raise ValueError(word(said(so_far[-1]), "message", 300) or f"Twilio answered {so_far[-1].code}.")
    following = word(one(said(so_far[-1]), "meta"), "next_page_url", 1000)
    if following and urlsplit(following).hostname == urlsplit(start).hostname and len(so_far) < _MOST_PAGES:
        return ask(account, following, f"page-{len(so_far)}")
    return tuple(_template(content) for answer in so_far for content in several(said(answer), "contents"))


def _template(content: Mapping[str, Any]) -> TemplateFacts:
    """Its name carries the SID behind a colon: that alone is what Twilio sends by."""
    approval, kinds, examples = one(content, "approval_requests"), one(content, "types"), one(content, "variables")
    body = next((words(kind, "body") for kind in kinds.values() if isinstance(kind, dict) and words(kind, "body")), "")
    sid, state = word(content, "sid", 60), word(approval, "status", 30)
    return TemplateFacts(
        external_id=sid,
        name=f"{word(content, 'friendly_name', 200)}:{sid}",
        language=word(content, "language", 10),
        category=word(approval, "category", 40).lower(),
        state=_STATES.get(state, "pending"),
        reason=word(approval, "rejection_reason", 300),
        body=body,
        blanks=tuple(sorted(examples, key=lambda key: (len(key), key))),
        examples={key: word(examples, key, 200) for key in examples},
    )
