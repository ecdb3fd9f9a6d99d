"""Looking into a file that was taken: its heading, its first rows, those that stayed out."""

from collections.abc import Iterator
from itertools import islice

from django.core.exceptions import ValidationError

from percaya.core.journal import blobs
from percaya.core.people import tables
from percaya.core.people.attributes import clean_attributes
from percaya.core.people.importing.rows import contact_row, organisation_row
from percaya.core.people.models import PeopleImport


def heading_and_rows(job: PeopleImport, limit: int | None = None) -> tuple[list[str], Iterator[list[str]]]:
    """Raises ``blobs.Missing`` when the file is not there any more."""
    content = blobs.store().read(job.sha256)
    table = tables.look(content)
    return table.heading, islice(tables.rows(content, table), limit)


def tried(job: PeopleImport, cells: list[str]) -> str:
    """What would keep a row out, as far as the row itself tells; "" when nothing does."""
    try:
        given = (contact_row if job.of == "contact" else organisation_row)(cells, job.columns)
        clean_attributes(job.workspace_id, job.of, given.attributes)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def failed_rows(job: PeopleImport) -> tuple[list[str], Iterator[tuple[int, str, list[str]]]]:
    """The heading, and (number, reason, cells) of each row that stayed out."""
    reasons = dict(job.troubles.values_list("row", "reason"))
    heading, rows = heading_and_rows(job)
    return heading, ((number, reasons[number], cells) for number, cells in enumerate(rows, start=1) if number in reasons)
