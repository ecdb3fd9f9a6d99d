"""What the shop knows beside its mail: companies, who matters most, notes, consents, promises, lists of steps, drafts."""

from datetime import timedelta

from django.utils import timezone

from percaya.core.desk.actions.macros import save_macro
from percaya.core.desk.actions.templates import save_checklist_template
from percaya.core.desk.steps import parse
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.consents import record_consent
from percaya.core.people.actions.contacts import change_contact
from percaya.core.people.actions.notes import add_contact_note
from percaya.core.people.actions.organisations import create_organisation
from percaya.core.people.models import Contact
from percaya.core.people.queries import holder_of
from percaya.core.promises.actions import make_promise
from percaya.core.tickets.actions.checklists import add_steps, tick_step
from percaya.core.tickets.actions.drafts import draft_of, save_draft, share_draft
from percaya.core.tickets.actions.following import follow
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.actions.timing import add_time
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.fields import FieldWish, save_field
from percaya.demo.shop import Shop
from percaya.demo.stories.story import CUSTOMERS

_COMPANIES = (
    ("Koperasi Maju Bersama", "koperasi-maju.example", "ahmad", "Memesan seragam tiap awal tahun; minta faktur pajak."),
    ("Klinik Sehat Sentosa", "klinik-sehat.example", "bambang", "Bayar tempo 14 hari, disetujui Wayan."),
)
_CALLED = {"sunarti": "Ibu", "ahmad": "Bapak", "bambang": "Dokter", "rina": "Kak", "tuti": "Mbak"}
_NOTES = {
    "sunarti": "Lebih suka ditelepon sesudah jam tiga sore; penglihatannya kurang, jadi tulis singkat saja.",
    "bambang": "Pesan atas nama klinik, tetapi kirim ke rumah bila di atas lima potong.",
    "rina": "Pernah dua kali paketnya tertahan di gudang kurir yang sama.",
}
_SIZES = (("", "S", "S"), ("", "M", "M"), ("", "L", "L"), ("", "XL", "XL"))
_RETURN = (("Cek foto dan nomor pesanan", True), ("Buat nomor retur", True), ("Kirim label alamat ke pelanggan", False))


def furnish(shop: Shop) -> None:
    """After the stories, by the people of the shop."""
    _know_customers(shop)
    _keep_at_hand(shop)
    waiting = _waiting(shop)[:6]
    _promise(shop, waiting)
    _work_on(shop, waiting)
    _join(shop)


def _know_customers(shop: Shop) -> None:
    by, place = Actor.member(shop.members["sari"].pk), shop.workspace.pk
    size = FieldWish(name="Ukuran biasa", name_en="Usual size", kind="choice", options=_SIZES)
    number = FieldWish(name="Nomor anggota", name_en="Member number", is_sensitive=True)
    keys = [save_field(workspace_id=place, of="contact", wish=wish, by=by).key for wish in (size, number)]
    for name, domain, who, about in _COMPANIES:
        made = create_organisation(workspace_id=place, name=name, domains=[domain], notes=about, by=by)
        change_contact(contact=_customer(shop, who), organisation=made, by=by)
    for who, salutation in _CALLED.items():
        change_contact(contact=_customer(shop, who), salutation=salutation, by=by)
    for who in ("sunarti", "ahmad"):
        change_contact(contact=_customer(shop, who), is_vip=True, by=by)
    change_contact(contact=_customer(shop, "rina"), attributes=dict(zip(keys, ("M", "SB-20871"), strict=True)), by=by)
    for who, text in _NOTES.items():
        add_contact_note(contact=_customer(shop, who), text=text, by=by)
    for who, purpose in (("rina", "marketing"), ("rina", "survey"), ("hannah", "marketing")):
        record_consent(
            contact=_customer(shop, who), purpose=purpose, text_version="2026-01", channel="email",
            evidence="Centang pada formulir pesanan", by=by,
        )  # fmt: skip


def _keep_at_hand(shop: Shop) -> None:
    sari = shop.members["sari"]
    by = Actor.member(sari.pk)
    save_checklist_template(member=sari, name="Retur", steps=list(_RETURN), by=by)
    save_macro(
        member=sari, name="Retur disetujui", scope="workspace", by=by,
        text="Halo {{contact.salutation}} {{contact.name}}, retur kami setujui. Label alamatnya kami kirim hari ini.",
        text_en="Hello {{contact.name}}, your return is approved. The address label follows today.",
        steps=parse(["label:retur", "state:waiting_customer", "snooze:tomorrow"]),
    )  # fmt: skip


def _promise(shop: Shop, waiting: list[Ticket]) -> None:
    budi, now = shop.members["budi"], timezone.now()
    said = ("Nomor resi baru kami kirim", "Kami telepon kurirnya", "Uangnya kami kembalikan")
    for place, (ticket, text) in enumerate(zip(waiting, said, strict=False)):
        owner = ticket.assignee or budi
        due = now + timedelta(hours=3 + 20 * place)
        make_promise(ticket=ticket, text=text, due_at=due, owner=owner, by=Actor.member(owner.pk))


def _work_on(shop: Shop, waiting: list[Ticket]) -> None:
    grace, sari = shop.members["grace"], shop.members["sari"]
    for place, ticket in enumerate(waiting[:3]):
        steps = add_steps(ticket=ticket, steps=list(_RETURN), by=Actor.member(grace.pk))
        tick_step(step=steps[0], done=True, member=grace, by=Actor.member(grace.pk))
        add_time(ticket=ticket, minutes=8 + 7 * place, note="Menelepon gudang", member=grace, by=Actor.member(grace.pk))
        follow(ticket=ticket, member=sari, by=Actor.member(sari.pk))
    deeds = [step.as_json() for step in parse(["label:retur", "snooze:tomorrow"])]
    words = "Halo kak, maaf ya membuat menunggu. Paketnya sudah kami lacak dan"
    for ticket in waiting[:1]:
        revision = draft_of(ticket, sari, "reply").revision  # not 0 where they have answered before
        save_draft(ticket=ticket, member=sari, kind="reply", text=words, deeds=deeds, revision=revision)
    for ticket in waiting[1:2]:
        asks, revision = "Hi, could somebody check the tone of this?", draft_of(ticket, grace, "reply").revision
        save_draft(ticket=ticket, member=grace, kind="reply", text=asks, revision=revision)
        share_draft(ticket=ticket, member=grace, kind="reply", by=Actor.member(grace.pk))


def _join(shop: Shop) -> None:
    """One customer wrote twice about one thing: the older of the two goes on in the one that waits."""
    for ticket in _waiting(shop):
        same = Ticket.objects.filter(workspace=shop.workspace, contact_id=ticket.contact_id, is_spam=False, merged_into=None)
        other = same.exclude(pk=ticket.pk).filter(pk__lt=ticket.pk).order_by("-pk").first()
        if other is not None:
            merge(source=other, target=ticket, by=Actor.member(shop.members["grace"].pk))
            return


def _waiting(shop: Shop) -> list[Ticket]:
    rows = Ticket.objects.filter(workspace=shop.workspace, is_open=1, waiting_since__isnull=False).select_related("assignee")
    return list(rows.order_by("urgency_key", "pk"))


def _customer(shop: Shop, who: str) -> Contact:
    handle = holder_of(shop.workspace.pk, "email", CUSTOMERS[who][1])
    if handle is None:
        raise LookupError(f"Nobody in the stories is {who}.")
    return Contact.objects.get(pk=handle.contact_id)
