"""Giving a live chat out: the line names the right chat, the secret is shown once, an outsider finds nothing."""

import html
import re
import time

import orjson
import pytest
from django.test import Client

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.accounts import connect_account
from percaya.web.widget.identity import signature
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def chat_of(cast: Cast) -> str:
    account = connect_account(workspace=cast.workspace, channel="webchat", name="Chat", by=Actor.system())
    return public_ids.encode("account", account.pk)


def test_the_line_to_paste_names_this_chat_and_the_settings_lead_there(cast: Cast) -> None:
    public_id = chat_of(cast)
    page = f"/w/{cast.workspace.slug}/settings/channels/{public_id}/"
    assert f"{page}chat" in logged_in(cast.wayan).get(page).content.decode()
    body = html.unescape(logged_in(cast.wayan).get(f"{page}chat").content.decode())
    assert f'data-channel="{public_id}"' in body and "/w.js" in body


def test_the_secret_is_shown_once_signs_visitors_and_gives_way_to_the_next(cast: Cast) -> None:
    public_id = chat_of(cast)
    client, page = logged_in(cast.wayan), f"/w/{cast.workspace.slug}/settings/channels/{public_id}/chat"
    found = re.search(r'id="secret">([^<]+)<', client.post(page).content.decode())
    assert found is not None
    secret = found[1]
    assert secret not in client.get(page).content.decode()
    assert _begins(public_id, secret) == 200
    client.post(page)
    assert _begins(public_id, secret) == 403


def test_nobody_else_finds_the_page(cast: Cast) -> None:
    public_id = chat_of(cast)
    page = f"/w/{cast.workspace.slug}/settings/channels/{public_id}/chat"
    for member in (cast.dewi, cast.tono):
        assert logged_in(member).post(page).status_code in (403, 404)
    other = f"/w/{cast.warung.workspace.slug}/settings/channels/{public_id}/chat"
    assert logged_in(cast.tono).get(other).status_code == 404


def _begins(public_id: str, secret: str) -> int:
    until = int(time.time()) + 600
    said = {"identity": {"id": "7", "exp": until, "hash": signature(secret, "7", until)}}
    return Client().post(f"/chat/{public_id}/session", orjson.dumps(said), content_type="application/json").status_code
