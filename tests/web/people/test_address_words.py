"""Addresses as people read them."""

import pytest

from percaya.web.people.shown import address_text


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("external", "whatsapp:ID.441009", "WhatsApp · ID.441009"),
        ("external", "no-such-channel:7", "no-such-channel:7"),
        ("external", "PLG-0017", "PLG-0017"),
        ("email", "rina@warung.example", "rina@warung.example"),
    ],
)
def test_a_vendors_own_id_is_said_with_the_channels_name(kind: str, value: str, text: str) -> None:
    assert address_text(kind, value) == text
