"""The process that reads what may hurt: used again, killed when late, replaced when dead."""

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from percaya.channels.contract import Unreadable
from percaya.channels.email import child
from percaya.channels.email.channel import CHANNEL
from percaya.channels.email.wire import ContractOnly
from tests.channels.email.mails import arrival
from tests.channels.email.samples.making import mail
from tests.contracts.account import ACCOUNT

_MAIL = arrival(mail("Halo é.\n", "Content-Type: text/plain; charset=utf-8"))


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> child._Children:
    fresh = child._Children()
    monkeypatch.setattr(child, "_children", fresh)
    return fresh


def _behave(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(child, "_COMMAND", [sys.executable, "-c", program])


def test_a_child_is_used_again(children: child._Children) -> None:
    for _ in range(3):
        assert child.read_in_child(_MAIL, ACCOUNT) == CHANNEL.read(_MAIL, ACCOUNT)
    assert [one.mails for one in children.idle.queue] == [3]


def test_a_child_that_takes_too_long_is_killed_and_the_mail_is_put_aside(
    children: child._Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        _behave(patched, "import time; time.sleep(60)")
        with pytest.raises(Unreadable) as refused:
            child.read_in_child(_MAIL, ACCOUNT, limit=0.2)
    assert refused.value.reason == "timeout"
    assert children.idle.empty()
    assert child.read_in_child(_MAIL, ACCOUNT).messages


def test_a_child_that_dies_costs_one_mail_a_look_and_no_more(children: child._Children, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        _behave(patched, "import sys; sys.stdin.buffer.read(8); sys.exit(3)")
        with pytest.raises(Unreadable) as refused:
            child.read_in_child(_MAIL, ACCOUNT)
    assert refused.value.reason == "crashed"
    child.read_in_child(_MAIL, ACCOUNT)
    children.idle.queue[0].process.kill()
    children.idle.queue[0].process.wait()
    assert child.read_in_child(_MAIL, ACCOUNT).messages


def test_many_threads_share_few_children(children: child._Children) -> None:
    mails = [arrival(mail(f"Halo {n}.\n")) for n in range(30)]
    with ThreadPoolExecutor(8) as threads:
        readings = list(threads.map(lambda one: child.read_in_child(one, ACCOUNT), mails))
    assert [reading.messages[0].text for reading in readings] == [f"Halo {n}." for n in range(30)]
    assert children.idle.qsize() <= child.MOST_CHILDREN


def test_the_child_never_gets_the_secrets_of_an_account(children: child._Children, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    monkeypatch.setattr(children, "ask", lambda question, limit: asked.append(question) or b"")
    with pytest.raises(EOFError):
        child.read_in_child(_MAIL, replace(ACCOUNT, secrets={"imap_password": "rahasia"}))
    assert b"rahasia" not in asked[0]


def test_the_child_starts_without_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERCAYA_SECRET_KEY", "rahasia")
    assert "rahasia" not in str(child._environment())


def test_nothing_but_the_contract_comes_back() -> None:
    with pytest.raises(Exception, match="no part of a reading"):
        ContractOnly.load_from(b"cos\nsystem\n(S'true'\ntR.")
