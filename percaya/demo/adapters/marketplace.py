"""An example adapter: the chat of a marketplace shop, joined to Percaya through the API channel (docs/api-channel.md).

Stands alone: the standard library is all it needs. It asks the marketplace for new messages, posts them to our hook, takes our
answers as webhooks and hands them to the marketplace. The marketplace here speaks as Tokopedia's and Shopee's do: ids are numbers
beyond 2^53 (kept as strings from the first moment), the text of a message is HTML.

    SECRET=whsec_… KEY=… python marketplace.py --market https://… --hook https://…/hooks/api/acc_… --port 9000
"""

import argparse
import base64
import hashlib
import hmac
import html
import json
import os
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
Post = Callable[[str, bytes, Mapping[str, str]], tuple[int, bytes]]
REMEMBERED = 10_000  # webhook ids, so that a repeat is not said twice


class Adapter:
    """Between one shop of a marketplace and one account of the API channel."""

    def __init__(self, *, market: str, key: str, hook: str, secret: str, post: Post | None = None) -> None:
        self.market, self.key, self.hook, self.secret = market.rstrip("/"), key, hook, secret
        self.after = ""  # the last message that Percaya has taken
        self.taken: dict[str, str] = {}  # webhook-id → the marketplace's id of the reply
        self._post = post or _over_http
        self._lock = threading.Lock()

    def pull(self) -> int:
        """Bring what is new; how many messages. Stops at the first that Percaya does not take: it comes again next time."""
        status, said = self._market("GET", f"/v1/chat/messages?after={self.after}")
        if status != 200:
            raise RuntimeError(f"the marketplace answered {status}")
        count = 0
        for one in json.loads(said, parse_int=str)["messages"]:  # numbers beyond 2^53 stay whole as text
            body = json.dumps({"type": "message", "data": message_of(one)}).encode()
            answer, _text = self._post(self.hook, body, signed(self.secret, f"market_{one['message_id']}", body))
            if answer != 200:
                raise RuntimeError(f"Percaya answered {answer}")
            self.after, count = one["message_id"], count + 1
        return count

    def take(self, headers: Mapping[str, str], body: bytes) -> tuple[int, Json]:
        """A webhook of Percaya: an answer goes to the marketplace, once however often it comes."""
        given = {name.lower(): value for name, value in headers.items()}
        if not is_signed(self.secret, given, body):
            return 401, {"error": "the signature does not fit"}
        event = json.loads(body)
        if event["type"] != "message.created":
            return 200, {}
        with self._lock:
            call = given["webhook-id"]
            if call not in self.taken:
                status, said = self._reply(event["data"])
                if status != 200:
                    return (503 if status >= 500 or status == 0 else 422), {"error": said.decode(errors="replace")[:200]}
                self._remember(call, json.loads(said, parse_int=str)["message_id"])
            return 200, {"id": self.taken[call]}

    def report(self, message: str, state: str) -> int:
        """Tell Percaya that the buyer has got or read an answer (``message`` as the webhook named it)."""
        body = json.dumps({"type": "receipt", "data": {"message": message, "state": state}}).encode()
        return self._post(self.hook, body, signed(self.secret, f"receipt_{message}_{state}", body))[0]

    def _reply(self, data: Json) -> tuple[int, bytes]:
        words = {"conversation_id": data["conversation"], "message": html.escape(data["text"], quote=False).replace("\n", "<br>")}
        files = [{"name": one["name"], "content": one["content"]} for one in data["files"]]
        return self._market("POST", "/v1/chat/reply", json.dumps({**words, "files": files}).encode())

    def _market(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        return _over_http(self.market + path, body, headers, method)

    def _remember(self, call: str, known_as: str) -> None:
        self.taken[call] = known_as
        if len(self.taken) > REMEMBERED:
            del self.taken[next(iter(self.taken))]


def message_of(one: Json) -> Json:
    """A message of the marketplace as the contract wants it."""
    said = {
        "id": one["message_id"],
        "conversation": one["conversation_id"],
        "sender": {"external_id": f"buyer-{one['buyer_id']}", "name": one["full_name"], "verified": True},
        "text": plain(one["message"]),
        "sent_at": one["sent_at"],
    }
    if order := one.get("order_id"):
        said["fields"] = {"order": order}
    return said


def plain(markup: str) -> str:
    """The words of a bit of HTML, its lines kept. What is left is text and is never shown as HTML again."""
    markup = re.sub(r"(?is)<(script|style)\b.*?(</\1\s*>|$)", "", markup)
    markup = re.sub(r"(?i)<br\s*/?>|</(p|div|li)\s*>", "\n", markup)
    words = html.unescape(re.sub(r"<[^<>]*>", "", markup))
    return "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()


def signed(secret: str, call: str, body: bytes) -> dict[str, str]:
    """Standard Webhooks: an HMAC over id, time and body."""
    now = str(int(time.time()))
    return {"Content-Type": "application/json", "webhook-id": call, "webhook-timestamp": now,
            "webhook-signature": _signature(secret, call, now, body)}  # fmt: skip


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    made = _signature(secret, headers.get("webhook-id", ""), headers.get("webhook-timestamp", ""), body)
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(made.encode(), one.encode()) for one in given)


def _signature(secret: str, call: str, moment: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, f"{call}.{moment}.".encode() + body, hashlib.sha256).digest()).decode()


def _over_http(url: str, body: bytes, headers: Mapping[str, str], method: str = "POST") -> tuple[int, bytes]:
    request = urllib.request.Request(url, data=body or None, headers=dict(headers), method=method)  # noqa: S310 - the shop's own addresses
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()
    except OSError as trouble:
        return 0, str(trouble).encode()


def serve(adapter: Adapter, port: int) -> ThreadingHTTPServer:
    """A server for Percaya's webhooks; ``serve_forever`` it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, said = adapter.take(dict(self.headers.items()), body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *words: object) -> None:
            """Nothing: what customers write belongs in no log."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def main() -> None:
    asked = argparse.ArgumentParser(description="Joins the chat of a marketplace shop to Percaya.")
    asked.add_argument("--market", required=True)
    asked.add_argument("--hook", required=True)
    asked.add_argument("--port", type=int, default=9000)
    asked.add_argument("--every", type=float, default=5.0, help="seconds between two looks at the marketplace")
    given = asked.parse_args()
    adapter = Adapter(market=given.market, key=os.environ["KEY"], hook=given.hook, secret=os.environ["SECRET"])
    threading.Thread(target=serve(adapter, given.port).serve_forever, daemon=True).start()
    while True:
        try:
            adapter.pull()
        except (RuntimeError, OSError, ValueError) as trouble:
            print(f"not brought: {trouble}; trying again")
        time.sleep(given.every)


if __name__ == "__main__":
    main()
