"""Files of customers: read as spreadsheets write them, put in once, gone on with where they stopped, nothing lost in silence."""

import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from percaya.core.journal import jobs
from percaya.core.journal.actor import Actor
from percaya.core.people import tables
from percaya.core.people.actions import importing
from percaya.core.people.actions.contacts import add_handle
from percaya.core.people.actions.importing import cancel_import, start_import, take_file, work
from percaya.core.people.exporting import contacts_csv
from percaya.core.people.importing.columns import guess
from percaya.core.people.models import Contact, Handle, ImportTrouble, Organisation, PeopleImport
from tests.cast import Cast

FILE = "Nama,Email,No HP,Perusahaan\nWati,wati@contoh.example,0812-1111-2222,PT Lurik\nBayu,bayu@contoh.example,,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_is_read_as_it_was_saved(encoding: str, delimiter: str) -> None:
    raw = delimiter.join(['"Nama, lengkap; ya"', "Email"]) + "\r\n" + delimiter.join(["José", "j@x.example"]) + "\r\n"
    table = tables.look(raw.encode(encoding))
    assert table.delimiter == delimiter and table.heading == ["Nama, lengkap; ya", "Email"]
    assert list(tables.rows(raw.encode(encoding), table)) == [["José", "j@x.example"]]


@pytest.mark.parametrize("raw", [b"", b"  \n", b"\x89PNG\r\n\x1a\n\0\0\0", b",".join([b"x"] * 300)])
def test_what_is_no_table_is_refused(raw: bytes) -> None:
    with pytest.raises(tables.NotATable):
        tables.look(raw)


@pytest.mark.parametrize("cell", ["=1+1", "+62812", "-3", "@x", "\tx", "biasa", "'kutip"])
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(cell: str) -> None:
    line = tables.written([cell])
    assert not line.startswith(("=", "+", "-", "@", "\t")) and not line.startswith('"=')
    assert list(tables.rows(f"a\n{line}".encode(), tables.look(f"a\n{line}".encode()))) == [[cell.strip()]]


def test_columns_are_guessed_in_both_languages() -> None:
    heading = ["Nama Pelanggan", "Alamat Email", "No. HP", "HP 2", "Company", "Warna kesukaan", "NIK"]
    found = guess("contact", heading, {"nik": ["NIK", ""]})
    assert found == ["name", "email", "phone", "phone", "organisation", "", "attr:nik"]
    assert guess("organisation", ["Perusahaan", "Website"], {}) == ["name", "domains"]


def take(cast: Cast, text: str = FILE, of: str = "contact") -> PeopleImport:
    by = Actor.member(cast.sari.pk)
    return take_file(workspace_id=cast.workspace.pk, of=of, file_name="pelanggan.csv", content=text.encode(), by=by)


def run(cast: Cast, text: str = FILE, *, of: str = "contact", on_match: str = "update") -> PeopleImport:
    job = take(cast, text, of)
    start_import(job=job, columns=job.columns, on_match=on_match, by=Actor.member(cast.sari.pk))
    jobs.engine().run_pending()
    job.refresh_from_db()
    return job


@pytest.mark.django_db(transaction=True)
def test_rows_come_in_once_however_often_the_file_does(cast: Cast) -> None:
    first, second = run(cast), run(cast)
    assert (first.state, first.created, first.failed) == ("done", 2, 0)
    assert (second.created, second.updated, second.unchanged) == (0, 0, 2)
    wati = Contact.objects.get(name="Wati")
    assert wati.organisation is not None and wati.organisation.name == "PT Lurik"
    assert set(wati.handles.values_list("value", flat=True)) == {"wati@contoh.example", "+6281211112222"}


@pytest.mark.django_db(transaction=True)
def test_whom_an_address_belongs_to_is_brought_up_to_date_or_left(cast: Cast) -> None:
    text = "nama,email,telepon\nRina M.,RINA@contoh.example,081299998888\n"
    assert run(cast, text, on_match="skip").unchanged == 1
    assert run(cast, text, on_match="update").updated == 1
    rina = Contact.objects.get(pk=cast.rina.pk)
    assert rina.name == "Rina M." and rina.handles.filter(value="+6281299998888").exists()
    assert run(cast, "nama,email\nBaru,baru@contoh.example\n", on_match="only").created == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_wrong_with_a_row_is_said_and_the_others_come_in(cast: Cast) -> None:
    rows = ["Tanpa alamat,,", "Salah,bukan-surel,", "Dua orang,rina@contoh.example,081211112222", "Benar,benar@contoh.example,"]
    wati = Contact.objects.create(workspace=cast.workspace, name="Wati")
    add_handle(contact=wati, kind="phone", value="0812-1111-2222", by=Actor.system())
    job = run(cast, "nama,email,telepon\n" + "\n".join(rows) + "\n")
    assert (job.created, job.failed) == (1, 3)
    said = dict(ImportTrouble.objects.filter(of_import=job).values_list("row", "reason"))
    assert set(said) == {1, 2, 3} and "bukan-surel" in said[2] and "dua kontak" in said[3]
    assert not Contact.objects.filter(name="Salah").exists()


@pytest.mark.django_db(transaction=True)
def test_an_import_goes_on_where_it_was_when_its_process_died(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "nama,email\n" + "".join(f"Orang {n},orang{n}@contoh.example\n" for n in range(130))
    job = take(cast, text)
    start_import(job=job, columns=job.columns, on_match="update", by=Actor.member(cast.sari.pk))
    batches = []

    def dies(*args: object) -> bool:
        batches.append(1)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return whole(*args)  # type: ignore[arg-type]

    whole = importing._batch
    monkeypatch.setattr(importing, "_batch", dies)
    with pytest.raises(KeyboardInterrupt):
        work(import_id=job.pk)
    job.refresh_from_db()
    assert job.done == importing.BATCH
    monkeypatch.setattr(importing, "_batch", whole)
    work(import_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.created, job.done) == ("done", 130, 130)
    assert Handle.objects.filter(value__startswith="orang").count() == 130


@pytest.mark.django_db(transaction=True)
def test_a_stopped_import_leaves_what_came_in(cast: Cast) -> None:
    job = take(cast)
    start_import(job=job, columns=job.columns, on_match="update", by=Actor.member(cast.sari.pk))
    cancel_import(job=PeopleImport.objects.get(pk=job.pk), by=Actor.member(cast.sari.pk))
    jobs.engine().run_pending()
    job.refresh_from_db()
    assert (job.state, job.done) == ("cancelled", 0)


@pytest.mark.django_db(transaction=True)
def test_organisations_come_in_with_their_domains(cast: Cast) -> None:
    text = "nama;domain\nPT Lurik;lurik.example, kain.example\nPT Umum;gmail.com\n"
    job = run(cast, text, of="organisation")
    assert (job.created, job.failed) == (1, 1)
    shop = Organisation.objects.get(name="PT Lurik")
    assert set(shop.domains.values_list("domain", flat=True)) == {"lurik.example", "kain.example"}
    assert run(cast, text, of="organisation").unchanged == 1


@pytest.mark.django_db
def test_a_file_needs_a_column_that_tells_people_apart(cast: Cast) -> None:
    job = take(cast, "nama\nWati\n")
    with pytest.raises(ValidationError):
        start_import(job=job, columns=job.columns, on_match="update", by=Actor.member(cast.sari.pk))
    with pytest.raises(ValidationError):
        take(cast, "nama,email\n")


@pytest.mark.django_db(transaction=True)
def test_an_export_is_a_file_that_changes_nothing_when_it_comes_back(cast: Cast) -> None:
    add_handle(contact=cast.rina, kind="phone", value="0812-3456-7890", by=Actor.system())
    file, count = contacts_csv(cast.workspace.pk)
    job = run(cast, file.read().decode("utf-8-sig"))
    assert (count, job.unchanged, job.failed) == (1, 1, 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_thousand_rows_are_read_in_seconds_and_put_in_short_turns(cast: Cast, tmp_path: Path) -> None:
    """The upload only reads; a turn of the writer stays short, so that arriving mail is not held up."""
    text = "nama,email,telepon\n" + "".join(f"Orang {n},orang{n}@contoh.example,0812{n:08d}\n" for n in range(50_000))
    begun = time.thread_time()
    job = take(cast, text)
    assert job.total == 50_000 and time.thread_time() - begun < 15
    start_import(job=job, columns=job.columns, on_match="update", by=Actor.member(cast.sari.pk))
    begun = time.thread_time()
    work(import_id=job.pk)
    job.refresh_from_db()
    assert job.created == importing.ROUND and job.state == "running"
    assert (time.thread_time() - begun) / (importing.ROUND / importing.BATCH) < 3.0
