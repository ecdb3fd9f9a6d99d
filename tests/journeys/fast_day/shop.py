"""The people of the fast day: customers who write mails and answer, agents who reply and resolve through the API; and what a
supervisor reads on the screens."""

import html
import random
import re
import smtplib
from dataclasses import dataclass, field
from email.message import EmailMessage

import httpx

DESK = "halo@senja.example"
TILES = ("waiting", "untaken", "overdue", "flow")
COUNTED = ("created", "replies", "attained", "missed", "backlog")


@dataclass
class Shop:
    """``mails``, ``replies`` and ``answers`` count what was acknowledged, and nothing else."""

    url: str
    smtp_port: int
    slug: str
    cookie: str
    tokens: dict[str, str]
    chance: random.Random
    mails: int = 0
    replies: int = 0
    answers: int = 0
    opened: list[str] = field(default_factory=list)

    def write(self) -> None:
        """A customer's mail to the desk."""
        mail = EmailMessage()
        mail["From"], mail["To"] = f"pembeli{self.mails}@contoh.example", DESK
        mail["Subject"], mail["Message-ID"] = f"Paket {self.mails} belum sampai", f"<cepat-{self.mails}@contoh.example>"
        mail.set_content(f"Halo kak, paket nomor {self.mails} belum sampai.")
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=60) as client:
            client.send_message(mail)
        self.mails += 1

    def work(self) -> None:
        """An agent answers whoever has waited longest; now and then nobody is looked after, so that levels are missed."""
        waiting = [one for one in self._tickets() if one["waiting_since"]]
        if not waiting:
            return
        ticket = min(waiting, key=lambda one: str(one["waiting_since"]))
        said = {"text": "Halo kak, kami cek ke kurir.", "then": self.chance.choice(("", "wait", "resolve", "resolve"))}
        self._post(f"/tickets/{ticket['id']}/replies", said, who=self.chance.choice(("dewi", "budi")))
        self.replies += 1

    def answer(self) -> None:
        """A customer comes back to a ticket that was answered."""
        quiet = [one for one in self._tickets() if not one["waiting_since"] and one["state"] in ("resolved", "waiting_customer")]
        if quiet:
            self._post(f"/tickets/{self.chance.choice(quiet)['id']}/messages", {"text": "Masih belum sampai kak."})
            self.answers += 1

    def _tickets(self) -> list[dict[str, object]]:
        answer = httpx.get(f"{self.url}/api/v1/tickets?limit=100", headers=self._with("dewi"), timeout=60)
        assert answer.status_code == 200, answer.text[:300]
        return list(answer.json()["tickets"])

    def _post(self, path: str, body: dict[str, str], who: str = "dewi") -> None:
        headers = {**self._with(who), "Idempotency-Key": f"k-{self.chance.getrandbits(64)}"}
        answer = httpx.post(f"{self.url}/api/v1{path}", json=body, headers=headers, timeout=60)
        assert answer.status_code == 201, (answer.status_code, answer.text[:300])

    def _with(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[who]}"}

    def screens(self) -> dict[str, int]:
        """What board, chips and report say, and how many rows stand behind."""
        board, inbox, report = (self._page(path) for path in ("board", "inbox?view=open", "reports?period=today"))
        tile = {key: int(_found(rf'id="tile-{key}".*?tile__value">(\d+)<', board)) for key in TILES}
        chip = {key: _chip(inbox, key) for key in ("unassigned", "open")}
        rows = {key: self._rows(f"reports/rows/{key}?period=today") for key in COUNTED}
        behind = {key: self._rows(f"board/rows/{key}") for key in TILES[:3]}
        met, due = _found(r"/rows/attained[^>]*>.*?small\">(\d+/\d+)<", report).split("/")
        return {
            **{f"tile {key}": n for key, n in tile.items()}, **{f"chip {key}": n for key, n in chip.items()},
            **{f"report rows {key}": n for key, n in rows.items()}, **{f"board rows {key}": n for key, n in behind.items()},
            "report created": int(_found(r"/rows/created[^>]*><b>(\d+)<", report)),
            "report backlog": int(_found(r"/rows/backlog[^>]*><b>(\d+)<", report)), "report met": int(met),
            "report due": int(due),
        }  # fmt: skip

    def _rows(self, path: str) -> int:
        return int(_found(r"(\d+) (?:baris|tiket)", self._page(path)))

    def _page(self, path: str) -> str:
        cookies = {"percaya_session": self.cookie, "sessionid": self.cookie}
        answer = httpx.get(f"{self.url}/w/{self.slug}/{path}", cookies=cookies, timeout=60)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("location"))
        return html.unescape(answer.text)


def _chip(page: str, key: str) -> int:
    return int(_found(rf'id="view-{key}".*?nav-item__count"[^>]*>([\d/ ]*)<', page).rpartition("/")[2] or 0)


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page, re.DOTALL)
    assert found is not None, f"{pattern} is not in {page[:200]}"
    return found[1]
