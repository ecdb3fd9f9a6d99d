"""The payloads are what their maker writes, and the standard library agrees on how they are built."""

from email import message_from_bytes
from email.policy import compat32

import pytest

from percaya.channels.email.guards import with_sane_line_ends
from percaya.channels.email.parts import Part, tree
from tests.channels.email.samples.all import PAYLOADS, all_samples, files_of
from tests.channels.email.samples.making import Sample

_SAMPLES = all_samples()
# The standard library gives up or answers otherwise where the mail itself is broken.
_OWN_WAY = (
    "broken-",
    "charsets-bad-base64",
    "headers-empty-first-header",
    "headers-mbox-from-line",
    "files-invite-broken",
    "bounces-read-receipt",
)


def test_the_payloads_on_disk_are_what_the_samples_say() -> None:
    for name, sample in _SAMPLES.items():
        raw, expected = files_of(sample)
        assert (PAYLOADS / f"{name}.eml").read_bytes() == raw, f"{name}: python -m tests.channels.email.samples"
        assert (PAYLOADS / f"{name}.expected.json").read_bytes() == expected, name
    assert len(list(PAYLOADS.glob("*.eml"))) == len(_SAMPLES) >= 60


@pytest.mark.parametrize("sample", [pytest.param(s, id=n) for n, s in _SAMPLES.items() if not n.startswith(_OWN_WAY)])
def test_our_tree_of_parts_is_the_one_the_standard_library_sees(sample: Sample) -> None:
    mail = message_from_bytes(sample.raw, policy=compat32)
    theirs = [(part.get_content_type(), _bytes(part.get_payload(decode=True))) for part in mail.walk() if not part.is_multipart()]
    assert _leaves(tree(with_sane_line_ends(sample.raw))) == theirs


def _leaves(root: Part) -> list[tuple[str, bytes]]:
    """Their library parses into nested mails, ours keeps them whole: look inside for the comparison."""
    found: list[tuple[str, bytes]] = []
    for part in root.walk():
        if part.content_type == "message/rfc822":
            found += _leaves(tree(part.content()))
        elif part.content_type == "message/delivery-status":
            found += [("text/plain", b"")] * (part.content().strip().count(b"\r\n\r\n") + 1)
        elif not part.children:
            found.append((part.content_type, _bytes(part.content())))
    return found


def _bytes(content: object) -> bytes:
    """Line ends apart: quoted-printable and the last line end of a part are read in slightly different ways."""
    assert isinstance(content, bytes)
    return b"" if content.startswith((b"Reporting-MTA", b"Final-Recipient")) else content.replace(b"\r\n", b"\n").rstrip(b"\n")
