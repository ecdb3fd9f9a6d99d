"""Threads are tied by signatures that nobody else can make."""

from dataclasses import replace

import pytest

from percaya.channels.email import identity
from tests.contracts.account import ACCOUNT

_OTHER = replace(ACCOUNT, signing_key=b"another key, thirty-two bytes....")


@pytest.mark.parametrize("token", ["tkt_abc234", "TKT-MiXeD", "a.b@c <x>", "tiket é", "b32-like", "x" * 100])
def test_a_token_comes_back_exactly_even_when_the_case_was_folded(token: str) -> None:
    own = identity.message_id("msg_1", token, ACCOUNT)
    assert identity.own_tickets_in_ids([own.upper()], ACCOUNT) == [token]
    address = identity.reply_address(token, ACCOUNT)
    if address:
        assert identity.own_tickets_in_addresses([address.upper()], ACCOUNT) == [token]
    assert len(address.partition("@")[0]) <= 64


def test_another_key_signs_nothing_of_ours() -> None:
    assert identity.own_tickets_in_ids([identity.message_id("m", "t", _OTHER)], ACCOUNT) == []
    assert identity.own_tickets_in_addresses([identity.reply_address("t", _OTHER)], ACCOUNT) == []


def test_a_signature_fits_only_what_it_was_made_for() -> None:
    own = identity.message_id("m1", "t1", ACCOUNT)
    assert identity.own_tickets_in_ids([own.replace(".t1.", ".t2.")], ACCOUNT) == []
    assert identity.own_tickets_in_ids([own.replace("m1.", "m2.")], ACCOUNT) == []
    signature = own.split("@")[0].rpartition(".")[2]
    assert identity.own_tickets_in_addresses([f"halo+t.t1.{signature}@tokosenja.example"], ACCOUNT) == []


@pytest.mark.parametrize(
    "value", ["", "@", "a.b.c@d", "a.b." + "a" * 16 + "@x", "a.b." + "é" * 16 + "@x", "b32-.b32-." + "a" * 16 + "@x"]
)
def test_nonsense_is_no_id_of_ours(value: str) -> None:
    assert not identity.is_own_id(value, ACCOUNT)
    assert identity.own_tickets_in_addresses([f"halo+t.{value}"], ACCOUNT) == []


def test_our_ids_are_found_in_the_middle_of_a_text() -> None:
    own = identity.message_id("m1", "t1", ACCOUNT)
    assert identity.own_ids_in_text(f"Message-ID: <{own}>\nReferences: <x@y> <{own}>", ACCOUNT) == [own]
