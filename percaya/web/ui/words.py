"""What the scripts say, in the reader's language. Carried once per page as JSON."""

import json
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from percaya.web.ui.commands import table


def page_words(commands: bool = True) -> Markup:
    """JSON for a ``<script type="application/json">``; every "<" is written as \\u003c so that no text can close the element."""
    return _page_words(get_language() or "", commands)


@cache  # on every page, and the same for everyone who reads that language
def _page_words(_language: str, commands: bool) -> Markup:
    return Markup(json.dumps(_words(commands), ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704


def _words(commands: bool) -> dict[str, Any]:
    return {
        "language": get_language(),
        "now": _("just now"),
        "min": _("%(count)s min") % {"count": "%n"},
        "hour": _("%(count)s h") % {"count": "%n"},
        "hourMin": _("%(hours)s h %(minutes)s min") % {"hours": "%h", "minutes": "%m"},
        "day": _("%(count)s d") % {"count": "%n"},
        "overdue": _("Overdue %(time)s") % {"time": "%t"},
        "promiseOverdue": _("Promise overdue %(time)s") % {"time": "%t"},
        "changes": _("%(count)s changes · press .") % {"count": "%n"},
        "oneChange": _("1 change · press ."),
        "draftSaving": _("Saving draft…"),
        "draftSaved": _("Draft saved %(time)s") % {"time": "%t"},
        "draftFailed": _("Draft not saved yet. Your text is safe on this page; trying again."),
        "offline": _("Connecting… your draft is safe."),
        "signedOut": _("You are signed out. Your text is still here: sign in again in another tab."),
        "online": _("Connected again."),
        "failed": _("That did not work and nothing was changed. Try again."),
        "forbidden": _("You may not do that. Nothing was changed."),
        "tooLarge": _("%(name)s is too large: at most %(size)s per file.") % {"name": "%f", "size": "%s"},
        "uploading": _("Uploading %(name)s…") % {"name": "%f"},
        "pushStart": _("Turn on push here"),
        "pushStop": _("Turn off push here"),
        "pushOn": _("This browser is woken by a push, also when Percaya is closed."),
        "pushOff": _("This browser is not woken by pushes."),
        "pushDenied": _("This browser has been told not to show notices from here. Allow them in its settings of this site."),
        "pushFailed": _("Push could not be turned on. The bell and e-mail still reach you."),
        "removed": _("Removed"),
        "remove": _("Remove"),
        "undo": _("Undo"),
        "idleSoon": _("Nothing has moved here for a while. In 30 seconds you are put on a break."),
        "putBack": _("Put back"),
        "close": _("Close"),
        "copied": _("Link copied."),
        "sending": _("Sending in %(count)s s") % {"count": "%n"},
        "typing": _("%(name)s is typing…") % {"name": "%p"},
        "viewing": _("%(name)s is viewing") % {"name": "%p"},
        "nothingFound": _("Nothing found"),
        "notForMany": _("This cannot be done to several tickets at once."),
        "keysOn": _("Single-key shortcuts are on"),
        "keysOff": _("Single-key shortcuts are off"),
        "ticketNumber": _("Ticket #%(number)s") % {"number": "%n"},
        "selected": _("Selected tickets"),
        "recent": _("Opened lately"),
        "searching": _("Searching…"),
        "sure": _("Enter once more: %(command)s") % {"command": "%p"},
        "newMessages": _("New messages"),
        **(_composer() if commands else {}),
        "commands": table() if commands else [],  # customers' pages have no commands
    }


def _composer() -> dict[str, Any]:
    """What the modules of the composer say."""
    return {
        "connecting": _("Connecting… your draft is safe"),
        "sendingNow": _("Sending…"),
        "draftBy": _("%(name)s changed this draft at %(time)s") % {"name": "%p", "time": "%t"},
        "draftElsewhere": _("This draft was changed on another device at %(time)s") % {"time": "%t"},
        "draftTheirs": _("Use that one"),
        "draftMine": _("Keep what stands here"),
        "draftRestored": _("Restored what this device had not saved yet"),
        "draftFound": _("This device still has a text that was never saved:"),
        "draftRestore": _("Restore it"),
        "draftDrop": _("Throw it away"),
        "mentionInNotes": _("To mention colleagues, use an internal note."),
        "openSlots": _("Not filled in yet:"),
        "templates": _("Templates and macros"),
        "colleagues": _("Colleagues and teams"),
        "team": _("Team"),
        "wrongKind": _("This channel does not carry files like %(name)s.") % {"name": "%f"},
        "tooMany": _("At most %(count)s files go with one message here.") % {"count": "%n"},
        "makeSmaller": _("Make smaller (≈ %(size)s)") % {"size": "%s"},
        "useOriginal": _("Use the original (%(size)s)") % {"size": "%s"},
        "shrinking": _("Making %(name)s smaller…") % {"name": "%f"},
        "uploadFailed": _("not uploaded, the connection broke"),
        "tryAgain": _("Try again"),
        "notAnAddress": _("This is not an e-mail address."),
        "findEmoji": _("Find an emoji"),
    }
