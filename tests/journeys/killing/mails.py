"""Many mails of many kinds from many people, the same ones for the same seed."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage

DESK = "halo@senja.example"
PEOPLE = 120
_WORDS = (
    *("paket", "pesanan", "saya", "belum", "sampai", "kak", "tolong", "dicek", "ya", "terima", "kasih", "resi", "kurir"),
    *("the", "order", "has", "not", "arrived", "yet", "please"),
)


@dataclass(frozen=True)
class Mixed:
    id: str
    sender: str
    raw: bytes

    @property
    def sha(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def mixed(count: int, seed: int) -> Iterator[Mixed]:
    """``count`` different mails; one in twenty comes twice."""
    dice = random.Random(seed)
    last: dict[int, str] = {}
    for number in range(count):
        who = dice.randrange(PEOPLE)
        mail = _mail(number, who, last.get(who, ""), dice)
        last[who] = mail.id
        yield mail
        if dice.random() < 0.05:
            yield mail


def _mail(number: int, who: int, earlier: str, dice: random.Random) -> Mixed:
    mail = EmailMessage(policy=policy.SMTP)
    sender = f"orang{who}@contoh.example"
    own_id = f"{number}.{dice.getrandbits(32):08x}@contoh.example"
    mail["From"], mail["To"] = f"Orang Ke-{who} <{sender}>", DESK
    mail["Date"], mail["Message-ID"] = "Sun, 22 Nov 2026 12:30:00 +0700", f"<{own_id}>"
    mail["Subject"] = f"Perihal {number}: {_text(dice, 4)} ✓"
    kind = dice.choices(("plain", "rich", "file", "reply", "copies", "bulk", "report"), (48, 15, 8, 15, 6, 4, 4))[0]
    if kind == "report":
        return Mixed(own_id, "", _report(mail))
    if kind == "reply" and earlier:
        mail["In-Reply-To"] = mail["References"] = f"<{earlier}>"
    if kind == "copies":
        mail["Cc"] = f"teman{who}@lain.example, kakak{who}@lain.example"
    if kind == "bulk":
        mail["Precedence"] = "bulk"
    mail.set_content(_text(dice, dice.randrange(5, 200)))
    if kind == "rich":
        mail.add_alternative(f"<p>{_text(dice, 30)}</p><script>x()</script>", subtype="html")
    if kind == "file":
        mail.add_attachment(dice.randbytes(dice.randrange(100, 200_000)), maintype="image", subtype="png", filename="bukti.png")
    return Mixed(own_id, sender, mail.as_bytes())


def _text(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(_WORDS, k=words))


def _report(mail: EmailMessage) -> bytes:
    head = b"".join(f"{name}: {mail[name]}\r\n".encode() for name in ("To", "Date", "Message-ID"))
    return (
        b"From: MAILER-DAEMON@contoh.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        + head
        + b"MIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nNo.\r\n--b\r\n'
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.contoh.example\r\n\r\n"
        b"Final-Recipient: rfc822; siapa@contoh.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\n"
        b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <bukan-milik-kami@contoh.example>\r\n\r\n--b--\r\n"
    )
