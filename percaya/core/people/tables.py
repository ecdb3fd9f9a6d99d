"""CSV as people's spreadsheets write and read it. Pure: bytes and texts in, rows out.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and read back without.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DELIMITERS = (",", ";", "\t")
LONGEST_CELL = 20_000


class NotATable(ValueError):
    """The bytes are no table we can read; ``args[0]`` is "empty", "binary" or "wide"."""


@dataclass(frozen=True)
class Table:
    """How a file is to be read, and its first line."""

    encoding: str
    delimiter: str
    heading: list[str]


def look(raw: bytes) -> Table:
    """Find encoding and delimiter. UTF-8 with or without a mark, UTF-16 with one, else Windows-1252. Raises ``NotATable``."""
    if not raw.strip():
        raise NotATable("empty")
    encoding = _encoding(raw)
    if b"\0" in raw[:4096] and encoding != "utf-16":
        raise NotATable("binary")
    first = next(_lines(raw, encoding), "")
    delimiter = max(_DELIMITERS, key=lambda sign: _outside_quotes(first, sign))
    heading = next(_parsed([first] if first.count('"') % 2 == 0 else _lines(raw, encoding), delimiter), [])
    if len(heading) > 200:
        raise NotATable("wide")
    return Table(encoding, delimiter, [cell.strip() for cell in heading])


def rows(raw: bytes, table: Table) -> Iterator[list[str]]:
    """The rows under the heading; blank ones are left out. Cells are unguarded, blanks around them gone."""
    parsed = _parsed(_lines(raw, table.encoding), table.delimiter)
    next(parsed, None)
    for row in parsed:
        cells = [unguarded(cell.strip()).strip()[:LONGEST_CELL] for cell in row]
        if any(cells):
            yield cells


def written(cells: Sequence[str]) -> str:
    """One line, its formulas guarded (CWE-1236)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def _encoding(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _lines(raw: bytes, encoding: str) -> Iterator[str]:
    # newline="" leaves line ends inside quotes to the csv module, as it asks for.
    return iter(io.TextIOWrapper(io.BytesIO(raw), encoding=encoding, errors="replace", newline=""))


def _parsed(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    return csv.reader((line.replace("\0", "") for line in lines), delimiter=delimiter)


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])
