"""Why a ticket went higher, in words."""

from django.utils.translation import gettext as _


def reason_word(reason: str) -> str:
    words = {
        "warned": _("the time is running out"),
        "breached": _("overdue"),
        "unowned": _("nobody has taken it"),
        "mood": _("the customer is angry"),
        "vip": _("an important customer"),
        "promise_late": _("a promise is late"),
        "repeated": _("the customer had to write again and again"),
        "asked": _("a colleague asked"),
        "rule": _("a rule asked"),
    }
    return words.get(reason, reason)
