"""Whatever an author or an import brings, readers' browsers run nothing of it, and reading it costs little."""

import io
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from percaya.core.knowledge import bringing
from percaya.core.knowledge.bringing import Unreadable, read_folder, read_zip
from percaya.core.knowledge.markdown import render
from percaya.core.knowledge.policy import pieces, plain, slug_of

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '![x" onerror="alert(1)](image:img_aaaaaaaaaaaaaaaaaaaaaaaaaa)',
    "<a href='//boros.example' onclick=alert(1)>x</a>",
    "<iframe src=https://boros.example></iframe>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "> [!TIP] <img src=x onerror=alert(1)>",
    "## <img src=x onerror=alert(1)>",
    "| <script>x</script> |\n| --- |\n| [x](javascript:1) |",
    "```html\n<script>alert(1)</script>\n```",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
]


def picture(name: str) -> str:
    return f"/bantuan/toko-senja/gambar/{name}"


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_that_an_author_writes_runs(words: str) -> None:
    seen = Seen()
    seen.feed(render(words, picture).html)
    assert not seen.tags & {"script", "iframe", "svg", "style", "object", "embed", "form", "link", "meta"}
    assert not any(name.startswith("on") or name == "style" for name, _value in seen.attributes)
    led = [value for name, value in seen.attributes if name in ("href", "src")]
    assert all(value.startswith(("https://", "/bantuan/", "#")) for value in led), led


class Seen(HTMLParser):
    """The tags and attributes that a browser would make of it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_pictures_from_elsewhere_become_links_and_ours_come_through_the_door() -> None:
    html = render("![Peta](https://boros.example/peta.png) ![Resi](image:img_aaaaaaaaaaaaaaaaaaaaaaaaaa)", picture).html
    assert html.count("<img") == 1 and 'href="https://boros.example/peta.png"' in html
    assert 'src="/bantuan/toko-senja/gambar/img_aaaaaaaaaaaaaaaaaaaaaaaaaa"' in html
    assert "<img" not in render("![Resi](image:img_aaaaaaaaaaaaaaaaaaaaaaaaaa)", lambda _name: "").html


def test_what_authors_need_is_there() -> None:
    html = render(
        "# Satu\n\n## Dua\n\n### Dua\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> [!WARNING] Awas\n\n1. satu\n2. dua", picture
    )
    assert html.headings == (("b-satu", "Satu", 2), ("b-dua", "Dua", 2), ("b-dua-2", "Dua", 3))
    for part in ("<table>", '<aside class="callout callout--warning">', "<ol>", '<h2 id="b-satu">'):
        assert part in html.html
    assert "[!WARNING]" not in html.html and "<h1" not in html.html


def test_passages_have_the_anchors_of_the_page() -> None:
    text = "Awal.\n\n## Langkah **satu**\n\nBuka.\n\n```\n## bukan judul\n```\n\n## Langkah satu\n\nTutup."
    anchors = [one.anchor for one in pieces(text)]
    assert anchors == ["", "b-langkah-satu", "b-langkah-satu-2"]
    assert [anchor for anchor, _words, _level in render(text, picture).headings] == anchors[1:]


def test_deep_nesting_is_read_in_a_bounded_way() -> None:
    for words in ("> " * 5000 + "x", "[" * 5000, "*" * 20_000, "- " * 3000 + "x", "`" * 10_000):
        assert len(render(words, picture).html) < 200_000


TITLES = {"Pesanan saya rusak!": "pesanan-saya-rusak", "Café à côté": "cafe-a-cote", "購物": "artikel", "../..": "artikel"}


@pytest.mark.parametrize(("title", "slug"), TITLES.items())
def test_titles_become_plain_addresses(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_names_that_climb_out_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    bundle = read_zip(zipped({"../../etc/jahat.md": b"# Jahat\n\nIsi.", "/mutlak.md": b"# Mutlak\n\nIsi."}), language="id")
    assert {page.title for page in bundle.pages} == {"Mutlak"}
    assert list(tmp_path.iterdir()) == []  # nothing is unpacked anywhere


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "MOST_OF_ONE", 100_000)
    bomb = zipped({"bom.md": b"a" * 2_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(Unreadable):
        read_zip(bomb, language="id")
    monkeypatch.setattr(bringing, "MOST_FILES", 3)
    with pytest.raises(Unreadable):
        read_zip(zipped({f"{count}.md": b"# A\n\nB" for count in range(4)}), language="id")


def test_what_is_no_zip_is_said_so() -> None:
    for content in (b"", b"PK\x03\x04 rusak", b"<html>"):
        with pytest.raises(Unreadable):
            read_zip(content, language="id")


def test_heads_that_are_wrong_or_hostile_leave_out_that_file_only() -> None:
    files = {
        "bom.md": b"---\na: &a [x, x]\nb: [*a, *a]\n---\nIsi.",
        "kode.md": b"---\ntitle: !!python/object/apply:os.system ['true']\n---\nIsi.",
        "bahasa.md": b"---\ntitle: A\nlanguage: xx\n---\nIsi.",
        "kosong.md": b"---\ntitle: A\n---\n",
        "baik.md": b"---\ntitle: Baik\n---\nIsi.",
    }
    bundle = read_zip(zipped(files), language="id")
    assert [page.title for page in bundle.pages] == ["Baik"]
    assert {path for path, _why in bundle.troubles} == {"bom.md", "kode.md", "bahasa.md", "kosong.md"}


def test_a_folder_is_read_without_following_links(tmp_path: Path) -> None:
    (tmp_path / "rahasia.md").write_text("# Rahasia\n\nIsi.")
    folder = tmp_path / "artikel"
    folder.mkdir()
    (folder / "satu.en.md").write_text("# One\n\nText.")
    (folder / "taut.md").symlink_to(tmp_path / "rahasia.md")
    assert [(page.title, page.language) for page in read_folder(folder, language="id").pages] == [("One", "en")]


def test_the_rule_of_a_table_is_no_word() -> None:
    table = "| Ukuran | Panjang |\n| --- | :---: |\n| S | 68 cm |\n\n---\n\nUkur kemeja Anda."
    assert plain(table) == "Ukuran Panjang S 68 cm Ukur kemeja Anda."
