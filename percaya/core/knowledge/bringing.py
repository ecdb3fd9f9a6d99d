"""Reading a folder or zip of Markdown files with a head of YAML. Nothing is unpacked to disk: names are only words here, so
no name can lead anywhere, and what is read is counted byte by byte, so no small file becomes a large one."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import yaml

from percaya.core.knowledge.markdown import may_lead

MOST_FILES = 2000
MOST_BYTES = 60 * 1024 * 1024  # of all files together, unpacked
MOST_OF_ONE = 6 * 1024 * 1024
_HEAD = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TONGUE = re.compile(r"[._-](id|en)$")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_TITLE = re.compile(r"\A\s*#[ \t]+(.+?)[ \t#]*(?:\r?\n|\Z)")
# A picture, its title behind it; and a link that leads from file to file.
_SHOWN = re.compile(r"(!\[([^\]\n]{0,300})\]\()([^)\s\n]{1,300})(?:[ \t]+(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?(\))")
_LINKED = re.compile(r"(?<!!)\[([^\]\n]{1,300})\]\(([^)\s\n]{1,300})(?:[ \t]+\"[^\"\n]{0,300}\")?\)")
_TONGUES = ("id", "en")


class Unreadable(Exception):
    """The whole cannot be read; the message says why."""


@dataclass(frozen=True)
class Page:
    """One text. ``key`` is the same for the languages of one article; ``category`` is "above/below" or one name."""

    path: str
    key: str
    language: str
    title: str
    summary: str
    body: str
    slug: str
    category: str
    audience: str
    publish: bool


@dataclass
class Bundle:
    """What was found. ``troubles``: (path, what is wrong with it); such files are left out, the others are not."""

    pages: list[Page] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    troubles: list[tuple[str, str]] = field(default_factory=list)


def read_zip(content: bytes, *, language: str) -> Bundle:
    """Raises ``Unreadable`` for what is no zip, is locked, or would unpack to too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = [one for one in archive.infolist() if not one.is_dir()]
        if len(entries) > MOST_FILES:
            raise Unreadable(f"more than {MOST_FILES} files")
        return _read(_unpacked(archive, entries), language)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise Unreadable(str(error)[:200]) from error
    except zipfile.LargeZipFile as error:
        raise Unreadable("too large") from error


def read_folder(folder: Path, *, language: str) -> Bundle:
    """Every file under it; links are not followed."""

    def found() -> Iterable[tuple[str, bytes]]:
        left, count = MOST_BYTES, 0
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file() or not _is_wanted(path.name):
                continue
            left, count = left - path.stat().st_size, count + 1
            if left < 0 or count > MOST_FILES:
                raise Unreadable("too much at once")
            yield path.relative_to(folder).as_posix(), path.read_bytes()[:MOST_OF_ONE]

    return _read(found(), language)


def _unpacked(archive: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo]) -> Iterable[tuple[str, bytes]]:
    left = MOST_BYTES
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if not _is_wanted(name):
            continue
        with archive.open(entry) as file:
            content = file.read(min(left, MOST_OF_ONE) + 1)
        left -= len(content)
        if len(content) > MOST_OF_ONE or left < 0:
            raise Unreadable("a file in it, or all together, would be too large when unpacked")
        yield name, content


def _is_wanted(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__")) for part in path.parts)
    return not hidden and path.suffix.lower() in {".md", ".markdown", *_PICTURES}


def _read(files: Iterable[tuple[str, bytes]], language: str) -> Bundle:
    bundle = Bundle()
    for path, content in files:
        if path.lower().endswith(_PICTURES):
            bundle.pictures[_flat(path)] = content
            continue
        try:
            bundle.pages.append(_page(path, content.decode("utf-8-sig"), language))
        except (UnicodeDecodeError, yaml.YAMLError, RecursionError, _Wrong) as error:
            bundle.troubles.append((path, " ".join(str(error).split())[:200]))
    return bundle


class _Wrong(Exception):
    pass


def _page(path: str, text: str, language: str) -> Page:
    head, body = _split(text)
    stem = PurePosixPath(path).stem
    tongue = _TONGUE.search(stem)
    above, folder = _tongue_of(PurePosixPath(path).parent)
    said = str(head.get("language") or head.get("lang") or (tongue[1] if tongue else above or language))
    if said not in _TONGUES:
        raise _Wrong(f"language {said!r}")
    first = _TITLE.match(body)
    title = _line(head.get("title")) or (first[1] if first else "")
    if not title or not body.strip():
        raise _Wrong("no title or text")
    if first and first[1].strip() == title.strip():
        body = body[first.end() :]  # the page shows the title itself
    bare = _TONGUE.sub("", stem)
    return Page(
        path=path,
        key=_line(head.get("key")) or (folder / bare).as_posix(),
        language=said,
        title=title[:160],
        summary=_line(head.get("summary") or head.get("description"))[:300],
        body=body.strip()[:60_000],
        slug=_line(head.get("slug"))[:80],
        category=_line(head.get("category")) or (folder.as_posix() if folder.as_posix() != "." else ""),
        audience="internal" if _line(head.get("audience")) == "internal" else "public",
        publish=_line(head.get("state") or head.get("status")) == "published",
    )


def _tongue_of(folder: PurePosixPath) -> tuple[str, PurePosixPath]:
    """A folder called id or en holds one language of the same articles: which, "" for none, and the folder without it."""
    named = [part for part in folder.parts if part.lower() in _TONGUES]
    if not named:
        return "", folder
    parts = list(folder.parts)
    parts.remove(named[0])
    return named[0].lower(), PurePosixPath(*parts)


def _split(text: str) -> tuple[Mapping[str, Any], str]:
    found = _HEAD.match(text)
    if not found:
        return {}, text
    if "&" in found[1] and "*" in found[1]:
        raise _Wrong("anchors and aliases are not read in a head")  # a few lines of them unfold to gigabytes
    head = yaml.safe_load(found[1][:10_000])
    return (head if isinstance(head, dict) else {}), text[found.end() :]


def _line(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""


def pictures_of(page: Page, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """What the page's text calls each picture -> its path in the bundle."""
    folder, found = PurePosixPath(page.path).parent, {}
    for said in {one[3] for one in _SHOWN.finditer(page.body)}:
        path = unquote(said)
        for at in (_flat((folder / path).as_posix()), _flat(path)):
            if at in pictures:
                found[said] = at
                break
    return found


def with_pictures(body: str, named: Mapping[str, str]) -> str:
    """The text with ``image:`` names in place of paths."""
    return _SHOWN.sub(lambda one: f"{one[1]}{named[one[3]]}{one[4]}" if one[3] in named else one[0], body)


def without_dead_ends(body: str) -> tuple[str, list[str]]:
    """Pictures that are not there and links that lead from file to file become words; and what they led to."""
    lost: list[str] = []

    def words(told: str, target: str, whole: str) -> str:
        if may_lead(target):
            return whole
        lost.append(target)
        return told

    body = _SHOWN.sub(lambda one: words(one[2], one[3], one[0]), body)
    body = _LINKED.sub(lambda one: words(one[1], one[2], one[0]), body)
    return body, list(dict.fromkeys(lost))


def _flat(path: str) -> str:
    """``a/../b.png`` -> ``b.png``: only a key to look up by."""
    kept: list[str] = []
    for part in PurePosixPath(path).parts:
        if part == ".." and kept:
            kept.pop()
        elif part not in ("..", ".", "/"):
            kept.append(part)
    return "/".join(kept)
