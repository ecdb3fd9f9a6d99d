"""What Meta tells of the account itself: templates, quality, limits, alarms."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from percaya.channels.common.graph import Change, GraphError
from percaya.channels.common.payloads import one, several, word
from percaya.channels.contract import NewsIn, NewsKind

_TEMPLATE = {
    "approved": "approved",
    "reinstated": "approved",
    "flagged": "approved",  # it still goes; quality tells the rest
    "unpaused": "approved",
    "pending": "pending",
    "in_appeal": "pending",
    "rejected": "rejected",
    "limit_exceeded": "rejected",
    "paused": "paused",
    "disabled": "disabled",
    "pending_deletion": "disabled",
    "deleted": "disabled",
    "archived": "disabled",
}
_QUALITY = {"green": "green", "yellow": "yellow", "red": "red", "flagged": "red", "unflagged": "green"}
_ALARMS = {
    "account_violation", "account_restriction", "disabled_update", "account_deleted", "account_offboarded", "account_disabled",
    "partner_removed", "partner_app_uninstalled",
}  # fmt: skip


def news_of(change: Change) -> Iterator[NewsIn]:
    """The news in a change of a field that is about the account."""
    if reader := FIELDS.get(change.about):
        yield from reader(change.value)


def errors_as_news(value: Mapping[str, Any]) -> Iterator[NewsIn]:
    """Errors beside no message: Meta could not give us something."""
    for error in several(value, "errors"):
        said = GraphError.of(error)
        if said.code or said.said:
            yield NewsIn(kind=NewsKind.ALARM, reason=f"{said.said} ({said.code})" if said.code else said.said)


def _template(value: Mapping[str, Any]) -> Iterator[NewsIn]:
    state = _TEMPLATE.get(word(value, "event", 40).lower())
    if state and (name := word(value, "message_template_name", 512)):
        why = word(value, "reason", 300)
        more = word(one(value, "rejection_info"), "reason", 300) or word(one(value, "other_info"), "description", 300)
        reason = ": ".join(bit for bit in ("" if why.upper() == "NONE" else why, more) if bit)
        language = word(value, "message_template_language", 20)
        yield NewsIn(kind=NewsKind.TEMPLATE, name=name, language=language, state=state, reason=reason)


def _template_quality(value: Mapping[str, Any]) -> Iterator[NewsIn]:
    state = _QUALITY.get(word(value, "new_quality_score", 20).lower(), "")
    if name := word(value, "message_template_name", 512):
        language = word(value, "message_template_language", 20)
        yield NewsIn(kind=NewsKind.QUALITY, name=name, language=language, state=state)


def _number(value: Mapping[str, Any]) -> Iterator[NewsIn]:
    if state := _QUALITY.get(word(value, "event", 40).lower()):
        yield NewsIn(kind=NewsKind.QUALITY, state=state)
    if limit := word(value, "current_limit", 40) or word(value, "max_daily_conversations_per_business", 40):
        yield NewsIn(kind=NewsKind.LIMIT, state=limit)


def _capability(value: Mapping[str, Any]) -> Iterator[NewsIn]:
    keys = ("max_daily_conversations_per_business", "max_daily_conversation_per_phone")
    if limit := next(filter(None, (word(value, key, 40) for key in keys)), ""):
        yield NewsIn(kind=NewsKind.LIMIT, state=limit)


def _account(value: Mapping[str, Any]) -> Iterator[NewsIn]:
    event = word(value, "event", 60)
    if event.lower() not in _ALARMS:
        return
    ban, violation = one(value, "ban_info"), one(value, "violation_info")
    restrictions = [word(item, "restriction_type", 80) for item in several(value, "restriction_info")]
    bits = (event, word(ban, "waba_ban_state", 80), word(violation, "violation_type", 80), *restrictions)
    yield NewsIn(kind=NewsKind.ALARM, reason=": ".join(bit for bit in bits if bit))


def _alert(value: Mapping[str, Any]) -> Iterator[NewsIn]:
    info = one(value, "alert_info") or value
    if word(info, "alert_severity", 40).upper() in ("CRITICAL", "WARNING") and word(info, "alert_status").upper() != "NONE":
        said = word(info, "alert_description", 300) or word(info, "alert_type", 120)
        yield NewsIn(kind=NewsKind.ALARM, reason=said)


FIELDS: dict[str, Callable[[Mapping[str, Any]], Iterator[NewsIn]]] = {
    "message_template_status_update": _template,
    "message_template_quality_update": _template_quality,
    "phone_number_quality_update": _number,
    "business_capability_update": _capability,
    "account_update": _account,
    "account_alerts": _alert,
}
