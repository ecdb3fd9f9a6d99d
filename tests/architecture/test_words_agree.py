"""One English word is one Indonesian word in every room. Where it means two things the code says which: ``pgettext``.

Catalogues are joined into one when the house starts, so that of two translations one wins everywhere: a tab that says "Open"
(not closed) read "Buka" (open it) until each said what it meant.
"""

from collections import defaultdict

from babel.messages.pofile import read_po

from tests.architecture.sources import PRODUCT


def test_no_word_is_translated_in_two_ways() -> None:
    said: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for po in sorted(PRODUCT.rglob("locale/id/LC_MESSAGES/django.po")):
        with po.open("rb") as file:
            catalogue = read_po(file, locale="id")
        for message in catalogue:
            if not message.id or not message.string:
                continue
            single = message.id if isinstance(message.id, str) else message.id[0]
            told = message.string if isinstance(message.string, str) else message.string[0]
            said[(message.context or "", single)][told].append("/".join(po.relative_to(PRODUCT).parts[:2]))
    split = {single: dict(ways) for (_context, single), ways in said.items() if len(ways) > 1}
    assert split == {}, "say which meaning it is (pgettext), or use the same word"
