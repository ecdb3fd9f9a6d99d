"""What goes to Instagram and Messenger: one request a piece, in an order that reads well.

Words, then files (each uploaded, then sent by its id); where quick answers are offered the words come last, because they
vanish with the next message. Every request carries our token as ``metadata``: its echo is known to be ours.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from percaya.channels.common.graph.calling import bearer, graph_post, graph_url
from percaya.channels.common.graph.social import COMMENT, METADATA, Social
from percaya.channels.common.graph.social_parts import parts
from percaya.channels.common.marks import marked
from percaya.channels.common.multipart import FilePart, form_data
from percaya.channels.common.part_tokens import part_token
from percaya.channels.common.payloads import load_payload, word
from percaya.channels.contract import AccountFacts, Answer, AttachmentOut, Outgoing, Parcel, Unreadable

MOST_CHOICES = 13
CHOICE_TEXT = 20
_HEARTS = {"❤", "❤️", "♥", "♥️"}
_UPLOADED = "upload"

Done = Mapping[str, Answer]


@dataclass(frozen=True, kw_only=True)
class _Job:
    """What every step of one message needs."""

    out: Outgoing
    account: AccountFacts
    social: Social
    to: Mapping[str, str] = field(default_factory=dict)  # Meta's "recipient"
    person: str = ""  # the handle, for display and closed addresses

    def named(self) -> str:
        said = f"{self.social.key} {self.account.public_id} {self.out.message_token}"
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


_Step = Callable[[_Job, str, Done], Parcel]  # the job, the step's name, the answers so far


def next_parcel(out: Outgoing, account: AccountFacts, done: Done, social: Social) -> Parcel | None:
    """The first step that has not been done; ``None`` after the last. Raises ``ValueError`` with a sentence for a person."""
    job = _job(out, account, social)
    steps = _steps(job)
    step = next((name for name in steps if name not in done), None)
    return None if step is None else steps[step](job, step, done)


def _job(out: Outgoing, account: AccountFacts, social: Social) -> _Job:
    comment = _comment(out)
    if not out.to and not (out.public and comment):
        raise ValueError(f"This customer has no {social.name} address that we know. Answer through another channel.")
    if out.template is not None:
        raise ValueError(f"{social.name} has no approved templates. Write the message as text.")
    if out.location is not None:
        raise ValueError(f"{social.name} takes no places from us. Send a link to a map.")
    person = social.id_of(out.to[0]) if out.to else ""
    to = {"comment_id": comment} if comment else {"id": person}
    return _Job(out=out, account=account, social=social, to=to, person=out.to[0].value if out.to else comment)


def _comment(out: Outgoing) -> str:
    """The comment that is answered: the one the agent chose, else the last thing the customer said, if it was one."""
    answered = out.quotes or out.answers
    return answered.removeprefix(COMMENT) if answered.startswith(COMMENT) else ""


def _steps(job: _Job) -> dict[str, _Step]:
    out, social = job.out, job.social
    if out.reaction is not None:
        return {"reaction": _reaction(job)}
    words = marked(out.text)
    if len(words) > social.max_text:
        raise ValueError(f"{len(words)} characters; {social.name} takes {social.max_text}. Shorten it or send it in parts.")
    if out.public or "comment_id" in job.to:
        return _under_comment(job, words)
    _hold_window(job)
    files: dict[str, _Step] = {}
    for at, file in enumerate(out.attachments):
        files |= {f"{_UPLOADED}-{at}": _upload(file), f"file-{at}": _file(at, file)}
    said = parts(words, social.max_bytes) if words else []
    texts = {f"text-{at}": _text(piece, at == len(said) - 1) for at, piece in enumerate(said)}
    steps = {**files, **texts} if out.offer is not None else {**texts, **files}
    if not steps:
        raise ValueError("There is nothing in this message. Write something or attach a file.")
    return steps


def _under_comment(job: _Job, words: str) -> dict[str, _Step]:
    """Once, within seven days, a comment may be answered privately with words; publicly as often as one likes."""
    if not _comment(job.out):
        raise ValueError("Only a comment can be answered for all to see. Take the mark off, or choose the comment.")
    if job.out.attachments or job.out.offer is not None:
        raise ValueError("The answer to a comment carries words only. Take the files out and send them once the customer writes.")
    if not words:
        raise ValueError("There is nothing in this message. Write something.")
    if len(words.encode("utf-8", "replace")) > (job.social.max_bytes or 8000):
        raise ValueError(f"This is longer than {job.social.name} takes in the answer to a comment. Shorten it.")
    return {"comment": _public(words)} if job.out.public else {"private": _text(words, True)}


def _hold_window(job: _Job) -> None:
    if not job.out.window_open and not job.out.by_person:
        raise ValueError("More than a day has passed: only what a member types may go to this customer now, nothing automatic.")


def _text(words: str, is_last: bool) -> _Step:
    def step(job: _Job, name: str, done: Done) -> Parcel:
        message: dict[str, Any] = {"text": words}
        if job.out.offer is not None and is_last:
            message["quick_replies"] = _quick_replies(job)
        return _send(job, message, name)

    return step


def _file(at: int, file: AttachmentOut) -> _Step:
    def step(job: _Job, name: str, done: Done) -> Parcel:
        uploaded = _attachment_id(done[f"{_UPLOADED}-{at}"])
        return _send(job, {"attachment": {"type": kind_of(file), "payload": {"attachment_id": uploaded}}}, name)

    return step


def _send(job: _Job, message: dict[str, Any], step: str) -> Parcel:
    out = job.out
    named = part_token(out.message_token, step, first=step in ("private", _first_said(out)))
    body: dict[str, Any] = {"recipient": dict(job.to), "message": {**message, "metadata": METADATA + named}}
    if "id" in job.to:
        body["messaging_type"] = "RESPONSE" if out.window_open else "MESSAGE_TAG"
        if not out.window_open:
            body["tag"] = "HUMAN_AGENT"  # only what a person typed comes here: see _hold_window
        if out.quotes and step == _first_said(out):
            body["reply_to"] = {"mid": out.quotes}
    return _post(job, f"{job.social.node(job.account)}/messages", body, step)


def _first_said(out: Outgoing) -> str:
    """The step that shows which message is answered; the others would only repeat it."""
    files_first = bool(out.attachments) and (out.offer is not None or not out.text.strip())
    return "file-0" if files_first else "text-0"


def _reaction(job: _Job) -> _Step:
    emoji, target = job.out.reaction or "", job.out.quotes
    if not target or target.startswith(COMMENT):
        raise ValueError("A reaction stands on a message. Choose the message.")
    if job.social.hearts_only and emoji and emoji not in _HEARTS:
        raise ValueError(f"{job.social.name} lets a business react with a heart only. Choose ❤️ or write a word.")
    payload = {"message_id": target}
    if emoji:
        payload["reaction"] = "love" if job.social.hearts_only else emoji
    action = "react" if emoji else "unreact"

    def step(job: _Job, name: str, done: Done) -> Parcel:
        body = {"recipient": {"id": job.social.id_of(job.out.to[0])}, "sender_action": action, "payload": payload}
        return _post(job, f"{job.social.node(job.account)}/messages", body, name, repeatable=True)

    return step


def _public(words: str) -> _Step:
    def step(job: _Job, name: str, done: Done) -> Parcel:
        return _post(job, f"{_comment(job.out)}/{job.social.comment_answers}", {"message": words}, name)

    return step


def _upload(file: AttachmentOut) -> _Step:
    def step(job: _Job, name: str, done: Done) -> Parcel:
        told = {"attachment": {"type": kind_of(file), "payload": {"is_reusable": True}}}
        fields = {**job.social.upload, "message": orjson.dumps(told).decode()}
        part = FilePart(field="filedata", name=file.name, content_type=file.content_type, content=file.content)
        body, content_type = form_data(fields, (part,))
        return Parcel(
            carrier="http",
            external_id=job.named(),
            url=graph_url(
                job.account, f"{job.social.node(job.account)}/message_attachments", vendor=job.social.host(job.account)
            ),
            headers={**bearer(job.account), "Content-Type": content_type},
            body=body,
            recipients=(job.person,),
            step=name,
            repeatable=True,
        )

    return step


def kind_of(file: AttachmentOut) -> str:
    """Meta's kind of a file; what it would not show goes as a file."""
    whole = file.content_type.split(";")[0].strip().lower()
    if whole in ("image/jpeg", "image/png", "image/gif"):
        return "image"
    return whole.split("/")[0] if whole.startswith(("video/", "audio/")) else "file"


def _quick_replies(job: _Job) -> list[dict[str, str]]:
    choices = job.out.offer.choices if job.out.offer else ()
    if len(choices) > MOST_CHOICES or any(len(choice.title) > CHOICE_TEXT for choice in choices):
        raise ValueError(f"{job.social.name} takes {MOST_CHOICES} quick answers of {CHOICE_TEXT} characters. Shorten them.")
    return [{"content_type": "text", "title": choice.title, "payload": choice.id[:1000] or choice.title} for choice in choices]


def _post(job: _Job, path: str, body: Mapping[str, Any], step: str, *, repeatable: bool = False) -> Parcel:
    return graph_post(
        job.account,
        path,
        body,
        external_id=job.named(),
        recipients=(job.person,),
        step=step,
        repeatable=repeatable,
        vendor=job.social.host(job.account),
    )


def _attachment_id(answer: Answer) -> str:
    try:
        found = word(load_payload(answer.body or answer.text.encode("utf-8", "replace")), "attachment_id", 200)
    except Unreadable:
        found = ""
    if not found:
        raise ValueError("Meta took the file without giving it an id. Attach it again.")
    return found
