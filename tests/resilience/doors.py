"""Customers at three doors (mail, form, API), each honest about what it was told: taken, or refused for now."""

import smtplib
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage

import httpx

DESK = "halo@senja.example"
FOR_NOW_SMTP = range(400, 500)
FOR_NOW_HTTP = (503, 507)


@dataclass
class Doors:
    """``taken`` and ``put_off`` are subjects, by door; ``said`` the words of the last refusal of each door. A final no,
    a broken connection or an unexplained failure is a failure of the test."""

    smtp_port: int
    url: str
    token: str
    form: str
    pages: list[str] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)
    put_off: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=lambda: {"smtp": 0, "api": 0, "raw": 0, "form": 0})

    def open_forms(self, count: int) -> None:
        """Pages as customers open them, some time before they send them."""
        for _page in range(count):
            answer = httpx.get(f"{self.url}/f/{self.form}", timeout=60)
            assert answer.status_code == 200
            self.pages.append(answer.text.split('name="token" value="')[1].split('"')[0])

    def offer(self, door: str, name: str, size: int) -> bool:
        """One message of ``size`` bytes with a subject of its own; whether it was taken. The same name is the same message."""
        ok, words = getattr(self, f"_{door}")(f"Perihal {name}", size)
        if ok:
            self.taken[f"Perihal {name}"] = door
            self.put_off.pop(f"Perihal {name}", None)
        else:
            self.put_off[f"Perihal {name}"] = door
            self.said[door] = words
            self.refusals[door] += 1
        return bool(ok)

    def _smtp(self, subject: str, size: int) -> tuple[bool, str]:
        try:
            with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=60) as client:
                client.sendmail(_sender(subject), [DESK], _mail(subject, size))
        except smtplib.SMTPResponseException as no:
            assert no.smtp_code in FOR_NOW_SMTP, no
            return False, f"{no.smtp_code} {no.smtp_error!r}"
        except smtplib.SMTPRecipientsRefused as no:
            code, text = no.recipients[DESK]
            assert code in FOR_NOW_SMTP, no
            return False, f"{code} {text!r}"
        return True, ""

    def _api(self, subject: str, size: int) -> tuple[bool, str]:
        body = {"contact": {"email": _sender(subject)}, "subject": subject, "text": _filler(subject, size)}
        return self._judged(self._post("/api/v1/tickets", subject, json=body))

    def _raw(self, subject: str, size: int) -> tuple[bool, str]:
        return self._judged(self._post("/api/v1/inbound/email", subject, content=_mail(subject, size)))

    def _form(self, subject: str, size: int) -> tuple[bool, str]:
        page = self.pages.pop(0)
        given = {"name": "Rina", "email": _sender(subject), "subject": subject, "message": "Halo", "token": page}
        given["message"] = _filler(subject, min(size, 9000))
        answer = httpx.post(f"{self.url}/f/{self.form}", data=given, timeout=60)
        if answer.status_code in FOR_NOW_HTTP:
            self.pages.append(page)  # it is sent again from the same page
            assert subject in answer.text, "what the customer wrote is still there"
        return self._judged(answer)

    def _post(self, path: str, key: str, **body: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key.replace(" ", "-")}
        return httpx.post(f"{self.url}{path}", headers=headers, timeout=60, **body)  # type: ignore[arg-type]

    @staticmethod
    def _judged(answer: httpx.Response) -> tuple[bool, str]:
        under_way = answer.status_code == 409 and "#problem-idempotency-key-in-progress" in answer.text
        assert answer.is_success or answer.status_code in FOR_NOW_HTTP or under_way, (answer.status_code, answer.text[:600])
        return answer.is_success, f"{answer.status_code} {answer.text}"


def _sender(subject: str) -> str:
    return f"{subject.replace(' ', '-').lower()}@contoh.example"


def _filler(subject: str, size: int) -> str:
    """Words that are different for every subject, since equal bytes are kept once."""
    return (f"{subject}: paket saya belum sampai kak. " * (size // 40 + 1))[:size]


def _mail(subject: str, size: int) -> bytes:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = _sender(subject), DESK, subject
    mail["Date"], mail["Message-ID"] = "Sun, 22 Nov 2026 12:30:00 +0700", f"<{subject.replace(' ', '.')}@contoh.example>"
    mail.set_content("Halo kak, fotonya terlampir.")
    mail.add_attachment(_filler(subject, size).encode(), maintype="application", subtype="octet-stream", filename="foto.bin")
    mail.set_boundary("batas")  # the same mail has the same bytes when it comes again
    return mail.as_bytes()
