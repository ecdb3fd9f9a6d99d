"""A defect of ours never hides a mail: the second reader takes over and says so."""

import pytest

from percaya.channels.contract import Unreadable
from percaya.channels.email import careful
from tests.channels.email.mails import arrival, read
from tests.channels.email.samples.making import OWN_ID, TICKET, mail
from tests.contracts.account import ACCOUNT


@pytest.fixture
def _defect(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RecursionError("a defect")

    monkeypatch.setattr(careful, "read_mail", broken)


@pytest.mark.usefixtures("_defect")
def test_sender_subject_text_and_thread_survive_a_defect() -> None:
    message = read(mail("Halo kak.\n", f"In-Reply-To: <{OWN_ID}>"))
    assert (message.sender.value, message.subject, message.text.strip()) == ("rina@pelanggan.example", "Paket", "Halo kak.")
    assert message.thread.tokens == (TICKET,)
    assert message.warnings == ("lenient-parse",)


@pytest.mark.usefixtures("_defect")
def test_without_a_sender_it_is_put_aside() -> None:
    with pytest.raises(Unreadable):
        careful.careful_or_lenient(arrival(b"Subject: x\n\nHalo"), ACCOUNT)
