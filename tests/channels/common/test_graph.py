"""Meta's webhooks: what is proven is taken, what is not leaves nothing behind."""

from datetime import UTC, datetime

import pytest

from percaya.channels.common.graph import GraphError, graph_error, graph_post, is_signed, knock, signature
from percaya.channels.common.payloads import load_payload, moment_of, words
from percaya.channels.contract import AccountFacts, Answer, Unreadable
from percaya.channels.contract.abilities import HookRequest, Knock

ACCOUNT = AccountFacts(
    public_id="acc_1",
    workspace="senja",
    name="WA",
    address="1060",
    settings={"base_url": "http://127.0.0.1:9/", "api_version": "v21.0"},
    secrets={"app_secret": "sesame", "verify_token": "kenanga", "access_token": "EAAG\r\nX-Evil: 1"},
)


def knocked(method: str = "POST", body: bytes = b"{}", header: str | None = None, **query: str) -> Knock:
    headers = {"x-hub-signature-256": signature("sesame", body) if header is None else header}
    request = HookRequest(method=method, url="https://desk.example/hooks/x", query=query, headers=headers, body=body)
    return knock(request, ACCOUNT, addresses=lambda payload: payload.get("to", ()), sender=lambda payload: "rina")


def test_signatures_are_those_of_known_samples() -> None:
    assert signature("sesame", b"hello world") == "sha256=f39034b29165ec6a5104d9aef27266484ab26c8caa7bca8bcb2dd02e8be61b17"
    assert signature("sesame", b"hello world2") == "sha256=60905fdf409d0b4f721e99f6f25b31567a68a6b45e933d814e17a246be4c5a53"


@pytest.mark.parametrize("header", ["", "sha256=", "sha1=" + "0" * 40, "sha256=" + "0" * 64, "sha256=é", signature("x", b"{}")])
def test_what_is_not_signed_by_us_is_refused_and_not_taken(header: str) -> None:
    refused = knocked(header=header)
    assert (refused.status, refused.take, refused.proof) == (401, None, "")


def test_the_signature_is_of_the_bytes_not_of_what_they_mean() -> None:
    assert is_signed("sesame", b'{"a":"\\u00e9"}', signature("sesame", b'{"a":"\\u00e9"}'))
    assert not is_signed("sesame", '{"a":"é"}'.encode(), signature("sesame", b'{"a":"\\u00e9"}'))
    assert not is_signed("", b"{}", signature("", b"{}"))


def test_signed_news_are_taken_for_the_accounts_that_they_name() -> None:
    taken = knocked(body=b'{"to":["2","1","2",""]}')
    assert (taken.status, taken.take, taken.addresses) == (200, b'{"to":["2","1","2",""]}', ("2", "1"))
    assert (taken.sender, taken.proof) == ("rina", "signed")


def test_signed_rubbish_is_kept_for_a_person_to_see() -> None:
    assert (knocked(body=b"{").status, knocked(body=b"{").take, knocked(body=b"{").addresses) == (200, b"{", ())


def test_the_handshake_is_answered_only_to_who_knows_the_token() -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "kenanga", "hub.challenge": "1158201444"}
    answered = knocked("GET", **asked)
    assert (answered.status, answered.body, answered.take, answered.proof) == (200, b"1158201444", None, "handshake")
    for wrong in ({"hub.verify_token": "melati"}, {"hub.verify_token": ""}, {"hub.mode": "unsubscribe"}):
        assert knocked("GET", **{**asked, **wrong}).status == 403
    assert knocked("DELETE").status == 405


def test_text_that_databases_refuse_comes_mended_and_the_rest_as_it_was() -> None:
    payload = load_payload(b'{"a":"x\\u0000y \\ud800 z","b":"\\ud83d\\udc68\\u200d\\ud83d\\udc69 \\u0645"}')
    assert words(payload, "a") == "xy \ufffd z"
    assert words(payload, "b") == "\U0001f468\u200d\U0001f469 \u0645"
    for rubbish in (b"[]", b"", b"[" * 5000, b'{"a":' * 5000, b"\xff"):
        with pytest.raises(Unreadable):
            load_payload(rubbish)


def test_the_vendors_clock_speaks_in_strings_and_numbers() -> None:
    whole = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)
    assert moment_of("1793674800") == moment_of(1793674800) == moment_of(1793674800000, per_second=1000) == whole
    assert [moment_of(wrong) for wrong in ("", "x", None, True, "9" * 16, -5, 1.5)] == [None] * 7


def test_a_refusal_is_told_in_the_vendors_words_with_its_code() -> None:
    body = b'{"error":{"message":"(#131047) Re-engagement","code":131047,"error_data":{"details":"More than 24 hours"}}}'
    assert graph_error(Answer(code=400, body=body)) == GraphError(code=131047, said="(#131047) Re-engagement: More than 24 hours")
    assert graph_error(Answer(code=502, body=b"<html>")) is None and graph_error(Answer(code=200, body=b'{"id":1}')) is None


def test_nothing_can_be_slipped_into_a_request() -> None:
    parcel = graph_post(ACCOUNT, "10\r\n60/../me/messages", {"to": "1"})
    assert parcel.url == "http://127.0.0.1:9/v21.0/10%0D%0A60/me/messages"
    assert parcel.headers["Authorization"] == "Bearer EAAGX-Evil:1"
