"""The receipt a customer gets: once, to people, with the number, the time and a link that opens that ticket alone."""

import re

from django.utils.translation import override

from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Message
from percaya.core.tickets.queries.standing import standing
from percaya.core.tickets.status_links import ticket_of
from percaya.core.workspace.actions.brands import save_brand
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.core.workspace.models import Workspace
from percaya.stages.notices.reactions import PER_DAY
from percaya.stages.notices.words import receipt
from tests import builders
from tests.cast import Cast


def _receipts(cast: Cast) -> list[Message]:
    return list(Message.objects.filter(workspace=cast.workspace, direction="outbound", auto="auto-reply"))


def test_it_names_the_number_the_time_and_a_link_to_that_ticket(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    text = _receipts(cast)[0].body_text
    assert f"#{ticket.number}" in text and "WIB" in text
    link = re.search(r"/s/([^\s/]+)", text)
    assert link is not None and ticket_of(link[1]) == ticket


def test_it_says_how_it_stands_in_the_sentence_of_the_page_and_the_chat(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    with override("id"):
        said = standing(ticket).sentence
    assert said in _receipts(cast)[0].body_text and "paling lambat" in said


def test_a_brand_thanks_in_its_own_name(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    save_brand(workspace=cast.workspace, name="Senja Premium", is_default=True, by=Actor.system())
    assert "Senja Premium" in receipt(builders.fresh(ticket)) and cast.workspace.name not in receipt(builders.fresh(ticket))


def test_it_repeats_nothing_of_what_was_written(cast: Cast) -> None:
    builders.ticket(cast.rina, subject="BELI OBAT MURAH", text="klik di sini")
    receipt = _receipts(cast)[0].body_text
    assert "OBAT" not in receipt and "klik" not in receipt


def test_only_the_first_message_of_a_ticket_gets_one(cast: Cast) -> None:
    builders.ticket(cast.rina, messages=3)
    assert len(_receipts(cast)) == 1


def test_a_receipt_is_no_answer(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    assert ticket.waiting_since is not None and ticket.state == "new" and ticket.first_replied_at is None


def test_two_machines_that_thank_each_other_settle(cast: Cast) -> None:
    for _ in range(PER_DAY + 4):
        builders.ticket(cast.rina)
    assert len(_receipts(cast)) == PER_DAY


def test_a_demo_and_a_workspace_that_wants_none_send_none(cast: Cast) -> None:
    change_workspace(workspace=cast.workspace, acknowledge=False, by=Actor.system())
    builders.ticket(cast.rina)
    assert _receipts(cast) == []
    change_workspace(workspace=cast.workspace, acknowledge=True, by=Actor.system())
    Workspace.objects.filter(pk=cast.workspace.pk).update(is_demo=True)
    builders.ticket(cast.rina)
    assert _receipts(cast) == []
