"""The customers of the Telegram stand-in, and how the bot hears of what they do.

``says``, ``presses``, ``reacts``, ``edits``, ``blocks`` make updates, which wait until they are asked for
(``getUpdates``) or told (``tell``) to the webhook that the bot has set.
"""

import json
from typing import Any

from percaya.demo.vendors.hooking import Post, over_http
from percaya.demo.vendors.serving import Said, Vendor
from percaya.demo.vendors.telegram_updates import Updates, as_bytes, person, private_chat

TOKEN = "7001002003:AAE-contoh_token_untuk_pengujian_saja"


class Refused(Exception):
    """The Bot API says no: its code, its words, its parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def refusal(refused: Refused) -> Said:
    said: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    said |= {"parameters": refused.parameters} if refused.parameters else {}
    return Said(status=refused.code, body=json.dumps(said).encode())


class TelegramCustomers(Vendor):
    """One bot, its chats and their customers."""

    def __init__(self, port: int = 0, token: str = TOKEN, *, updates: Updates | None = None) -> None:
        super().__init__(port)
        self.token = token
        self.webhook, self.secret, self.last_error = "", "", ""
        self.waiting: list[dict[str, Any]] = []  # updates that nobody has taken
        self.sent: list[dict[str, Any]] = []  # what the bot said: messages, with ``files`` {field: bytes}
        self.reactions: list[dict[str, Any]] = []
        self.answered: list[str] = []  # ids of pressed buttons that the bot has answered
        self.chats: dict[int, dict[str, Any]] = {}
        self.blocked: set[int] = set()
        self.moved: dict[int, int] = {}
        self.files: dict[str, bytes] = {}
        self._updates = updates or Updates()

    def customer(self, number: int = 5123456789, first_name: str = "Rina", last_name: str = "Melati") -> dict[str, Any]:
        """Somebody who has pressed Start."""
        user = person(number, first_name, last_name)
        self.chats[number] = private_chat(user)
        return user

    def group(self, number: int, title: str, kind: str = "supergroup") -> dict[str, Any]:
        self.chats[number] = {"id": number, "title": title, "type": kind}
        return self.chats[number]

    def says(self, user: dict[str, Any], text: str = "", chat: int | None = None, **holds: Any) -> dict[str, Any]:
        """A message with words and whatever else; returns the update."""
        return self._happened(
            self._updates.message(user, self.chats[chat or user["id"]], **({"text": text} if text else {}), **holds)
        )

    def sends_file(self, user: dict[str, Any], kind: str, content: bytes, **about: Any) -> dict[str, Any]:
        """A message with a file of that kind ("photo", "voice", "document", …)."""
        file_id = self._updates.next_file(kind)
        self.files[file_id] = content
        caption = {key: about.pop(key) for key in ("caption", "media_group_id") if key in about}
        held: dict[str, Any] = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(content), **about}
        sized = {"width": 640, "height": 480, **held}
        shapes: dict[str, Any] = {"photo": [sized], "video": {"duration": 3, **sized}, "voice": {"duration": 3, **held}}
        return self.says(user, **{kind: shapes.get(kind, held)}, **caption)

    def edits(self, update: dict[str, Any], text: str) -> dict[str, Any]:
        return self._happened(self._updates.edited(update["message"], text))

    def presses(self, user: dict[str, Any], message: dict[str, Any], data: str) -> dict[str, Any]:
        return self._happened(self._updates.pressed(user, _plain(message), data))

    def reacts(self, user: dict[str, Any], message: dict[str, Any], emoji: str) -> dict[str, Any]:
        return self._happened(self._updates.reacted(user, message["chat"], message["message_id"], emoji))

    def blocks(self, user: dict[str, Any]) -> dict[str, Any]:
        self.blocked.add(user["id"])
        return self._happened(self._updates.member(user, self.chats[user["id"]], "member", "kicked"))

    def unblocks(self, user: dict[str, Any]) -> dict[str, Any]:
        self.blocked.discard(user["id"])
        return self._happened(self._updates.member(user, self.chats[user["id"]], "kicked", "member"))

    def becomes_supergroup(self, user: dict[str, Any], old: int, new: int) -> dict[str, Any]:
        self.moved[old] = new
        self.group(new, self.chats[old]["title"])
        return self._happened(self._updates.message(user, self.chats[old], migrate_to_chat_id=new))

    def tell(self, post: Post = over_http) -> list[int]:
        """Bring every waiting update to the webhook, once each; what is not taken (2xx) waits for the next time."""
        said: list[int] = []
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": self.secret}
        for update in list(self.waiting) if self.webhook else []:
            status, body = post(self.webhook, as_bytes(update), headers)
            said.append(status)
            if 200 <= status < 300:
                self.waiting.remove(update)
                self._method_in_answer(body)
            else:
                self.last_error = f"Wrong response from the webhook: {status}"
        return said

    def too_many(self, seconds: int = 7) -> None:
        """The next request is one too many."""
        self.misbehave(lambda asked: refusal(Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)))

    def _happened(self, update: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            self.waiting.append(update)
        return update

    def _method_in_answer(self, body: bytes) -> None:
        try:
            said = json.loads(body or b"{}")
        except ValueError:
            return
        if said.get("method") == "answerCallbackQuery":
            self.answered.append(str(said.get("callback_query_id")))


def _plain(message: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key not in ("asked", "content")}
