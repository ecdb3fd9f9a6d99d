"""An import on its pages: looked at before, watched while it runs, its refusals handed back as a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from percaya.core.journal import jobs
from percaya.core.people.models import Contact, PeopleImport
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = "Nama;Surel;Catatan\r\nWati;wati@contoh.example;=1+1\r\nSalah;bukan-surel;\r\n"


def at(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"people:{name}", args=[cast.workspace.slug, *args])


def upload(cast: Cast, content: bytes = ROWS.encode("cp1252")) -> PeopleImport | None:
    file = SimpleUploadedFile("pelanggan.csv", content, "text/csv")
    logged_in(cast.sari).post(at(cast, "imports"), {"of": "contact", "file": file})
    return PeopleImport.objects.filter(workspace=cast.workspace).order_by("-pk").first()


def test_nothing_comes_in_before_somebody_has_seen_how_it_is_read(cast: Cast) -> None:
    job = upload(cast)
    assert job is not None
    page = logged_in(cast.sari).get(at(cast, "import", job.pk)).content.decode()
    assert "wati@contoh.example" in page and "titik koma" in page and "bukan-surel” bukan alamat" in page
    assert not Contact.objects.filter(name="Wati").exists()


def test_it_runs_in_the_background_and_says_how_far_it_is(cast: Cast) -> None:
    job, client = upload(cast), logged_in(cast.sari)
    assert job is not None
    client.post(at(cast, "settle_import", job.pk, "start"), {"column": ["name", "email", "notes"], "on_match": "update"})
    running = client.get(at(cast, "import", job.pk), headers={"HX-Request": "true"})
    assert "0 dari 2" in running.content.decode() and "HX-Refresh" not in running.headers
    jobs.engine().run_pending()
    assert client.get(at(cast, "import", job.pk), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    done = client.get(at(cast, "import", job.pk)).content.decode()
    assert "bukan-surel" in done and Contact.objects.get(name="Wati").notes == "=1+1"


def test_what_stayed_out_comes_back_as_a_file_that_runs_no_formula(cast: Cast) -> None:
    job, client = upload(cast, b"Nama,Surel\r\n=HYPERLINK(0),bukan-surel\r\n"), logged_in(cast.sari)
    assert job is not None
    client.post(at(cast, "settle_import", job.pk, "start"), {"column": ["name", "email"], "on_match": "update"})
    jobs.engine().run_pending()
    lines = client.get(at(cast, "import_errors", job.pk)).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Baris,Alasan,Nama,Surel" and "'=HYPERLINK(0)" in lines[1] and lines[1].startswith("1,")


def test_what_is_no_table_is_refused_with_a_way_on(cast: Cast) -> None:
    file = SimpleUploadedFile("foto.csv", b"\x89PNG\r\n\x1a\n\0\0", "text/csv")
    answer = logged_in(cast.sari).post(at(cast, "imports"), {"of": "contact", "file": file}, follow=True)
    assert "UTF-8" in answer.content.decode() and not PeopleImport.objects.exists()


def test_agents_import_nothing_and_next_door_sees_nothing(cast: Cast) -> None:
    job = upload(cast)
    assert job is not None
    assert logged_in(cast.dewi).get(at(cast, "imports")).status_code == 403
    there = reverse("people:import", args=[cast.warung.workspace.slug, job.pk])
    assert logged_in(cast.tono).get(there).status_code == 404
