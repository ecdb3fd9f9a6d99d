"""Coming in: logging in, forgotten passwords, invitations, two steps, devices."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.utils import timezone

from percaya.core.workspace.actions.members import invite
from percaya.core.workspace.models import Member, User
from tests.cast import PASSWORD, Cast, logged_in

pytestmark = pytest.mark.django_db


def log_in(client: Client, email: str, password: str = PASSWORD) -> int:
    return client.post("/accounts/login/", {"login": email, "password": password}).status_code


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("page", ["login/", "password/reset/", "password/reset/done/", "signup/", "inactive/"])
def test_pages_for_strangers_wear_the_house_style_in_both_languages(page: str, language: str) -> None:
    client = Client()
    client.cookies["percaya_language"] = language
    body = client.get(f"/accounts/{page}").content.decode()
    assert f'<html lang="{language}"' in body and 'class="card flow account"' in body
    assert "Menu:" not in body and "<style" not in body and "onclick" not in body


@pytest.mark.parametrize(
    "page", ["password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "sessions/", "reauthenticate/"]
)
def test_pages_of_ones_own_account_open(cast: Cast, page: str) -> None:
    client = Client()
    log_in(client, cast.dewi.user.email)
    response = client.get(f"/accounts/{page}", follow=True)
    assert response.status_code == 200 and "card flow account" in response.content.decode()


def test_logging_in_leads_to_work_with_a_new_session(cast: Cast) -> None:
    client = Client()
    client.get("/accounts/login/")
    before = client.session.session_key
    assert log_in(client, "DEWI@toko-senja.example") == 302
    assert client.session.session_key != before
    assert client.get("/")["Location"] == "/w/toko-senja/inbox"


def test_wrong_password_and_unknown_address_sound_the_same_and_are_throttled(cast: Cast) -> None:
    answers = []
    for email in (cast.dewi.user.email, "siapa@x.example"):
        response = Client().post("/accounts/login/", {"login": email, "password": "salah sekali"})
        body = re.sub(r'(value|nonce)="[^"]*"|"[0-9a-f]{12,}"|[0-9a-f]{12,}', "", response.content.decode())
        answers.append((response.status_code, body))
    assert answers[0] == answers[1]
    codes = [log_in(Client(), cast.dewi.user.email, "salah") for _ in range(8)]
    assert log_in(Client(), cast.dewi.user.email) != 302 or 429 in codes


def test_a_forgotten_password_says_nothing_about_who_is_here(cast: Cast) -> None:
    known = Client().post("/accounts/password/reset/", {"email": cast.dewi.user.email})
    unknown = Client().post("/accounts/password/reset/", {"email": "siapa@x.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [sent.to for sent in mail.outbox] == [[cast.dewi.user.email]]


def test_the_mailed_link_changes_the_password_once_and_ends_other_sessions(cast: Cast) -> None:
    elsewhere = Client()
    log_in(elsewhere, cast.dewi.user.email)
    Client().post("/accounts/password/reset/", {"email": cast.dewi.user.email})
    text = str(mail.outbox[0].body)
    assert "tidak berubah" in text and "Hello from" not in text
    link = re.search(r"http://[^/]+(/\S+)", text)[1]  # type: ignore[index]
    client = Client()
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "sutra dari Garut asli", "password2": "sutra dari Garut asli"})
    assert log_in(Client(), cast.dewi.user.email, "sutra dari Garut asli") == 302
    assert elsewhere.get("/w/toko-senja/settings/me/").status_code == 302
    assert "Tautan ini tidak berlaku lagi" in Client().get(link, follow=True).content.decode()


def test_a_second_step_is_asked_for_once_it_is_on(cast: Cast) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.dewi.user, secret)
    client = Client()
    assert log_in(client, cast.dewi.user.email) == 302
    assert client.get("/w/toko-senja/settings/me/").status_code == 302
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/w/toko-senja/settings/me/").status_code == 200
    assert Authenticator.objects.filter(user=cast.dewi.user).exists()


def test_nobody_signs_up(cast: Cast) -> None:
    Client().post("/accounts/signup/", {"email": "baru@x.example", "password1": PASSWORD})
    assert not User.objects.filter(email="baru@x.example").exists()


def test_an_invitation_is_used_once_by_a_newcomer(cast: Cast) -> None:
    secret = invite(workspace=cast.workspace, email="lia@x.example", role="agent", by=cast.ratna)
    client = Client()
    assert "lia@x.example" in client.get(f"/join/{secret}").content.decode()
    response = client.post(f"/join/{secret}", {"name": "Lia", "email": "lia@x.example", "password": PASSWORD})
    assert response["Location"] == "/w/toko-senja/inbox"
    assert Member.objects.get(user__email="lia@x.example").role == "agent"
    assert client.get("/w/toko-senja/settings/me/").status_code == 200
    again = Client().post(f"/join/{secret}", {"name": "X", "email": "x@x.example", "password": PASSWORD})
    assert again.status_code == 404 and not User.objects.filter(email="x@x.example").exists()


def test_who_has_an_account_comes_in_with_it_and_keeps_a_higher_role(cast: Cast) -> None:
    secret = invite(workspace=cast.workspace, email="", role="agent", by=cast.ratna)
    client = logged_in(cast.tono)
    assert cast.tono.user.email in client.get(f"/join/{secret}").content.decode()
    client.post(f"/join/{secret}")
    assert Member.objects.filter(workspace=cast.workspace, user=cast.tono.user).exists()
    page = client.get("/workspaces/").content.decode()
    assert "Toko Senja" in page and "Warung Lain" in page
    secret = invite(workspace=cast.workspace, email="", role="agent", by=cast.ratna)
    logged_in(cast.ratna).post(f"/join/{secret}")
    assert Member.objects.get(pk=cast.ratna.pk).role == "owner"


def test_unknown_empty_old_and_withdrawn_invitations_look_alike(cast: Cast) -> None:
    secret = invite(workspace=cast.workspace, email="", role="agent", by=cast.ratna)
    for dead in ("x", "%20%20", "null"):
        assert Client().get(f"/join/{dead}").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        assert Client().get(f"/join/{secret}").status_code == 404


def test_someone_in_no_workspace_is_told_what_to_do(cast: Cast) -> None:
    Member.objects.filter(pk=cast.dewi.pk).update(is_active=False)
    client = logged_in(cast.dewi)
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/workspaces/"
    assert "tautan undangan baru" in client.get("/workspaces/").content.decode()


def test_a_login_never_leads_to_a_foreign_site(cast: Cast) -> None:
    client = Client()
    response = client.post(
        "/accounts/login/?next=https://jahat.example/",
        {"login": cast.dewi.user.email, "password": PASSWORD, "next": "https://jahat.example/"},
    )
    assert response["Location"] == "/"
