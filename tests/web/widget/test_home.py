"""What the panel offers around the talk: how it was, the help centre, earlier conversations, a true place in line."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.knowledge.models import Gap
from percaya.core.ratings.models import AskingLimits, Rating
from percaya.core.tickets.actions.states import close, resolve
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.members import save_team
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.analytics.reactions import follow
from percaya.stages.routing.actions.availability import set_availability
from percaya.stages.routing.actions.planning import change_team
from percaya.stages.surveys.actions.writing import save_survey, switch_survey
from percaya.stages.surveys.policy import Wish
from percaya.web.widget.definition import reply_time
from tests.cast import Cast
from tests.core.knowledge import shelf
from tests.web.widget.test_chat import Panel, answer, chat_of, opened

pytestmark = pytest.mark.django_db


def helped(cast: Cast, panel: Panel) -> Ticket:
    """Somebody wrote, was answered by a person, and it is solved."""
    panel.say("Ongkir?")
    ticket = Ticket.objects.get(channel="webchat")
    answer(cast, ticket, "Rp18.000")
    return resolve(ticket=ticket, by=Actor.member(cast.dewi.pk))


def test_who_was_helped_is_asked_in_words_and_may_change_the_answer(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja))
    panel.say("Ongkir?")
    assert "rate-title" not in panel.talk(), "nobody is asked before they are helped"
    answer(cast, Ticket.objects.get(channel="webchat"), "Rp18.000")
    assert "rate-title" not in panel.talk()
    resolve(ticket=Ticket.objects.get(channel="webchat"), by=Actor.member(cast.dewi.pk))
    assert "Sangat puas" in panel.talk() and not Rating.objects.exists(), "being fetched is not being seen"
    assert panel.post("rate").status_code == 200 and panel.post("rate").status_code == 200
    assert Rating.objects.get().score is None
    assert panel.post("rate", score="5", comment="Cepat sekali").status_code == 200
    assert panel.post("rate", score="4").status_code == 200
    assert Rating.objects.get().score == 4 and "Jawaban Anda: Puas" in panel.talk()
    assert "Seberapa puas Anda dengan bantuan kami?" in panel.talk(), "what was asked stays as it was asked"
    assert Message.objects.filter(auto="survey", body_text="Cepat sekali").count() == 1
    Rating.objects.update(given_at=timezone.now() - timedelta(days=8))
    assert panel.post("rate", score="1").status_code == 409 and "rate-title" not in panel.talk()
    assert Rating.objects.get().score == 4


def test_the_survey_that_fits_asks_in_its_words_and_takes_up_what_is_low(cast: Cast) -> None:
    wayan = Actor.member(cast.wayan.pk)
    for name, channels, words in (("Surel", ["email"], "Surelnya?"), ("Chat", ["webchat"], "Seberapa mudah?")):
        wish = Wish(name=name, kind="ces", channels=channels, question_id=words, question_en="How easy?", low_action="reopen")
        made = save_survey(workspace=cast.workspace, wish=wish, by=wayan)
        switch_survey(survey=made, on=True, by=wayan)
    panel = opened(chat_of(cast.senja))
    ticket = helped(cast, panel)
    assert "Seberapa mudah?" in panel.talk() and "Surelnya?" not in panel.talk()
    assert panel.post("rate", score="1").status_code == 200
    rating = Rating.objects.get()
    assert (rating.survey, rating.kind, rating.question) == (made.pk, "ces", "Seberapa mudah?")
    assert Ticket.objects.get(pk=ticket.pk).state == "open"


def test_the_panel_asks_no_more_often_than_mail_does(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja))
    ticket = helped(cast, panel)
    Rating.objects.create(
        workspace=cast.workspace, ticket=ticket, asked_at=timezone.now() - timedelta(days=2), given_at=None, kind="nps"
    )
    AskingLimits.objects.create(workspace=cast.workspace, days_between=7)
    assert "rate-title" not in panel.talk() and panel.post("rate", score="5").status_code == 409
    AskingLimits.objects.update(days_between=1)
    assert panel.post("rate", score="5").status_code == 200


def test_a_business_may_leave_the_question_out(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja, ask_rating=False))
    helped(cast, panel)
    assert "rate-title" not in panel.talk()


@pytest.mark.parametrize("score", ["0", "6", "x", "", "-1"])
def test_what_is_no_answer_is_not_kept(cast: Cast, score: str) -> None:
    panel = opened(chat_of(cast.senja))
    helped(cast, panel)
    assert panel.post("rate", score=score).status_code == 422
    assert Rating.objects.get().score is None


def test_a_visitor_rates_their_own_conversation_alone(cast: Cast) -> None:
    account = chat_of(cast.senja)
    mine, other = opened(account), opened(account)
    helped(cast, mine)
    assert other.post("rate", score="1").status_code == 409
    other.say("Halo")
    assert other.post("rate", score="1").status_code == 409 and not Rating.objects.exists()


def test_earlier_conversations_open_and_anothers_does_not(cast: Cast) -> None:
    account = chat_of(cast.senja)
    panel, other = opened(account), opened(account)
    close(ticket=helped(cast, panel), by=Actor.member(cast.dewi.pk))
    first = Ticket.objects.get(channel="webchat")
    Ticket.objects.filter(pk=first.pk).update(closed_at=timezone.now() - timedelta(days=90))
    panel.say("Pesanan baru saya")
    other.say("Rahasia orang lain")
    mine = Ticket.objects.filter(channel="webchat").order_by("pk")[1]
    assert mine.pk != first.pk, "a closed one is followed by a new one"
    key = public_ids.encode("ticket", first.pk)
    assert key in panel.talk() and "Rp18.000" not in panel.talk()
    past = panel.get(f"talk?of={key}").content.decode()
    assert "Rp18.000" in past and "Pesanan baru" not in past and 'data-do="back"' in past
    assert other.get(f"talk?of={key}").status_code == 404
    assert panel.get(f"talk?of={public_ids.encode('ticket', mine.pk + 1)}").status_code == 404


def test_the_talk_can_be_kept_as_text(cast: Cast) -> None:
    account = chat_of(cast.senja)
    panel, other = opened(account), opened(account)
    assert panel.get("keep").status_code == 409
    helped(cast, panel)
    kept = panel.get("keep").content.decode()
    assert "Ongkir?" in kept and "Dewi: Rp18.000" in kept and other.get("keep").status_code == 409


def test_the_help_centre_is_searched_and_read_in_the_panel_without_a_pass(cast: Cast) -> None:
    panel = Panel(chat_of(cast.senja))
    home = Client().get(panel.base).content.decode()
    assert 'id="find"' not in home, "where nothing is written there is nothing to search"
    article = shelf.article(cast.workspace, "Melacak pengiriman", "Nomor resi ada di surel.\n\n## Belum sampai\n\nTunggu.")
    secret = shelf.article(cast.workspace, "Melacak rahasia", "Nomor resi palsu.", audience="internal")
    assert 'id="find"' in Client().get(panel.base).content.decode()
    found = panel.get("help?q=nomer+resi").content.decode()
    key = public_ids.encode("article", article.pk)
    assert key in found and "rahasia" not in found
    page = panel.get(f"help/{key}").content.decode()
    assert "Belum sampai" in page and "<script" not in page
    assert panel.get(f"help/{public_ids.encode('article', secret.pk)}").status_code == 404
    assert "rahasia" not in panel.get("help?q=rahasia&asked=1").content.decode() and Gap.objects.get().words == "rahasia"


def test_another_businesss_articles_are_not_found(cast: Cast) -> None:
    theirs = shelf.article(cast.warung.workspace, "Resi warung", "Nomor resi warung.")
    panel = Panel(chat_of(cast.senja))
    assert "warung" not in panel.get("help?q=resi").content.decode()
    assert panel.get(f"help/{public_ids.encode('article', theirs.pk)}").status_code == 404


def test_a_place_in_line_is_told_only_while_it_is_true(cast: Cast) -> None:
    account = chat_of(cast.senja)
    ChannelAccount.objects.filter(pk=account.pk).update(team=cast.senja.team)
    first, second = opened(account), opened(account)
    first.say("Satu")
    second.say("Dua")
    assert "antrean" not in second.talk(), "people choose themselves"
    team = cast.senja.team
    save_team(workspace=cast.workspace, team=team, name=team.name, members=[cast.dewi], by=Actor.system())
    change_team(team=team, strategy="least_loaded", by=Actor.system())
    assert "antrean" not in second.talk(), "nobody is there"
    set_availability(member=cast.dewi, status="available", by=Actor.member(cast.dewi.pk))
    assert "Anda berikutnya" in first.talk() and "nomor 2 dalam antrean" in second.talk()
    assert orjson.loads(second.post("here").content)["line"] == "Anda nomor 2 dalam antrean."
    answer(cast, Ticket.objects.filter(channel="webchat").order_by("pk")[0], "Sebentar")
    assert "berikutnya" not in first.talk() and "Anda berikutnya" in second.talk()


def test_the_usual_time_is_said_from_thirty_real_answers_on(cast: Cast) -> None:
    """Thirty chats of this hour of the week, answered after one to thirty minutes: three of four came within 23."""
    account = chat_of(cast.senja)
    now = datetime(2026, 11, 20, 3, 20, tzinfo=UTC)  # Friday, 10.20 in Jakarta
    with time_machine.travel(now, tick=False) as clock:
        for number in range(30):
            clock.move_to(now - timedelta(weeks=11 - number // 3))
            opened(account).say("Ada stok, kak?")
            clock.shift(timedelta(minutes=number + 1))
            answer(cast, Ticket.objects.order_by("-pk")[0], "Ada, kak.")
            if number == 28:
                assert _said(account, now, clock) == "", "twenty-nine are too few to promise by"
        assert _said(account, now, clock) == "Biasanya dibalas dalam 23 menit pada jam ini"
        assert "23 menit" in Client().get(Panel(account).base).content.decode()
        assert _said(account, now + timedelta(hours=3), clock) == "", "of another hour nothing is known"


def _said(account: ChannelAccount, at: datetime, clock: Any) -> str:
    cache.clear()
    clock.move_to(at)
    follow(list(EventRow.objects.order_by("id")))
    with translation.override("id"):
        return reply_time(account)
