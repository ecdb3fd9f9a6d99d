"""Those who keep at it while the house is being killed: senders of mail, and an agent who answers."""

import smtplib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

import httpx

from tests.journeys.killing.mails import DESK, Mixed

SENDERS = 4


@dataclass
class Senders:
    """Like an MTA: every mail is offered until somebody says 250 to it. A final no is a failure of the test."""

    port: int
    mails: Iterable[Mixed]
    acknowledged: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    tries: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> None:
        self.queue: SimpleQueue[Mixed] = SimpleQueue()
        for mail in self.mails:
            self.queue.put(mail)
        self.threads = [threading.Thread(target=self._work, daemon=True) for _number in range(SENDERS)]
        for thread in self.threads:
            thread.start()

    def done(self) -> bool:
        return not any(thread.is_alive() for thread in self.threads)

    def _work(self) -> None:
        while True:
            try:
                mail = self.queue.get_nowait()
            except Empty:
                return
            while not self._offer(mail):
                time.sleep(0.1)

    def _offer(self, mail: Mixed) -> bool:
        client = None
        with self.lock:
            self.tries += 1
        try:
            client = smtplib.SMTP("127.0.0.1", self.port, timeout=60)
            client.sendmail(mail.sender, [DESK], mail.raw)
        except smtplib.SMTPResponseException as no:
            return self._is_final(mail, no.smtp_code, no.smtp_error)
        except smtplib.SMTPRecipientsRefused as no:
            return self._is_final(mail, *no.recipients[DESK])
        except (OSError, smtplib.SMTPException):
            return False
        finally:
            if client is not None:
                client.close()
        with self.lock:
            self.acknowledged[mail.id] += 1
        return True

    def _is_final(self, mail: Mixed, code: int, text: bytes | str) -> bool:
        if code >= 500:
            with self.lock:
                self.refused.append(f"{mail.id}: {code} {text!r}")
        return code >= 500


@dataclass
class Agent:
    """Answers tickets over the API, each once, with one key however often the connection breaks."""

    url: str
    token: str
    wanted: int
    done: Callable[[], bool]
    answered: set[str] = field(default_factory=set)

    def begin(self) -> None:
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self) -> None:
        while len(self.answered) < self.wanted and not self.done():
            for ticket in self._tickets():
                if ticket not in self.answered and len(self.answered) < self.wanted:
                    self._answer(ticket)
            time.sleep(0.2)

    def _tickets(self) -> list[str]:
        try:
            answer = httpx.get(f"{self.url}/api/v1/tickets", headers=self._headers(), params={"limit": 20}, timeout=60)
            return [one["id"] for one in answer.json()["tickets"]] if answer.status_code == 200 else []
        except httpx.HTTPError:
            return []

    def _answer(self, ticket: str) -> None:
        where = f"{self.url}/api/v1/tickets/{ticket}/replies"
        headers = {**self._headers(), "Idempotency-Key": f"jawab-{ticket}"}
        for _try in range(3):  # the answer may be lost with the connection; the key makes asking again safe
            try:
                answer = httpx.post(where, headers=headers, json={"text": f"Baik kak, kami cek dulu ya. {ticket}"}, timeout=60)
            except httpx.HTTPError:
                time.sleep(0.3)
                continue
            if answer.status_code == 201:
                self.answered.add(ticket)
                return

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}
