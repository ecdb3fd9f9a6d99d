"""A file of contacts or organisations on its way in: taken, started, worked through in batches, stopped.

The file lies in the blob store. ``done`` moves in the transaction of the rows it counts, so that a process that dies in
the middle goes on where it was; and since a row finds whom it is about, the same file a second time changes nothing.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from percaya.core.journal import blobs, jobs
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people import tables
from percaya.core.people.attributes import fields_of
from percaya.core.people.events import ImportEnded, ImportStarted
from percaya.core.people.importing import columns as meanings
from percaya.core.people.importing.putting import Putter
from percaya.core.people.importing.rows import contact_row, organisation_row
from percaya.core.people.models import ImportTrouble, PeopleImport
from percaya.core.people.models.importing import ImportState

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
BATCH = 50  # rows of one transaction: a write lock of a tenth of a second
ROUND = 2_000  # rows of one job; then the queue may do something else first
ON_MATCH = ("update", "skip", "only")


def take_file(*, workspace_id: int, of: str, file_name: str, content: bytes, by: Actor) -> PeopleImport:
    """Keep a file and guess what its columns are. Raises ``ValidationError`` for what is no table, or too much of one."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 20 MB. Split it; nothing was kept."))
    try:
        table = tables.look(content)
    except tables.NotATable as refusal:
        raise ValidationError(_no_table(str(refusal))) from None
    total = sum(1 for _row in islice(tables.rows(content, table), MOST_ROWS + 1))
    if total > MOST_ROWS:
        raise ValidationError(_("The file has more than 100,000 rows. Split it; nothing was kept."))
    if not total:
        raise ValidationError(_("The file has a heading and no rows. Nothing was kept."))
    sha = blobs.store().put(content)
    names = {one.key: [one.name, one.name_en] for one in fields_of(workspace_id, of)}
    return PeopleImport.objects.create(
        workspace_id=workspace_id,
        member_id=by.id if by.kind == "member" else None,
        of=of,
        file_name=file_name[-160:],
        sha256=sha,
        encoding=table.encoding,
        delimiter=table.delimiter,
        columns=meanings.guess(of, table.heading, names),
        total=total,
        created_at=timezone.now(),
    )


@transaction.atomic
def start_import(*, job: PeopleImport, columns: Sequence[str], on_match: str, by: Actor) -> PeopleImport:
    """Begin, with what each column becomes. Raises ``ValidationError`` when nothing in it tells whom a row is about."""
    job = PeopleImport.objects.select_for_update(no_key=True).get(pk=job.pk)
    if job.state != ImportState.DRAFT:
        raise ValidationError(_("This import has begun already."))
    allowed = {"", *meanings.targets(job.of), *(f"{meanings.ATTRIBUTE}{one.key}" for one in fields_of(job.workspace_id, job.of))}
    if on_match not in ON_MATCH or not set(columns) <= allowed:
        raise ValidationError(_("A column is to become something that we do not know."))
    needed = {"email", "phone", "external"} if job.of == "contact" else {"name"}
    if not needed & set(columns):
        raise ValidationError(_("Say which column has the mail, the phone or your own number; of organisations, the name."))
    job.columns, job.on_match, job.state = list(columns), on_match, ImportState.RUNNING
    job.save(update_fields=["columns", "on_match", "state"])
    record(ImportStarted(workspace_id=job.workspace_id, of=job.of, number=job.total, import_id=job.pk), by=by)
    _go_on(job)
    return job


@transaction.atomic
def cancel_import(*, job: PeopleImport, by: Actor) -> None:
    """Stop after the batch that is being done. What came in stays."""
    waiting = PeopleImport.objects.filter(pk=job.pk, state__in=(ImportState.DRAFT, ImportState.RUNNING))
    if waiting.update(state=ImportState.CANCELLED, finished_at=timezone.now()) and job.state == ImportState.RUNNING:
        _end(PeopleImport.objects.get(pk=job.pk), by)


@jobs.task("people.import", queue="bulk")
def work(*, import_id: int) -> None:
    """One round of an import."""
    job = PeopleImport.objects.select_related("member").filter(pk=import_id, state=ImportState.RUNNING).first()
    if job is None:
        return
    try:
        content = blobs.store().read(job.sha256)
    except blobs.Missing:
        _finish(job, ImportState.FAILED)
        return
    by = Actor.member(job.member_id) if job.member_id else Actor.system()
    putter = Putter(job.workspace_id, job.on_match, by)
    with translation.override(job.member.language if job.member else "id"):
        rows = islice(tables.rows(content, table_of(job)), job.done, None)
        for _round in range(ROUND // BATCH):
            if not _batch(job, rows, putter):
                return
    with transaction.atomic():
        _go_on(job)


def table_of(job: PeopleImport) -> tables.Table:
    return tables.Table(job.encoding, job.delimiter, [])


@transaction.atomic
def _batch(job: PeopleImport, rows: Iterator[list[str]], putter: Putter) -> bool:
    """Put the next rows and count them. Whether there may be more."""
    held = PeopleImport.objects.select_for_update(no_key=True).get(pk=job.pk)
    if held.state != ImportState.RUNNING:
        return False
    cells = list(islice(rows, BATCH))
    for row in cells:
        held.done += 1
        outcome = _put(held, row, putter)
        setattr(held, outcome, getattr(held, outcome) + 1)
    held.save(update_fields=["done", "created", "updated", "unchanged", "failed"])
    if len(cells) == BATCH:
        return True
    _finish(held, ImportState.DONE)
    return False


def _put(job: PeopleImport, cells: list[str], putter: Putter) -> str:
    try:
        with transaction.atomic():
            if job.of == "contact":
                return putter.contact(contact_row(cells, job.columns))
            return putter.organisation(organisation_row(cells, job.columns))
    except ValidationError as refusal:
        ImportTrouble.objects.create(
            workspace_id=job.workspace_id, of_import=job, row=job.done, reason=" ".join(refusal.messages)[:300]
        )
        return "failed"


@transaction.atomic
def _finish(job: PeopleImport, state: str) -> None:
    job.state, job.finished_at = state, timezone.now()
    job.save(update_fields=["state", "finished_at"])
    _end(job, Actor.system())


def _end(job: PeopleImport, by: Actor) -> None:
    counts = {"created": job.created, "updated": job.updated, "failed": job.failed}
    record(ImportEnded(workspace_id=job.workspace_id, import_id=job.pk, state=job.state, **counts), by=by)


def _go_on(job: PeopleImport) -> None:
    jobs.enqueue("people.import", args={"import_id": job.pk}, order_key=f"import:{job.pk}", workspace_id=job.workspace_id)


def _no_table(why: str) -> str:
    return {
        "empty": _("The file is empty. Nothing was kept."),
        "wide": _("The file has more than 200 columns. Is it a table? Nothing was kept."),
    }.get(why) or _("This is no CSV file. Save it as CSV (UTF-8) in your spreadsheet and try again; nothing was kept.")
