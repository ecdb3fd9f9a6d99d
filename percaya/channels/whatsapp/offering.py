"""Quick answers under our words: up to three buttons, or a list of up to ten rows behind one button."""

from typing import Any

from percaya.channels.contract import Offer

BUTTONS = 3
ROWS = 10
MAX_BODY = 1024
_TITLE, _ROW, _MORE, _ID = 20, 24, 72, 200


def interactive(offer: Offer, text: str) -> dict[str, Any]:
    """The interactive object. Raises ``ValueError`` with a sentence where WhatsApp would refuse it."""
    if not text:
        raise ValueError("Quick answers stand under words: write what they answer.")
    if len(text) > (4096 if offer.button else MAX_BODY):
        raise ValueError(f"With quick answers a message may hold {MAX_BODY:,} characters. Send the long text first.")
    titles = [choice.title.strip() for choice in offer.choices]
    if len(set(titles)) != len(titles) or not all(titles):
        raise ValueError("Every quick answer needs words of its own.")
    return {**(_list(offer) if offer.button else _buttons(offer)), "body": {"text": text}}


def _buttons(offer: Offer) -> dict[str, Any]:
    if not 1 <= len(offer.choices) <= BUTTONS:
        raise ValueError(f"WhatsApp shows {BUTTONS} buttons at most. Offer a list instead.")
    buttons = [
        {"type": "reply", "reply": {"id": choice.id[: _ID + 56], "title": choice.title.strip()[:_TITLE]}}
        for choice in offer.choices
    ]
    return {"type": "button", "action": {"buttons": buttons}}


def _list(offer: Offer) -> dict[str, Any]:
    if not 1 <= len(offer.choices) <= ROWS:
        raise ValueError(f"A list on WhatsApp has {ROWS} rows at most.")
    rows = [
        {"id": choice.id[:_ID], "title": choice.title.strip()[:_ROW]}
        | ({"description": choice.description.strip()[:_MORE]} if choice.description.strip() else {})
        for choice in offer.choices
    ]
    return {"type": "list", "action": {"button": offer.button.strip()[:_TITLE], "sections": [{"rows": rows}]}}
