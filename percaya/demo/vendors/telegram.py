"""A stand-in for Telegram's Bot API: enough of it for a desk, with its limits and its ways of refusing."""

import email.parser
import email.policy
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote

from percaya.demo.vendors.serving import Asked, Said
from percaya.demo.vendors.telegram_customers import Refused, TelegramCustomers, refusal
from percaya.demo.vendors.telegram_marks import BadMarks, shown
from percaya.demo.vendors.telegram_updates import BOT

MOST_DOWN, MOST_UP = 20 * 1024 * 1024, 50 * 1024 * 1024
_FILES = {
    "sendPhoto": "photo", "sendVideo": "video", "sendAudio": "audio", "sendVoice": "voice", "sendDocument": "document",
    "sendAnimation": "animation",
}  # fmt: skip


class TelegramVendor(TelegramCustomers):
    """One bot: what it asks and what it is told."""

    def answer(self, asked: Asked) -> Said:
        path = unquote(asked.path)
        if path.startswith(f"/file/bot{self.token}/"):
            content = self.files.get(path.rsplit("/", 1)[-1])
            return Said(body=content, content_type="application/octet-stream") if content is not None else Said(status=404)
        _, bot, method = (path.split("/") + ["", ""])[:3]
        try:
            if bot != f"bot{self.token}":
                raise Refused(401 if ":" in bot else 404, "Unauthorized" if ":" in bot else "Not Found")
            doing: Callable[[dict[str, Any], dict[str, bytes]], Any] | None = getattr(self, f"_{_snake(method)}", None)
            if method in _FILES:
                fields, files = _arguments(asked)
                return _result(self._file(method, fields, files))
            if doing is None or not method.startswith(("send", "get", "set", "delete", "answer")):
                raise Refused(404, "Not Found: method not found")
            return _result(doing(*_arguments(asked)))
        except Refused as refused:
            return refusal(refused)

    def _get_me(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    def _set_webhook(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        url = str(said.get("url") or "")
        if url and not url.startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook, self.secret = url, str(said.get("secret_token") or "")
        return True

    def _delete_webhook(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        self.webhook = self.secret = ""
        return True

    def _get_webhook_info(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        known = {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": len(self.waiting)}
        return known | (
            {"last_error_message": self.last_error, "last_error_date": self._updates.now()} if self.last_error else {}
        )

    def _get_updates(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        """Never kept open: a stand-in answers at once."""
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        offset = int(said.get("offset") or 0)
        self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        return self.waiting[: int(said.get("limit") or 100)]

    def _get_file(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        file_id = str(said.get("file_id"))
        content = self.files.get(file_id)
        if content is None:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > MOST_DOWN:
            raise Refused(400, "Bad Request: file is too big")
        return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(content), "file_path": f"files/{file_id}"}

    def _answer_callback_query(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        self.answered.append(str(said.get("callback_query_id")))
        return True

    def _set_message_reaction(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        self._chat(said)
        self.reactions.append(said)
        return True

    def _send_message(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        text = self._words(said, "text", 4096)
        if not text:
            raise Refused(400, "Bad Request: message text is empty")
        return self._say(said, {"text": text})

    def _send_location(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        return self._say(said, {"location": {"latitude": float(said["latitude"]), "longitude": float(said["longitude"])}})

    def _send_venue(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        spot = {"latitude": float(said["latitude"]), "longitude": float(said["longitude"])}
        return self._say(
            said, {"location": spot, "venue": {"location": spot, "title": said["title"], "address": said["address"]}}
        )

    def _send_media_group(self, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        media = said.get("media") or []
        if not 2 <= len(media) <= 10:
            raise Refused(400, "Bad Request: there must be 2 to 10 media in an album")
        album = str(self._updates.now())
        sent = []
        for item in media:
            content = files.get(str(item["media"]).removeprefix("attach://"))
            if content is None:
                raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
            sent.append(self._held({**said, **item}, str(item["type"]), content, media_group_id=album))
        return sent

    def _file(self, method: str, said: dict[str, Any], files: dict[str, bytes]) -> Any:
        kind = _FILES[method]
        if kind not in files:
            raise Refused(400, f"Bad Request: there is no {kind} in the request")
        return self._held(said, kind, files[kind])

    def _held(self, said: dict[str, Any], kind: str, content: bytes, **more: Any) -> dict[str, Any]:
        if len(content) > MOST_UP:
            raise Refused(413, "Request Entity Too Large")
        caption = self._words(said, "caption", 1024)
        file_id = self._updates.next_file(f"out-{kind}")
        self.files[file_id] = content
        held: dict[str, Any] = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(content)}
        sized: dict[str, Any] = {"width": 640, "height": 480, "duration": 3, **held}
        shapes: dict[str, Any] = {"photo": [sized], "document": held}
        more |= {"caption": caption} if caption else {}
        return self._say(said, {kind: shapes.get(kind, sized), **more}, content)

    def _words(self, said: dict[str, Any], key: str, most: int) -> str:
        words = str(said.get(key) or "")
        try:
            words = shown(words) if said.get("parse_mode") == "HTML" else words
        except BadMarks as bad:
            raise Refused(400, str(bad)) from None
        if len(words.encode("utf-16-le")) // 2 > most:
            raise Refused(
                400, "Bad Request: message is too long" if key == "text" else "Bad Request: message caption is too long"
            )
        return words

    def _chat(self, said: dict[str, Any]) -> dict[str, Any]:
        number = int(said.get("chat_id") or 0)
        if number in self.moved:
            raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.moved[number])
        if number in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if number not in self.chats:
            raise Refused(400, "Bad Request: chat not found")
        return self.chats[number]

    def _say(self, said: dict[str, Any], holds: dict[str, Any], content: bytes = b"") -> dict[str, Any]:
        chat = self._chat(said)
        own = {"message_id": self._updates.next_message_id(), "from": BOT, "chat": chat, "date": self._updates.now(), **holds}
        if said.get("reply_markup"):
            own["reply_markup"] = said["reply_markup"]
        self.sent.append({**own, "asked": said, "content": content})
        return own


def _snake(method: str) -> str:
    return re.sub("([A-Z])", r"_\1", method).lower()


def _result(result: Any) -> Said:
    return Said(body=json.dumps({"ok": True, "result": result}).encode())


def _arguments(asked: Asked) -> tuple[dict[str, Any], dict[str, bytes]]:
    """JSON, a form, or a form with files; structured values inside a form are JSON."""
    kind = asked.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return json.loads(asked.body or b"{}"), {}
    if kind.startswith("multipart/"):
        head = f"Content-Type: {kind}\r\n\r\n".encode()
        form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + asked.body)
        fields: dict[str, Any] = {}
        files: dict[str, bytes] = {}
        for part in form.iter_parts():
            name, content = str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True)
            assert isinstance(content, bytes)
            if part.get_filename() is None:
                fields[name] = _value(content.decode())
            else:
                files[name] = content
        return fields, files
    values = parse_qs(asked.body.decode(), keep_blank_values=True)
    return {**asked.query, **{key: _value(items[-1]) for key, items in values.items()}}, {}


def _value(text: str) -> Any:
    try:
        return json.loads(text) if text[:1] in "[{" and text else text
    except ValueError:
        return text
