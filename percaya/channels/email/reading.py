"""One mail, from bytes to what it says: the order of the steps, each of which lives in its own file."""

import html as html_lib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import zip_longest

from percaya.channels.common.texts import clean_line
from percaya.channels.contract import AccountFacts, Address, HandleKind, MessageIn, RawArrival, Reading, Unreadable
from percaya.channels.email.addresses import email_address, parse_addresses
from percaya.channels.email.attachments import Files, files_of, with_html
from percaya.channels.email.authentication import is_authenticated
from percaya.channels.email.automatic import automatic
from percaya.channels.email.bodies import Block, Contents, sorted_out
from percaya.channels.email.bounces import receipts
from percaya.channels.email.digest import content_digest
from percaya.channels.email.evidence import message_id_of, thread_evidence
from percaya.channels.email.guards import with_sane_line_ends
from percaya.channels.email.headers import Headers
from percaya.channels.email.html_safe import MAX_HTML, SafeHtml, safe_html
from percaya.channels.email.html_text import html_to_text
from percaya.channels.email.parts import Part, tree
from percaya.channels.email.quotes import split_quotes
from percaya.channels.email.spam import spam_evidence

MAX_BLOCKS = 50  # parts with HTML in one mail; honest mails have one to five
_A_MACHINE = re.compile(r"mailer-?daemon|postmaster|mail delivery", re.I)


def read_mail(arrival: RawArrival, account: AccountFacts) -> Reading:
    """The message or the receipts in the mail. Raises ``Unreadable`` when it is empty or names no sender."""
    raw = with_sane_line_ends(arrival.raw)
    if not raw.strip():
        raise Unreadable("no-content", "The mail is empty.")
    root = tree(raw)
    news = receipts(root, arrival.mail_from, account)
    if news:
        return Reading(receipts=news)
    return Reading(messages=(_message(root, arrival, account),))


def _message(root: Part, arrival: RawArrival, account: AccountFacts) -> MessageIn:
    headers = root.headers
    sender = _sender(headers, arrival, account)
    contents = sorted_out(root)
    files = files_of(contents)
    blocks = contents.blocks or _wrapped_blocks(files)
    safe = [safe_html(block.html) if block.html and block.html.strip() else None for block in blocks[:MAX_BLOCKS]]
    html = _joined_html(blocks, safe)
    text = _joined_text(blocks, safe, contents)
    split = split_quotes(text)
    kind, evidence = automatic(root, arrival.mail_from, account)
    score, score_evidence = spam_evidence(headers)
    return MessageIn(
        external_id=message_id_of(headers),
        content_digest=content_digest(root),
        sender=sender,
        to=_addresses(headers, "to"),
        cc=_addresses(headers, "cc"),
        reply_to=_addresses(headers, "reply-to"),
        subject=headers.words("subject"),
        text=split.text,
        quoted_text=split.quoted,
        signature=split.signature,
        html=html.html,
        remote_images=html.remote_images,
        attachments=tuple(with_html(files.attachments, html)),
        thread=thread_evidence(headers, arrival.rcpt_to, account),
        auto=kind,
        auto_evidence=clean_line(evidence, 200),
        spam_score=score,
        spam_evidence=score_evidence,
        sent_at=_sent_at(headers),
        warnings=_warnings(root, contents, files, html),
    )


def _sender(headers: Headers, arrival: RawArrival, account: AccountFacts) -> Address:
    """From; where it names nobody: Sender, Reply-To, the envelope. Without any there is nobody to answer."""
    for name in ("from", "sender", "reply-to"):
        found = _addresses(headers, name)
        if found:
            verified = name == "from" and is_authenticated(headers, found[0].value, account)
            return Address(kind=HandleKind.EMAIL, value=found[0].value, name=found[0].name, verified=verified)
    envelope = email_address(arrival.mail_from or headers.text("return-path"))
    if envelope:
        return Address(kind=HandleKind.EMAIL, value=envelope, name=headers.words("from")[:200])
    if arrival.mail_from == "" or headers.text("return-path").strip() == "<>" or _A_MACHINE.search(headers.text("from")):
        # A mail server that names no address of its own: kept, though there is nobody to answer.
        return Address(kind=HandleKind.EMAIL, value="mailer-daemon@unknown.invalid", name=headers.words("from")[:200])
    raise Unreadable("no-sender", "The mail names no sender in its headers or envelope.")


def _addresses(headers: Headers, name: str) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    for text in headers.texts(name):
        for address in parse_addresses(text, headers.hint):
            found.setdefault(address.value, address)
    return tuple(found.values())


def _wrapped_blocks(files: Files) -> list[Block]:
    """A mail whose words are only inside its winmail.dat."""
    words = files.wrapped_words
    return [Block(text=words.text or None, html=words.html or None)] if words and (words.text or words.html) else []


def _joined_html(blocks: list[Block], safe: list[SafeHtml | None]) -> SafeHtml:
    """HTML of all blocks when any has some; blocks of plain text stand between them as they are."""
    joined = SafeHtml("")
    if not any(safe):
        return joined
    for block, html in zip(blocks, safe, strict=False):
        if html is not None:
            _append(joined, html)
        elif block.text and block.text.strip():
            joined.html += f'<div style="white-space:pre-wrap">{html_lib.escape(block.text.strip())}</div>'
        if len(joined.html) > 2 * MAX_HTML:
            joined.cut = True
            break
    return joined


def _append(joined: SafeHtml, more: SafeHtml) -> None:
    offset = len(joined.embedded)
    for index in range(len(more.embedded), 0, -1) if offset else ():
        more.html = more.html.replace(f'"cid:embedded-{index}"', f'"cid:embedded-{index + offset}"')
    joined.html += more.html
    joined.remote_images += more.remote_images
    joined.content_ids |= more.content_ids
    joined.embedded += tuple((f"embedded-{offset + at}", kind, data) for at, (_, kind, data) in enumerate(more.embedded, start=1))
    joined.cut = joined.cut or more.cut


def _joined_text(blocks: list[Block], safe: list[SafeHtml | None], contents: Contents) -> str:
    texts: list[str] = []
    for block, html in zip_longest(blocks, safe):
        if block.text and block.text.strip():
            texts.append(block.text.strip("\n"))
        elif html is not None:
            texts.append(html_to_text(html.html))
    text = "\n\n".join(texts)
    if "-----BEGIN PGP MESSAGE-----" in text:
        contents.warnings.append("encrypted")
    return text


def _sent_at(headers: Headers) -> datetime | None:
    try:
        moment = parsedate_to_datetime(headers.text("date")[:200])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None


def _warnings(root: Part, contents: Contents, files: Files, html: SafeHtml) -> tuple[str, ...]:
    words = [*contents.warnings, *files.warnings]
    if html.cut:
        words.append("html-cut")
    if root.headers.cut:
        words.append("headers-cut")
    if any(item.note == "encrypted" for item in files.attachments):
        words.append("encrypted")
    return tuple(dict.fromkeys(words))
