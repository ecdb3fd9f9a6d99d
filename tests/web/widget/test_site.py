"""The example page that carries the chat: of a demo only."""

import pytest
from django.test import Client

from percaya.core import public_ids
from percaya.core.workspace.models import Workspace
from tests.cast import Cast, logged_in
from tests.web.widget.test_chat import chat_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "words"), [("id", "Kain buatan tangan"), ("en", "Cloth made by hand")])
def test_in_a_demo_a_page_of_the_shop_carries_the_line_and_its_settings_lead_there(cast: Cast, language: str, words: str) -> None:
    chat = chat_of(cast.senja, language=language)
    Workspace.objects.filter(pk=cast.workspace.pk).update(is_demo=True)
    key = public_ids.encode("account", chat.pk)
    page = Client().get(f"/chat/{key}/site").content.decode()
    assert words in page and f'data-channel="{key}"' in page and "/w.js" in page
    settings = logged_in(cast.ratna).get(f"/w/{cast.workspace.slug}/settings/channels/{key}/chat").content.decode()
    assert f"/chat/{key}/site" in settings


def test_elsewhere_there_is_no_such_page_and_nothing_leads_there(cast: Cast) -> None:
    key = public_ids.encode("account", chat_of(cast.senja).pk)
    assert Client().get(f"/chat/{key}/site").status_code == 404
    settings = logged_in(cast.ratna).get(f"/w/{cast.workspace.slug}/settings/channels/{key}/chat").content.decode()
    assert f"/chat/{key}/site" not in settings
