"""What is wrong with a request is said member by member, in the reader's language."""

from typing import Literal

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from percaya.web.api.misfits import said
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=2, max_length=4)
    count: int = Field(1, ge=1, le=9)
    state: Literal["open", "closed"] = "open"
    at: AwareDatetime | None = None
    many: list[str] = []
    flag: bool = False


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Ini wajib diisi."),
        ({"name": "abc", "x": 1}, "Tidak ada anggota dengan nama ini di sini."),
        ({"name": "a"}, "Perlu sekurangnya 2 karakter."),
        ({"name": "abcde"}, "Paling banyak 4 karakter."),
        ({"name": 3}, "Harus berupa teks."),
        ({"name": "abc", "count": "x"}, "Harus bilangan bulat."),
        ({"name": "abc", "count": 0}, "Sekurangnya 1."),
        ({"name": "abc", "count": 10}, "Paling besar 9."),
        ({"name": "abc", "state": "x"}, "Harus salah satu dari: 'open', 'closed'."),
        ({"name": "abc", "at": "2026-11-22T10:00:00"}, "Harus waktu dengan zonanya, seperti RFC 3339."),
        ({"name": "abc", "many": 3}, "Harus berupa daftar."),
        ({"name": "abc", "flag": "maybe"}, "Harus true atau false."),
    ],
)
def test_each_kind_of_misfit_has_its_sentence(given: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Form.model_validate(given)
    assert said(caught.value.errors()[0]) == sentence  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "sentence"), [("id", "Ini wajib diisi."), ("en", "This is required.")])
def test_the_api_says_it_in_the_language_asked_for(api: Api, language: str, sentence: str) -> None:
    answer = api.post("/tickets", {}, Accept_Language=language)
    assert answer.status_code == 422
    assert sentence in [one["detail"] for one in answer.json()["errors"]]
