"""Routing in words, in the language that is switched on."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from percaya.stages.routing.plans import TeamPlan
from percaya.stages.routing.policy import tenths


def status(key: str) -> str:
    return {
        "available": pgettext("availability", "Available"),
        "async_only": pgettext("availability", "Mail only"),
        "transfers_only": pgettext("availability", "Only what I have"),
        "break": pgettext("availability", "On a break"),
        "offline": pgettext("availability", "Offline"),
    }.get(key, key)


def break_reason(key: str) -> str:
    """A reason of the house's list; one of the business's own is its own word."""
    return {
        "": "",
        "meal": _("Meal"),
        "prayer": _("Prayer"),
        "meeting": _("Meeting"),
        "training": _("Training"),
        "technical": _("Technical trouble"),
        "idle": _("automatic"),
    }.get(key, key[:1].upper() + key[1:])


def strategy(key: str) -> str:
    return {
        "manual": _("People take tickets themselves"),
        "round_robin": _("In turns"),
        "least_loaded": _("Who has most room"),
        "sticky": _("Who helped this customer last, else who has most room"),
    }.get(key, key)


def team_sentence(plan: TeamPlan, teams: Mapping[int, str]) -> str:
    """How a team's tickets find their person, as one reads it."""
    if plan.strategy == "manual":
        return _("People take tickets themselves. Nothing is given out.")
    how = {
        "round_robin": _("Each ticket goes to the members in turns, to those who are there and have room."),
        "least_loaded": _("Each ticket goes to the member with most room among those who are there."),
        "sticky": _("Each ticket goes to who helped this customer last if they are there, else to the member with most room."),
    }[plan.strategy]
    said = [how]
    if plan.skills:
        said.append(_("Only to those who know: %(skills)s.") % {"skills": ", ".join(sorted(plan.skills))})
    if plan.match_language:
        said.append(_("Only to those who speak the customer's language."))
    if plan.overflow_team is not None and plan.overflow_team in teams and plan.overflow_minutes:
        facts = {"minutes": plan.overflow_minutes, "team": teams[plan.overflow_team]}
        said.append(_("What nobody could take within %(minutes)s minutes goes to %(team)s.") % facts)
    if plan.reassign == "away":
        said.append(
            _("Who is gone for %(minutes)s minutes while a customer waits is relieved.") % {"minutes": plan.reassign_minutes}
        )
    if plan.reassign == "silent":
        said.append(
            _("Who is gone or does not answer for %(minutes)s minutes while a customer waits is relieved.")
            % {"minutes": plan.reassign_minutes}
        )
    return " ".join(said)


def began(how: str) -> str:
    """What made routing look."""
    return {
        "opened": _("A new ticket looked for its person in %(team)s."),
        "reopened": _("It was opened again and looked for its person in %(team)s."),
        "team": _("It was handed to %(team)s and looked for its person there."),
        "backlog": _("There was room again in %(team)s."),
        "leaving": _("Its owner went and handed it over, so %(team)s was asked again."),
        "silent": _("The customer waited and nothing came from its owner, so %(team)s was asked again."),
    }.get(how, "%(team)s")


def refused(why: str, value: str) -> str:
    """Why somebody was not taken."""
    return {
        "reply": _("cannot reply to customers"),
        "sees": _("cannot see this team's tickets"),
        "gave_back": _("had it before"),
        "away": _("is not there: %(value)s") % {"value": status(value)},
        "live": _("takes no live talk: %(value)s") % {"value": status(value)},
        "skill": _("lacks: %(value)s") % {"value": value},
        "language": _("does not speak: %(value)s") % {"value": value},
        "full": _("has enough to do: %(value)s") % {"value": value},
    }.get(why, why)


def nobody(reason: str) -> str:
    return {
        "nobody": _("Nobody in the team may answer customers."),
        "away": _("Nobody of the team is there."),
        "full": _("Everybody who is there has enough to do."),
        "skill": _("Nobody who is there has the skill."),
        "language": _("Nobody who is there speaks the language."),
    }.get(reason, reason)


def value(key: str, text: str) -> str:
    """One thing that spoke for somebody."""
    return {
        "load": _("load %(value)s"),
        "helped_before": _("helped this customer before"),
        "skills": _("knows: %(value)s"),
        "language": _("speaks: %(value)s"),
    }.get(key, "%(value)s") % {"value": text}


def load(used: int, limit: int) -> str:
    return f"{tenths(used)}/{tenths(limit)}"
