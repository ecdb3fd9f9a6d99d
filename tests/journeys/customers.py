"""A customer with a mailbox and a mail program: writes, reads, answers the way Gmail and Outlook do in both languages."""

import html
import smtplib
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.services.mail import MailServers
from tests.services.waiting import until

DESK = "halo@senja.example"
STYLES = ("gmail-id", "gmail-en", "outlook-id", "outlook-en")


@dataclass
class Customer:
    servers: MailServers
    address: str = "rina@contoh.example"
    name: str = "Rina Marlina"
    written: int = 0

    def write(self, subject: str, text: str) -> str:
        """Write to the desk; the Message-ID."""
        mail = self._new(subject, DESK)
        mail.set_content(text)
        return self._post(mail, DESK)

    def received(self, *, automatic: bool, count: int = 1) -> EmailMessage:
        """The newest mail of the desk in the mailbox, once there are ``count`` of its kind."""

        def look() -> list[EmailMessage]:
            mails = [message_from_bytes(raw, policy=policy.default) for raw in self.servers.dovecot.mails(self.address)]
            found = [mail for mail in mails if bool(mail["Auto-Submitted"]) == automatic]
            return found if len(found) >= count else []  # type: ignore[return-value]

        return until(look, seconds=90, what=f"{count} mails in the mailbox of {self.address}")[-1]

    def answer(self, mail: EmailMessage, text: str, style: str) -> str:
        """Answer as that mail program does, quoting everything; the Message-ID."""
        to = (mail["Reply-To"] or mail["From"]).addresses[0].addr_spec
        subject = str(mail["Subject"])
        reply = self._new(subject if subject.lower().startswith("re:") else f"Re: {subject}", to)
        reply["In-Reply-To"] = str(mail["Message-ID"])
        reply["References"] = f"{mail['References'] or ''} {mail['Message-ID']}".strip()
        body = mail.get_body(("plain",))
        quoted = body.get_content() if body else ""
        program, _dash, language = style.partition("-")
        if program == "gmail":
            _as_gmail(reply, mail, text, quoted, language)
        else:
            _as_outlook(reply, mail, text, quoted, language)
        return self._post(reply, to)

    def _new(self, subject: str, to: str) -> EmailMessage:
        self.written += 1
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"] = f"{self.name} <{self.address}>"
        mail["To"] = to
        mail["Subject"] = subject
        mail["Date"] = "Sun, 22 Nov 2026 12:30:00 +0700"
        mail["Message-ID"] = f"<{self.written}.{id(self)}@contoh.example>"
        return mail

    def _post(self, mail: EmailMessage, to: str) -> str:
        with smtplib.SMTP("127.0.0.1", self.servers.postfix.port) as client:
            client.sendmail(self.address, [to], mail.as_bytes())
        return str(mail["Message-ID"])


def _as_gmail(reply: EmailMessage, mail: EmailMessage, text: str, quoted: str, language: str) -> None:
    """Gmail wraps its line of introduction where it likes, and sends HTML beside the plain text."""
    sender = mail["From"].addresses[0]
    who = f"{sender.display_name} <\n{sender.addr_spec}>"
    intro = {
        "id": f"Pada Min, 22 Nov 2026 pukul 12.15 {who} menulis:",
        "en": f"On Sun, Nov 22, 2026 at 12:15 PM {who} wrote:",
    }[language]
    lines = "\n".join(f"> {line}".rstrip() for line in quoted.splitlines())
    reply.set_content(f"{text}\n\n{intro}\n\n{lines}\n")
    link = f'{html.escape(sender.display_name)} &lt;<a href="mailto:{sender.addr_spec}">{sender.addr_spec}</a>&gt;'
    shown = {"id": f"Pada Min, 22 Nov 2026 pukul 12.15 {link} menulis:", "en": f"On Sun, Nov 22, 2026 at 12:15 PM {link} wrote:"}
    reply.add_alternative(
        f'<div dir="ltr">{html.escape(text)}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{shown[language]}<br></div><blockquote class="gmail_quote" '
        f'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f"{html.escape(quoted).replace(chr(10), '<br>')}</blockquote></div>",
        subtype="html",
    )


def _as_outlook(reply: EmailMessage, mail: EmailMessage, text: str, quoted: str, language: str) -> None:
    """Outlook marks nothing: a rule of underscores and a block of headers in its own language, then the old text."""
    names = {"id": ("Dari", "Dikirim", "Kepada", "Subjek"), "en": ("From", "Sent", "To", "Subject")}[language]
    day = {"id": "Minggu, 22 November 2026 12.15", "en": "Sunday, November 22, 2026 12:15 PM"}[language]
    sender = mail["From"].addresses[0]
    values = (f"{sender.display_name} <{sender.addr_spec}>", day, str(reply["From"]), str(mail["Subject"]))
    head = "\n".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
    reply.set_content(f"{text}\n\n________________________________\n{head}\n\n{quoted}")
