"""Webhooks: noted in the transaction of the run, called by a job, tried again, kept."""

import orjson
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import GiveUp, RetryIn, enqueue, task
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.models import Ticket
from percaya.core.workspace import seal
from percaya.stages.automation.events import WebhookCalled
from percaya.stages.automation.models import RuleRun, WebhookCall
from percaya.stages.automation.webhooks import Unreachable, post, signing

MOST_TRIES = 6
_WAITS = (5, 60, 300, 1800, 7200)  # seconds before each further try


def call(*, ticket: Ticket, url: str, run: RuleRun, by: Actor) -> WebhookCall:
    """Note what is to be told, and have it told after the commit."""
    body = orjson.dumps(_body(ticket, run)).decode()
    made = WebhookCall.objects.create(
        workspace_id=ticket.workspace_id, rule_id=run.rule_id, ticket=ticket, url=url, body=body, at=timezone.now()
    )
    commit(hold(ticket.pk), WebhookCalled, by=by, call=made.pk)
    enqueue("automation.webhook", args={"call_id": made.pk}, workspace_id=ticket.workspace_id)
    return made


@task("automation.webhook", queue="outbound", attempts=MOST_TRIES)
def tell(*, call_id: int) -> None:
    """One try. An address that is off limits or gone is not tried again."""
    made = WebhookCall.objects.select_related("rule", "workspace").filter(pk=call_id).first()
    if made is None or made.state != "waiting":
        return
    if made.workspace.is_demo:
        _settle(made, "failed", error="demo")
        return
    made.tries += 1
    now = timezone.now()
    secrets = signing(seal.unseal(made.rule.sealed), now)
    try:
        status = post(url=made.url, body=made.body, secrets=secrets, call_id=f"call_{made.pk}", timestamp=int(now.timestamp()))
    except Unreachable as trouble:
        _settle(made, "failed" if trouble.for_good or made.tries >= MOST_TRIES else "waiting", trouble.status, str(trouble))
        if trouble.for_good:
            raise GiveUp(str(trouble)) from None
        raise RetryIn(_WAITS[min(made.tries, len(_WAITS)) - 1], str(trouble)) from None
    _settle(made, "sent", status)


@transaction.atomic
def call_again(*, made: WebhookCall, by: Actor) -> bool:
    """Tell once more what failed, with all its tries; the other side knows it by the same webhook-id. False when it has not
    failed (any more)."""
    held = WebhookCall.objects.select_for_update(no_key=True).get(pk=made.pk)
    if held.state != "failed":
        return False
    held.tries = 0
    _settle(held, "waiting", held.status, held.error)
    commit(hold(held.ticket_id), WebhookCalled, by=by, call=held.pk)
    enqueue("automation.webhook", args={"call_id": held.pk}, workspace_id=held.workspace_id)
    return True


@transaction.atomic
def _settle(made: WebhookCall, state: str, status: int | None = None, error: str = "") -> None:
    made.state, made.status, made.error = state, status, error[:300]
    made.done_at = timezone.now() if state != "waiting" else None
    made.save(update_fields=["state", "status", "error", "tries", "done_at"])


def _body(ticket: Ticket, run: RuleRun) -> dict[str, object]:
    """Plain facts and the way to more: no words of the customer leave here."""
    address = reverse("inbox:ticket", args=[ticket.workspace.slug, ticket.number])
    return {
        "type": "rule.matched",
        "timestamp": timezone.now().isoformat(),
        "data": {
            "rule": public_ids.encode("rule", run.rule_id),
            "ticket": {
                "id": public_ids.encode("ticket", ticket.pk),
                "number": ticket.number,
                "state": ticket.state,
                "priority": ticket.priority,
                "topic": ticket.topic,
                "channel": ticket.channel,
                "url": settings.PUBLIC_URL.rstrip("/") + address,
            },
        },
    }
