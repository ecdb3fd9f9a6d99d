"""Addresses as people read them."""

import pytest

from percaya.web.people.shown import address_text, channel_word, way_text


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("external", "whatsapp:ID.4410091827364550004", "WhatsApp · …0004"),
        ("external", "telegram:5123400002", "Telegram · …0002"),
        ("external", "telegram:51234", "Telegram · 51234"),
        ("external", "whatsapp:+6281234500002", "WhatsApp · 0812-3450-0002"),
        ("external", "no-such-channel:7", "no-such-channel:7"),
        ("external", "PLG-0017", "PLG-0017"),
        ("email", "rina@warung.example", "rina@warung.example"),
    ],
)
def test_a_vendors_own_id_is_said_with_the_channels_name(kind: str, value: str, text: str) -> None:
    assert address_text(kind, value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("whatsapp:ID.441009", "WhatsApp"),
        ("telegram:5123400001", "Telegram"),
        ("whatsapp:+6281234500002", "WhatsApp · 0812-3450-0002"),
        ("twilio:whatsapp:+6281234500002", f"{channel_word('twilio')} · 0812-3450-0002"),
        ("+6281234500002", "0812-3450-0002"),
        ("rina@warung.example", "rina@warung.example"),
        ("", ""),
    ],
)
def test_beside_a_name_an_id_is_left_out_and_a_phone_is_read(value: str, text: str) -> None:
    assert way_text(value) == text
