"""Words and addresses that are kept are the ones that would be made anew."""

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from percaya.web.ui.wording import gettext, url


def test_a_sentence_is_said_in_the_language_of_the_reader_and_its_values_are_escaped() -> None:
    with translation.override("id"):
        assert gettext("Ticket %(number)s", number="<b>7</b>") == "Tiket &lt;b&gt;7&lt;/b&gt;"
    with translation.override("en"):
        assert gettext("Ticket %(number)s", number=7) == "Ticket 7"


def test_an_address_is_that_of_its_own_ticket() -> None:
    for number in (1, 42, 7_304_958_216_038):
        assert url("inbox:ticket", "toko", number) == reverse("inbox:ticket", args=["toko", number])
        assert url("inbox:change", "toko", number, "take") == reverse("inbox:change", args=["toko", number, "take"])
    assert url("inbox:ticket", "kedai", 42) == reverse("inbox:ticket", args=["kedai", 42])


def test_an_address_that_is_none_is_an_error() -> None:
    for args in ((), ("toko", -1), ("toko", "x/y")):
        with pytest.raises(NoReverseMatch):
            url("inbox:ticket", *args)
