"""Webhooks: what is proven is kept before anybody hears 200; what is not leaves nothing behind."""

from threading import Barrier, Thread

import pytest
from django.conf import settings as conf
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from percaya.channels.contract import Reading
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Message
from percaya.core.workspace.actions.workspaces import create_workspace
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.intake.models import Arrival
from percaya.web.hooks import refusing, views
from tests.cast import Cast
from tests.stages.mails import run_jobs
from tests.stages.stall import Stall, account_of, door, said, sign, stall

__all__ = ["stall"]
STATEMENTS = 12  # of one request: whose it is, the arrival, its event and its job, in one transaction


def post(account: ChannelAccount, body: bytes, *, signature: str | None = None, query: str = "", **more: str) -> int:
    """A signed request of the vendor; the status of the answer."""
    url = f"{conf.PUBLIC_URL}{door(account)}{query}"
    headers = {"HTTP_X_STALL": sign(url, body) if signature is None else signature, **more}
    return int(Client().post(door(account) + query, body, content_type="application/json", **headers).status_code)


def test_what_is_signed_is_kept_and_read_by_a_job(cast: Cast, stall: Stall) -> None:
    account = account_of(cast.workspace)
    body = stall.says(Reading(messages=(said("Halo, ada ukuran L?"),)), sender="ani")
    assert post(account, body) == 200
    arrival = Arrival.objects.get()
    assert (arrival.door, arrival.state, arrival.workspace_id) == ("hook", "accepted", cast.workspace.pk)
    run_jobs()
    assert Message.objects.get(external_id="m-1").body_text == "Halo, ada ukuran L?"


def test_a_wrong_or_missing_signature_stores_nothing(cast: Cast, stall: Stall) -> None:
    account = account_of(cast.workspace)
    body = stall.says(Reading(messages=(said("Halo"),)))
    assert post(account, body, signature="") == 401
    assert post(account, body, signature=sign(f"{conf.PUBLIC_URL}{door(account)}", body, "another secret")) == 401
    assert post(account, body + b" ", signature=sign(f"{conf.PUBLIC_URL}{door(account)}", body)) == 401
    assert not Arrival.objects.exists()


def test_a_handshake_is_answered_with_what_the_vendor_asked_for(cast: Cast, stall: Stall) -> None:
    account = account_of(cast.workspace)
    answer = Client().get(door(account), {"token": "lada hitam", "say": "1158201444"})
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"1158201444", "text/plain")
    assert Client().get(door(account), {"token": "salah", "say": "1158201444"}).status_code == 403
    assert not Arrival.objects.exists()


def test_what_a_request_proved_is_noted_for_the_set_up_page(cast: Cast, stall: Stall) -> None:
    account = account_of(cast.workspace)
    Client().get(door(account), {"token": "salah"})
    account.refresh_from_db()
    assert account.milestones == {}
    Client().get(door(account), {"token": "lada hitam"})
    post(account, stall.says(Reading(messages=(said("Halo"),))))
    account.refresh_from_db()
    assert set(account.milestones) == {"handshake", "signed"}


def test_the_signature_is_made_over_the_public_address_with_its_query(cast: Cast, stall: Stall, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://bantu.senja.example"
    account = account_of(cast.workspace)
    assert post(account, stall.says(Reading(messages=(said("Halo"),))), query="?lang=id&x=a%20b") == 200


def test_knocking_takes_few_statements_however_much_is_said(
    cast: Cast, stall: Stall, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    account = account_of(cast.workspace)
    many = tuple(said(f"Pesan {count}", id=f"m-{count}") for count in range(50))
    post(account, stall.says(Reading(messages=many), to=["nr-1"]))  # what is noted once a day
    body = stall.says(Reading(messages=many), to=["nr-1"])
    with django_assert_max_num_queries(STATEMENTS):
        assert post(account, body) == 200


def test_what_is_no_door_is_not_found(cast: Cast, stall: Stall) -> None:
    account = account_of(cast.workspace)
    for path in (
        door(account).replace("stall", "email"),
        door(account).replace("stall", "nothing"),
        "/hooks/stall/acc_nothing",
        f"/hooks/email/{door(account).rpartition('/')[2]}",
    ):
        assert Client().post(path, b"{}", content_type="application/json").status_code == 404
    assert Client().put(door(account), b"{}").status_code == 405


def test_numbers_of_the_same_workspace_are_served_and_those_of_another_never(cast: Cast, stall: Stall) -> None:
    first, second = account_of(cast.workspace, "NR-1"), account_of(cast.workspace, "nr-2")
    foreign = account_of(cast.warung.workspace, "nr-9")
    body = stall.says(Reading(messages=(said("Untuk nomor dua"),)), to=["nr-2", "nr-9"])
    assert post(first, body) == 200
    assert [one.account_id for one in Arrival.objects.all()] == [second.pk]
    assert post(first, stall.says(Reading(), to=["nr-9"])) == 200  # nothing of ours: nothing to keep
    assert Arrival.objects.count() == 1
    assert not Arrival.objects.filter(account=foreign).exists()


def test_an_account_whose_own_secret_does_not_vouch_takes_nothing(cast: Cast, stall: Stall) -> None:
    first = account_of(cast.workspace, "nr-1")
    account_of(cast.workspace, "nr-2", secret="its own secret")
    assert post(first, stall.says(Reading(messages=(said("Halo"),)), to=["nr-1", "nr-2"])) == 200
    assert [one.account_id for one in Arrival.objects.all()] == [first.pk]


def test_a_paused_account_asks_the_vendor_to_come_again_once_it_is_proven_to_be_the_vendor(cast: Cast, stall: Stall) -> None:
    account = account_of(cast.workspace)
    ChannelAccount.objects.filter(pk=account.pk).update(is_active=False)
    body = stall.says(Reading(messages=(said("Halo"),)))
    assert post(account, body, signature="nonsense") == 401
    assert post(account, body) == 503
    assert not Arrival.objects.exists()
    ChannelAccount.objects.filter(pk=account.pk).update(is_active=True)
    assert post(account, body) == 200


def test_what_could_not_be_kept_is_asked_for_again(cast: Cast, stall: Stall, monkeypatch: pytest.MonkeyPatch) -> None:
    account = account_of(cast.workspace)
    body = stall.says(Reading(messages=(said("Halo"),)))

    def fails(**_words: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(views, "accept", fails)
    assert post(account, body) == 503
    assert not Arrival.objects.exists()


def test_a_large_delivery_with_many_messages_comes_in_whole(cast: Cast, stall: Stall) -> None:
    account = account_of(cast.workspace)
    many = tuple(said(f"Pesan {count}", id=f"m-{count}", who=f"orang{count % 10}") for count in range(20))
    assert post(account, stall.says(Reading(messages=many), pad=3 * 1024 * 1024)) == 200
    run_jobs()
    assert Message.objects.filter(direction="inbound").count() == 20


def test_more_than_may_come_is_refused_before_it_is_read(cast: Cast, stall: Stall, settings: Settings) -> None:
    settings.PERCAYA_MAX_HOOK = 1000
    account = account_of(cast.workspace)
    assert post(account, stall.says(Reading(), pad=1000)) == 413
    assert not Arrival.objects.exists()


def test_forms_are_left_unread_so_that_their_bytes_stay_as_they_were_signed(cast: Cast, stall: Stall) -> None:
    account = account_of(cast.workspace)
    for kind in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        answer = Client().post(door(account), b"--x\r\nnonsense", content_type=kind)
        assert answer.status_code == 401


def test_who_proves_nothing_again_and_again_stands_before_a_shut_door(
    cast: Cast, stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusing, "MOST", 3)
    monkeypatch.setattr(refusing, "SECONDS", 3600)
    first, second = account_of(cast.workspace, "nr-1"), account_of(cast.workspace, "nr-2")
    body = stall.says(Reading(messages=(said("Halo"),)))
    seen = [post(first, body, signature="nonsense") for _try in range(9)]
    assert seen[:3] == [401] * 3 and seen[-1] == 429
    assert post(first, body) == 429
    assert post(first, body, REMOTE_ADDR="203.0.113.9") == 200  # only that caller
    assert post(second, body) == 200  # and only there


@pytest.mark.django_db(transaction=True)
def test_the_same_event_ten_times_at_once_is_one_message(stall: Stall) -> None:
    account = account_of(create_workspace(name="Toko Senja", by=Actor.system()))
    body = stall.says(Reading(messages=(said("Sekali saja"),)), sender="ani")
    together, statuses = Barrier(10), []

    def ask() -> None:
        together.wait()
        try:
            statuses.append(post(account, body))
        finally:
            connection.close()

    askers = [Thread(target=ask) for _one in range(10)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert statuses == [200] * 10
    run_jobs()
    assert Message.objects.filter(external_id="m-1").count() == 1
    assert sorted(set(Arrival.objects.values_list("state", flat=True))) == ["processed", "repeat"]
