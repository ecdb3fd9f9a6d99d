"""Sessions are told by what their owner calls the device, not by what the browser claims to be."""

import pytest
from django.utils.translation import override

from percaya.web.accounts.devices import device

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1"
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0"


@pytest.mark.parametrize(
    ("said", "name"),
    [(CHROME, "Chrome di Linux"), (EDGE, "Edge di Windows"), (IPHONE, "Safari di iPhone"), (FIREFOX, "Firefox di Android"),
     ("curl/8.5", "peramban tak dikenal"), ("", "peramban tak dikenal")],
)  # fmt: skip
def test_a_browser_is_named_as_its_owner_knows_it(said: str, name: str) -> None:
    with override("id"):
        assert device(said) == name
