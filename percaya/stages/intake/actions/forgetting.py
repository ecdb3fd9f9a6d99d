"""What people take back is removed from the raw arrivals too, and their files from the store (docs/decisions/0025)."""

from collections.abc import Iterable, Sequence

import structlog
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from percaya.channels.contract.abilities import Forgetting
from percaya.channels.registry import channels
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.blobs import Missing, store
from percaya.core.journal.jobs import RetryIn, enqueue, task
from percaya.core.tickets.actions.afterwards import DELETED
from percaya.core.tickets.models import Attachment, Message
from percaya.stages.intake.events import ArrivalForgotten
from percaya.stages.intake.models import Arrival, ArrivalPart

log = structlog.get_logger(__name__)
_NAMES = ("sha256", "raw_sha", "logo_sha256")  # columns that name bytes of the store


def note_parts(arrival: Arrival, messages: Iterable[int]) -> None:
    """The arrival speaks of these messages, by key."""
    rows = [ArrivalPart(workspace_id=arrival.workspace_id, arrival=arrival, message_id=key) for key in dict.fromkeys(messages)]
    ArrivalPart.objects.bulk_create(rows, ignore_conflicts=True)


def forget_later(message: Message) -> None:
    """All that came in with what ``message`` said will lose it; from now on no raw source is shown for it. Called in the
    transaction that deletes the message, before its files are gone from it."""
    rows = Arrival.objects.filter(ticket__in=(message.ticket_id, message.came_from_id or 0), message_id=message.pk)
    parts = ArrivalPart.objects.filter(message=message)
    found = {*rows.values_list("pk", flat=True), *parts.values_list("arrival_id", flat=True)}
    files = Attachment.objects.filter(message=message).exclude(sha256="").values_list("sha256", flat=True)
    rows.update(message=None)
    _queue(message, sorted(found), sorted(set(files)))


def forget_again(arrival: Arrival, message: Message) -> None:
    """A vendor told once more of what has been taken back meanwhile."""
    if DELETED in message.fields:
        _queue(message, [arrival.pk], [])


def _queue(message: Message, arrivals: Sequence[int], files: Sequence[str]) -> None:
    args = {"arrivals": list(arrivals), "target": message.external_id, "files": list(files)}
    enqueue("intake.forget", args=args, workspace_id=message.workspace_id)


@task("intake.forget", queue="inbound", attempts=10)
def forget(*, arrivals: Sequence[int], target: str, files: Sequence[str] = ()) -> None:
    """Doing it twice changes nothing. Raises ``RetryIn``."""
    for arrival in Arrival.objects.filter(pk__in=arrivals):
        _forget_in(arrival, target)
    for sha in files:
        _remove(sha)


def _forget_in(arrival: Arrival, target: str) -> None:
    kind = channels().get(arrival.channel)
    if not isinstance(kind, Forgetting) or not target:
        return
    before = arrival.sha256
    try:
        left = kind.forget(store().read(before), target)
    except Missing:
        return
    if left is None:
        return
    sha = store().put(left)
    with transaction.atomic():
        rows = Arrival.objects.filter(pk=arrival.pk, sha256=before)
        if not rows.update(sha256=sha, size=len(left), forgotten_at=timezone.now()):
            raise RetryIn(3.0, "another message of the same arrival is being forgotten")
        event = ArrivalForgotten(workspace_id=arrival.workspace_id, arrival=arrival.pk, sha256=sha)
        record(event, by=Actor.system())
    log.info("arrival_forgotten", arrival=arrival.pk)
    _remove(before)


def _remove(sha: str) -> None:
    """Bytes that nobody names any more. Should the very same come in at this moment, they are put back."""
    if _is_named(sha):
        return
    try:
        content = store().read(sha)
    except Missing:
        return
    store().remove(sha)
    if _is_named(sha):
        store().put(content)


def _is_named(sha: str) -> bool:
    return any(model._default_manager.filter(**{name: sha}).exists() for model, name in _columns())


def _columns() -> list[tuple[type[models.Model], str]]:
    """Every column of the house that names bytes: one that is added later is found here by its name."""
    every = ((model, field.name) for model in apps.get_models() for field in model._meta.concrete_fields)
    return [(model, name) for model, name in every if name in _NAMES]
