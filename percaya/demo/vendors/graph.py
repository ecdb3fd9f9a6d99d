"""A stand-in for WhatsApp's Cloud API: what a desk asks of it, answered as Meta would, refusals included."""

import email.parser
import email.policy
import hashlib
import json
import re
from typing import Any

from percaya.demo.vendors.graph_customers import GraphCustomer, GraphMessage
from percaya.demo.vendors.graph_rules import GraphRules, Refused
from percaya.demo.vendors.serving import Asked, Said

__all__ = ["GraphCustomer", "GraphMessage", "GraphVendor", "Refused"]

URL_LASTS = 300  # seconds that the address of a file is good for
_VERSION = re.compile(r"^/v\d+\.\d+(?=/)")
_MOST = {"image": 5, "video": 16, "audio": 16}  # MB


class GraphVendor(GraphRules):
    """One number: ``token`` opens it; ``subscribed`` says whether news of the account come."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.token = "EAAG-toko-senja"
        self.token_expires_at = 0
        self.subscribed = False
        self.quality = "GREEN"

    def answer(self, asked: Asked) -> Said:
        path = _VERSION.sub("", asked.path).strip("/").split("/")
        try:
            return self._answer(asked, path)
        except Refused as refused:
            return _refusal(refused)
        except (ValueError, KeyError, TypeError, AttributeError) as odd:
            return _refusal(Refused(100, f"{type(odd).__name__}: {odd}"))

    def expire_token(self, new: str) -> None:
        """From now on only ``new`` opens the number."""
        self.token = new

    def _answer(self, asked: Asked, path: list[str]) -> Said:
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            raise Refused(190, "", 401)
        match (asked.method, *path):
            case ("POST", self.phone_number_id, "messages"):
                return _json(self._message(json.loads(asked.body)))
            case ("POST", self.phone_number_id, "media"):
                return _json({"id": self._upload(asked)})
            case ("GET", self.phone_number_id):
                return _json(self._number())
            case ("GET", self.waba_id, "message_templates"):
                return _json(self._page(asked))
            case ("POST", self.waba_id, "subscribed_apps"):
                return _json(self._subscribe(asked))
            case ("GET", "debug_token"):
                held = asked.query.get("input_token") == self.token
                return _json({"data": {"is_valid": held, "expires_at": self.token_expires_at, "application": "Toko Senja"}})
            case ("GET", "files", id):
                return self._file(id, asked)
            case ("GET", id) if id in self.files:
                return _json(self._where(id))
            case ("DELETE", id) if id in self.files:
                del self.files[id]
                return _json({"success": True})
        raise Refused(100, "Unsupported request. The object does not exist or you lack permission.", 400)

    def _message(self, said: dict[str, Any]) -> dict[str, Any]:
        if said.get("status") == "read":
            return {"success": True}
        to = self.judge(said)
        message = GraphMessage(id=self.wamid(), to=to, body=said, at=self.clock())
        self.sent[message.id] = message
        trouble = self.trouble_later(said, to)
        for state in ("failed",) if trouble else ("sent", "delivered"):
            self.status(message, state, [trouble.as_error()] if trouble else [])
        person = {"input": to, "wa_id": to} if to.isdecimal() else {"input": to, "user_id": to}
        taken = {"id": message.id, "message_status": "accepted"}
        return {"messaging_product": "whatsapp", "contacts": [person], "messages": [taken]}

    def _upload(self, asked: Asked) -> str:
        """multipart/form-data with "messaging_product", "type" and "file"."""
        head = b"Content-Type: " + asked.headers.get("content-type", "").encode() + b"\r\n\r\n"
        whole = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + asked.body)
        parts = {part.get_param("name", header="content-disposition"): part for part in whole.iter_parts()}
        if set(parts) < {"messaging_product", "file"}:
            raise Refused(100, "messaging_product and file are needed")
        file = parts["file"]
        content, mime_type = bytes(file.get_payload(decode=True)), file.get_content_type()
        if len(content) > _MOST.get(mime_type.split("/")[0], 100) * 1024 * 1024:
            raise Refused(131053, "the file is too large")
        return self.keep(content, mime_type)

    def _where(self, id: str) -> dict[str, Any]:
        content, mime_type = self.files[id]
        until = int(self.clock()) + URL_LASTS
        told = {"url": f"{self.url}/files/{id}?until={until}", "mime_type": mime_type, "id": id, "messaging_product": "whatsapp"}
        return {**told, "sha256": hashlib.sha256(content).hexdigest(), "file_size": len(content)}

    def _file(self, id: str, asked: Asked) -> Said:
        content, mime_type = self.files.get(id, (b"", ""))
        if not mime_type or self.clock() >= int(asked.query.get("until", "0")):
            return Said(status=404, body=b"URL signature expired", content_type="text/plain")
        return Said(body=content, content_type=mime_type)

    def _number(self) -> dict[str, Any]:
        known = {"id": self.phone_number_id, "display_phone_number": self.display_phone_number, "verified_name": "Toko Senja"}
        return {**known, "quality_rating": self.quality, "messaging_limit_tier": "TIER_1K", "throughput": {"level": "STANDARD"}}

    def _page(self, asked: Asked) -> dict[str, Any]:
        first, many = int(asked.query.get("after") or 0), int(asked.query.get("limit") or 25)
        paging: dict[str, Any] = {"cursors": {"before": str(first), "after": str(first + many)}}
        if first + many < len(self.templates):
            paging["next"] = f"{self.url}/{self.waba_id}/message_templates?after={first + many}"
        count = len(self.templates)
        summary = {"total_count": count, "message_template_count": count, "message_template_limit": 250}
        return {
            "data": self.templates[first : first + many],
            "paging": paging,
            "summary": {**summary, "are_translations_complete": True},
        }

    def _subscribe(self, asked: Asked) -> dict[str, Any]:
        self.subscribed = True
        override = json.loads(asked.body or b"{}").get("override_callback_uri")
        self.hook_url = override or self.hook_url
        return {"success": True}


def _json(value: Any) -> Said:
    return Said(body=json.dumps(value).encode())


def _refusal(refused: Refused) -> Said:
    kind = "OAuthException"
    error = {"message": f"(#{refused.code}) {refused.said}", "type": kind, "code": refused.code, "fbtrace_id": "A-percaya"}
    if refused.details:
        error["error_data"] = {"messaging_product": "whatsapp", "details": refused.details}
    return Said(status=refused.status, body=json.dumps({"error": error}).encode())
