"""A full disk at the form: the customer is told, keeps what they wrote, and any other page says so too."""

import errno

import pytest
from django.test import Client

from percaya.core import public_ids
from percaya.stages.intake.models import Arrival
from percaya.web.forms import guard
from percaya.web.forms import views as forms
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _full(*_given: object, **_named: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_was_written_stays_in_the_form(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "take_in", _full)
    monkeypatch.setattr(guard, "SOONEST", -1)
    filled = {"name": "Rina", "email": "rina@contoh.example", "subject": "Retur", "message": "Ukurannya salah."}
    address = f"/f/{public_ids.encode('account', cast.senja.form.pk)}"
    answer = Client().post(address, {**filled, "token": guard.new_token(cast.senja.form.pk)})
    page = answer.content.decode()
    assert answer.status_code == 507 and "Ukurannya salah." in page and "Tidak ada yang terkirim" in page
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("id", "tidak ada ruang untuk menyimpannya"), ("en", "There is no room")])
def test_every_other_page_says_what_is_safe(monkeypatch: pytest.MonkeyPatch, language: str, words: str) -> None:
    monkeypatch.setattr("percaya.web.api.docs._groups", _full)
    answer = Client(raise_request_exception=False).get("/api/v1/docs", headers={"Accept-Language": language})
    assert answer.status_code == 507 and answer.headers["Retry-After"] == "60"
    assert words in answer.content.decode()
