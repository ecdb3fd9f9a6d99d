"""What could not be read and what gave up is seen, opened, put right or let go by a supervisor, and by nobody else."""

from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone

from percaya.core.journal import blobs
from percaya.core.journal.jobs import StuckJob
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast: Cast) -> Arrival:
    raw = builders.raw_mail(subject="Surat aneh", text="Isi surat yang tidak terbaca mesin.")
    return Arrival.objects.create(
        workspace=cast.workspace,
        account=cast.senja.email,
        channel="email",
        door="smtp",
        sha256=blobs.store().put(raw),
        size=len(raw),
        mail_from="rina@contoh.example",
        rcpt_to=["halo@senja.example"],
        state="quarantined",
        reason="timeout",
        detail="Reading took too long.",
        received_at=timezone.now(),
    )


def at(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"inbox:{name}", args=[cast.workspace.slug, *args])


def test_it_is_listed_with_its_reason_and_opened_with_its_source(cast: Cast, held: Arrival) -> None:
    client = logged_in(cast.sari)
    assert "Membacanya terlalu lama" in client.get(at(cast, "quarantine")).content.decode(), "in the reader's language"
    page = client.get(at(cast, "arrival", held.pk)).content.decode()
    assert "Membacanya terlalu lama" in page and "Reading took too long." in page, "with the log's own words beside"
    assert "Surat aneh" in page and "Isi surat yang tidak terbaca mesin." in page
    raw = client.get(at(cast, "arrival_raw", held.pk))
    assert raw.headers["Content-Disposition"].startswith("attachment") and b"".join(raw.streaming_content)  # type: ignore[attr-defined]


def test_reading_it_again_makes_the_ticket(cast: Cast, held: Arrival) -> None:
    answer = logged_in(cast.sari).post(at(cast, "settle", held.pk, "replay"))
    held.refresh_from_db()
    assert held.state == "processed" and held.ticket is not None
    assert answer.headers["Location"].startswith(at(cast, "ticket", held.ticket.number))


def test_a_person_can_make_the_ticket_by_hand(cast: Cast, held: Arrival) -> None:
    data = {"sender": "rina@contoh.example", "name": "Rina", "subject": "Surat aneh", "text": "Minta faktur."}
    client = logged_in(cast.sari)
    assert client.post(at(cast, "settle", held.pk, "take"), {**data, "text": " "}).status_code == 422
    assert client.post(at(cast, "settle", held.pk, "take"), data).status_code == 302
    held.refresh_from_db()
    assert held.message is not None and held.message.body_text == "Minta faktur."


def test_letting_it_go_keeps_the_bytes(cast: Cast, held: Arrival) -> None:
    logged_in(cast.sari).post(at(cast, "settle", held.pk, "drop"))
    held.refresh_from_db()
    assert held.state == "ignored" and blobs.store().exists(held.sha256)


def test_agents_and_the_house_next_door_do_not_get_there(cast: Cast, held: Arrival) -> None:
    for path in (at(cast, "quarantine"), at(cast, "arrival", held.pk), at(cast, "arrival_raw", held.pk), at(cast, "stuck")):
        assert logged_in(cast.dewi).get(path).status_code == 403
        assert logged_in(cast.tono).get(path).status_code == 404
    own = reverse("inbox:arrival", args=[cast.warung.workspace.slug, held.pk])
    assert logged_in(cast.tono).get(own).status_code == 404


@dataclass
class Engine:
    """An engine with one job that gave up in each of two workspaces."""

    mine: int
    theirs: int
    said: list[tuple[str, int]]

    def stuck(self, workspace_id: int | None = None, limit: int = 200) -> list[StuckJob]:
        jobs = [self._job(1, self.mine), self._job(2, self.theirs)]
        return [job for job in jobs if job.workspace_id == workspace_id]

    def _job(self, key: int, workspace: int) -> StuckJob:
        return StuckJob(
            id=key, kind="delivery.send", args={}, queue="outbound", attempts=8, error="Connection refused",
            at=timezone.now(), workspace_id=workspace,
        )  # fmt: skip

    def retry(self, job_id: int) -> bool:
        self.said.append(("retry", job_id))
        return True

    def drop(self, job_id: int) -> bool:
        self.said.append(("drop", job_id))
        return True


def test_stuck_work_is_tried_again_or_given_up_in_ones_own_house_only(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(cast.workspace.pk, cast.warung.workspace.pk, [])
    monkeypatch.setattr("percaya.web.inbox.held.views.engine", lambda: engine)
    client = logged_in(cast.sari)
    page = client.get(at(cast, "stuck")).content.decode()
    assert "Connection refused" in page and page.count("delivery.send") == 1
    assert client.post(at(cast, "unstick", 1, "retry")).status_code == 302
    assert client.post(at(cast, "unstick", 2, "retry")).status_code == 404
    assert engine.said == [("retry", 1)]
