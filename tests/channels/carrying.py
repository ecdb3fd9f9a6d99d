"""Takes parcels to a stand-in as a carrier would, one request each."""

from collections.abc import Sequence
from http.client import HTTPConnection, RemoteDisconnected
from urllib.parse import urlsplit

from percaya.channels.contract import AccountFacts, Answer, MediaRef, Outcome, OutcomeKind, Outgoing, Parcel
from percaya.channels.contract.abilities import Fetched, Fetching, Stepped


def carry(parcel: Parcel) -> Answer:
    """The answer; one that was cut before it came may have been worked on."""
    parts = urlsplit(parcel.url)
    line = HTTPConnection(str(parts.hostname), parts.port or 80, timeout=120)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        line.request(parcel.method, target, parcel.body or None, dict(parcel.headers))
        answer = line.getresponse()
        body = answer.read()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(code=answer.status, text=body[:500].decode("utf-8", "replace"), body=body, headers=headers)
    except (RemoteDisconnected, ConnectionError) as trouble:
        return Answer(code=0, text=str(trouble))
    finally:
        line.close()


def send(channel: Stepped, out: Outgoing, account: AccountFacts) -> list[Outcome]:
    """All steps, until one does not end well."""
    done: dict[str, Answer] = {}
    outcomes: list[Outcome] = []
    while parcel := channel.next_parcel(out, account, done):
        answer = carry(parcel)
        outcomes.append(channel.interpret(parcel, answer))  # type: ignore[attr-defined]
        if outcomes[-1].kind is not OutcomeKind.SENT:
            break
        done[parcel.step] = answer
    return outcomes


def fetched(channel: Fetching, ref: MediaRef, account: AccountFacts) -> Fetched:
    """The file; fails when the channel asks for the same thing again (try later)."""
    so_far: Sequence[Answer] = ()
    for _ in range(5):
        asked = channel.fetch(ref, account, so_far)
        if isinstance(asked, Fetched):
            return asked
        so_far = (*so_far, carry(asked))
    raise AssertionError("the file never came")
