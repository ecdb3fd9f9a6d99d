"""A part of a file comes as asked for, so that sound and film can be sought; its guards stay, and odd wishes get the whole."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from percaya.core import public_ids
from percaya.core.tickets.file_links import link_for
from percaya.core.tickets.models import Attachment
from tests import builders
from tests.cast import Cast
from tests.web.portal.visiting import inside

SOUND = bytes(range(100))


@pytest.fixture
def voice(cast: Cast) -> Attachment:
    file = builders.stored_file("suara.ogg", SOUND, "audio/ogg")
    message = builders.reply(builders.ticket(cast.rina), cast.dewi, "Dengarkan", files=[file])
    return Attachment.objects.get(message=message)


@pytest.fixture
def path(voice: Attachment) -> str:
    return urlsplit(link_for(voice, life=timedelta(days=1))).path


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-1", 0, 1), ("bytes=10-19", 10, 19), ("bytes=90-", 90, 99), ("bytes=-5", 95, 99), ("bytes=-500", 0, 99),
     ("bytes=50-5000", 50, 99), ("Bytes = 99-99", 99, 99)],
)  # fmt: skip
def test_a_part_comes_with_its_place_and_its_guards(client: Client, path: str, asked: str, first: int, last: int) -> None:
    answer = client.get(path, headers={"Range": asked})
    assert (answer.status_code, answer.getvalue()) == (206, SOUND[first : last + 1])
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/100"
    assert answer.headers["Content-Length"] == str(last - first + 1)
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == ("audio/ogg", "nosniff")
    assert "sandbox" in answer.headers["Content-Security-Policy"] and "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=4000-5000", "bytes=-0"])
def test_what_the_file_does_not_have_is_said_to_be_out_of_it(client: Client, path: str, asked: str) -> None:
    answer = client.get(path, headers={"Range": asked})
    assert (answer.status_code, answer.headers["Content-Range"], answer.getvalue()) == (416, "bytes */100", b"")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-9", "bytes=9-2", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=9999999999999999999999-", ""]
)
def test_several_parts_and_nonsense_are_answered_whole(client: Client, path: str, asked: str) -> None:
    answer = client.get(path, headers={"Range": asked})
    assert (answer.status_code, answer.getvalue(), answer.headers["Accept-Ranges"]) == (200, SOUND, "bytes")


def test_a_file_is_known_by_its_mark(client: Client, path: str, voice: Attachment) -> None:
    tag = client.get(path).headers["ETag"]
    assert tag == f'"{voice.sha256}"'
    same = client.get(path, headers={"If-None-Match": tag})
    assert (same.status_code, same.getvalue()) == (304, b"") and "sandbox" in same.headers["Content-Security-Policy"]
    part = {"Range": "bytes=0-1"}
    assert client.get(path, headers={**part, "If-Range": tag}).status_code == 206
    assert client.get(path, headers={**part, "If-Range": '"another"'}).status_code == 200
    head = client.head(path, headers=part)
    assert (head.status_code, head.headers["Content-Length"]) == (200, "100")


def test_a_recording_in_a_ticket_can_be_sought_too_and_only_by_those_who_may_hear_it(cast: Cast, voice: Attachment) -> None:
    client = Client()
    client.force_login(cast.dewi.user)
    place = reverse("inbox:file", args=[cast.dewi.workspace.slug, public_ids.encode("attachment", voice.pk), "suara.ogg"])
    answer = client.get(f"{place}?inline=1", headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.getvalue(), answer.headers["Content-Type"]) == (206, SOUND[10:20], "audio/ogg")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    client.force_login(cast.tono.user)
    assert client.get(place, headers={"Range": "bytes=0-1"}).status_code == 404


def test_a_recording_in_the_portal_can_be_sought_by_its_customer_alone(cast: Cast, voice: Attachment) -> None:
    assert voice.message is not None
    kept = {"slug": cast.workspace.slug, "number": voice.message.ticket.number}
    place = reverse("portal:my_file", kwargs={**kept, "public_id": public_ids.encode("attachment", voice.pk)})
    answer = inside(cast.rina).get(place, headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.getvalue()) == (206, SOUND[10:20])
    assert "sandbox" in answer.headers["Content-Security-Policy"] and "attachment" in answer.headers["Content-Disposition"]
    assert Client().get(place, headers={"Range": "bytes=0-1"}).status_code == 302
