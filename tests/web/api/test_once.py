"""A POST sent again is answered again, not done again; and no change is lost among fifty who change at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from percaya.core.people.models import Contact
from percaya.core.tickets.models import Message, Ticket
from percaya.web.api.idempotency import forget_old
from percaya.web.api.ids import encode
from percaya.web.api.models import ApiReply
from tests import builders
from tests.cast import Cast, assemble
from tests.web.api.conftest import Api

TICKET = {"contact": {"email": "rina@contoh.example"}, "subject": "Retur", "text": "Mau retur, kak"}


@pytest.mark.django_db
def test_a_repeated_request_gets_the_same_answer(cast: Cast, api: Api) -> None:
    first = api.post("/tickets", TICKET, Idempotency_Key="k-1")
    again = api.post("/tickets", TICKET, Idempotency_Key="k-1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (again["ETag"], again["Location"]) == (first["ETag"], first["Location"])
    assert again["Idempotent-Replayed"] == "true"
    assert Ticket.objects.count() == 1
    api.post("/tickets", TICKET, Idempotency_Key="k-2")
    api.post("/tickets", TICKET)
    assert Ticket.objects.count() == 3


@pytest.mark.django_db
def test_a_key_with_another_body_is_refused(cast: Cast, api: Api) -> None:
    api.post("/tickets", TICKET, Idempotency_Key="k-1")
    other = api.post("/tickets", {**TICKET, "text": "Lain"}, Idempotency_Key="k-1")
    assert other.status_code == 422
    assert other.json()["type"].endswith("#problem-idempotency-key-reused")
    assert api.post("/contacts", {"name": "x"}, Idempotency_Key="k-1").status_code == 422
    assert api.post("/contacts", {"name": "x"}, Idempotency_Key="k" * 256).status_code == 422
    assert Ticket.objects.count() == 1


@pytest.mark.django_db
def test_nothing_is_kept_of_a_request_that_failed(cast: Cast, api: Api) -> None:
    assert api.post("/contacts", {"handles": [{"kind": "phone", "value": "abc"}]}, Idempotency_Key="k").status_code == 422
    assert not ApiReply.objects.exists()
    assert api.post("/contacts", {"name": "Sri"}, Idempotency_Key="k").status_code == 201


@pytest.mark.django_db
def test_keys_are_each_tokens_own_and_end_after_a_day(cast: Cast, api: Api, outsider: Api) -> None:
    assert api.post("/contacts", {"name": "Sri"}, Idempotency_Key="k").status_code == 201
    assert outsider.post("/contacts", {"name": "Lain"}, Idempotency_Key="k").status_code == 201
    ApiReply.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert api.post("/contacts", {"name": "Lain lagi"}, Idempotency_Key="k").status_code == 201
    assert forget_old() == 1


@pytest.mark.django_db
def test_a_request_under_way_is_a_409_until_it_was_plainly_killed(cast: Cast, api: Api) -> None:
    api.post("/tickets", TICKET, Idempotency_Key="k")
    ApiReply.objects.update(status=0)
    busy = api.post("/tickets", TICKET, Idempotency_Key="k")
    assert (busy.status_code, busy["Retry-After"]) == (409, "1")
    ApiReply.objects.update(begun_at=timezone.now() - timedelta(minutes=2))
    again = api.post("/tickets", TICKET, Idempotency_Key="k")
    assert again.status_code == 201, "killed after the ticket was made and before the answer was kept"
    assert Ticket.objects.count() == 1


@pytest.mark.django_db
def test_replies_and_notes_are_sent_once(cast: Cast, api: Api) -> None:
    ticket = builders.ticket(cast.rina)
    for part in ("replies", "notes"):
        path = f"/tickets/{encode('ticket', ticket.pk)}/{part}"
        assert (
            api.post(path, {"text": "x"}, Idempotency_Key=part).json()
            == api.post(path, {"text": "x"}, Idempotency_Key=part).json()
        )
    assert Message.objects.filter(ticket=ticket, auto="").exclude(direction="inbound").count() == 2


def _at_once(count: int, call: object) -> list[HttpResponse]:
    def run(turn: int) -> HttpResponse:
        try:
            return call(turn)  # type: ignore[operator]
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path,body", [("/tickets", TICKET), ("/contacts", {"name": "Sri"})])
def test_twenty_at_once_with_one_key_make_one(path: str, body: dict[str, object]) -> None:
    cast = assemble()
    secret = builders.token(cast.sari)
    before = Contact.objects.count()
    answers = _at_once(20, lambda turn: Api(secret).post(path, body, Idempotency_Key="satu"))
    codes = {response.status_code for response in answers}
    assert codes <= {201, 409}, codes
    assert 201 in codes
    assert len({response.content for response in answers if response.status_code == 201}) == 1
    made = Ticket.objects.count() if path == "/tickets" else Contact.objects.count() - before
    assert made == 1
    assert Api(secret).post(path, body, Idempotency_Key="satu").status_code == 201


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_who_change_one_ticket_lose_no_update(settings: object) -> None:
    settings.PERCAYA_API_PER_MINUTE = 100_000  # type: ignore[attr-defined]
    cast = assemble()
    ticket = builders.ticket(cast.rina)
    secret = builders.token(cast.sari)
    path = f"/tickets/{encode('ticket', ticket.pk)}"

    def count_up(turn: int) -> HttpResponse:
        """Read the number in the topic, write the next one, and begin again when somebody was faster."""
        api = Api(secret)
        while True:
            seen = api.get(path)
            following = str(int(seen.json()["topic"] or 0) + 1)
            response = api.patch(path, {"topic": following}, If_Match=seen["ETag"])
            if response.status_code == 200:
                return response
            assert response.status_code == 409

    _at_once(50, count_up)
    assert builders.fresh(ticket).topic == "50"
    assert builders.fresh(ticket).version == ticket.version + 50
