"""A colleague asks in the ticket, a supervisor sees it there and in the list, takes care of it, and says how it ended."""

import pytest

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.status_links import token_for
from percaya.stages.escalation.actions.raising import ask_supervisor
from percaya.stages.escalation.models import Escalation
from percaya.stages.escalation.queries import plans
from percaya.stages.notices.models import Notice
from percaya.stages.notices.telling import tell
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def raised(cast: Cast, ticket: Ticket) -> str:
    made = ask_supervisor(ticket=ticket, words="Boleh ganti baru?", member=cast.dewi, by=Actor.member(cast.dewi.pk))
    return f"/w/{cast.workspace.slug}/escalations/{public_ids.encode('escalation', made.pk)}"


def test_asked_seen_taken_and_closed(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    page = f"/w/{cast.workspace.slug}/inbox/{ticket.number}"
    dewi, sari = logged_in(cast.dewi), logged_in(cast.sari)
    assert "Tanya supervisor" in dewi.get(page).content.decode()
    assert dewi.post(page + "/escalate", {"words": " "}).status_code == 422
    asked = dewi.post(page + "/escalate", {"words": "Boleh ganti baru?"}, follow=True).content.decode()
    assert "Dieskalasi ke Sari" in asked and "Boleh ganti baru?" in asked and "Saya tangani" not in asked
    listed = sari.get(f"/w/{cast.workspace.slug}/escalations").content.decode()
    assert "Boleh ganti baru?" in listed and "belum ditanggapi" in listed
    act = f"/w/{cast.workspace.slug}/escalations/{public_ids.encode('escalation', Escalation.objects.get().pk)}"
    sari.post(act + "/take", {"from": "list"})
    assert "ditangani Sari" in dewi.get(page).content.decode()
    sari.post(act + "/close", {"words": "Ya, ganti baru"})
    assert "Dieskalasi ke" not in sari.get(page).content.decode().split('id="thread"')[0]
    assert "Ya, ganti baru" in sari.get(f"/w/{cast.workspace.slug}/escalations?sheet=closed").content.decode()


def test_others_may_not_and_neighbours_find_nothing(cast: Cast) -> None:
    act = raised(cast, builders.ticket(cast.rina))
    logged_in(cast.budi).post(act + "/take")
    logged_in(cast.budi).post(act + "/close", {"words": "Sudah"})
    assert Escalation.objects.get().acknowledged_at is None and Escalation.objects.get().closed_at is None
    assert logged_in(cast.dewi).get(f"/w/{cast.workspace.slug}/escalations").status_code == 403
    assert logged_in(cast.tono).post(act.replace(cast.workspace.slug, cast.warung.workspace.slug) + "/take").status_code == 404


def test_the_owner_is_told_and_the_customer_reads_when_they_hear(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    raised(cast, ticket)
    tell(list(EventRow.objects.order_by("pk")))
    assert Notice.objects.filter(member=cast.sari, kind="escalated").count() == 1
    shown = logged_in(None).get(f"/s/{token_for(builders.fresh(ticket))}").content.decode()
    assert "Rekan senior kami sekarang menangani urusan Anda." in shown and "<strong>paling lambat" in shown
    assert "ganti baru" not in shown


def test_a_ticket_page_asks_nothing_more_for_it(cast: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    ticket = builders.ticket(cast.rina)
    client = logged_in(cast.sari)
    page = f"/w/{cast.workspace.slug}/inbox/{ticket.number}"
    client.get(page)
    with django_assert_max_num_queries(60) as asked:
        client.get(page)
    assert not any("escalation" in one["sql"] for one in asked.captured_queries)


def test_plans_are_switched_and_numbered_by_admins(cast: Cast) -> None:
    client, page = logged_in(cast.wayan), f"/w/{cast.workspace.slug}/settings/escalation/"
    form = {
        "reason": "unowned",
        "is_on": "1",
        "limit": "15",
        "update_minutes": "30",
        "after1": "5",
        "who1": "next",
        "raise0": "1",
    }
    assert client.post(page, form).status_code == 302
    plan = plans(cast.workspace.pk)["unowned"]
    assert (plan.is_on, plan.limit, plan.update_minutes, len(plan.steps)) == (True, 15, 30, 2)
    assert plan.steps[0].raise_priority and plan.steps[1].pass_on and plan.steps[1].after == 5
    assert client.post(page, {**form, "after1": "5", "after2": "3"}).status_code == 422
    assert client.post(page, {**form, "limit": "x"}).status_code == 422
    assert logged_in(cast.dewi).get(page).status_code == 403
