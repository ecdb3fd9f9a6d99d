"""Words that events carry for machines (what was done to a thing, which column, which role), said to people."""

from functools import cache

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


def machine_word(value: str) -> str:
    """The word in the reader's language; one that is not known here (a name, a key of the business's own) stays as it is."""
    return str(_words().get(value, value))


@cache
def _words() -> dict[str, Promise]:
    return {
        # what was done
        "made": pgettext_lazy("event", "made"),
        "created": pgettext_lazy("event", "made"),
        "saved": pgettext_lazy("event", "saved"),
        "changed": pgettext_lazy("event", "changed"),
        "renamed": pgettext_lazy("event", "renamed"),
        "moved": pgettext_lazy("event", "moved"),
        "joined": pgettext_lazy("event", "joined"),
        "removed": pgettext_lazy("event", "removed"),
        "archived": pgettext_lazy("event", "archived"),
        "retired": pgettext_lazy("event", "retired"),
        "restored": pgettext_lazy("event", "restored"),
        "paused": pgettext_lazy("event", "paused"),
        "resumed": pgettext_lazy("event", "resumed"),
        # how tickets hang together
        "parent": pgettext_lazy("event", "the whole"),
        "child": pgettext_lazy("event", "a part of it"),
        "duplicate": pgettext_lazy("event", "duplicate"),
        "related": pgettext_lazy("event", "related"),
        "follow_up": pgettext_lazy("event", "follow-up"),
        # who takes part, and as what
        "requester": pgettext_lazy("event", "customer"),
        "cc": pgettext_lazy("event", "in copy"),
        "third_party": pgettext_lazy("event", "third party"),
        "owner": pgettext_lazy("event", "owner"),
        "admin": pgettext_lazy("event", "admin"),
        "supervisor": pgettext_lazy("event", "supervisor"),
        "agent": pgettext_lazy("event", "agent"),
        "light": pgettext_lazy("event", "viewer"),
        # rights
        "note": pgettext_lazy("event", "notes"),
        "reply": pgettext_lazy("event", "answers"),
        "bulk": pgettext_lazy("event", "many tickets at once"),
        "curate": pgettext_lazy("event", "shared tools"),
        "export": pgettext_lazy("event", "exports"),
        "supervise": pgettext_lazy("event", "supervision"),
        "audit": pgettext_lazy("event", "audit"),
        "administer": pgettext_lazy("event", "administration"),
        # columns
        "name": pgettext_lazy("event", "name"),
        "language": pgettext_lazy("event", "language"),
        "time_zone": pgettext_lazy("event", "time zone"),
        "salutation": pgettext_lazy("event", "form of address"),
        "is_vip": pgettext_lazy("event", "VIP"),
        "organisation": pgettext_lazy("event", "organisation"),
        "notes": pgettext_lazy("event", "notes"),
        "attributes": pgettext_lazy("event", "attributes"),
        "domains": pgettext_lazy("event", "domains"),
        "hours": pgettext_lazy("event", "working hours"),
        "acknowledge": pgettext_lazy("event", "receipts"),
        "before_late": pgettext_lazy("event", "what is done before a time passes"),
        "settings": pgettext_lazy("event", "settings"),
        "secrets": pgettext_lazy("event", "secrets"),
        "sealed": pgettext_lazy("event", "secrets"),
        "address": pgettext_lazy("event", "address"),
        "team": pgettext_lazy("event", "team"),
        "brand": pgettext_lazy("event", "brand"),
        "is_active": pgettext_lazy("event", "active or not"),
        # who is there
        "available": pgettext_lazy("event", "available"),
        "async_only": pgettext_lazy("event", "mail only"),
        "transfers_only": pgettext_lazy("event", "only what they have"),
        "break": pgettext_lazy("event", "on a break"),
        "offline": pgettext_lazy("event", "offline"),
        # what set the routing off
        "opened": pgettext_lazy("event", "a new ticket"),
        "reopened": pgettext_lazy("event", "opened again"),
        "backlog": pgettext_lazy("event", "there was room again"),
        "silent": pgettext_lazy("event", "nothing came from its owner"),
        "leaving": pgettext_lazy("event", "its owner went"),
        "overflow": pgettext_lazy("event", "nobody took it in time"),
        "nobody": pgettext_lazy("event", "nobody in it may answer"),
        "away": pgettext_lazy("event", "nobody is there"),
        "full": pgettext_lazy("event", "everybody has enough to do"),
        "skill": pgettext_lazy("event", "nobody there has the skill"),
        "rules": pgettext_lazy("event", "rules"),
        "member": pgettext_lazy("event", "member"),
        # what a macro does besides
        "state": pgettext_lazy("event", "state"),
        "assign": pgettext_lazy("event", "who is responsible"),
        "priority": pgettext_lazy("event", "priority"),
        "label": pgettext_lazy("event", "label"),
        "unlabel": pgettext_lazy("event", "taking a label off"),
        "snooze": pgettext_lazy("event", "reminder"),
        "field": pgettext_lazy("event", "field"),
        "follow": pgettext_lazy("event", "following"),
        "spoken": pgettext_lazy("event", "the customer has written since"),
        "refused": pgettext_lazy("event", "no longer possible"),
        # why something went higher, how that ended; how days were changed
        "warned": pgettext_lazy("event", "the time is running out"),
        "breached": pgettext_lazy("event", "overdue"),
        "unowned": pgettext_lazy("event", "nobody has taken it"),
        "vip": pgettext_lazy("event", "an important customer"),
        "promise_late": pgettext_lazy("event", "a promise is late"),
        "repeated": pgettext_lazy("event", "the customer had to write again and again"),
        "mood": pgettext_lazy("event", "the customer is angry"),
        "asked": pgettext_lazy("event", "a colleague asked"),
        "rule": pgettext_lazy("event", "a rule asked"),
        "person": pgettext_lazy("event", "by a person"),
        "gone": pgettext_lazy("event", "the ticket is gone"),
        "holidays": pgettext_lazy("event", "holidays"),
        "imported": pgettext_lazy("event", "taken from a list"),
        "added": pgettext_lazy("event", "added"),
        # what a clock runs for
        "first_reply": pgettext_lazy("event", "first reply"),
        "next_reply": pgettext_lazy("event", "next reply"),
        "resolution": pgettext_lazy("event", "solution"),
        # why a clock ended or moved
        "another_policy": pgettext_lazy("event", "another service level fits"),
        "policy_edited": pgettext_lazy("event", "the service level was changed, for running clocks too"),
        "another_calendar": pgettext_lazy("event", "other working hours count"),
        "calendar_edited": pgettext_lazy("event", "the working calendar was changed, for running clocks too"),
        "regrouped": pgettext_lazy("event", "messages were put together or parted"),
        "solved": pgettext_lazy("event", "it was solved"),
        "spam": pgettext_lazy("event", "it is spam"),
        "merged": pgettext_lazy("event", "it goes on in another ticket"),
        "no_target": pgettext_lazy("event", "no service level asks for it"),
        "edited": pgettext_lazy("event", "edited"),
        "undo_seconds": pgettext_lazy("event", "time to take an answer back"),
    }
