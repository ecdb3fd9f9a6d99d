"""Contacts by name, address, last digits of a number, organisation: newest first, as fast among a million as among ten.

One document a contact, its words made by ``policy.found_by``. The workspace is a word of each (SQLite) or a column
(PostgreSQL), so that a search never looks into another's. Kept up with the journal by ``follow``.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.people import policy
from percaya.core.people.models import Contact, Handle

_SQLITE_PUT = "INSERT OR REPLACE INTO people_search (rowid, words) VALUES (%s, %s)"
_POSTGRES_PUT = (
    "INSERT INTO people_search (contact_id, workspace_id, words) VALUES (%s, %s, to_tsvector('simple', %s))"
    " ON CONFLICT (contact_id) DO UPDATE SET words = EXCLUDED.words"
)
_SQLITE_FIND = "SELECT rowid FROM people_search WHERE people_search MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s"
# The matches are gathered first and ordered after: the planner would else walk the primary key and test every row.
_POSTGRES_FIND = (
    "WITH matches AS MATERIALIZED (SELECT contact_id FROM people_search WHERE workspace_id = %s"
    " AND words @@ to_tsquery('simple', %s) AND contact_id < %s)"
    " SELECT contact_id FROM matches ORDER BY contact_id DESC LIMIT %s"
)


def find(workspace_id: int, text: str, *, limit: int, before: int | None = None) -> list[int]:
    """Ids of living contacts that have all these words or beginnings of words, newest first, below ``before``."""
    terms = _terms(text)
    if not terms:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FIND, [workspace_id, " & ".join(terms), before or 2**62, limit])
        else:
            cursor.execute(_SQLITE_FIND, [" AND ".join([_scope(workspace_id), *terms]), before or 2**62, limit])
        return [row[0] for row in cursor.fetchall()]


def follow(rows: Sequence[EventRow]) -> None:
    """What the follower does with a batch of the journal."""
    contacts = {row.stream_id for row in rows if row.stream_type == "contact"}
    renamed = {row.stream_id for row in rows if row.stream_type == "organisation"}
    if renamed:
        contacts |= set(Contact.objects.filter(organisation_id__in=renamed).values_list("pk", flat=True)[:5000])
    # A merge is an event of the one that stays; the other one goes from the index with it, or comes back.
    contacts |= {int(str(facts(row)["other"])) for row in rows if row.kind in ("contact.merged", "contact.separated")}
    if contacts:
        index(contacts)


def index(contact_ids: Iterable[int]) -> None:
    """Bring the documents of these contacts up to date; three statements however many."""
    ids = list(contact_ids)
    living = Contact.objects.filter(pk__in=ids, merged_into=None)
    rows = list(living.values_list("pk", "workspace_id", "name", "organisation__name"))
    addresses: dict[int, list[tuple[str, str]]] = {}
    for contact_id, kind, value in Handle.objects.filter(contact_id__in=ids).values_list("contact_id", "kind", "value"):
        addresses.setdefault(contact_id, []).append((kind, value))
    put((pk, workspace, policy.found_by(name, addresses.get(pk, []), org or "")) for pk, workspace, name, org in rows)
    forget(set(ids) - {row[0] for row in rows})


def put(documents: Iterable[tuple[int, int, list[str]]]) -> None:
    """(contact, workspace, words) each, new or replaced."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(_POSTGRES_PUT, [(pk, workspace, " ".join(words)) for pk, workspace, words in documents])
        else:
            rows = [(pk, " ".join([_scope(workspace), *words])) for pk, workspace, words in documents]
            cursor.executemany(_SQLITE_PUT, rows)


def forget(contact_ids: Iterable[int]) -> None:
    key = "contact_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM people_search WHERE {key} = %s", [(pk,) for pk in contact_ids])  # noqa: S608


def _terms(text: str) -> list[str]:
    """The query's terms in the engine's own writing. They are letters and digits alone, so nothing needs quoting."""
    postgres = connection.vendor == "postgresql"
    begins, wholes = policy.looked_for(text)
    terms = []
    for word in begins:
        both = [_begins(one, postgres) for one in (word, policy.phone_ending(word)) if one]
        either = (" | " if postgres else " OR ").join(both)
        terms.append(f"({either})" if len(both) > 1 else either)
    return [*terms, *((f"'{word}'" if postgres else f'"{word}"') for word in wholes)]


def _begins(word: str, postgres: bool) -> str:
    return f"'{word}':*" if postgres else f'"{word}"*'


def _scope(workspace_id: int) -> str:
    return f"zzw{workspace_id}"
