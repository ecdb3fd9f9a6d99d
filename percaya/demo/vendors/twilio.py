"""A stand-in for Twilio's messaging: signed forms to webhooks, Messages.json, statuses, the window, who said STOP."""

import base64
import hashlib
import hmac
import itertools
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

from percaya.demo.vendors.hooking import Fetch, Knocking, Post, fetch_over_http, may_be_fetched, over_http
from percaya.demo.vendors.serving import Asked, Said, Vendor

SID, TOKEN = "AC0123456789abcdef0123456789abcdef", "token-contoh-untuk-pengujian"
SMS, WHATSAPP = "+12025550123", "whatsapp:+14155238886"
WINDOW = timedelta(hours=24)
_MOST_MMS, _MOST_WHATSAPP = 5 * 1024 * 1024, 16 * 1024 * 1024  # bytes
_ACCOUNT = f"/2010-04-01/Accounts/{SID}"
_MEDIA = re.compile(rf"^{_ACCOUNT}/Messages/MM\w+/Media/(ME\w+)$")
_TROUBLE = {
    21211: "The 'To' number is not a valid phone number.",
    21610: "Attempt to send to unsubscribed recipient",
    21606: "The From phone number is not a valid, SMS-capable inbound phone number or short code for your account.",
    21617: "The concatenated message body exceeds the 1600 character limit.",
    20429: "Too Many Requests",
    21612: "The 'To' phone number is not currently reachable using the 'From' phone number",
    21620: "Invalid media URL(s)",
    21623: "Number of media files exceeds allowed limit",
}


def signed(url: str, fields: dict[str, str], token: str = TOKEN) -> str:
    """X-Twilio-Signature as Twilio makes it."""
    said = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()).decode()


class TwilioVendor(Vendor):
    """One account with a number for SMS and a sender on WhatsApp. Without ``clock`` its time goes on by ``later`` alone."""

    def __init__(self, port: int = 0, clock: Callable[[], datetime] | None = None, count: Iterator[int] | None = None) -> None:
        super().__init__(port)
        self.hooks = {SMS: "", WHATSAPP: ""}  # number -> the webhook's address
        self.waiting: list[Knocking] = []
        self.sent: list[dict[str, str]] = []  # forms that were taken, with "Sid"; of several files the links by spaces
        self.seen: list[tuple[str, str, bytes]] = []  # (sid, content type, bytes) of files that were fetched
        self._unfetched: list[dict[str, str]] = []
        self.refuses: dict[str, int] = {}  # number -> code with which its messages fail later
        self.stopped: set[str] = set()
        self.contents: list[dict[str, Any]] = []  # templates of the Content API
        self.media: dict[str, tuple[str, bytes]] = {}
        self.said: list[str] = []  # SIDs of what customers sent
        self.states: dict[str, str] = {}  # what was told last of each message, by its SID
        self.heard: dict[str, datetime] = {}  # number -> when it wrote last
        self._clock = clock or (lambda: datetime(2026, 11, 3, 3, 0, tzinfo=UTC))
        self._ahead = timedelta(0)
        self._numbers = count or itertools.count(1)

    @property
    def now(self) -> datetime:
        return self._clock() + self._ahead

    def later(self, **much: float) -> None:
        """Time goes on: ``later(hours=25)``."""
        self._ahead += timedelta(**much)

    # -- what customers do

    def says(
        self, number: str = "+6281234567890", text: str = "", *, whatsapp: bool = False, name: str = "Rina Melati", **fields: str
    ) -> Knocking:
        """A message, signed and waiting to be told. ``fields`` are Twilio's own (Latitude, ButtonPayload, …)."""
        prefix, own = ("whatsapp:", WHATSAPP) if whatsapp else ("", SMS)
        sid = self._sid("SM")
        form = {"MessageSid": sid, "SmsSid": sid, "AccountSid": SID, "From": prefix + number, "To": own, "Body": text}
        form |= {"NumMedia": "0", "SmsStatus": "received"}
        form |= {"WaId": number.lstrip("+"), "ProfileName": name} if whatsapp else {}
        self.heard[prefix + number] = self.now
        self.said.append(sid)
        if text.strip().upper() in ("STOP", "START"):
            (self.stopped.add if text.strip().upper() == "STOP" else self.stopped.discard)(prefix + number)
            form["OptOutType"] = text.strip().upper()
        return self._knock(self.hooks[own], form | fields)

    def sends_file(
        self,
        number: str,
        content_type: str,
        content: bytes,
        text: str = "",
        *,
        whatsapp: bool = False,
        name: str = "Rina Melati",
    ) -> Knocking:
        sid = self._sid("ME")
        self.media[sid] = (content_type, content)
        url = f"{self.url}{_ACCOUNT}/Messages/{self._sid('MM')}/Media/{sid}"
        held = {"NumMedia": "1", "MediaUrl0": url, "MediaContentType0": content_type}
        return self.says(number, text, whatsapp=whatsapp, name=name, **held)

    def status(self, form: dict[str, str], state: str, code: int = 0) -> Knocking | None:
        """Tell where a sent message's StatusCallback leads; ``None`` where it names none."""
        self.states[form["Sid"]] = state
        if not form.get("StatusCallback"):
            return None
        told = {
            "MessageSid": form["Sid"],
            "SmsSid": form["Sid"],
            "AccountSid": SID,
            "From": form.get("From", SMS),
            "To": form["To"],
        }
        told |= {"MessageStatus": state, "SmsStatus": state} | ({"ErrorCode": str(code)} if code else {})
        return self._knock(form["StatusCallback"], told)

    def tell(self, post: Post = over_http, fetch: Fetch = fetch_over_http) -> list[int]:
        """Bring what waits; what is not taken waits for the next time."""
        with self._lock:
            waiting, self._unfetched = self._unfetched, []
        for form in waiting:
            self._report(form, 0 if self._fetches(form, fetch) else 63019 if "whatsapp:" in form["To"] else 12300)
        said: list[int] = []
        for one in list(self.waiting):
            status, _ = post(one.url, one.body, one.headers)
            said.append(status)
            if 200 <= status < 300:
                self.waiting.remove(one)
        return said

    def _knock(self, url: str, form: dict[str, str]) -> Knocking:
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "X-Twilio-Signature": signed(url, form)}
        knocking = Knocking(url=url, body=urlencode(form).encode(), headers=headers)
        with self._lock:
            self.waiting.append(knocking)
        return knocking

    def _sid(self, kind: str) -> str:
        return f"{kind}{next(self._numbers):032x}"

    # -- what the account asks

    def answer(self, asked: Asked) -> Said:
        if asked.headers.get("authorization") != "Basic " + base64.b64encode(f"{SID}:{TOKEN}".encode()).decode():
            return _trouble(401, 20003, "Authenticate")
        if match := _MEDIA.match(asked.path):
            kind, content = self.media.get(match[1], ("", b""))
            return Said(body=content, content_type=kind) if kind else _trouble(404, 20404, "The requested resource was not found")
        match asked.method, asked.path:
            case "GET", path if path == f"{_ACCOUNT}.json":
                return _said(200, {"sid": SID, "friendly_name": "Toko Senja", "status": "active", "type": "Full"})
            case "GET", path if path == f"{_ACCOUNT}/IncomingPhoneNumbers.json":
                return self._numbers_like(asked.query.get("PhoneNumber", ""))
            case "POST", path if path == f"{_ACCOUNT}/Messages.json":
                return self._send(_form(asked.body))
            case "GET", "/v1/ContentAndApprovals":
                return self._page(int(asked.query.get("Page", "0")))
        return _trouble(404, 20404, f"The requested resource {asked.path} was not found")

    def _numbers_like(self, number: str) -> Said:
        rows = [{"sid": "PN" + "0" * 32, "phone_number": SMS, "sms_url": self.hooks[SMS]}] if number in SMS else []
        return _said(200, {"incoming_phone_numbers": rows, "page": 0, "page_size": 50})

    def _page(self, at: int) -> Said:
        """One template a page, so that going on to the next is tried."""
        more = at + 1 < len(self.contents)
        following = f"{self.url}/v1/ContentAndApprovals?PageSize=1&Page={at + 1}" if more else None
        return _said(200, {"contents": self.contents[at : at + 1], "meta": {"key": "contents", "next_page_url": following}})

    def _send(self, form: dict[str, str]) -> Said:
        to, own, text = form.get("To", ""), form.get("From", ""), form.get("Body", "")
        if not re.fullmatch(r"(whatsapp:)?\+[1-9]\d{6,14}", to):
            return _refused(21211)
        if own not in self.hooks and "MessagingServiceSid" not in form:
            return _refused(21606)
        if to in self.stopped:
            return _refused(21610)
        if len(text) > 1600:
            return _refused(21617)
        links = form.get("MediaUrl", "").split()
        if len(links) > (1 if to.startswith("whatsapp:") else 10):
            return _refused(21623)
        if not all(may_be_fetched(link) for link in links):
            return _refused(21620)
        if links and not to.startswith(("whatsapp:", "+1")):
            return _refused(21612)
        taken = {**form, "Sid": self._sid("MM" if links else "SM")}
        self.sent.append(taken)
        if links:
            self._unfetched.append(taken)
        else:
            self._report(taken)
        return _said(201, _resource(taken, self.now))

    def _fetches(self, form: dict[str, str], fetch: Fetch) -> bool:
        """Twilio takes a message first and fetches its files then: what cannot be had fails it."""
        got = [fetch(link) for link in form["MediaUrl"].split()]
        fits = all(status == 200 and kind and content for status, kind, content in got)
        most = _MOST_WHATSAPP if form["To"].startswith("whatsapp:") else _MOST_MMS
        if not fits or sum(len(content) for _status, _kind, content in got) > most:
            return False
        self.seen += [(form["Sid"], kind, content) for _status, kind, content in got]
        return True

    def _report(self, form: dict[str, str], broken: int = 0) -> None:
        """What becomes of it is told later, the window too: Twilio takes a message before WhatsApp has."""
        heard = self.heard.get(form["To"])
        late = form["To"].startswith("whatsapp:") and "ContentSid" not in form and (heard is None or self.now - heard >= WINDOW)
        code = 63016 if late else broken or self.refuses.get(form["To"], 0)
        for state in ("undelivered",) if code else ("sent", "delivered"):
            self.status(form, state, code)


def _resource(form: dict[str, str], now: datetime) -> dict[str, Any]:
    when = format_datetime(now)
    named = {"sid": form["Sid"], "account_sid": SID, "to": form["To"], "from": form.get("From"), "body": form.get("Body", "")}
    times = {"date_created": when, "date_updated": when, "date_sent": None}
    counts = {"num_segments": "1", "num_media": str(len(form.get("MediaUrl", "").split())), "price": None, "price_unit": "USD"}
    state = {
        "status": "queued",
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "api_version": "2010-04-01",
    }
    service: dict[str, Any] = {"messaging_service_sid": form.get("MessagingServiceSid"), "subresource_uris": {}}
    return {**named, **times, **counts, **state, **service, "uri": f"{_ACCOUNT}/Messages/{form['Sid']}.json"}


def _form(body: bytes) -> dict[str, str]:
    """Of repeated fields the values by spaces: only links repeat."""
    return {name: " ".join(values) for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}


def _refused(code: int) -> Said:
    return _trouble(400, code, _TROUBLE[code])


def _trouble(status: int, code: int, message: str) -> Said:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return _said(status, {"code": code, "message": message, "more_info": more, "status": status})


def _said(status: int, body: dict[str, Any]) -> Said:
    return Said(status=status, body=json.dumps(body).encode())
