"""Who gets a ticket: a table of cases. Everyone who is not taken has a reason."""

from datetime import UTC, datetime, timedelta

import pytest

from percaya.stages.routing.policy import Candidate, Wanted, kind_of_work, rank, tenths, verdict

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def agent(member: int, **facts: object) -> Candidate:
    known = {"status": "available", "used": 0, "limit": 120, **facts}
    return Candidate(member=member, **known)  # type: ignore[arg-type]


def wanted(strategy: str = "least_loaded", **facts: object) -> Wanted:
    return Wanted(weight=10, strategy=strategy, **facts)  # type: ignore[arg-type]


def order(asked: Wanted, *agents: Candidate) -> list[int]:
    return [one.member for one in rank(asked, agents)[0]]


def test_the_least_loaded_by_share_of_their_own_limit() -> None:
    assert order(wanted(), agent(1, used=60), agent(2, used=50, limit=60), agent(3, used=20)) == [3, 1, 2]


def test_round_robin_goes_by_who_was_given_something_longest_ago() -> None:
    early, late = agent(1, given_at=NOW - timedelta(hours=2), used=90), agent(2, given_at=NOW - timedelta(hours=1))
    assert order(wanted("round_robin"), late, early, agent(3)) == [3, 1, 2]


def test_sticky_prefers_who_helped_before_and_else_the_least_loaded() -> None:
    assert order(wanted("sticky", helped_before=1), agent(1, used=90), agent(2)) == [1, 2]
    assert order(wanted("sticky", helped_before=9), agent(1, used=90), agent(2)) == [2, 1]


@pytest.mark.parametrize(
    ("candidate", "asked", "why", "value"),
    [
        (agent(1, may_reply=False), wanted(), "reply", ""),
        (agent(1, may_see=False), wanted(), "sees", ""),
        (agent(1), wanted(not_again=1), "gave_back", ""),
        (agent(1, status="offline"), wanted(), "away", "offline"),
        (agent(1, status="break"), wanted(), "away", "break"),
        (agent(1, status="transfers_only"), wanted(), "away", "transfers_only"),
        (agent(1, status="async_only"), wanted(is_live=True), "live", "async_only"),
        (agent(1), wanted(skills=frozenset({"refund", "pajak"})), "skill", "pajak, refund"),
        (agent(1, languages=frozenset({"id"})), wanted(language="en"), "language", "en"),
        (agent(1, used=115), wanted(), "full", "11.5/12"),
    ],
)
def test_who_is_not_taken_has_a_reason(candidate: Candidate, asked: Wanted, why: str, value: str) -> None:
    ranked, refused = rank(asked, [candidate])
    assert ranked == []
    assert (refused[0].why, refused[0].value) == (why, value)


@pytest.mark.parametrize(
    ("candidate", "asked"),
    [
        (agent(1, status="async_only"), wanted()),
        (agent(1, used=110), wanted()),  # the last tenth of room
        (agent(1), wanted(language="en")),  # says nothing of languages: any
        (agent(1, skills=frozenset({"refund", "x"})), wanted(skills=frozenset({"refund"}))),
    ],
)
def test_who_fits_is_taken(candidate: Candidate, asked: Wanted) -> None:
    assert order(asked, candidate) == [1]


@pytest.mark.parametrize(
    ("candidates", "reason"),
    [
        ([], "nobody"),
        ([agent(1, may_reply=False)], "nobody"),
        ([agent(1, status="offline")], "away"),
        ([agent(1, status="offline"), agent(2, used=120)], "full"),
        ([agent(1, status="offline"), agent(2, languages=frozenset({"id"}))], "language"),
    ],
)
def test_nobody_is_said_with_what_would_help_soonest(candidates: list[Candidate], reason: str) -> None:
    assert verdict(rank(wanted(language="en"), candidates)[1]) == reason


def test_what_a_ticket_is_as_work() -> None:
    just, long_ago = NOW - timedelta(minutes=2), NOW - timedelta(hours=1)
    assert kind_of_work(conversational=False, has_window=False, last_inbound=just, now=NOW) == "mail"
    assert kind_of_work(conversational=True, has_window=False, last_inbound=just, now=NOW) == "live"
    assert kind_of_work(conversational=True, has_window=True, last_inbound=just, now=NOW) == "chat"
    assert kind_of_work(conversational=True, has_window=True, last_inbound=long_ago, now=NOW) == "idle"


def test_tenths_are_said_plainly() -> None:
    assert [tenths(120), tenths(5), tenths(125)] == ["12", "0.5", "12.5"]
