"""A link opens one file that we sent, to whoever has it, until it dies. Nothing else."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from percaya.core import public_ids
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.tickets.file_links import link_for
from percaya.core.tickets.models import Attachment, Message
from percaya.web.files import views
from tests import builders
from tests.cast import Cast

DAY = timedelta(days=1)
NOON = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)


def sent(cast: Cast, *files: StoredFile) -> list[Attachment]:
    message = builders.reply(builders.ticket(cast.rina), cast.dewi, "Ini", files=list(files or [builders.stored_file()]))
    return list(Attachment.objects.filter(message=message).order_by("pk"))


def path(file: Attachment, life: timedelta = DAY) -> str:
    return urlsplit(link_for(file, life=life)).path


def test_the_file_comes_with_its_type_and_runs_nowhere(cast: Cast, client: Client) -> None:
    (file,) = sent(cast)
    answer = client.get(path(file))
    assert (answer.status_code, answer.headers["Content-Type"], answer.getvalue()) == (200, "image/png", builders.PNG)
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"] and not answer.cookies
    head = client.head(path(file))
    assert (head.status_code, head.headers["Content-Length"], head.getvalue()) == (200, str(len(builders.PNG)), b"")
    assert client.post(path(file)).status_code == 405


def test_what_a_browser_could_run_is_a_download_without_a_type(cast: Cast, client: Client) -> None:
    page, drawing, paper = sent(
        cast,
        builders.stored_file("a.html", b"<html><script>", "text/html"),
        builders.stored_file("b.svg", b"<svg onload=x>", "image/svg+xml"),
        builders.stored_file('nota "1"\r\nX: y.pdf', b"%PDF-1.7", "application/pdf"),
    )
    for file in (page, drawing):
        answer = client.get(path(file))
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    answer = client.get(path(paper))
    assert answer.headers["Content-Type"] == "application/pdf" and answer.headers["Content-Disposition"].startswith("attachment")
    assert "\r" not in answer.headers["Content-Disposition"] and "X" not in answer.headers


def test_a_link_dies_in_its_time_and_says_the_same_for_a_while(cast: Cast, client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        (file,) = sent(cast)
        link = path(file)
        clock.shift(timedelta(minutes=59))
        assert path(file) == link
        clock.shift(DAY - timedelta(seconds=1))
        assert client.get(link).status_code == 200
        clock.shift(timedelta(minutes=2))
        assert client.get(link).status_code == 404


def test_whatever_is_no_living_token_of_ours_is_not_found(cast: Cast, client: Client) -> None:
    (file,) = sent(cast)
    public_id, until, signed = path(file).split("/")[2].split(".")
    other = public_ids.encode("attachment", file.pk + 1)
    tokens = ["x", f"{public_id}.{until}", f"{public_id}.{int(until, 16) + 3600:x}.{signed}", f"{other}.{until}.{signed}"]
    tokens += [f"{public_id}.{until}.{signed[:-1]}", f"{public_id}.{until}.", public_id]
    for token in tokens:
        assert client.get(f"/files/{token}/resi.png").status_code == 404, token


def test_only_what_we_said_is_handed_out(cast: Cast, client: Client) -> None:
    """Neither what a customer sent, nor a note, nor what was called back."""
    (file,) = sent(cast)
    for change in ({"direction": "inbound"}, {"direction": "note"}, {"direction": "outbound", "delivery_state": "cancelled"}):
        Message.objects.filter(pk=file.message_id).update(**change)
        assert client.get(path(file)).status_code == 404, change
    Message.objects.filter(pk=file.message_id).update(delivery_state="sent")
    assert client.get(path(file)).status_code == 200
    Attachment.objects.filter(pk=file.pk).update(sha256="")  # taken back
    assert client.get(path(file)).status_code == 404


def test_who_tries_many_tokens_waits_and_a_good_link_still_opens(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 3)
    (file,) = sent(cast)
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        said = [client.get(f"/files/salah-{n}/x").status_code for n in range(5)]
        assert said == [404, 404, 404, 429, 429]
        assert client.get(path(file)).status_code == 200


def test_the_picture_that_stands_in_is_a_png(client: Client) -> None:
    answer = client.get("/files/stand-in.png")
    picture = answer.getvalue()
    assert answer.headers["Content-Type"] == "image/png" and picture.startswith(b"\x89PNG") and len(picture) < 5000
