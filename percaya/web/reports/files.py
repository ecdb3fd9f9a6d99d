"""Reports as files. No cell can be a formula: a spreadsheet would run what a customer wrote."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any

from django.utils import timezone

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]  # the head, the rows
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP: CSV injection)."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS):
        return f"'{value}"
    return value


def as_csv(table: Table) -> Iterator[bytes]:
    """UTF-8 with the mark that Excel needs to see it."""
    head, rows = table
    yield "﻿".encode()
    for row in (head, *rows):
        line = io.StringIO()
        csv.writer(line).writerow([safe(value) for value in row])
        yield line.getvalue().encode()


def as_xlsx(table: Table, name: str) -> bytes:
    head, rows = table
    out = io.BytesIO()
    options = {"constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with import_module("xlsxwriter").Workbook(out, options) as book:
        sheet = book.add_worksheet(name[:31])
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for column, word in enumerate(head):
            sheet.write_string(0, column, word, bold)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write(sheet, line, column, safe(value))
    return out.getvalue()


def _write(sheet: Any, line: int, column: int, value: Any) -> None:
    if isinstance(value, (int, float)):
        sheet.write_number(line, column, value)
    elif value != "":
        sheet.write_string(line, column, str(value))
