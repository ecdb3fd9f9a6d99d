"""Rules and surveys in the demo: one that acts, one that reminds, one that practises; and what customers said of how it went."""

from datetime import timedelta

from django.utils import timezone, translation

from percaya.core.journal.actor import Actor
from percaya.core.ratings.actions import give_rating
from percaya.core.ratings.models import Rating
from percaya.core.ratings.words import default_question
from percaya.core.tickets.models import Ticket
from percaya.demo.shop import Shop
from percaya.stages.automation.actions.ready_made import offer_of, take
from percaya.stages.automation.actions.running import Occasion, ask
from percaya.stages.automation.house import House
from percaya.stages.automation.matching import last_word
from percaya.stages.surveys.actions.writing import save_survey, switch_survey
from percaya.stages.surveys.policy import Wish

_TAKEN = ("label_refund", "remind_agent", "outside_hours", "close_solved", "ask_rating")
_SCORES = ((5, "Cepat dan ramah, terima kasih!"), (5, ""), (4, ""), (5, ""), (2, "Harus bertanya dua kali."), (4, ""), (5, ""))
_RECOMMENDED = (10, 9, None, 8, 10, 6, 9, None, 7)


def automate(shop: Shop) -> None:
    """Last: the stories were told before there were rules. The label rule is asked once about each open ticket."""
    wayan = shop.members["wayan"]
    by = Actor.member(wayan.pk)
    taken = [take(workspace=shop.workspace, member=wayan, offer=offer_of(key, "id"), by=by) for key in _TAKEN]
    house = House(shop.workspace)
    for ticket in Ticket.objects.filter(workspace=shop.workspace, is_open=1).order_by("pk"):
        word = last_word(ticket.pk)
        at = word.created_at if word else timezone.now()
        ask(rule=taken[0], ticket_id=ticket.pk, house=house, occasion=Occasion("demo", at, message=word))
    _rate(shop)
    _survey(shop, by)


def _survey(shop: Shop, by: Actor) -> None:
    """Satisfaction asks after each solution; recommendation was asked once and is off."""
    made = {}
    for kind, name in (("csat", "Kepuasan setelah selesai"), ("nps", "Rekomendasi tiap kuartal")):
        with translation.override("en"):
            english = default_question(kind, shop.workspace.name)
        with translation.override("id"):
            indonesian = default_question(kind, shop.workspace.name)
        wish = Wish(
            name=name, kind=kind, question_id=indonesian, question_en=english, delay_minutes=120,
            moment="solved" if kind == "csat" else "schedule",
        )  # fmt: skip
        made[kind] = save_survey(workspace=shop.workspace, wish=wish, by=by)
    switch_survey(survey=made["csat"], on=True, by=by)
    solved = Ticket.objects.filter(workspace=shop.workspace, state="resolved").order_by("resolved_at")[: len(_RECOMMENDED)]
    for ticket, score in zip(solved, _RECOMMENDED, strict=False):
        asked = Rating.objects.create(
            workspace=shop.workspace, ticket=ticket, member_id=ticket.assignee_id, asked_at=timezone.now(), kind="nps",
            survey=made["nps"].pk, question=made["nps"].question_id,
        )  # fmt: skip
        if score is not None:
            give_rating(rating=asked, score=score)


def _rate(shop: Shop) -> None:
    solved = Ticket.objects.filter(workspace=shop.workspace, state="resolved").order_by("-resolved_at")[: len(_SCORES)]
    for ticket, (score, comment) in zip(solved, _SCORES, strict=False):
        asked = Rating.objects.create(
            workspace=shop.workspace, ticket=ticket, member_id=ticket.assignee_id, asked_at=ticket.resolved_at or timezone.now()
        )
        give_rating(rating=asked, score=score, comment=comment)
        answered = min(timezone.now(), asked.asked_at + timedelta(hours=3))
        Rating.objects.filter(pk=asked.pk).update(given_at=answered)  # as it would have been: the trend has days
