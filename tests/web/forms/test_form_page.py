"""The web form: taken durably, hard to misuse, shown only where it may be."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.intake.models import Arrival
from percaya.web.forms import guard
from percaya.web.forms.definition import Definition, Field, as_settings, definition_of, key_for, origin
from tests.cast import Cast
from tests.services.effort import computing

pytestmark = pytest.mark.django_db


def address(account: ChannelAccount) -> str:
    return f"/f/{public_ids.encode('account', account.pk)}"


def opened(account: ChannelAccount, seconds: int = 5) -> str:
    """The token of a page that was opened that long ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds)):
        return guard.new_token(account.pk)


def filled(account: ChannelAccount, **more: object) -> dict[str, object]:
    plain = {
        "name": "Rina",
        "email": "rina@contoh.example",
        "subject": "Retur",
        "message": "Ukurannya salah.",
        "token": opened(account),
    }
    return {**plain, **more}


def build(account: ChannelAccount, *fields: Field, origins: tuple[str, ...] = (), language: str = "id") -> None:
    made = Definition(title="Tanya kami", intro="", language=language, fields=fields, origins=origins, thanks="Kami balas besok.")
    ChannelAccount.objects.filter(pk=account.pk).update(settings=as_settings(made))


def test_a_submission_is_durable_and_a_ticket_before_thank_you(cast: Cast) -> None:
    file = SimpleUploadedFile("foto.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "image/png")
    response = Client().post(address(cast.senja.form), filled(cast.senja.form, files=[file]))
    body = response.content.decode()
    assert response.status_code == 200 and "Terima kasih" in body
    ticket = Ticket.objects.get(channel="webform")
    assert f"#{ticket.number}" in body and ticket.subject == "Retur"
    assert Arrival.objects.get().door == "form"
    message = Message.objects.get(ticket=ticket, direction="inbound")
    assert message.body_text == "Ukurannya salah." and Attachment.objects.get(message=message).name == "foto.png"


def test_it_works_without_a_script_and_says_everything_in_its_own_language(cast: Cast) -> None:
    build(cast.senja.form, Field(key="email", label="Email", kind="email", required=True), language="en")
    body = Client(headers={"accept-language": "id"}).get(address(cast.senja.form)).content.decode()
    assert '<html lang="en"' in body and "Send" in body and "uses what you write here" in body


def test_wrong_answers_are_marked_and_what_was_typed_stays(cast: Cast) -> None:
    response = Client().post(address(cast.senja.form), filled(cast.senja.form, email="bukan alamat"))
    body = response.content.decode()
    assert response.status_code == 422 and "Ukurannya salah." in body and "bukan alamat email" in body
    assert not Arrival.objects.exists()


def test_every_kind_of_question_is_checked(cast: Cast) -> None:
    build(
        cast.senja.form,
        Field(key="phone", label="HP", kind="phone", required=True),
        Field(key="size", label="Ukuran", kind="choice", choices=("S", "M"), required=True),
        Field(key="count", label="Jumlah", kind="number"),
        Field(key="day", label="Tanggal", kind="date"),
    )
    wrong = {"phone": "abc", "size": "XXL", "count": "banyak", "day": "kemarin", "token": opened(cast.senja.form)}
    response = Client().post(address(cast.senja.form), wrong)
    assert response.content.decode().count("field__error") == 4
    right = {"phone": "0812-3456-7890", "size": "M", "count": "1.250.000", "day": "2026-11-02", "token": opened(cast.senja.form)}
    assert "Terima kasih" in Client().post(address(cast.senja.form), right).content.decode()
    message = Message.objects.get(direction="inbound")
    assert "Ukuran: M" in message.body_text and "Jumlah: 1.250.000" in message.body_text


def test_the_same_page_sent_twice_makes_one_ticket(cast: Cast) -> None:
    sent = filled(cast.senja.form)
    for _ in range(3):
        assert "Terima kasih" in Client().post(address(cast.senja.form), sent).content.decode()
    assert Ticket.objects.filter(channel="webform").count() == 1


def test_a_machine_is_thanked_and_thrown_away(cast: Cast) -> None:
    body = Client().post(address(cast.senja.form), filled(cast.senja.form, website="http://spam.example")).content.decode()
    assert "Terima kasih" in body and not Arrival.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "soon", "old", "foreign"])
def test_without_a_page_that_was_read_nothing_is_taken_and_nothing_typed_is_lost(cast: Cast, token: str) -> None:
    made = {"soon": opened(cast.senja.form, 0), "old": opened(cast.senja.form, 13 * 3600), "foreign": opened(cast.warung.form)}
    response = Client().post(address(cast.senja.form), filled(cast.senja.form, token=made.get(token, token)))
    assert response.status_code == 422 and "Ukurannya salah." in response.content.decode()
    assert not Arrival.objects.exists()


def test_a_strangers_mailbox_cannot_be_flooded_and_hears_no_word_of_the_text(cast: Cast) -> None:
    codes = []
    for n in range(8):
        sent = filled(
            cast.senja.form,
            email="korban@contoh.example",
            message="BELI OBAT http://jahat.example",
            token=opened(cast.senja.form, 5 + n),
        )
        codes.append(Client(REMOTE_ADDR=f"10.0.0.{n}").post(address(cast.senja.form), sent).status_code)
    assert codes[:5] == [200] * 5 and codes[5:] == [429] * 3
    for receipt in Message.objects.filter(direction="outbound"):
        assert "OBAT" not in receipt.body_text and "jahat" not in receipt.body_text
    assert not any("OBAT" in sent.body for sent in mail.outbox)


def test_thank_you_gives_no_link_to_the_ticket(cast: Cast) -> None:
    body = Client().post(address(cast.senja.form), filled(cast.senja.form)).content.decode()
    assert "/s/" not in body and "rina@" not in body and "Ukurannya" not in body


def test_one_peer_is_held_off_after_many(cast: Cast) -> None:
    codes = [
        Client()
        .post(
            address(cast.senja.form), filled(cast.senja.form, email=f"a{n}@contoh.example", token=opened(cast.senja.form, 5 + n))
        )
        .status_code
        for n in range(22)
    ]
    assert codes[19] == 200 and codes[-1] == 429


def test_only_the_forms_own_sites_may_frame_it(cast: Cast) -> None:
    build(cast.senja.form, Field(key="email", label="Email", kind="email"), origins=("https://senja.example",))
    policy = Client().get(address(cast.senja.form))["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://senja.example" in policy
    assert "X-Frame-Options" not in Client().get(address(cast.senja.form))
    assert "frame-ancestors 'self';" in Client().get(address(cast.warung.form))["Content-Security-Policy"] + ";"
    assert Client().get("/accounts/login/")["X-Frame-Options"] == "DENY"


def test_the_one_line_is_small_listens_to_its_own_frame_and_keeps_nothing(cast: Cast) -> None:
    response = Client().get(f"{address(cast.senja.form)}.js")
    script = response.content.decode()
    assert response["Content-Type"].startswith("text/javascript") and len(script) < 3000
    assert "event.origin !== origin" in script and "event.source !== frame.contentWindow" in script
    assert "cookie" not in script and "localStorage" not in script


def test_unknown_paused_and_foreign_forms_are_not_there(cast: Cast) -> None:
    mailbox = f"/f/{public_ids.encode('account', cast.senja.email.pk)}"
    for missing in ("/f/acc_x", mailbox, "/f/1"):
        assert Client().get(missing).status_code == 404
    ChannelAccount.objects.filter(pk=cast.senja.form.pk).update(is_active=False)
    assert Client().get(address(cast.senja.form)).status_code == 404
    assert Client().post(address(cast.senja.form), filled(cast.senja.form)).status_code == 404


def test_hostile_settings_and_texts_stay_text(cast: Cast) -> None:
    bad = {
        "title": "<script>alert(1)</script>",
        "fields": [{"key": "a b", "kind": "x"}, 5, {"key": "email", "kind": "email", "label": "<b>E</b>"}],
        "origins": ["javascript:alert(1)", "https://ok.example/x"],
    }
    ChannelAccount.objects.filter(pk=cast.senja.form.pk).update(settings=bad)
    body = Client().get(address(cast.senja.form)).content.decode()
    assert "<script>alert" not in body and "<b>E</b>" not in body
    account = ChannelAccount.objects.select_related("workspace").get(pk=cast.senja.form.pk)
    assert definition_of(account).origins == ("https://ok.example",)
    assert "</script>" not in Client().get(f"{address(cast.senja.form)}.js").content.decode()


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("https://Toko.example/kontak?x", "https://toko.example"),
        ("toko.example", "https://toko.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("javascript:alert(1)", ""),
        ("https://a.example;script-src *", ""),
        ("https://*.example", ""),
        ("", ""),
    ],
)
def test_a_site_is_an_origin_or_nothing(given: str, meant: str) -> None:
    assert origin(given) == meant


def test_keys_come_from_labels_and_never_twice() -> None:
    assert key_for("Nomor pesanan", []) == "nomor_pesanan"
    assert key_for("Nomor pesanan", ["nomor_pesanan"]) == "nomor_pesanan_2"
    assert key_for("123 ?", []).startswith("field")


def test_a_submission_takes_a_moment_only(cast: Cast) -> None:
    assert computing(lambda: Client().post(address(cast.senja.form), filled(cast.senja.form)), enough=2) < 2
