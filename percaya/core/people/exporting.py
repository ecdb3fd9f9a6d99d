"""Contacts and organisations as CSV files."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from percaya.core.people import queries
from percaya.core.people.attributes import fields_of, shown_attributes
from percaya.core.people.models import Contact, Handle, Organisation
from percaya.core.people.tables import written

MOST = 50_000  # rows of one file
_AT_ONCE = 500
_IN_MEMORY = 4 * 1024 * 1024
CONTACT_COLUMNS = ("name", "salutation", "vip", "email", "phone", "external", "organisation", "language", "time_zone", "notes")
ORGANISATION_COLUMNS = ("name", "domains", "notes")


def contacts_csv(workspace_id: int, text: str = "", *, organisation_id: int | None = None) -> tuple[IO[bytes], int]:
    """The file, at its beginning, and how many rows it has. Several addresses of a kind stand in one cell, a blank between
    them; sensitive fields are masked. The heading is the one that an import understands."""
    keys = [one.key for one in fields_of(workspace_id, "contact")]
    return _file([*CONTACT_COLUMNS, *keys], _contact_rows(workspace_id, text, organisation_id, keys))


def organisations_csv(workspace_id: int, text: str = "") -> tuple[IO[bytes], int]:
    keys = [one.key for one in fields_of(workspace_id, "organisation")]
    return _file([*ORGANISATION_COLUMNS, *keys], _organisation_rows(workspace_id, text, keys))


def _contact_rows(workspace_id: int, text: str, organisation_id: int | None, keys: list[str]) -> Iterator[list[str]]:
    before, count = None, 0
    while count < MOST:
        found = queries.page(workspace_id, text, organisation_id=organisation_id, before=before, limit=_AT_ONCE)
        whole = Contact.objects.in_bulk([row.id for row in found.rows])
        proven = _proven([row.id for row in found.rows])
        for row in found.rows:
            contact = whole[row.id]
            own = ["; ".join(proven[row.id].get(kind, [])) for kind in ("email", "phone", "external")]
            about = [row.organisation, contact.language, contact.time_zone, contact.notes]
            called = [row.name, row.salutation, "vip" if contact.is_vip else ""]
            yield [*called, *own, *about, *_attributes(contact, "contact", keys)]
        count, before = count + len(found.rows), found.before
        if before is None:
            return


def _proven(contact_ids: list[int]) -> dict[int, dict[str, list[str]]]:
    """Addresses by kind. Those only claimed stay out: read in again, they would lead to whoever holds them for sure."""
    found: dict[int, dict[str, list[str]]] = {pk: {} for pk in contact_ids}
    rows = Handle.objects.filter(contact_id__in=contact_ids, claim="").order_by("pk")
    for contact_id, kind, value in rows.values_list("contact_id", "kind", "value"):
        found[contact_id].setdefault(kind, []).append(value)
    return found


def _organisation_rows(workspace_id: int, text: str, keys: list[str]) -> Iterator[list[str]]:
    for one in queries.organisations(workspace_id, text).prefetch_related("domains")[:MOST].iterator(_AT_ONCE):
        domains = "; ".join(sorted(row.domain for row in one.domains.all()))
        yield [one.name, domains, one.notes, *_attributes(one, "organisation", keys)]


def _attributes(row: Contact | Organisation, of: str, keys: list[str]) -> list[str]:
    held: dict[str, Any] = shown_attributes(row.workspace_id, of, row.attributes)
    cells = (held.get(key, "") for key in keys)
    return ["; ".join(cell) if isinstance(cell, list) else str(cell) for cell in cells]


def _file(heading: list[str], rows: Iterator[list[str]]) -> tuple[IO[bytes], int]:
    out: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    out.write(b"\xef\xbb\xbf" + written(heading).encode())  # the mark tells spreadsheets that this is UTF-8
    count = 0
    for row in rows:
        out.write(written(row).encode())
        count += 1
    out.seek(0)
    return out, count
