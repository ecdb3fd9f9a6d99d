"""A channel's settings as a form: made from the slots the channel declares, so that no page knows a channel by name."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from percaya.channels.contract import Channel, Setting

_CHOICE_WORDS = {"tls": "TLS", "starttls": "STARTTLS", "id": "Bahasa Indonesia", "en": "English", "smtp": "SMTP"}


OURS = ("verify_token",)  # secrets that we make up and the provider repeats: one can be made for whoever has none


def slot_form(
    kind: Channel, *, data: Any = None, stored: dict[str, Any] | None = None, sealed: Collection[str] = ()
) -> forms.Form:
    """A form with one field a slot. Secrets never come back to the page: left blank they stay as they are; ``sealed`` names
    those that are kept already."""
    stored = stored or {}
    fields = {slot.key: _field(slot, slot.key in sealed) for slot in kind.settings}
    form_class: type[forms.Form] = type("SlotForm", (forms.Form,), fields)
    initial = {slot.key: stored.get(slot.key, slot.default) for slot in kind.settings if slot.kind != "secret"}
    return form_class(data, initial=initial)


def lacks_way_out(kind: Channel, stored: dict[str, Any]) -> bool:
    """The channel sends by SMTP and no server is entered: answers would fail."""
    sends_by_smtp = any(slot.key == "smtp_host" for slot in kind.settings) and stored.get("provider", "smtp") == "smtp"
    return sends_by_smtp and not stored.get("smtp_host")


def split(kind: Channel, cleaned: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """(plain settings, secrets) of a valid form."""
    secret = {slot.key for slot in kind.settings if slot.kind == "secret"}
    plain = {key: value for key, value in cleaned.items() if key not in secret}
    return plain, {key: str(cleaned[key]) for key in secret if cleaned.get(key)}


def groups(kind: Channel, form: forms.Form) -> list[tuple[str, list[forms.BoundField]]]:
    """The fields by the group of their slots, in the channel's own order; "" is the first, unnamed group."""
    found: dict[str, list[forms.BoundField]] = {}
    for slot in kind.settings:
        found.setdefault(slot.group, []).append(form[slot.key])
    return list(found.items())


def group_word(group: str) -> str:
    words = {
        "imap": _("Mail comes in"), "smtp": _("Mail goes out"), "before": _("Before the chat"),
        "identity": _("Who your visitors are"), "gone": _("When the visitor has gone"), "keys": _("Keys"),
        "advanced": _("For special cases"),
    }  # fmt: skip
    return words.get(group, group.upper())


def channel_name(kind: Channel) -> str:
    return kind.name_en if get_language() == "en" else kind.name_id


def label_of(slot: Setting) -> str:
    return slot.label_en if get_language() == "en" else slot.label_id


def _field(slot: Setting, is_sealed: bool) -> forms.Field:
    english = get_language() == "en"
    shared: dict[str, Any] = {
        "label": slot.label_en if english else slot.label_id,
        "help_text": slot.help_en if english else slot.help_id,
        "required": slot.required,
    }
    match slot.kind:
        case "secret":
            kept = _("Stored sealed. Leave blank to keep it as it is.") if is_sealed else _("Stored sealed, never shown again.")
            made = _("Left blank, one is made for you.") if slot.key in OURS and not is_sealed else ""
            shared["help_text"] = " ".join(bit for bit in (shared["help_text"], kept, made) if bit)
            return forms.CharField(
                **{**shared, "required": False}, strip=False, max_length=500,
                widget=forms.PasswordInput({"autocomplete": "new-password"}),
            )  # fmt: skip
        case "bool":
            return forms.BooleanField(**{**shared, "required": False})
        case "number":
            return forms.IntegerField(**shared, min_value=0, max_value=65535)
        case "choice":
            return forms.ChoiceField(**shared, choices=[(each, _choice_word(each)) for each in slot.choices])
        case "email":
            return forms.EmailField(**shared, max_length=254)
        case _:
            widget = forms.Textarea({"rows": 3}) if slot.key == "signature" else forms.TextInput()
            return forms.CharField(**shared, max_length=2000, widget=widget)


def _choice_word(choice: str) -> str:
    if choice == "none":
        return _("None")
    return _CHOICE_WORDS.get(choice) or choice.replace("_", " ").title()
