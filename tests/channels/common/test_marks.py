"""An agent's Markdown in chats: marks become the vendor's, everything else is what was typed."""

import pytest

from percaya.channels.common.marks import PLAIN, TELEGRAM_HTML, WHATSAPP, marked, utf16_length


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("**Halo** _Kak_ ~~lama~~ `kode`", "Halo Kak lama kode"),
        ("satu\ndua\n\ntiga", "satu\ndua\n\ntiga"),
        ("- a\n- b\n  - c\n\nselesai", "• a\n• b\n   • c\n\nselesai"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("[resi](https://x.example/1) https://y.example", "resi (https://x.example/1) https://y.example"),
        ("Salam,\n--\nDewi", "Salam,\n--\nDewi"),
        ("satu\n\n---\n\ndua", "satu\n\n---\n\ndua"),
        ("[resi]: JNE-77", "[resi]: JNE-77"),
        ("5 < 6 &amp; 7", "5 < 6 &amp; 7"),
        (">>>", ">>>"),
        ("***", "***"),
        ("-", "-"),
        ("a\x00b", "ab"),
        ("", ""),
    ],
)
def test_in_plain_text_marks_go_and_words_stay(typed: str, plain: str) -> None:
    assert marked(typed, PLAIN) == plain


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("**a _b_** <i>c</i> & `d<e>`", "<b>a <i>b</i></b> &lt;i&gt;c&lt;/i&gt; &amp; <code>d&lt;e&gt;</code>"),
        ('[x](https://x.example/?a=1&b="2")', '<a href="https://x.example/?a=1&amp;b=%222%22">x</a>'),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("> a\n> > b\n\nc", "<blockquote>a\n\nb</blockquote>\n\nc"),
        ("```\n<b>\n```", "<pre>&lt;b&gt;</pre>"),
        (">>>", "&gt;&gt;&gt;"),
        ("5 &lt; 6", "5 &amp;lt; 6"),
    ],
)
def test_for_telegram_only_its_own_tags_are_made(typed: str, html: str) -> None:
    assert marked(typed, TELEGRAM_HTML) == html


def test_what_is_longer_than_any_chat_is_not_parsed() -> None:
    assert marked("*" * 30_000, PLAIN) == "*" * 30_000
    assert marked("**a**", WHATSAPP) == "*a*"


def test_an_emoji_counts_as_two() -> None:
    assert (utf16_length("a🙏"), utf16_length("\ud800")) == (3, 1)
