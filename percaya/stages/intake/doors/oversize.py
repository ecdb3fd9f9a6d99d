"""What stands for a mail in a mailbox that is larger than we take: its headers, and where the rest is."""

import re

_KEPT = (b"from", b"to", b"cc", b"reply-to", b"subject", b"date", b"message-id", b"in-reply-to", b"references", b"return-path")
_FIELD = re.compile(rb"^([^\s:]+):.*\r?\n(?:[ \t].*\r?\n)*", re.MULTILINE)
_WORDS = """\
Email ini {size} MB, lebih besar dari yang kami ambil. Isinya masih utuh di kotak surat.
This email is {size} MB, more than we take. It is still whole in the mailbox.
"""


def stand_in(head: bytes, size: int) -> bytes:
    """A small mail with the large one's headers, so that the customer's ticket exists and says what is missing."""
    kept = b"".join(found[0] for found in _FIELD.finditer(head) if found[1].lower() in _KEPT)
    text = _WORDS.format(size=size // (1024 * 1024)).replace("\n", "\r\n")
    plain = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return kept + plain + text.encode()
