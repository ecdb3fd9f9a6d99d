"""The builder of web forms."""

import pytest

from percaya.core import public_ids
from percaya.core.workspace.models import ChannelAccount
from percaya.web.forms.definition import definition_of
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def page(cast: Cast) -> str:
    return f"/w/{cast.workspace.slug}/settings/forms/{public_ids.encode('account', cast.senja.form.pk)}/"


def built(**more: str) -> dict[str, str]:
    return {
        "title": "Retur", "intro": "Kami bantu.", "language": "id", "thanks": "Besok kami balas.", "name": "Formulir retur",
        "origins": "https://toko.example/kontak\nhttp://localhost:3000",
        "f0_key": "email", "f0_label": "Email", "f0_kind": "email", "f0_required": "1", "f0_place": "2",
        "f1_key": "", "f1_label": "Nomor pesanan", "f1_kind": "text", "f1_place": "1",
        "f2_key": "", "f2_label": "Ukuran", "f2_kind": "choice", "f2_choices": "S\nM\n\nL", "f2_place": "3",
        "f3_key": "x", "f3_label": "Buang", "f3_kind": "text", "f3_remove": "1", "f3_place": "4",
        "f4_key": "", "f4_label": "", "f4_kind": "text",
        **more,
    }  # fmt: skip


def stored(cast: Cast) -> ChannelAccount:
    return ChannelAccount.objects.select_related("workspace").get(pk=cast.senja.form.pk)


def test_what_is_built_is_what_the_form_asks_in_its_order(cast: Cast) -> None:
    response = logged_in(cast.wayan).post(page(cast), built(replies_from="halo@senja.example"))
    assert response.status_code == 302
    form = definition_of(stored(cast))
    assert [(field.key, field.kind, field.required) for field in form.fields] == [
        ("nomor_pesanan", "text", False), ("email", "email", True), ("ukuran", "choice", False),
    ]  # fmt: skip
    assert form.fields[2].choices == ("S", "M", "L")
    assert form.origins == ("https://toko.example", "http://localhost:3000")
    assert stored(cast).name == "Formulir retur" and stored(cast).settings["replies_from"] == "halo@senja.example"


def test_answers_leave_from_own_addresses_only(cast: Cast) -> None:
    logged_in(cast.wayan).post(page(cast), built(replies_from="halo@warung.example"))
    assert stored(cast).settings["replies_from"] == ""


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"f0_kind": "text"}, {"f2_choices": "hanya satu"}, {"origins": "bukan alamat!"}],
    ids=["no title", "no address asked", "one choice", "no web address"],
)
def test_what_could_not_work_is_said_and_nothing_is_saved(cast: Cast, wrong: dict[str, str]) -> None:
    response = logged_in(cast.wayan).post(page(cast), built(**wrong))
    assert response.status_code == 422 and "field__error" in response.content.decode()
    assert stored(cast).settings == {} and "Nomor pesanan" in response.content.decode()


def test_a_new_form_is_ready_to_be_given_out(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    response = client.post(f"/w/{cast.workspace.slug}/settings/forms/new", follow=True)
    body = response.content.decode()
    assert "&lt;script async src=" in body and "Formulir kontak" in body
    assert ChannelAccount.objects.filter(workspace=cast.workspace, channel="webform").count() == 2
