"""Many tickets at once, as a page asks for it: by script, without scripts, from a choice frozen earlier."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import EventRow
from percaya.core.people.actions.handles import add_handle
from percaya.core.tickets.actions import states
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import Workspace
from percaya.stages.bulk import actions
from percaya.stages.bulk.models import Run
from percaya.stages.delivery.models import ReplyWindow
from percaya.web.inbox.snoozing import choices, chosen
from tests import builders
from tests.cast import Cast, customer, logged_in

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PAUSE", (0.0, 0.0))


@pytest.fixture
def three(cast: Cast) -> list[Ticket]:
    return [builders.ticket(cast.rina, account=cast.senja.email) for _ in range(3)]


def at(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"inbox:{name}", args=[cast.workspace.slug, *args])


def numbers(tickets: list[Ticket]) -> list[int]:
    return [ticket.number for ticket in tickets]


def test_without_scripts_the_run_has_a_page_that_tells_and_undoes(cast: Cast, three: list[Ticket]) -> None:
    client = logged_in(cast.dewi)
    states.change_state(ticket=three[2], to="closed", by=Actor.system())
    answer = client.post(at(cast, "bulk"), {"tickets": [*numbers(three), 999], "verb": "wait_for_customer"}, follow=True)
    assert "0 dari 3" in answer.content.decode()
    engine().run_pending()
    page = client.get(answer.redirect_chain[-1][0]).content.decode()
    assert "2 tiket diubah" in page and f"#{three[2].number}</a>" in page and "ditutup" in page
    run = Run.objects.get()
    client.post(at(cast, "run_do", public_ids.encode("run", run.pk), "undo"))
    engine().run_pending()
    assert {builders.fresh(one).state for one in three[:2]} == {"new"}


def test_by_script_the_panel_tells_how_it_stands(cast: Cast, three: list[Ticket]) -> None:
    client = logged_in(cast.dewi)
    data = {"tickets": numbers(three), "member": cast.budi.pk}
    told = client.post(at(cast, "bulk") + "?do=assign", data, headers=SCRIPT).json()
    assert "data-at-work" in client.get(told["panel"]).content.decode()
    engine().run_pending()
    panel = client.get(told["panel"]).content.decode()
    assert "Tugaskan ke Budi" in panel and "3 tiket diubah" in panel and "Urungkan" in panel
    assert logged_in(cast.budi).get(told["panel"]).status_code == 404  # a run is its own member's
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert "Urungkan" not in client.get(told["panel"]).content.decode()


def test_the_whole_view_is_what_it_was_when_it_was_chosen(cast: Cast, three: list[Ticket]) -> None:
    client = logged_in(cast.dewi)
    view = "?view=open&sort=newest"
    assert "semua 3" in client.get(at(cast, "bulk_size") + view).json()["said"]
    told = client.post(at(cast, "bulk_choose") + view, {"all": "1"}, headers=SCRIPT).json()
    assert told["count"] == 3
    late = builders.ticket(cast.rina)
    client.post(at(cast, "bulk") + view, {"run": told["run"], "verb": "resolve", "tickets": [late.number]}, headers=SCRIPT)
    engine().run_pending()
    assert {builders.fresh(one).state for one in three} == {"resolved"} and builders.fresh(late).state == "new"


def test_a_view_larger_than_a_run_is_cut_and_said(cast: Cast, three: list[Ticket], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    client = logged_in(cast.dewi)
    assert "2 pertama" in client.get(at(cast, "bulk_size") + "?view=open").json()["said"]
    told = client.post(at(cast, "bulk_choose") + "?view=open", {"all": "1"}, headers=SCRIPT).json()
    assert told["count"] == 2 and "batas" in told["said"]


def test_recipients_are_seen_before_a_reply_to_all_leaves(cast: Cast, three: list[Ticket]) -> None:
    sri = builders.ticket(customer(cast.workspace, "Sri"), account=cast.senja.email)
    client = logged_in(cast.dewi)
    told = client.post(at(cast, "bulk"), {"tickets": numbers([three[0], sri]), "verb": "reply"}, headers=SCRIPT).json()
    page = client.get(told["go"]).content.decode()
    assert "rina@contoh.example" in page and "sri@contoh.example" in page and "Kirim ke 2 pelanggan" in page
    begin = told["go"].partition("?")[0] + "/begin"
    client.post(begin, {"deed": "reply", "text": "Halo {{contact.name}}, kiriman terlambat.", "then": "resolve"})
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        engine().run_pending()
    texts = sorted(Message.objects.filter(member=cast.dewi).values_list("body_text", flat=True))
    assert texts == ["Halo Rina Marlina, kiriman terlambat.", "Halo Sri, kiriman terlambat."]
    solved = EventRow.objects.filter(
        stream_type="ticket", stream_id=sri.pk, kind="ticket.state_changed", data__contains="resolved"
    )
    assert solved.exists()


def test_merging_many_leaves_other_customers_alone_unless_asked(cast: Cast, three: list[Ticket]) -> None:
    sri = builders.ticket(customer(cast.workspace, "Sri"), account=cast.senja.email)
    client = logged_in(cast.dewi)
    told = client.post(at(cast, "bulk"), {"tickets": numbers([*three, sri]), "verb": "merge"}, headers=SCRIPT).json()
    assert "2 pelanggan berbeda" in client.get(told["go"]).content.decode()
    client.post(told["go"].partition("?")[0] + "/begin", {"deed": "merge", "target": three[0].number})
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        engine().run_pending()
    merged = [builders.fresh(one).merged_into_id for one in (*three, sri)]
    assert merged == [None, three[0].pk, three[0].pk, None]


def test_every_menu_and_page_is_there_in_both_languages(cast: Cast, three: list[Ticket]) -> None:
    client = logged_in(cast.dewi)
    told = client.post(at(cast, "bulk_choose"), {"tickets": numbers(three)}, headers=SCRIPT).json()
    client.post(at(cast, "bulk"), {"tickets": numbers(three), "verb": "spam"})
    for language in ("id", "en"):
        client.cookies["percaya_language"] = language
        for of in ("assign", "team", "state", "priority", "label", "snooze", "more", "x"):
            assert client.get(at(cast, "bulk_menu") + f"?of={of}").status_code == 200
        for deed in ("", "reply", "merge", "macro"):
            assert client.get(at(cast, "run", told["run"]) + f"?deed={deed}").status_code == 200
        assert client.get(at(cast, "runs")).status_code == 200


def test_nonsense_is_answered_and_changes_nothing(cast: Cast, three: list[Ticket]) -> None:
    client = logged_in(cast.dewi)
    assert client.post(at(cast, "bulk"), {"tickets": numbers(three), "verb": "dance"}, headers=SCRIPT).status_code == 409
    assert client.post(at(cast, "bulk"), {"verb": "resolve"}, headers=SCRIPT).status_code == 409
    assert client.post(at(cast, "bulk_choose"), {}).status_code == 302
    data = {"tickets": numbers(three), "until": "kemarin"}
    assert client.post(at(cast, "bulk") + "?do=snooze", data, headers=SCRIPT).status_code == 409
    assert client.get(at(cast, "run", "run_" + "a" * 26)).status_code == 404
    engine().run_pending()
    assert {builders.fresh(one).state for one in three} == {"new"}


@pytest.mark.parametrize(
    ("now", "keys", "tomorrow"),
    [
        ("2026-11-25T10:00+07:00", ["1h", "3h", "tomorrow", "monday", "reply"], "2026-11-26"),
        ("2026-11-27T10:00+07:00", ["1h", "3h", "tomorrow", "dayoff", "reply"], "2026-11-30"),
        ("2026-11-29T10:00+07:00", ["1h", "3h", "tomorrow", "reply"], "2026-11-30"),
    ],
)
def test_tomorrow_is_the_next_working_day_and_times_are_shown_with_their_zone(
    cast: Cast, now: str, keys: list[str], tomorrow: str
) -> None:
    workspace = Workspace.objects.get(pk=cast.workspace.pk)
    with time_machine.travel(now, tick=False), timezone.override("Asia/Jakarta"):
        found = choices(workspace)
        assert [one.key for one in found] == keys
        morning = next(one for one in found if one.key == "tomorrow")
        assert morning.at is not None and morning.at.isoformat() == f"{tomorrow}T08:00:00+07:00"
        assert morning.shown.endswith("08.00 WIB")
        assert chosen(workspace, "reply") is None and chosen(workspace, "monday") is not None


def test_a_reply_to_many_leaves_out_whose_window_has_closed_and_says_so(cast: Cast) -> None:
    account = connect_account(workspace=cast.workspace, channel="whatsapp", name="WA", address="1100", by=Actor.system())
    tickets = []
    for name, hours in (("Sri", 1), ("Tari", 30)):
        contact = customer(cast.workspace, name)
        add_handle(contact=contact, kind="external", value=f"whatsapp:ID.{name}", by=Actor.system())
        tickets.append(builders.ticket(contact, account=account))
        heard = {"workspace": cast.workspace, "heard_at": timezone.now() - timedelta(hours=hours)}
        ReplyWindow.objects.update_or_create(account=account, contact=contact, defaults=heard)
    client = logged_in(cast.dewi)
    told = client.post(at(cast, "bulk"), {"tickets": numbers(tickets), "verb": "reply"}, headers=SCRIPT).json()
    page = client.get(told["go"]).content.decode()
    assert page.count("Jendela balas tertutup: dilewati") == 1 and "<td>WhatsApp</td>" in page and "ID.Sri" not in page
    client.post(told["go"].partition("?")[0] + "/begin", {"deed": "reply", "text": "Kiriman terlambat."})
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        engine().run_pending()
    (written,) = Message.objects.filter(member=cast.dewi)
    assert written.ticket == tickets[0] and not written.addressed.get("to")  # of a chat's ids delivery takes the newest
    assert "Jendela balas pelanggan ini sudah tertutup" in client.get(told["go"].partition("?")[0]).content.decode()
