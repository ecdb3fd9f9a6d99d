"""The composer keeps words apart and safe: drafts, help with them, forwards, templates, later, and what is asked once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.desk.actions.macros import save_macro
from percaya.core.desk.models import Macro
from percaya.core.desk.steps import parse
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.handles import add_handle
from percaya.core.tickets.actions.drafts import draft_of, save_draft, share_draft
from percaya.core.tickets.models import Draft, Message, Ticket
from percaya.core.workspace.actions.brands import save_brand
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.stages.delivery.composing import outgoing
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return builders.ticket(cast.rina, account=cast.senja.email)


def at(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"inbox:{name}", args=[cast.workspace.slug, *args])


def macro(cast: Cast, *steps: str, text: str = "Halo {{contact.name}}", name: str = "Salam") -> Macro:
    return save_macro(
        member=cast.dewi, name=name, text=text, steps=parse(steps), by=Actor.member(cast.dewi.pk)
    )  # fmt: skip


def test_a_late_save_is_answered_with_the_newer_words(cast: Cast, ticket: Ticket) -> None:
    client, url = logged_in(cast.dewi), at(cast, "draft", ticket.number, "reply")
    first = client.post(url, {"text": "Dari laptop", "revision": "0"}).json()
    assert first["kept"] and client.post(url, {"text": "Dari ponsel", "revision": str(first["revision"])}).json()["kept"]
    late = client.post(url, {"text": "Dari laptop lagi", "revision": str(first["revision"])}).json()
    assert (late["kept"], late["text"]) == (False, "Dari ponsel")
    assert client.get(url).json()["text"] == "Dari ponsel"


def test_only_a_shared_draft_opens_to_colleagues_and_comes_back(cast: Cast, ticket: Ticket) -> None:
    save_draft(ticket=ticket, member=cast.dewi, kind="reply", text="Tolong bantu", revision=0)
    dewi = public_ids.encode("member", cast.dewi.pk)
    url = at(cast, "draft", ticket.number, "reply")
    assert logged_in(cast.budi).get(url, {"of": dewi}).status_code == 404
    share_draft(ticket=ticket, member=cast.dewi, kind="reply", by=Actor.member(cast.dewi.pk))
    page = logged_in(cast.budi).get(at(cast, "ticket", ticket.number), {"tab": "reply", "draft": dewi}).content.decode()
    assert "Tolong bantu" in page and "Kembalikan ke Dewi" in page
    told = logged_in(cast.budi).post(url, {"of": dewi, "text": "Sudah saya rapikan", "revision": "9"}).json()
    assert told["kept"]
    logged_in(cast.budi).post(at(cast, "share", ticket.number, "reply"), {"of": dewi, "text": "Sudah", "revision": "99"})
    kept = draft_of(ticket, cast.dewi, "reply")
    assert (kept.text, kept.is_shared, kept.last_by) == ("Sudah", False, cast.budi)
    assert "Terakhir diubah Budi" in logged_in(cast.dewi).get(at(cast, "ticket", ticket.number)).content.decode()
    assert logged_in(cast.tono).get(url, {"of": dewi}).status_code == 404


def test_a_shared_draft_is_not_the_helpers_to_send(cast: Cast, ticket: Ticket) -> None:
    save_draft(ticket=ticket, member=cast.dewi, kind="reply", text="Tolong bantu", revision=0)
    share_draft(ticket=ticket, member=cast.dewi, kind="reply", by=Actor.member(cast.dewi.pk))
    dewi = public_ids.encode("member", cast.dewi.pk)
    page = logged_in(cast.budi).get(at(cast, "ticket", ticket.number), {"tab": "reply", "draft": dewi}).content.decode()
    assert 'data-command="send"' not in page


def test_a_forward_begins_with_the_customers_words_and_the_files_one_chooses(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    builders.inbound(ticket, "Ini fotonya", files=[builders.stored_file("rusak.png"), builders.stored_file("ktp.png")])
    client = logged_in(cast.dewi)
    page = client.get(at(cast, "ticket", ticket.number), {"tab": "forward"}).content.decode()
    assert "&gt; Ini fotonya" in page and "rusak.png" in page
    files = Message.objects.get(ticket=ticket, body_text="Ini fotonya").attachment_set.order_by("pk")
    along = public_ids.encode("attachment", files[0].pk)
    given = {"to": "kurir@jne.example", "text": "Tolong cek", "with": along, "send_key": "f1", "subject": "Paket rusak"}
    assert client.post(at(cast, "forward", ticket.number), given).status_code == 302
    sent = Message.objects.get(ticket=ticket, member=cast.dewi, subject="Paket rusak")
    assert [one.name for one in sent.attachment_set.all()] == ["rusak.png"]
    assert [one.value for one in outgoing(sent, "email").to] == ["kurir@jne.example"]
    assert Draft.objects.filter(ticket=ticket, kind="forward").exclude(text="").count() == 0


def test_a_forward_without_an_address_keeps_the_words(cast: Cast, ticket: Ticket) -> None:
    answer = logged_in(cast.dewi).post(
        at(cast, "forward", ticket.number), {"to": "bukan alamat", "text": "Tolong cek"}, headers=HTMX
    )
    assert answer.status_code == 422 and "Tolong cek" in answer.content.decode()


@pytest.mark.parametrize(
    "text",
    ["Terlampir fotonya ya kak", "Please see the attached invoice", "Catatan: pelanggan ini rewel", "Menurut @Budi gimana"],
)
def test_a_doubtful_reply_is_asked_about_once(cast: Cast, ticket: Ticket, text: str) -> None:
    client, url = logged_in(cast.dewi), at(cast, "reply", ticket.number)
    asked = client.post(url, {"text": text, "then": "resolve", "send_key": "k"}, headers=HTMX)
    assert asked.status_code == 422 and text.split()[-1] in asked.content.decode()
    assert not Message.objects.filter(ticket=ticket, member=cast.dewi).exists()
    client.post(url, {"text": text, "sure": "1", "sure_then": "resolve", "send_key": "k"})
    assert Message.objects.filter(ticket=ticket, member=cast.dewi).count() == 1
    assert builders.fresh(ticket).state == "resolved"


@pytest.mark.parametrize("text", ["Lampirannya sudah kami terima", "> terlampir\n\nBaik kak", "Tulis ke halo@budi.example ya"])
def test_quotes_and_addresses_raise_no_doubt(cast: Cast, ticket: Ticket, text: str) -> None:
    answer = logged_in(cast.dewi).post(at(cast, "reply", ticket.number), {"text": text, "send_key": "k"})
    assert answer.status_code == (302 if not text.startswith("Lampiran") else 422)


def test_templates_are_offered_filled_and_their_steps_are_done_with_the_reply(cast: Cast, ticket: Ticket) -> None:
    made = macro(cast, "label:retur", "priority:high")
    client = logged_in(cast.dewi)
    offered = client.get(at(cast, "macros", ticket.number), {"q": "sal"}, headers=FETCH).json()["macros"]
    assert [one["text"] for one in offered] == ["Halo Rina Marlina"]
    assert [step["do"] for step in offered[0]["steps"]] == ["label:retur", "priority:high"]
    given = {"text": offered[0]["text"], "macro": offered[0]["id"], "do": ["label:retur"], "send_key": "k"}
    for _twice in range(2):
        client.post(at(cast, "reply", ticket.number), given)
    assert builders.fresh(ticket).priority == "normal"  # its chip was taken off
    assert ticket.ticketlabel_set.filter(label__name="retur").exists()
    assert Macro.objects.get(pk=made.pk).used == 1
    assert logged_in(cast.budi).get(at(cast, "macros", ticket.number), headers=FETCH).json()["macros"] == []


def test_a_step_that_cannot_be_done_keeps_the_reply_from_leaving(cast: Cast, ticket: Ticket) -> None:
    next_door = public_ids.encode("member", cast.tono.pk)
    answer = logged_in(cast.dewi).post(
        at(cast, "reply", ticket.number), {"text": "Halo", "do": f"assign:{next_door}", "send_key": "k"}, headers=HTMX
    )
    assert answer.status_code == 422 and "Halo" in answer.content.decode()
    assert not Message.objects.filter(ticket=ticket, member=cast.dewi).exists()


def test_without_scripts_a_template_goes_into_the_draft_and_a_macro_runs_alone(cast: Cast, ticket: Ticket) -> None:
    made = macro(cast, "state:waiting_customer")
    client, key = logged_in(cast.dewi), {"macro": public_ids.encode("macro", made.pk)}
    assert "Salam" in client.get(at(cast, "macros", ticket.number)).content.decode()
    page = client.post(at(cast, "use_macro", ticket.number), key, follow=True).content.decode()
    assert "Halo Rina Marlina" in page and 'value="state:waiting_customer"' in page
    client.post(at(cast, "run_macro", ticket.number), key)
    assert builders.fresh(ticket).state == "waiting_customer"
    other = logged_in(cast.budi).post(at(cast, "run_macro", ticket.number), key)
    assert other.status_code == 404


def test_a_reply_for_later_stands_on_the_thread_with_its_time(cast: Cast, ticket: Ticket) -> None:
    client = logged_in(cast.dewi)
    client.post(at(cast, "reply", ticket.number), {"text": "Besok ya", "send_at": "tomorrow", "send_key": "k"})
    message = Message.objects.get(ticket=ticket, member=cast.dewi)
    assert message.send_after is not None and message.send_after > timezone.now() + timedelta(hours=1)
    assert "Terjadwal" in client.get(at(cast, "ticket", ticket.number)).content.decode()
    builders.inbound(builders.fresh(ticket), "Tidak usah, kak")
    page = client.get(at(cast, "ticket", ticket.number)).content.decode()
    assert "Pelanggan sudah menulis lagi" in page
    client.post(at(cast, "later", ticket.number, message.pk), {"now": "1"})
    assert Message.objects.get(pk=message.pk).delivery_state == "queued"


def test_of_a_reply_for_later_what_a_macro_does_waits_with_the_words(cast: Cast, ticket: Ticket) -> None:
    given = {"text": "Besok ya", "send_at": "tomorrow", "do": ["label:retur", "state:resolved"], "send_key": "k"}
    logged_in(cast.dewi).post(at(cast, "reply", ticket.number), given)
    assert builders.fresh(ticket).state != "resolved" and not ticket.ticketlabel_set.exists()
    page = logged_in(cast.dewi).get(at(cast, "ticket", ticket.number)).content.decode()
    assert "Lalu:" in page and "Label: retur" in page
    message = Message.objects.get(ticket=ticket, member=cast.dewi)
    logged_in(cast.dewi).post(at(cast, "later", ticket.number, message.pk), {"now": "1"})
    assert builders.fresh(ticket).state == "resolved" and ticket.ticketlabel_set.filter(label__name="retur").exists()


def test_a_time_that_has_passed_or_is_none_sends_nothing(cast: Cast, ticket: Ticket) -> None:
    client = logged_in(cast.dewi)
    for typed in ("2020-01-01T08:00", "", "kapan-kapan"):
        given = {"text": "Halo", "send_at": "pick", "send_at_time": typed, "send_key": "k"}
        assert client.post(at(cast, "reply", ticket.number), given, headers=HTMX).status_code == 422
    assert not Message.objects.filter(ticket=ticket, member=cast.dewi).exists()


def test_a_brand_signs_and_names_the_sender_unless_it_is_taken_off(cast: Cast, ticket: Ticket) -> None:
    save_brand(
        workspace=cast.workspace, name="Senja Kids", signature="Salam, {{agent.name}}", accounts=[cast.senja.email],
        by=Actor.system(),
    )  # fmt: skip
    client, url = logged_in(cast.dewi), at(cast, "reply", ticket.number)
    client.post(url, {"text": "Satu", "signs": "1", "sign": "1", "send_key": "a"})
    client.post(url, {"text": "Dua", "signs": "1", "send_key": "b"})
    signed, bare = Message.objects.filter(ticket=ticket, member=cast.dewi).select_related("account").order_by("pk")
    assert outgoing(signed, "email").signature == "Salam, Dewi" and outgoing(bare, "email").signature == ""
    assert outgoing(signed, "email").sender_name == "Dewi dari Senja Kids"


def test_the_time_to_call_back_is_the_accounts_then_the_workspaces_then_the_channels(cast: Cast) -> None:
    def held() -> float:
        ticket = builders.ticket(cast.rina, account=cast.senja.email)
        logged_in(cast.dewi).post(at(cast, "reply", ticket.number), {"text": "Halo", "send_key": "k"})
        sent = Message.objects.get(ticket=ticket, member=cast.dewi)
        return (sent.send_after - sent.created_at).total_seconds() if sent.send_after else -1

    assert held() == 10
    change_workspace(workspace=cast.workspace, undo_seconds=25, by=Actor.system())
    assert held() == 25
    change_workspace(workspace=cast.workspace, undo_by_account={str(cast.senja.email.pk): 0}, by=Actor.system())
    assert held() == 0


def test_known_addresses_are_of_ones_own_house(cast: Cast, ticket: Ticket) -> None:
    found = logged_in(cast.dewi).get(at(cast, "addresses", ticket.number), {"q": "rin"}).json()["addresses"]
    assert [one["value"] for one in found] == ["rina@contoh.example"]
    assert logged_in(cast.dewi).get(at(cast, "addresses", ticket.number), {"q": "jok"}).json()["addresses"] == []


def test_the_preview_is_what_will_be_sent(cast: Cast, ticket: Ticket) -> None:
    shown = (
        logged_in(cast.dewi).post(at(cast, "preview", ticket.number), {"text": "**Halo** <script>x</script>"}).content.decode()
    )
    assert "<strong>Halo</strong>" in shown and "<script>" not in shown


def test_a_quote_goes_into_the_reply_without_scripts(cast: Cast, ticket: Ticket) -> None:
    message = Message.objects.get(ticket=ticket, direction="inbound")
    page = logged_in(cast.dewi).get(at(cast, "ticket", ticket.number), {"quote": message.pk}).content.decode()
    assert "&gt; Halo kak, paket saya" in page


def test_a_macros_steps_stay_with_the_draft_on_every_device_until_it_is_sent(cast: Cast, ticket: Ticket) -> None:
    client, url = logged_in(cast.dewi), at(cast, "draft", ticket.number, "reply")
    given = {"text": "Retur disetujui", "deeds": "1", "do": ["label:retur", "priority:high", "nonsense"], "revision": "0"}
    kept = client.post(url, given).json()
    assert draft_of(ticket, cast.dewi, "reply").deeds == [{"do": "label", "value": "retur"}, {"do": "priority", "value": "high"}]
    assert [step["do"] for step in client.get(url).json()["steps"]] == ["label:retur", "priority:high"]
    chip = '<input type="checkbox" name="do" value="label:retur" checked>Label: retur'
    assert chip in logged_in(cast.dewi).get(at(cast, "ticket", ticket.number)).content.decode()
    client.post(url, {"text": "Tanpa tempat untuknya", "revision": str(kept["revision"])})
    assert draft_of(ticket, cast.dewi, "reply").deeds  # a form that has no place for them takes none away
    sent = client.post(at(cast, "reply", ticket.number), {**given, "do": ["label:retur"], "send_key": "k"}, headers=HTMX)
    assert draft_of(ticket, cast.dewi, "reply").deeds == [] and "chip--step" not in sent.content.decode()


def test_a_macros_use_is_counted_though_the_page_is_loaded_again_before_its_words_are_sent(cast: Cast, ticket: Ticket) -> None:
    used = macro(cast, "label:retur")
    key = public_ids.encode("macro", used.pk)
    client, url = logged_in(cast.dewi), at(cast, "draft", ticket.number, "reply")
    client.post(url, {"text": "Halo", "deeds": "1", "do": "label:retur", "macro": [key, key, "mac_none"], "revision": "0"})
    assert client.get(url).json()["macros"] == [key]
    again = client.get(at(cast, "ticket", ticket.number)).content.decode()
    assert (
        again.count(f'<input type="hidden" name="macro" value="{key}">') == 1 and again.count('value="label:retur" checked') == 1
    )
    client.post(at(cast, "reply", ticket.number), {"text": "Halo", "do": "label:retur", "macro": key, "send_key": "k"})
    used.refresh_from_db()
    assert used.used == 1
    assert client.get(url).json()["macros"] == []  # sent: the next words are others


@pytest.mark.parametrize("when", ["", "tomorrow"])
def test_a_macro_counts_once_though_its_reply_was_taken_back_and_sent_again(cast: Cast, ticket: Ticket, when: str) -> None:
    used = macro(cast, "label:retur")
    key = public_ids.encode("macro", used.pk)
    client, form = logged_in(cast.dewi), {"text": "Halo", "do": "label:retur", "macro": [key], "deeds": "1", "send_at": when}
    client.post(at(cast, "reply", ticket.number), {**form, "send_key": "k"})
    sent = Message.objects.get(ticket=ticket, member=cast.dewi)
    assert Macro.objects.get(pk=used.pk).used == 1
    client.post(at(cast, "cancel", ticket.number, sent.pk))
    assert Macro.objects.get(pk=used.pk).used == 0  # and it is still known what the words came from
    kept = client.get(at(cast, "draft", ticket.number, "reply")).json()["macros"]
    assert kept == [key]
    client.post(at(cast, "reply", ticket.number), {**form, "macro": kept, "send_key": "l"})
    assert Macro.objects.get(pk=used.pk).used == 1
    client.post(at(cast, "cancel", ticket.number, sent.pk))  # it was taken back already
    assert Macro.objects.get(pk=used.pk).used == 1


def test_who_helps_with_a_draft_sees_its_steps_and_may_change_them(cast: Cast, ticket: Ticket) -> None:
    save_draft(
        ticket=ticket, member=cast.dewi, kind="reply", text="Bantu", deeds=[{"do": "label", "value": "retur"}], revision=0
    )  # fmt: skip
    share_draft(ticket=ticket, member=cast.dewi, kind="reply", by=Actor.member(cast.dewi.pk))
    dewi = public_ids.encode("member", cast.dewi.pk)
    page = logged_in(cast.budi).get(at(cast, "ticket", ticket.number), {"tab": "reply", "draft": dewi}).content.decode()
    assert 'value="label:retur" checked' in page
    given = {"of": dewi, "text": "Sudah", "deeds": "1", "do": "priority:high", "revision": "9"}
    assert logged_in(cast.budi).post(at(cast, "draft", ticket.number, "reply"), given).json()["kept"]
    assert draft_of(ticket, cast.dewi, "reply").deeds == [{"do": "priority", "value": "high"}]


def test_the_steps_of_a_draft_found_again_can_be_done_alone(cast: Cast, ticket: Ticket) -> None:
    logged_in(cast.dewi).post(at(cast, "run_macro", ticket.number), {"macro": "", "do": ["label:retur"]}, headers=HTMX)
    assert ticket.ticketlabel_set.filter(label__name="retur").exists()


def test_a_template_chosen_without_scripts_leaves_its_steps_with_the_draft(cast: Cast, ticket: Ticket) -> None:
    made = public_ids.encode("macro", macro(cast, "label:retur").pk)
    to = logged_in(cast.dewi).post(at(cast, "use_macro", ticket.number), {"macro": made})["Location"]
    assert 'value="label:retur" checked' in logged_in(cast.dewi).get(to).content.decode()
    assert draft_of(ticket, cast.dewi, "reply").deeds == [{"do": "label", "value": "retur"}]


def with_others(cast: Cast, ticket: Ticket) -> Ticket:
    """Rina has a second address, and a courier has answered in the ticket."""
    add_handle(contact=cast.rina, kind="email", value="rina.kantor@contoh.example", by=Actor.member(cast.dewi.pk))
    builders.inbound_from(ticket, "kurir@jne.example", "Paketnya di gudang.")
    return builders.fresh(ticket)


def test_one_chooses_whom_a_reply_goes_to_and_the_draft_remembers(cast: Cast, ticket: Ticket) -> None:
    with_others(cast, ticket)
    client = logged_in(cast.dewi)
    client.post(at(cast, "draft", ticket.number, "reply"), {"text": "Halo", "to": "rina.kantor@contoh.example", "revision": "0"})
    page = client.get(at(cast, "ticket", ticket.number)).content.decode()
    assert '<option value="rina.kantor@contoh.example" selected>' in page
    assert '<option value="kurir@jne.example" data-other>' in page and "Ini tidak dikirim ke pelanggan" in page
    client.post(at(cast, "reply", ticket.number), {"text": "Halo", "to": "rina.kantor@contoh.example", "send_key": "k"})
    sent = Message.objects.get(ticket=ticket, member=cast.dewi)
    assert [one.value for one in outgoing(sent, "email").to] == ["rina.kantor@contoh.example"]
    assert builders.fresh(ticket).waiting_since is None


def test_what_goes_to_somebody_else_leaves_the_customer_waiting(cast: Cast, ticket: Ticket) -> None:
    waiting = with_others(cast, ticket).waiting_since
    given = {"text": "Tolong kirim ulang", "to": "kurir@jne.example", "cc": "kurir@jne.example", "send_key": "k"}
    logged_in(cast.dewi).post(at(cast, "reply", ticket.number), given)
    sent = Message.objects.get(ticket=ticket, member=cast.dewi)
    assert [one.value for one in outgoing(sent, "email").to] == ["kurir@jne.example"] and outgoing(sent, "email").cc == ()
    now = builders.fresh(ticket)
    assert waiting is not None and now.waiting_since == waiting and now.first_replied_at is None


def test_a_reply_goes_to_nobody_who_has_no_part_in_the_ticket(cast: Cast, ticket: Ticket) -> None:
    with_others(cast, ticket)
    given = {"text": "Halo", "to": "joko@contoh.example", "send_key": "k"}
    answer = logged_in(cast.dewi).post(at(cast, "reply", ticket.number), given, headers=HTMX)
    assert answer.status_code == 422 and "bukan alamat pelanggan ini" in answer.content.decode()
    assert not Message.objects.filter(ticket=ticket, member=cast.dewi).exists()
