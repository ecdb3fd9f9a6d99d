"""The customer beside the ticket: shown, corrected, and never merged without a person's word."""

import pytest
from django.urls import reverse

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.consents import record_consent
from percaya.core.people.actions.contacts import change_contact, resolve_contact
from percaya.core.people.actions.notes import add_contact_note
from percaya.core.people.actions.organisations import create_organisation
from percaya.core.people.models import MergeProposal
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def propose(cast: Cast) -> MergeProposal:
    """Somebody typed Rina's address into a form."""
    resolve_contact(
        workspace_id=cast.workspace.pk,
        kind="email",
        value="rina@contoh.example",
        name="Rina M.",
        claim="webform",
        by=Actor.system(),
    )
    return MergeProposal.objects.get(workspace=cast.workspace)


@pytest.mark.parametrize(("verdict", "state"), [("merge", "merged"), ("dismiss", "dismissed")])
def test_a_proposal_is_shown_and_decided_by_a_person(cast: Cast, verdict: str, state: str) -> None:
    ticket, proposal, client = builders.ticket(cast.rina), propose(cast), logged_in(cast.dewi)
    page = client.get(reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number])).content.decode()
    assert "Rina M." in page and "Satu orang?" in page
    where = reverse("inbox:proposal", args=[cast.workspace.slug, proposal.pk, verdict])
    assert logged_in(cast.tono).post(where).status_code == 404
    answer = client.post(where, {"keep": cast.rina.pk, "next": "https://penjahat.example/"})
    assert answer.headers["Location"] == "/"
    proposal.refresh_from_db()
    cast.rina.refresh_from_db()
    assert proposal.state == state and cast.rina.merged_into is None


def test_a_salutation_is_learnt_from_a_person(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    key = public_ids.encode("contact", cast.rina.pk)
    at, client = reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number]), logged_in(cast.dewi)
    form = client.get(reverse("people:edit", args=[cast.workspace.slug, key]), {"next": at}, headers={"HX-Request": "true"})
    assert at in form.content.decode() and "<html" not in form.content.decode()
    wanted = {"name": "Rina Marlina", "salutation": "Kak", "notes": "Suka batik tulis.", "next": at}
    assert client.post(reverse("people:contact", args=[cast.workspace.slug, key]), wanted).headers["Location"] == at
    cast.rina.refresh_from_db()
    assert (cast.rina.salutation, cast.rina.notes) == ("Kak", "Suka batik tulis.")


def test_names_are_shown_as_people_write_them(cast: Cast) -> None:
    contact, _handle = resolve_contact(
        workspace_id=cast.workspace.pk, kind="phone", value="0812-3456-7890", name="de Vries", by=Actor.system()
    )
    ticket = builders.ticket(contact)
    page = logged_in(cast.dewi).get(reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number])).content.decode()
    assert "de Vries" in page and "0812-3456-7890" in page


def test_beside_the_ticket_stands_what_colleagues_noted_what_was_agreed_and_what_was_before(cast: Cast) -> None:
    dewi = Actor.member(cast.dewi.pk)
    add_contact_note(contact=cast.rina, text="Suka batik tulis.", by=dewi)
    record_consent(contact=cast.rina, purpose="marketing", evidence="Formulir 12", by=dewi)
    change_contact(contact=cast.rina, time_zone="Asia/Jayapura", by=dewi)
    create_organisation(workspace_id=cast.workspace.pk, name="PT Contoh", domains=["contoh.example"], by=dewi)
    before, ticket = builders.ticket(cast.rina, subject="Yang dulu"), builders.ticket(cast.rina)
    page = logged_in(cast.dewi).get(reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number])).content.decode()
    for told in ("Suka batik tulis.", "Penawaran dan kabar", "WIT", "PT Contoh", f"#{before.number} Yang dulu"):
        assert told in page, told
