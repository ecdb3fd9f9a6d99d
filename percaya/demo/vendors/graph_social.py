"""A stand-in for the Graph API of Instagram and Messenger: what a desk needs of it, with its windows, limits and refusals."""

import email.parser
import email.policy
import json
import re
from datetime import UTC, datetime
from typing import Any

from percaya.demo.vendors.graph_social_people import SocialPeople
from percaya.demo.vendors.serving import Asked, Said

DAY = 24 * 60 * 60 * 1000
_KEYS = {"recipient", "message", "messaging_type", "tag", "sender_action", "payload", "reply_to"}
_MESSAGE_KEYS = {"text", "attachment", "quick_replies", "metadata"}
_MEDIA = {"image", "video", "audio", "file"}
MOST_UP = 25 * 1024 * 1024
_TALKS = 2  # on a page
OTHER = "263902037430900"  # the app behind Meta's own inbox


class Refused(Exception):
    """The Graph API says no: status, code, subcode, its words."""

    def __init__(self, code: int, said: str, subcode: int = 0, status: int = 400) -> None:
        super().__init__(said)
        self.code, self.said, self.subcode, self.status = code, said, subcode, status


def refusal(code: int, said: str = "refused on demand", subcode: int = 0, status: int = 400) -> Said:
    """An answer for ``misbehave``."""
    error: dict[str, Any] = {"message": said, "type": "OAuthException", "code": code, "fbtrace_id": "AbCdEf"}
    if subcode:
        error["error_subcode"] = subcode
    return Said(status=status, body=json.dumps({"error": error}).encode())


class SocialVendor(SocialPeople):
    """One app, one page or account. ``sent``: what was taken from us, oldest first, as {"mid", "to", "tag", …body}."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.sent: list[dict[str, Any]] = []
        self.reactions: list[dict[str, Any]] = []
        self.uploads: dict[str, tuple[str, bytes]] = {}  # attachment id -> kind, content
        self.subscribed: list[str] = []
        self.revoked = False  # the token
        self.renewable = True  # it is older than a day
        self.renewals = 0
        self.held: set[str] = set()  # people whose talk another app holds
        self.first = True  # of the page's apps ours may take a talk without asking
        self.asked_for: list[str] = []  # people whose talk we asked for
        self.away: set[str] = set()  # people who do not receive from us

    def answer(self, asked: Asked) -> Said:
        if asked.path in self.files:
            content, content_type = self.files[asked.path]
            return Said(body=content, content_type=content_type)
        if asked.path.startswith("/cdn/"):
            return Said(status=404, body=b"gone", content_type="text/plain")
        try:
            return Said(body=json.dumps(self._route(asked)).encode())
        except Refused as no:
            return refusal(no.code, no.said, no.subcode, no.status)

    def _route(self, asked: Asked) -> Any:
        if asked.path == "/refresh_access_token" and self.about == "instagram":
            return self._renew(asked)
        version, _, path = asked.path.lstrip("/").partition("/")
        if not re.fullmatch(r"v\d+\.\d+", version):
            raise Refused(2500, "Unknown path components")
        node, _, edge = path.partition("/")
        self._hold_token(asked, node, edge)
        match asked.method, edge:
            case "POST", "messages" if node == self.own:
                return self._message(_json(asked))
            case "POST", "take_thread_control" | "request_thread_control" if node == self.own:
                return self._hand_over(edge, str((_json(asked).get("recipient") or {}).get("id")))
            case "POST", "message_attachments" if node == self.own:
                return self._upload(asked)
            case "POST", "subscribed_apps" if node == self.own:
                self.subscribed = str(_json(asked).get("subscribed_fields", "")).split(",")
                return {"success": True}
            case "GET", "subscribed_apps" if node == self.own:
                return {"data": [{"id": self.app, "subscribed_fields": self.subscribed}] if self.subscribed else []}
            case "POST", "subscriptions" if node == self.app:
                return self._subscribe(_json(asked))
            case "GET", "conversations" if node == self.own:
                return self._conversations(asked)
            case "POST", "replies" | "comments" if node in self.posts:
                return self._answer_comment(node, edge, _json(asked))
            case "GET", "":
                return self._about(node)
        raise Refused(100, f"Unsupported request. Object with ID '{node}' does not exist", 33)

    def _hold_token(self, asked: Asked, node: str, edge: str) -> None:
        given = asked.headers.get("authorization", "")
        if edge == "subscriptions" and given == f"Bearer {self.app}|{self.secret}":
            return
        if self.revoked or given != f"Bearer {self.token}":
            raise Refused(190, "Error validating access token: The session has been invalidated.", 460, 401)

    def _renew(self, asked: Asked) -> Any:
        """Another token for sixty days; the old one opens nothing from then on."""
        if self.revoked or asked.query.get("access_token") != self.token:
            raise Refused(190, "Error validating access token: Session has expired.", 463, 400)
        if asked.query.get("grant_type") != "ig_refresh_token" or not self.renewable:
            raise Refused(10, "(#10) The access token is less than 24 hours old.", status=400)
        self.renewals += 1
        self.token = f"{self.token.partition('.')[0]}.{self.renewals}"
        return {
            "access_token": self.token,
            "token_type": "bearer",
            "expires_in": 5_184_000,
            "permissions": "instagram_business_basic",
        }

    def _conversations(self, asked: Asked) -> Any:
        """Two to a page, so that going on to the next is tried; who spoke last comes first."""
        if asked.query.get("platform") not in (None, "instagram" if self.about == "instagram" else "messenger"):
            raise Refused(100, "(#100) Invalid platform")
        spoken = [talk for talk in self.talks.items() if talk[1]]
        talks = sorted(spoken, key=lambda talk: talk[1][-1]["at"], reverse=True)
        start = int(asked.query.get("after") or 0)
        more = start + _TALKS < len(talks)
        rows = [_conversation(person, said, self.own) for person, said in talks[start : start + _TALKS]]
        return {"data": rows, "paging": {"cursors": {"after": str(start + _TALKS)} if more else {}}}

    def _about(self, node: str) -> Any:
        if node in (self.own, "me"):
            return {"id": self.own, "name": "Toko Senja", "username": "toko.senja"}
        who = self.people.get(node)
        if who is None or node not in self.heard:
            raise Refused(100, "No matching user found", 2018001)
        if self.about == "instagram":
            return {"id": node, **who}
        first, _, last = who["name"].partition(" ")
        return {"id": node, "first_name": first, "last_name": last}

    def _subscribe(self, said: dict[str, Any]) -> Any:
        if said.get("object") != self.about or said.get("verify_token") != self.verify:
            raise Refused(2200, "(#2200) callback verification failed")
        self.hook = str(said.get("callback_url", ""))
        return {"success": True}

    def _message(self, body: dict[str, Any]) -> Any:
        if unknown := set(body) - _KEYS:
            raise Refused(100, f"Invalid keys {sorted(unknown)} were found in param")
        to = body.get("recipient") or {}
        if set(to) not in ({"id"}, {"comment_id"}):
            raise Refused(100, "Param recipient must be non-empty.")
        if "sender_action" in body:
            return self._act(str(to.get("id")), body)
        message = body.get("message") or {}
        self._hold_shape(message)
        person = self._private(to["comment_id"], message) if "comment_id" in to else self._hold_window(str(to["id"]), body)
        mid = self.new_id("m")
        self.sent.append({"mid": mid, "to": person, **body})
        self.talks.setdefault(person, []).append({**message, "mid": mid, "from": self.own, "at": self.now()})
        if self.echoes:
            self._send_back(person, mid, message)
        return {"recipient_id": person, "message_id": mid}

    def _hand_over(self, edge: str, person: str) -> Any:
        """Whoever comes first among the page's apps takes; the others ask, and wait for the holder to give."""
        if person not in self.heard:
            raise Refused(100, "(#100) No matching user found", 2018001)
        if edge == "request_thread_control":
            self.asked_for.append(person)
        elif self.first:
            self.held.discard(person)
        else:
            raise Refused(10, "(#10) Only the primary receiver can take thread control.", 2018245)
        return {"success": True}

    def another_takes(self, person: str) -> None:
        """Another app of the page takes the talk, and we are told."""
        self.held.add(person)
        control = {"previous_owner_app_id": self.app, "new_owner_app_id": OTHER}
        self.happened(self._item(person, take_thread_control=control))

    def another_passes(self, person: str) -> None:
        """It gives the talk to us."""
        self.held.discard(person)
        control = {"previous_owner_app_id": OTHER, "new_owner_app_id": self.app, "metadata": ""}
        self.happened(self._item(person, pass_thread_control=control))

    def _hold_shape(self, message: dict[str, Any]) -> None:
        if unknown := set(message) - _MESSAGE_KEYS:
            raise Refused(100, f"Invalid keys {sorted(unknown)} were found in param message")
        if ("text" in message) == ("attachment" in message):
            raise Refused(100, "(#100) Must be either text or attachment", 2018015)
        text, most = str(message.get("text", "x")), 1000 if self.about == "instagram" else 2000
        if not text or (len(text.encode()) if self.about == "instagram" else len(text)) > most:
            raise Refused(100, f"(#100) Length of param message[text] must be less than or equal to {most}")
        replies = message.get("quick_replies", [])
        shaped = all(set(one) == {"content_type", "title", "payload"} and len(one["title"]) <= 20 for one in replies)
        if len(replies) > 13 or not shaped:
            raise Refused(100, "(#100) Param quick_replies is not as it should be")
        if attachment := message.get("attachment"):
            held = self.uploads.get(str((attachment.get("payload") or {}).get("attachment_id")))
            if held is None or held[0] != attachment.get("type"):
                raise Refused(100, "(#100) Possible invalid ID or you do not own the attachment", 2018074)

    def _hold_window(self, person: str, body: dict[str, Any]) -> str:
        """24 hours for anything, seven days with the tag of a human agent (Messenger Platform policy)."""
        heard = self.heard.get(person)
        if heard is None:
            raise Refused(100, "(#100) No matching user found", 2018001)
        if person in self.away:
            raise Refused(551, "(#551) This person isn't available right now.", 1545041)
        if person in self.held:
            raise Refused(10, "(#10) Message failed to send because another app is controlling this thread now.", 2018300)
        kind, tag = body.get("messaging_type"), body.get("tag")
        if (kind, tag) not in (("RESPONSE", None), ("MESSAGE_TAG", "HUMAN_AGENT")):
            raise Refused(100, "(#100) Invalid messaging_type or tag")
        if self.now() - heard >= (7 * DAY if tag else DAY):
            subcode = 2534022 if self.about == "instagram" else 2018278
            raise Refused(10, "(#10) This message is sent outside of allowed window.", subcode)
        return person

    def _private(self, comment: str, message: dict[str, Any]) -> str:
        """Once, within seven days of the comment, and words only."""
        held = self.posts.get(comment)
        if held is None or held["private"] or "text" not in message or self.now() - held["at"] >= 7 * DAY:
            raise Refused(100, "(#100) The comment is invalid for a private reply", 2534025)
        held["private"] += 1
        return str(held["from"])

    def _act(self, person: str, body: dict[str, Any]) -> Any:
        payload, action = body.get("payload") or {}, body["sender_action"]
        known = {message["mid"] for message in self.talks.get(person, [])}
        if action not in ("react", "unreact") or payload.get("message_id") not in known:
            raise Refused(100, "(#100) Invalid sender_action or message_id")
        if action == "react" and (not payload.get("reaction") or (self.about == "instagram" and payload["reaction"] != "love")):
            raise Refused(100, "(#100) Invalid reaction")
        self.reactions.append({"to": person, "action": action, **payload})
        return {"recipient_id": person}

    def _answer_comment(self, comment: str, edge: str, body: dict[str, Any]) -> Any:
        if edge != ("replies" if self.about == "instagram" else "comments") or set(body) != {"message"} or not body["message"]:
            raise Refused(100, "(#100) Invalid parameter")
        named = self.new_id("17865799")
        self.posts[comment]["answers"].append(body["message"])
        if self.about == "instagram" and self.echoes:
            value = {
                "id": named,
                "parent_id": comment,
                "from": {"id": self.own, "username": "toko.senja"},
                "text": body["message"],
            }
            self.changed("comments", {**value, "media": {"id": self.posts[comment]["under"], "media_product_type": "FEED"}})
        return {"id": named}

    def _upload(self, asked: Asked) -> Any:
        fields, files = _form(asked)
        told = json.loads(fields.get("message", b"{}")).get("attachment", {})
        platform = fields.get("platform", b"").decode()
        if (
            told.get("type") not in _MEDIA
            or "filedata" not in files
            or platform != ("instagram" if self.about == "instagram" else "")
        ):
            raise Refused(100, "(#100) Upload attachment failure.", 2018047)
        if len(files["filedata"]) > MOST_UP:
            raise Refused(100, "(#100) Attachment size exceeds allowable limit", 2018109)
        named = self.new_id("13579")
        self.uploads[named] = (str(told["type"]), files["filedata"])
        return {"attachment_id": named}

    def _send_back(self, person: str, mid: str, message: dict[str, Any]) -> None:
        """Messenger's echo carries app and metadata and is followed by a delivery; Instagram's names our app alone."""
        shown: dict[str, Any] = {"mid": mid, "is_echo": True, "app_id": int(self.app)}
        if "text" in message:
            shown["text"] = message["text"]
        if attachment := message.get("attachment"):
            kind, content = self.uploads[str(attachment["payload"]["attachment_id"])]
            shown["attachments"] = [{"type": kind, "payload": {"url": self.keep(content, "application/octet-stream")}}]
        if self.about == "page":
            shown["metadata"] = message.get("metadata", "")
        self.happened(self._echo(person, shown))
        if self.about == "page":
            self.happened(self._item(person, delivery={"mids": [mid], "watermark": self.now()}))


def _conversation(person: str, said: list[dict[str, Any]], own: str) -> dict[str, Any]:
    rows = [_shown(one, person if one["from"] == own else own) for one in reversed(said)]
    held = {"participants": {"data": [{"id": person}, {"id": own}]}, "messages": {"data": rows}}
    return {"id": f"t_{person}", "updated_time": _when(said[-1]), **held}


def _shown(said: dict[str, Any], to: str) -> dict[str, Any]:
    """A message as the Conversations API shows it: files by another name than in webhooks."""
    files = [one["payload"] for one in said.get("attachments", []) if one.get("type") == "image"]
    shown = {"id": said["mid"], "created_time": _when(said), "from": {"id": said["from"]}, "to": {"data": [{"id": to}]}}
    held = {"attachments": {"data": [{"mime_type": "image/png", "image_data": {"url": one["url"]}} for one in files]}}
    return {**shown, "message": said.get("text", ""), **(held if files else {})}


def _when(said: dict[str, Any]) -> str:
    return datetime.fromtimestamp(said["at"] / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def _json(asked: Asked) -> dict[str, Any]:
    try:
        said = json.loads(asked.body)
    except ValueError:
        said = None
    if not isinstance(said, dict) or asked.headers.get("content-type") != "application/json":
        raise Refused(100, "(#100) The body is no JSON object")
    return said


def _form(asked: Asked) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Fields and files of multipart/form-data, read by the standard library's own parser."""
    head = f"Content-Type: {asked.headers.get('content-type', '')}\r\n\r\n".encode()
    whole = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + asked.body)
    fields: dict[str, bytes] = {}
    files: dict[str, bytes] = {}
    for part in whole.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        (files if part.get_filename() else fields)[name] = content if isinstance(content, bytes) else b""
    return fields, files
