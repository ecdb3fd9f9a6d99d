"""What a reply may carry beside words and files: a template, quick answers, a place, the message it answers, an emoji on it.

Kept in ``Message.fields["out"]``, only the keys that are used::

    {"quotes": <message's public id>, "template": {"name", "language", "values"}, "public": true, "reaction": "👍",
     "offer": {"button", "choices": [{"id", "title", "description"}]}, "location": {"latitude", "longitude", "name", "address"}}
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from percaya.channels.contract import Capabilities
from percaya.core import public_ids
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.tickets.models import Direction, Message, Ticket

OUT = "out"
MOST_CHOICE = 200  # characters of a choice's id
LIST_TITLE, LIST_DESCRIPTION = 24, 72  # characters of a row to choose
MOST_PLACE = 300  # characters of its name or address
_ALONE = ("template", "location", "reaction")  # each is a message by itself


def parts_of(
    ticket: Ticket, out: Mapping[str, Any], *, text: str, files: Sequence[StoredFile], can: Capabilities | None
) -> dict[str, Any]:
    """What is to be kept of ``out``, held to what the channel can (``None``: to its own sense only). Raises ``Refused`` with what
    is wrong and what to do instead."""
    parts = {name: value for name, value in out.items() if value not in (None, "", {}, False) or name == "reaction"}
    parts = {name: value for name, value in parts.items() if value is not None}
    alone = [name for name in _ALONE if name in parts]
    if len(alone) > 1 or (alone and ("offer" in parts or files)):
        raise Refused(_("A template, a place and a reaction are messages of their own. Nothing was sent; send the rest apart."))
    if "quotes" in parts:
        _check_quoted(ticket, str(parts["quotes"]))
    for name, check in _CHECKS.items():
        if name in parts:
            check(parts, text, can)
    return parts


def _check_quoted(ticket: Ticket, public_id: str) -> None:
    key = public_ids.decode("message", public_id)
    quoted = Message.objects.filter(pk=key, ticket=ticket).exclude(direction=Direction.NOTE).first() if key else None
    if quoted is None or "deleted" in quoted.fields:
        raise Refused(_("The message you answer is no longer here. Nothing was sent; your text is safe: answer without it."))


def _quotes(parts: Mapping[str, Any], text: str, can: Capabilities | None) -> None:
    if can is not None and not can.quotes and "reaction" not in parts:
        raise Refused(_("This channel cannot point at a message. Nothing was sent; your text is safe: quote its words instead."))


def _template(parts: Mapping[str, Any], text: str, can: Capabilities | None) -> None:
    if can is not None and not can.templates:
        raise Refused(_("This channel has no templates. Nothing was sent; write the words themselves."))
    template = parts["template"]
    values = template.get("values", {})
    if not template.get("name") or not template.get("language"):
        raise Refused(_("Which template? Nothing was sent; choose one with its language."))
    if empty := [str(blank) for blank, value in values.items() if not str(value).strip()]:
        raise Refused(_("These blanks are empty: %(blanks)s. Nothing was sent; fill them in.") % {"blanks": ", ".join(empty)})


def _offer(parts: Mapping[str, Any], text: str, can: Capabilities | None) -> None:
    offer = parts["offer"]
    choices, button = offer.get("choices", ()), offer.get("button", "")
    titles = [str(one.get("title", "")).strip() for one in choices]
    if not text.strip():
        raise Refused(_("Quick answers stand under a question. Nothing was sent; write the question first."))
    if not titles or not all(titles):
        raise Refused(_("An answer to choose has no words. Nothing was sent; write each, or take it out."))
    if len({one.get("id") for one in choices}) < len(titles) or len(set(titles)) < len(titles):
        raise Refused(_("Two of the answers are the same. Nothing was sent; make them different."))
    if can is not None and (long := next((one for one in choices if _id_bytes(one) > can.choice_bytes), None)):
        said = _("The id of “%(words)s” is longer than the %(most)s bytes this channel carries. Nothing was sent; shorten it.")
        raise Refused(said % {"words": str(long.get("title", ""))[:60], "most": can.choice_bytes})
    if can is not None:
        _check_rows(choices, titles, button, can) if button else _check_buttons(titles, text, can)


def _id_bytes(choice: Mapping[str, Any]) -> int:
    return len(str(choice.get("id", "")).encode("utf-8", "replace"))


def _check_buttons(titles: Sequence[str], text: str, can: Capabilities) -> None:
    if not can.buttons:
        raise Refused(_("This channel has no quick answers. Nothing was sent; your text is safe: ask in words instead."))
    if len(titles) > can.buttons:
        raise Refused(
            _("At most %(count)s quick answers. Nothing was sent; your text is safe: take some out, or make it a list.")
            % {"count": can.buttons}
        )
    if long := next((one for one in titles if len(one) > can.button_text), ""):
        raise Refused(_too_long(long, can.button_text))
    if can.max_button_words is not None and len(text.strip()) > can.max_button_words:
        facts = {"length": len(text.strip()), "most": can.max_button_words}
        raise Refused(
            _(
                "%(length)s characters; over quick answers this channel takes %(most)s. Nothing was sent; your text is safe: "
                "send the long text first, then a short question with the answers."
            )
            % facts
        )


def _check_rows(choices: Sequence[Mapping[str, Any]], titles: Sequence[str], button: str, can: Capabilities) -> None:
    if not can.list_rows:
        raise Refused(_("This channel has no lists to choose from. Nothing was sent; your text is safe: ask in words instead."))
    if len(titles) > can.list_rows:
        raise Refused(
            _("At most %(count)s rows in a list. Nothing was sent; your text is safe: take some out.") % {"count": can.list_rows}
        )
    measured = [(button, can.button_text), *((one, LIST_TITLE) for one in titles)]
    measured += [(str(one.get("description", "")), LIST_DESCRIPTION) for one in choices]
    if long := next(((words, most) for words, most in measured if len(words) > most), None):
        raise Refused(_too_long(*long))


def _too_long(words: str, most: int) -> str:
    sentence = _("“%(words)s” is longer than %(most)s letters. Nothing was sent; your text is safe: shorten it.")
    return sentence % {"words": words[:60], "most": most}


def _location(parts: Mapping[str, Any], text: str, can: Capabilities | None) -> None:
    if can is not None and not can.location:
        raise Refused(_("This channel cannot send a place. Nothing was sent; write the address, or paste a link to a map."))
    place = parts["location"]
    try:
        there = abs(float(place["latitude"])) <= 90 and abs(float(place["longitude"])) <= 180
    except (KeyError, TypeError, ValueError):
        there = False
    if not there:
        raise Refused(_("Where is it? Nothing was sent; give the coordinates as two numbers, or paste a link to a map."))


def _reaction(parts: Mapping[str, Any], text: str, can: Capabilities | None) -> None:
    if can is not None and not can.reactions:
        raise Refused(_("This channel has no reactions. Nothing was sent; answer in words."))
    if can is not None and can.emojis and parts["reaction"] and parts["reaction"] not in can.emojis:
        facts = {"emojis": " ".join(can.emojis)}
        raise Refused(_("This channel takes only these reactions: %(emojis)s. Nothing was sent; choose one of them.") % facts)
    if "quotes" not in parts or text.strip():
        raise Refused(_("A reaction belongs to a message and has no words of its own. Nothing was sent."))
    if len(str(parts["reaction"])) > 16:
        raise Refused(_("A reaction is one emoji. Nothing was sent."))


def _public(parts: Mapping[str, Any], text: str, can: Capabilities | None) -> None:
    if can is not None and not can.public_answers:
        raise Refused(_("Nothing is answered for all to see on this channel. Nothing was sent; take that mark off."))


_CHECKS = {
    "quotes": _quotes, "template": _template, "offer": _offer, "location": _location, "reaction": _reaction, "public": _public,
}  # fmt: skip
