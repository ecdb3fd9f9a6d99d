"""What a customer will get, before there is one: the mail in both languages, and the same mail to oneself."""

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from percaya.channels.registry import channels
from percaya.core.ratings.letters import asking
from percaya.core.ratings.models import Rating
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member
from percaya.stages.surveys.models import Survey

LANGUAGES = ("id", "en")


def mail_text(survey: Survey, language: str) -> str:
    """The links lead to no rating: whoever follows them is told so."""
    question = survey.question_en if language == "en" else survey.question_id
    ticket = Ticket(pk=0, number=1024, channel=_letters(), workspace=survey.workspace)
    rating = Rating(pk=0, ticket=ticket, workspace=survey.workspace, kind=survey.kind, question=question)
    with translation.override(language):
        return asking(ticket, rating)


def _letters() -> str:
    """A channel whose messages are letters."""
    return next((key for key, own in channels().items() if own.capabilities.subject), "")


def send_trial(survey: Survey, member: Member) -> None:
    """Both languages in one mail. Raises ``OSError`` (or smtplib's) when no mail can leave."""
    lines = [_("This is a trial: its links lead nowhere.")]
    lines += [f"— {language} —\n\n{mail_text(survey, language)}" for language in LANGUAGES]
    send_mail(_("Trial: %(name)s") % {"name": survey.name}, "\n\n".join(lines), None, [member.user.email])
