"""A mailbox's server may be anywhere but where only a cloud's machines talk."""

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.accounts import change_account
from percaya.core.workspace.hosts import Forbidden, check_host
from percaya.stages.delivery.checking import check_outgoing
from percaya.stages.intake.doors.checking import check_incoming
from tests.cast import Cast
from tests.services.ports import free_port
from tests.services.sink import Sink


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1", "fd00:ec2::254"]
)
def test_metadata_and_link_local_are_off_limits(host: str) -> None:
    with pytest.raises(Forbidden):
        check_host(host, 993)


@pytest.mark.parametrize("host", ["127.0.0.1", "192.168.1.10", "10.0.0.5", "::1"])
def test_servers_in_the_house_are_not(host: str) -> None:
    check_host(host, 993)


def test_the_checks_say_what_is_wrong_in_a_sentence(cast: Cast) -> None:
    account = cast.senja.email
    assert check_incoming(account) is None and check_outgoing(account) is None  # nothing is set
    dead = {"imap_host": "127.0.0.1", "imap_port": free_port(), "smtp_host": "127.0.0.1", "smtp_port": free_port()}
    change_account(account=account, settings=dead, by=Actor.system())
    for said in (check_incoming(account), check_outgoing(account)):
        assert said and "127.0.0.1" in said and said.endswith(".")
    metadata = {"imap_host": "169.254.169.254", "smtp_host": "169.254.169.254"}
    change_account(account=account, settings=metadata, by=Actor.system())
    assert "169.254.169.254" in (check_incoming(account) or "") and "169.254.169.254" in (check_outgoing(account) or "")


def test_a_server_that_works_passes(cast: Cast) -> None:
    with Sink() as sink:
        change_account(account=cast.senja.email, settings=sink.settings, by=Actor.system())
        assert check_outgoing(cast.senja.email) == ""
        secure = {**sink.settings, "smtp_security": "starttls"}
        change_account(account=cast.senja.email, settings=secure, by=Actor.system())
        assert check_outgoing(cast.senja.email) != ""  # it offers no TLS, so no password goes there
    assert sink.taken == []
