"""A message's text as HTML: everything escaped, addresses of the web made into links that carry nothing of ours."""

import re

from markupsafe import Markup, escape

# Not greedy about the punctuation that ends a sentence around an address.
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'`]{2,1500}|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_TAIL = ".,;:!?)]}»”’…"


def linked(text: str) -> Markup:
    """Escaped text with http, https and mailto links."""
    out, at = [], 0
    for found in _LINK.finditer(text):
        word = found[0].rstrip(_TAIL)
        out += [escape(text[at : found.start()]), _link(word)]
        at = found.start() + len(word)
    return Markup("").join([*out, escape(text[at:])])


def _link(word: str) -> Markup:
    if "@" in word and "://" not in word and not word.startswith("www."):
        return Markup('<a href="mailto:{0}">{0}</a>').format(word)
    address = word if "://" in word else f"https://{word}"
    return Markup('<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>').format(address, word)
