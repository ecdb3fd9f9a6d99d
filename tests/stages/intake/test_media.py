"""Files that lie with a vendor are fetched at once, at the vendor's own places only, and are what was announced; or it is said
that they are lost."""

import errno
import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from percaya.channels.contract import Answer, AttachmentIn, MediaRef, Reading
from percaya.core import public_ids
from percaya.core.journal import blobs
from percaya.core.journal.jobs import RetryIn
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.afterwards import delete_message
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Attachment
from percaya.core.tickets.queries.timeline import since
from percaya.core.workspace import calling
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.vendors.serving import Said
from percaya.stages.intake.actions import accept, fetch, fetch_again, process
from percaya.stages.intake.actions import fetching as fetching_actions
from percaya.stages.intake.actions.processing import SOMEBODY
from percaya.stages.intake.asking import ask
from tests import builders
from tests.cast import Cast, logged_in
from tests.stages.mails import run_jobs
from tests.stages.stall import Stall, StallVendor, account_of, said, stall, vendor

__all__ = ["stall", "vendor"]


@pytest.fixture
def account(cast: Cast, stall: Stall, vendor: StallVendor) -> ChannelAccount:
    vendor.files["pic"] = (builders.PNG, "image/png")
    return account_of(cast.workspace, base_url=vendor.url)


def came(account: ChannelAccount, stall: Stall, key: str = "pic", **ref: object) -> Attachment:
    """A message with a file that still lies with the vendor."""
    where = MediaRef(key=key, **ref)  # type: ignore[arg-type]
    file = AttachmentIn(name="foto.png", content=b"", declared_type="image/png", content_type="image/png", fetch=where)
    body = stall.says(Reading(messages=(said("Ini fotonya", attachments=(file,)),)))
    process(arrival_id=accept(account=account, raw=body, door="hook").pk)
    return Attachment.objects.select_related("message", "message__ticket").get()


def now(file: Attachment) -> Attachment:
    return Attachment.objects.get(pk=file.pk)


def lost(file: Attachment) -> str:
    fetch(attachment_id=file.pk)
    return str(now(file).details.get("lost", "")) if now(file).note == "lost" else f"not lost: {now(file).note}"


def test_a_file_is_fetched_right_after_its_message_and_open_pages_are_told(
    account: ChannelAccount, stall: Stall, vendor: StallVendor
) -> None:
    file = came(account, stall, sha256=hashlib.sha256(builders.PNG).hexdigest().upper(), size=len(builders.PNG))
    assert file.message is not None
    ticket = file.message.ticket
    assert (file.note, file.sha256, file.name) == ("fetching", "", "foto.png")
    run_jobs()
    kept = now(file)
    assert (kept.note, kept.content_type, kept.size, kept.details) == ("", "image/png", len(builders.PNG), {})
    assert blobs.store().read(kept.sha256) == builders.PNG
    assert [one.path for one in vendor.asked] == ["/where/pic", "/file/pic"]
    assert EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk, kind="file.arrived").count() == 1
    assert since(ticket, ticket.version).rearranged
    fetch(attachment_id=file.pk)  # a job that runs twice asks nobody
    assert len(vendor.asked) == 2


def test_a_file_that_is_not_here_yet_is_not_found_rather_than_broken(cast: Cast, account: ChannelAccount, stall: Stall) -> None:
    file = came(account, stall)
    path = f"/w/{cast.workspace.slug}/files/{public_ids.encode('attachment', file.pk)}/foto.png"
    assert logged_in(cast.ratna).get(path).status_code == 404


def test_a_page_instead_of_a_picture_is_no_picture(account: ChannelAccount, stall: Stall, vendor: StallVendor) -> None:
    vendor.files["pic"] = (b"<!doctype html><title>Log in</title>", "image/png")  # whatever it calls itself
    assert lost(came(account, stall)) == "not-media"


def test_more_than_may_come_is_not_read_to_its_end(
    account: ChannelAccount, stall: Stall, vendor: StallVendor, settings: Settings
) -> None:
    settings.PERCAYA_MAX_MEDIA = 1000
    vendor.files["pic"] = (b"\x89PNG" + b"x" * 2000, "image/png")
    assert lost(came(account, stall)) == "too-large"


def test_what_is_announced_as_too_large_is_not_asked_for(
    account: ChannelAccount, stall: Stall, vendor: StallVendor, settings: Settings
) -> None:
    settings.PERCAYA_MAX_MEDIA = 1000
    assert lost(came(account, stall, size=1001)) == "too-large"
    assert vendor.asked == []


def test_a_large_file_goes_to_the_disk_piece_by_piece_and_is_whole(
    account: ChannelAccount, stall: Stall, vendor: StallVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in memory is its beginning alone."""
    heads: list[int] = []
    whole = b"%PDF-1.7 " + bytes(range(256)) * 3000
    vendor.files["pic"] = (whole, "application/pdf")

    def asked(*args: Any, **more: Any) -> Answer:
        answer = ask(*args, **more)
        heads.append(len(answer.body))
        return answer

    monkeypatch.setattr(fetching_actions, "ask", asked)
    file = came(account, stall, sha256=hashlib.sha256(whole).hexdigest(), size=len(whole))
    fetch(attachment_id=file.pk)
    kept = now(file)
    assert (kept.note, kept.size, kept.content_type) == ("", len(whole), "application/pdf")
    assert blobs.store().read(kept.sha256) == whole and max(heads) == calling.HEAD < len(whole)


def test_a_disk_that_is_full_is_no_lost_file(account: ChannelAccount, stall: Stall, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file = came(account, stall)
    monkeypatch.setattr(blobs.FolderStore, "put_file", full)
    with pytest.raises(OSError, match="No space"):
        fetch(attachment_id=file.pk)
    assert (now(file).note, now(file).details.get("lost")) == ("fetching", None)


def test_what_is_gone_is_lost(account: ChannelAccount, stall: Stall) -> None:
    assert lost(came(account, stall, key="gone")) == "expired"


def test_what_has_expired_is_not_asked_for(account: ChannelAccount, stall: Stall, vendor: StallVendor) -> None:
    file = came(account, stall, expires_at=timezone.now() - timedelta(seconds=1))
    assert lost(file) == "expired"
    assert vendor.asked == []
    with pytest.raises(Refused):
        fetch_again(file=now(file))


def test_another_file_than_the_announced_is_asked_for_again_and_never_kept(
    account: ChannelAccount, stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = came(account, stall, sha256="0" * 64)
    with pytest.raises(RetryIn):
        fetch(attachment_id=file.pk)
    assert (now(file).note, now(file).sha256) == ("fetching", "")
    monkeypatch.setattr(fetching_actions, "MOST_TRIES", 2)
    assert lost(file) == "mismatch"


def test_a_vendor_who_falls_silent_is_asked_again(account: ChannelAccount, stall: Stall, vendor: StallVendor) -> None:
    file = came(account, stall)
    vendor.misbehave(Said(silent=True), Said(status=500), Said(status=500))
    with pytest.raises(RetryIn):
        fetch(attachment_id=file.pk)
    assert now(file).details["fetch"]["tries"] == 1
    vendor._next.clear()
    fetch(attachment_id=file.pk)
    assert now(file).note == ""


def test_nothing_is_fetched_from_where_the_channel_does_not_say(
    account: ChannelAccount, stall: Stall, vendor: StallVendor
) -> None:
    file = came(account, stall)
    vendor.misbehave(Said(body=b'{"url": "http://169.254.169.254/latest/meta-data"}'))
    assert lost(file) == "refused"


def test_a_redirect_is_held_to_the_same_places(account: ChannelAccount, stall: Stall, vendor: StallVendor) -> None:
    file = came(account, stall)
    with StallVendor() as stranger:
        vendor.misbehave(
            Said(body=f'{{"url": "{vendor.url}/file/pic"}}'.encode()),
            Said(status=302, headers={"Location": f"{stranger.url}/file/pic"}),
        )
        assert lost(file) == "refused"
        assert stranger.asked == []


def test_a_redirect_within_the_place_is_followed_but_not_for_ever(
    account: ChannelAccount, stall: Stall, vendor: StallVendor
) -> None:
    where = Said(body=f'{{"url": "{vendor.url}/file/moved"}}'.encode())
    moved = Said(status=302, headers={"Location": "/file/pic"})
    file = came(account, stall)
    vendor.misbehave(where, moved, moved, moved, moved)
    with pytest.raises(RetryIn):
        fetch(attachment_id=file.pk)
    vendor.misbehave(where, moved)
    fetch(attachment_id=file.pk)
    assert now(file).note == ""


def test_a_lost_file_is_asked_for_again_on_a_persons_word(account: ChannelAccount, stall: Stall, vendor: StallVendor) -> None:
    found = vendor.files.pop("pic")
    file = came(account, stall)
    assert lost(file) == "expired"
    vendor.files["pic"] = found
    fetch_again(file=now(file))
    assert now(file).note == "fetching" and "lost" not in now(file).details
    run_jobs()
    assert now(file).note == "" and now(file).sha256
    with pytest.raises(Refused):
        fetch_again(file=now(file))


def test_what_was_taken_back_in_the_meantime_is_not_fetched(account: ChannelAccount, stall: Stall, vendor: StallVendor) -> None:
    file = came(account, stall)
    assert file.message is not None
    delete_message(message=file.message, by=SOMEBODY)
    run_jobs()
    assert (now(file).note, now(file).sha256, vendor.asked) == ("deleted", "", [])
