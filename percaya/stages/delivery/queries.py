"""Reads of what leaves: tries, windows, templates, what waits, and what may be sent at all."""

from django.db.models import Count

from percaya.core.tickets.models import Message
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.delivery.health import Failed as Failed
from percaya.stages.delivery.health import Health as Health
from percaya.stages.delivery.health import health as health
from percaya.stages.delivery.judging import File as File
from percaya.stages.delivery.judging import Refusal as Refusal
from percaya.stages.delivery.judging import ToSend as ToSend
from percaya.stages.delivery.judging import closed_windows as closed_windows
from percaya.stages.delivery.judging import file_trouble as file_trouble
from percaya.stages.delivery.judging import may_send as may_send
from percaya.stages.delivery.judging import reply_window as reply_window
from percaya.stages.delivery.judging import template_in as template_in
from percaya.stages.delivery.models import Attempt, ChannelTemplate
from percaya.stages.delivery.news import template_state as template_state
from percaya.stages.delivery.ways import gives_ids as gives_ids
from percaya.stages.delivery.windows import Window as Window
from percaya.stages.delivery.words import sentence as sentence


def attempts(message: Message) -> list[Attempt]:
    """Every try to get a message out, oldest first."""
    return list(Attempt.objects.filter(message=message).order_by("pk"))


def templates_of(account: ChannelAccount, *, only_usable: bool = False) -> list[ChannelTemplate]:
    """The account's templates by name and language; with ``only_usable`` those that may be sent now."""
    rows = ChannelTemplate.objects.filter(account=account).order_by("name", "language")
    return list(rows.filter(state="approved") if only_usable else rows)


def template_counts(account: ChannelAccount) -> dict[str, int]:
    """How many templates are in which state."""
    rows = ChannelTemplate.objects.filter(account=account).order_by("state").values_list("state")
    return dict(rows.annotate(count=Count("pk")))
