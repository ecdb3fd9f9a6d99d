"""A vendor's chat as tests want one: words and files over HTTP, steps, a window, templates, keys to check."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from percaya.channels.contract import (
    AccountFacts,
    Answer,
    Capabilities,
    HandleKind,
    MessageIn,
    Outcome,
    OutcomeKind,
    Outgoing,
    Parcel,
    RawArrival,
    Reading,
    Setting,
    Word,
)
from percaya.channels.contract.abilities import HookRequest, Knock, SetupStep, TemplateFacts, Verdict
from percaya.channels.contract.terms import Address


class Titip:
    key = "titip"
    name_en = "Titip chat"
    name_id = "Obrolan Titip"
    icon = "message-circle"
    capabilities = Capabilities(
        max_text=1000, max_attachment=1_000_000, max_attachments=3, attachment_types=("image/", "application/pdf"),
        attachment_sizes=(("image/", 500_000),), templates=True, reply_window_hours=24, human_window_hours=168, receipts=True,
        conversational=True, acknowledges=False, undo_seconds=0, quotes=True, reactions=True, buttons=3,
    )  # fmt: skip
    settings = (
        Setting(key="address", kind="text", label_en="Number id", label_id="Id nomor", required=True),
        Setting(key="base_url", kind="text", label_en="Server", label_id="Server", group="advanced"),
        Setting(key="token", kind="secret", label_en="Access token", label_id="Token akses"),
        Setting(key="verify", kind="secret", label_en="Verify token", label_id="Token verifikasi"),
    )
    handle_kind = HandleKind.EXTERNAL
    steps = (
        SetupStep(
            key="keys", done_by="saved", label_en="Enter the keys", label_id="Isi kunci", help_en="Here.", help_id="Di sini."
        ),
        SetupStep(
            key="check",
            done_by="checked",
            label_en="Check the keys",
            label_id="Periksa kunci",
            help_en="One tap.",
            help_id="Sekali.",
        ),
        SetupStep(
            key="hook", done_by="handshake", label_en="Point the webhook here", label_id="Arahkan webhook", help_en="", help_id=""
        ),
        SetupStep(key="in", done_by="inbound", label_en="Write to it", label_id="Tulis pesan", help_en="", help_id=""),
        SetupStep(key="out", done_by="outbound", label_en="Answer", label_id="Balas", help_en="", help_id=""),
        SetupStep(key="templates", done_by="templates", label_en="Templates", label_id="Templat", help_en="", help_id=""),
    )
    leaving_en = "The number stays yours; messages there are no longer seen here."
    leaving_id = "Nomor tetap milik Anda; pesan di sana tidak lagi terlihat di sini."

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        said = json.loads(arrival.raw)
        sender = Address(kind=HandleKind.EXTERNAL, value=f"titip:{said['from']}", name=said.get("name", ""), verified=True)
        fields = {"said_at": said["at"]} if "at" in said else {}
        return Reading(
            messages=(
                MessageIn(external_id=said["id"], content_digest=said["id"], sender=sender, text=said["text"], fields=fields),
            )
        )

    def knock(self, request: HookRequest, account: AccountFacts) -> Knock:
        return Knock(take=request.body, proof="signed")

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        found = self.next_parcel(out, account, {})
        if found is None:
            raise ValueError("Nothing to send.")
        return found

    def next_parcel(self, out: Outgoing, account: AccountFacts, done: Mapping[str, Answer]) -> Parcel | None:
        if not out.to:
            raise ValueError("Nobody to send to.")
        if out.text == "jangan":
            raise ValueError("Not this.")
        steps = [f"upload.{place}" for place in range(len(out.attachments))]
        steps += [f"file.{place}" for place in range(len(out.attachments))]
        steps += ["words"] if out.text or out.template or out.reaction is not None else []
        step = next((step for step in steps if step not in done), None)
        return self._parcel(step, out, account, done) if step else None

    def _parcel(self, step: str, out: Outgoing, account: AccountFacts, done: Mapping[str, Answer]) -> Parcel:
        base = str(account.settings.get("base_url", "")).rstrip("/")
        kind, _dot, place = step.partition(".")
        said: dict[str, Any] = {"to": out.to[0].value.removeprefix("titip:"), "token": out.message_token, "quotes": out.quotes}
        match kind:
            case "upload":
                said = {"size": len(out.attachments[int(place)].content)}
            case "file":
                said["media"] = json.loads(done[f"upload.{place}"].body)["id"]
            case _:
                said |= {"text": out.text, "person": out.by_person, "open": out.window_open}
                said |= {"template": out.template.name} if out.template else {}
        return Parcel(
            carrier="http", external_id=f"ours-{out.message_token}", url=f"{base}/{kind}", step=step, repeatable=kind == "upload",
            headers={"Authorization": f"Bearer {account.secrets.get('token', '')}"}, body=json.dumps(said).encode(),
        )  # fmt: skip

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        if answer.code == 0:
            return Outcome(kind=OutcomeKind.UNKNOWN if answer.sent_anything else OutcomeKind.FAILED, reason=answer.text)
        said = json.loads(answer.body or b"{}")
        if answer.code < 300:
            named = "" if parcel.repeatable else said.get("id", "")
            return Outcome(kind=OutcomeKind.SENT, proof=said.get("id", ""), external_id=named)
        reason, code = said.get("error", ""), str(answer.code)
        match answer.code:
            case 401:
                return Outcome(kind=OutcomeKind.FAILED, hold=True, word=Word.TOKEN_EXPIRED, reason=reason, code=code)
            case 403:
                return Outcome(kind=OutcomeKind.FAILED, permanent=True, word=Word.BLOCKED, reason=reason, code=code)
            case 429:
                return Outcome(kind=OutcomeKind.FAILED, word=Word.TOO_MANY, retry_after=17, reason=reason, code=code)
            case 400:
                return Outcome(kind=OutcomeKind.FAILED, permanent=True, word=Word.REFUSED, reason=reason, code=code)
        return Outcome(kind=OutcomeKind.FAILED, word=Word.VENDOR, reason=reason, code=code)

    def checks(self, account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
        base = str(account.settings.get("base_url", "")).rstrip("/")
        head = {"Authorization": f"Bearer {account.secrets.get('token', '')}"}
        body = json.dumps({"url": hook_url}).encode()
        return (
            Parcel(carrier="http", external_id="", method="GET", url=f"{base}/me", headers=head),
            Parcel(carrier="http", external_id="", url=f"{base}/hook", headers=head, body=body),
        )

    def verdict(self, answers: Sequence[Answer]) -> Verdict:
        bad = next((one for one in answers if one.code != 200), None)
        if bad is not None:
            return Verdict(is_well=False, word=Word.TOKEN_EXPIRED, code=str(bad.code), said=bad.text)
        return Verdict(is_well=True, facts={"display_name": json.loads(answers[0].body)["name"], "quality": "green"})

    def list_templates(self, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | tuple[TemplateFacts, ...]:
        base = str(account.settings.get("base_url", "")).rstrip("/")
        if so_far and so_far[-1].code != 200:
            raise ValueError(f"The vendor refused: {so_far[-1].code}")
        page = json.loads(so_far[-1].body) if so_far else {"next": "1"}
        if page.get("next"):
            return Parcel(carrier="http", external_id="", method="GET", url=f"{base}/templates?page={page['next']}")
        rows = [row for answer in so_far for row in json.loads(answer.body)["rows"]]
        return tuple(TemplateFacts(**{**row, "blanks": tuple(row.get("blanks", ()))}) for row in rows)


CHANNEL = Titip()
