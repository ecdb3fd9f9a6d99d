"""The first visit, from the one-time link to the first ticket."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.members import invite
from percaya.core.workspace.models import ChannelAccount, Holiday, Invitation, Member, User, Workspace
from percaya.core.workspace.queries import default_calendar
from percaya.stages.sla.queries import promised_minutes
from percaya.web.onboarding import progress
from percaya.web.onboarding.checklist import checklist
from percaya.web.onboarding.hours_words import PRESETS, in_words, preset_of
from percaya.web.onboarding.steps.team import addresses
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db

OWNER = {"name": "Ratna", "email": "Ratna@senja.example", "password": "kain lurik dari Klaten"}
BUSINESS = {"name": "Toko Senja", "time_zone": "Asia/Makassar", "language": "id", "salutation": "Kak"}


def begun() -> Client:
    """The owner's browser, after the link and the first step."""
    client = Client()
    client.post(f"/setup/{invite(workspace=None, email='', role='owner', by=None)}", OWNER)
    client.post("/welcome/", BUSINESS)
    return client


def test_a_fresh_house_says_where_its_link_is() -> None:
    response = Client().get("/")
    assert response.status_code == 200 and "terminal" in response.content.decode()


def test_the_link_makes_the_owner_and_works_once() -> None:
    secret = invite(workspace=None, email="", role="owner", by=None)
    client = Client()
    assert client.get(f"/setup/{secret}").status_code == 200
    response = client.post(f"/setup/{secret}", OWNER)
    assert response["Location"] == "/welcome/" and User.objects.get().email == "ratna@senja.example"
    assert Client().get(f"/setup/{secret}").status_code == 404
    assert Client().post(f"/setup/{secret}", {**OWNER, "email": "lain@x.example"}).status_code == 404
    assert User.objects.count() == 1


def test_old_wrong_and_workspace_links_are_no_set_up_links(cast: Cast) -> None:
    into = invite(workspace=cast.workspace, email="", role="agent", by=cast.ratna)
    for secret in ("x", "%20", into):
        assert Client().get(f"/setup/{secret}").status_code == 404
    old = invite(workspace=None, email="", role="owner", by=None)
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        assert Client().get(f"/setup/{old}").status_code == 404


def test_a_weak_password_is_said_and_the_link_stays_good() -> None:
    secret = invite(workspace=None, email="", role="owner", by=None)
    response = Client().post(f"/setup/{secret}", {**OWNER, "password": "12345"})
    assert "field__error" in response.content.decode() and not User.objects.exists()
    assert Invitation.objects.get().used_at is None


def test_six_steps_lead_to_an_open_test_ticket() -> None:
    client = begun()
    root = "/w/toko-senja/welcome/"
    workspace = Workspace.objects.get()
    assert (workspace.time_zone, workspace.salutation) == ("Asia/Makassar", "Kak")
    assert Member.objects.get().role == "owner"
    assert client.post(f"{root}hours/", {"preset": "six-days"})["Location"] == f"{root}channel/"
    client.post(f"{root}channel/", {"connect": "webform"})
    body = client.get(f"{root}channel/").content.decode()
    assert "&lt;script async src=" in body
    account = body.split('name="account" value="')[1].split('"')[0]
    tried = client.post(f"{root}channel/try", {"account": account}).content.decode()
    ticket = Ticket.objects.get()
    assert f"Tiket #{ticket.number} sudah ada setelah" in tried and f"/w/toko-senja/inbox/{ticket.number}" in tried
    assert f'id="step" method="post" action="{root}channel/"' in tried
    invited = client.post(f"{root}team/", {"addresses": "dewi@senja.example, budi@senja.example", "role": "agent"})
    assert invited.content.decode().count("/join/") == 2
    assert client.post(f"{root}team/")["Location"] == f"{root}promise/"
    client.post(f"{root}promise/", {"minutes": "120"})
    finish = client.get(f"{root}finish/").content.decode()
    assert "Shift+E" in finish and ">R<" in finish.upper()
    assert client.post(f"{root}finish/")["Location"] == f"/w/toko-senja/inbox/{ticket.number}"
    calendar = default_calendar(Workspace.objects.get().pk)
    assert promised_minutes(Workspace.objects.get().pk) == 120 and calendar.week["5"] == [["08:00", "13:00"]]
    assert (calendar.zone, calendar.version) == ("Asia/Makassar", 3)  # its hours, then the holidays of Indonesia
    assert Holiday.objects.filter(kind="joint").exists()
    assert checklist(Member.objects.select_related("workspace").get()) == []


def test_the_test_mail_takes_the_same_way() -> None:
    client = begun()
    client.post("/w/toko-senja/welcome/channel/", {"connect": "email", "address": "halo@senja.example"})
    body = client.get("/w/toko-senja/welcome/channel/").content.decode()
    account = body.split('name="account" value="')[1].split('"')[0]
    client.post("/w/toko-senja/welcome/channel/try", {"account": account})
    ticket = Ticket.objects.get()
    assert ticket.channel == "email" and ticket.contact.handles.get().value == "ratna@senja.example"


def test_every_step_can_be_skipped_resumed_and_says_what_then_happens() -> None:
    client = begun()
    for step in progress.STEPS[1:5]:
        page = client.get(f"/w/toko-senja/welcome/{step}/").content.decode()
        assert "Bila dilewati" in page
        assert client.get("/")["Location"] == f"/w/toko-senja/welcome/{step}/"
        client.post(f"/w/toko-senja/welcome/{step}/skip")
    left = [item.step for item in checklist(Member.objects.select_related("workspace").get()) if not item.is_done]
    assert left == ["hours", "channel", "team", "promise", "finish"]
    assert "/welcome/hours/" in client.get("/w/toko-senja/inbox").content.decode()
    client.post("/w/toko-senja/welcome/close")
    assert "/welcome/hours/" not in client.get("/w/toko-senja/inbox").content.decode()
    assert client.get("/")["Location"] == "/w/toko-senja/inbox"
    assert checklist(Member.objects.select_related("workspace").get()) == []


def test_skipping_the_first_step_makes_a_workspace_with_defaults() -> None:
    client = Client()
    client.post(f"/setup/{invite(workspace=None, email='', role='owner', by=None)}", OWNER)
    assert client.get("/")["Location"] == "/welcome/"
    client.post("/welcome/", {"skip": "1"})
    assert Workspace.objects.get().name == "Usaha saya"


def test_nobody_makes_themselves_an_owner_later(cast: Cast) -> None:
    assert logged_in(cast.dewi).get("/welcome/").status_code == 302
    assert logged_in(cast.dewi).post("/welcome/", BUSINESS).status_code == 302
    assert Workspace.objects.count() == 2
    assert logged_in(cast.dewi).get("/w/toko-senja/welcome/hours/").status_code == 403
    assert logged_in(cast.tono).get("/w/toko-senja/welcome/hours/").status_code == 404
    assert logged_in(cast.ratna).get("/w/toko-senja/welcome/nonsense/").status_code == 404


def test_a_test_message_goes_to_own_channels_only(cast: Cast) -> None:
    from_next_door = ChannelAccount.objects.get(pk=cast.warung.form.pk)
    logged_in(cast.ratna).post("/w/toko-senja/welcome/channel/try", {"account": f"acc_{from_next_door.pk}"})
    assert not Ticket.objects.exists()


def test_addresses_are_found_in_whatever_is_pasted() -> None:
    good, bad = addresses("Dewi <Dewi@x.id>, budi@x.id; sari@x.id\nbudi@x.id bukan-alamat")
    assert good == ["dewi@x.id", "budi@x.id", "sari@x.id"] or bad
    assert addresses("a@x.id b@x.id c@x.id")[0] == ["a@x.id", "b@x.id", "c@x.id"]


def test_hours_are_said_in_words() -> None:
    assert in_words(PRESETS["six-days"]) == "Senin–Jumat 08.00–17.00, Sabtu 08.00–13.00"
    assert in_words(PRESETS["always"]) == "selalu buka"
    assert preset_of({"0": [["10:00", "11:00"]]}) == "own"
