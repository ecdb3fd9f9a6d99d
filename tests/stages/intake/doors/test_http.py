"""Raw mail over HTTP: kept for the mailboxes of the caller's workspace and for no others."""

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.accounts import connect_account
from percaya.stages.intake.actions import Unknown
from percaya.stages.intake.doors import take_over_http
from tests import builders
from tests.cast import Cast

RAW = builders.raw_mail()


def test_it_is_kept_for_each_mailbox_it_names(cast: Cast) -> None:
    to = ["halo@senja.example", "halo+x@senja.example", "halo@warung.example"]
    (arrival,) = take_over_http(workspace_id=cast.workspace.pk, raw=RAW, to=to, by=Actor.system())
    assert arrival.account == cast.senja.email
    assert arrival.rcpt_to == ["halo@senja.example", "halo+x@senja.example"]
    assert arrival.door == "http"


def test_the_neighbours_mailbox_is_unknown_here(cast: Cast) -> None:
    with pytest.raises(Unknown):
        take_over_http(workspace_id=cast.workspace.pk, raw=RAW, to=["halo@warung.example"], by=Actor.system())


def test_without_an_address_the_only_mailbox_takes_it(cast: Cast) -> None:
    (arrival,) = take_over_http(workspace_id=cast.workspace.pk, raw=RAW, by=Actor.system())
    assert arrival.account == cast.senja.email
    system = Actor.system()
    connect_account(workspace=cast.workspace, channel="email", name="Lain", address="lain@senja.example", by=system)
    with pytest.raises(Unknown):
        take_over_http(workspace_id=cast.workspace.pk, raw=RAW, by=system)
