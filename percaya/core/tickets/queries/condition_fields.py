"""What a condition can ask about a ticket, and how: the one table that reading, searching and saying are made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

# kind of field -> the operators that make sense on it, the usual one first
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "choice": ("is", "is_not"),
    "row": ("is", "is_not"),  # something of the workspace, by its key
    "many": ("any", "all", "none"),
    "flag": ("is",),
    "moment": ("within", "older", "ahead", "period", "before", "after", "empty", "filled"),
    "text": ("contains", "lacks", "is", "is_not", "starts", "empty", "filled"),
    "number": ("eq", "ne", "lt", "lte", "gt", "gte", "empty", "filled"),
    "day": ("on", "before", "after", "period", "within", "older", "ahead", "empty", "filled"),
}
BARE = frozenset({"empty", "filled"})  # take no value
LISTS = frozenset({"choice", "row", "many"})  # kinds whose value is a list
SPANS = frozenset({"within", "older", "ahead"})  # "30m", "2h", "7d", "3w"
DAYS = frozenset({"on", "before", "after"})  # "2026-11-26"
PERIODS = ("today", "yesterday", "tomorrow", "this_week", "last_week", "this_month", "last_month")
# kind of a custom field -> kind of a condition
CUSTOM_KINDS: Mapping[str, str] = {
    "text": "text", "number": "number", "money": "number", "date": "day", "choice": "choice", "multi": "many",
    "yesno": "flag", "contact": "choice",
}  # fmt: skip

NOBODY, ME, MY_TEAMS = "none", "me", "mine"


@dataclass(frozen=True)
class Field:
    """``column`` is where a field of a plain kind lies; ``words`` name it within a sentence; flags have a word for no, too.

    ``words_of`` are the values that stand for something else than themselves ("me"), ``choices`` all the values there are.
    """

    key: str
    kind: str
    name: str
    column: str = ""
    no: str = ""
    specials: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    custom_id: int = 0
    is_own_word: bool = False  # the business named it: not to be translated
    in_minutes: bool = False  # the column holds a moment as ``policy.update_key`` does, for its index

    @property
    def operators(self) -> tuple[str, ...]:
        return OPERATORS[self.kind]


@dataclass(frozen=True)
class Custom:
    """A custom field of tickets, as far as conditions care. ``options``: (value, name)."""

    id: int
    key: str
    name: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()


def field_of(key: str, custom: Mapping[str, Custom]) -> Field | None:
    """The field of that key: one of the table, or "field:<key>" of the business's own."""
    if not key.startswith("field:"):
        return FIELDS.get(key)
    known = custom.get(key.removeprefix("field:"))
    if known is None:
        return None
    return Field(
        key,
        CUSTOM_KINDS[known.kind],
        known.name,
        choices=tuple(value for value, _name in known.options),
        custom_id=known.id,
        is_own_word=True,
    )


def _row(key: str, column: str, name: str, *specials: str) -> Field:
    return Field(key, "row", name, column, specials=specials)


_LANGUAGES = ("id", "en", "ms")
_STATES = ("new", "open", "waiting_customer", "waiting_other", "resolved", "closed")

FIELDS: Mapping[str, Field] = {
    field.key: field
    for field in (
        Field("state", "choice", _("state"), "state", choices=_STATES),
        Field("priority", "choice", _("priority"), "priority", choices=("urgent", "high", "normal", "low")),
        Field("channel", "choice", _("channel"), "channel"),
        _row("account", "account_id", _("channel account"), NOBODY),
        _row("brand", "account__brand_id", _("brand"), NOBODY),
        _row("assignee", "assignee_id", _("assignee"), ME, NOBODY, MY_TEAMS),
        _row("team", "team_id", _("team"), MY_TEAMS, NOBODY),
        Field("label", "many", _("label")),
        Field("topic", "text", _("topic"), "topic"),
        Field("subject", "text", _("subject"), "subject"),
        _row("contact", "contact_id", _("customer")),
        _row("organisation", "contact__organisation_id", _("organisation"), NOBODY),
        Field("vip", "flag", _("is from a VIP"), no=_("is not from a VIP")),
        Field("language", "choice", _("language"), "language", choices=_LANGUAGES),
        Field("mood", "choice", _("mood"), "mood", choices=("negative", "neutral", "positive", NOBODY)),
        Field("open", "flag", _("is open"), no=_("is not open")),
        Field("unread", "flag", _("is unread"), no=_("has been read")),
        Field("snoozed", "flag", _("sleeps until later"), no=_("does not sleep")),
        Field("spam", "flag", _("is spam"), no=_("is not spam")),
        Field("attachment", "flag", _("has an attachment"), no=_("has no attachment")),
        Field("failed", "flag", _("has an answer that did not arrive"), no=_("has no answer that did not arrive")),
        Field("near", "flag", _("is close to being late"), no=_("is not close to being late")),
        Field("overdue", "flag", _("owes an update that is overdue"), no=_("owes no update that is overdue")),
        Field("mentioned", "flag", _("mentions me, unread"), no=_("does not mention me")),
        Field("draft", "flag", _("has a draft of mine"), no=_("has no draft of mine")),
        Field("following", "flag", _("is followed by me"), no=_("is not followed by me")),
        Field("messages", "number", _("messages of the customer"), "inbound_count"),
        Field("created", "moment", _("created"), "created_at"),
        Field("updated", "moment", _("changed"), "updated_at"),
        Field("waiting", "moment", _("customer waiting since"), "waiting_since"),
        Field("received", "moment", _("last message of the customer"), "last_inbound_at"),
        Field("replied", "moment", _("first answered"), "first_replied_at"),
        Field("resolved", "moment", _("solved"), "resolved_at"),
        Field("due", "moment", _("reply due"), "due_at"),
        Field("update", "moment", _("next update"), "update_key", in_minutes=True),
        _row("promiser", "promise_owner_id", _("owner of the promise"), ME, NOBODY),
        Field("promise", "moment", _("promise due"), "promise_due_at"),
        Field("quiet", "moment", _("quiet since"), "quiet_since"),
    )
}

NameOf = Callable[[str, str | int], str]  # (field's key, value) -> the word for it, "" when unknown
