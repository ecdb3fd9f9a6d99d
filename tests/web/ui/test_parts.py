"""The base: choices are kept, redirects stay at home, errors speak, an unknown icon or name cannot reach a page."""

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from jinja2 import UndefinedError

from percaya.web.ui import bundles, icons, views
from percaya.web.ui.environment import attrs, file_size, initials
from percaya.web.ui.words import page_words


def test_a_choice_of_look_is_kept_on_the_device(client: Client) -> None:
    answer = client.post("/_ui/look/", {"language": "en", "theme": "dark", "density": "compact", "next": "/w/a/inbox"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/w/a/inbox")
    assert (answer.cookies["percaya_language"].value, answer.cookies["percaya_theme"].value) == ("en", "dark")


@pytest.mark.parametrize("elsewhere", ["https://penjahat.example/", "//penjahat.example", "javascript:alert(1)", "\\\\penjahat"])
def test_the_way_back_never_leads_elsewhere(client: Client, elsewhere: str) -> None:
    assert client.post("/_ui/look/", {"next": elsewhere}).headers["Location"] == "/"


def test_a_bundle_lives_long_under_its_own_name_only(client: Client) -> None:
    name = bundles.bundle(bundles.STYLES).name
    assert "immutable" in client.get(f"/_ui/{name}").headers["Cache-Control"]
    assert client.get("/_ui/percaya-000000000000.css").headers["Cache-Control"] == "no-cache"
    assert client.get("/_ui/other-000000000000.css").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_error_says_what_happened_what_is_safe_and_what_to_do(client: Client, language: str) -> None:
    client.cookies["percaya_language"] = language
    page = client.get("/w/none/such/page/").content.decode()
    assert ("Tiket Anda aman" if language == "id" else "Your tickets are safe") in page


def test_the_error_page_survives_what_it_needs_being_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise OSError

    monkeypatch.setattr(views, "render", broken)
    answer = views.failed(RequestFactory().get("/"))
    assert answer.status_code == 500 and answer.content


def test_an_unknown_icon_or_name_is_an_error_at_once() -> None:
    with pytest.raises(icons.UnknownIcon):
        icons.icon("unicorn", sheet="x")
    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{{ nobody_gave_this }}").render({})


def test_words_for_scripts_cannot_close_their_element() -> None:
    assert "<" not in str(page_words())


def test_small_helpers() -> None:
    assert attrs({"a_b": '"x"', "on": True, "off": False, "none": None}) == ' a-b="&#34;x&#34;" on'
    assert initials("H. Ahmad, S.E.") == "A" and initials("") == "?"
    assert file_size(999) == "999 B" and file_size(1_234_567) in ("1,2 MB", "1.2 MB")
