"""The page on which a business says how long a resolved chat opens again."""

import pytest

from percaya.core import public_ids
from percaya.core.workspace.models import Workspace
from percaya.core.workspace.talks import DEFAULT_HOURS, reopen_span
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def test_the_window_of_the_business_and_of_one_account_are_kept(cast: Cast) -> None:
    page = f"/w/{cast.workspace.slug}/settings/conversations/"
    client, api = logged_in(cast.wayan), cast.senja.api
    key = public_ids.encode("account", api.pk)
    assert reopen_span(cast.workspace.pk, api.pk).total_seconds() == DEFAULT_HOURS * 3600
    assert client.post(page, {"reopen_hours": "48", f"reopen_{key}": "4"}).status_code == 302
    assert reopen_span(cast.workspace.pk, api.pk).total_seconds() == 4 * 3600
    assert reopen_span(cast.workspace.pk, None).total_seconds() == 48 * 3600
    shown = client.get(page).content.decode()
    assert '<option value="48" selected>' in shown and '<option value="4" selected>' in shown
    client.post(page, {"reopen_hours": "9999", f"reopen_{key}": "x"})
    assert Workspace.objects.get(pk=cast.workspace.pk).settings["talks"] == {"reopen_hours": 2160, "accounts": {}}


def test_only_an_admin_of_the_business_sets_it(cast: Cast) -> None:
    page = f"/w/{cast.workspace.slug}/settings/conversations/"
    assert logged_in(cast.dewi).post(page, {"reopen_hours": "1"}).status_code == 403
    assert logged_in(cast.tono).get(page).status_code == 404
