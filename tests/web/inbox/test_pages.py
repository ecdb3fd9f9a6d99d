"""The inbox's pages show what they must, to those who may see it."""

import pytest
from django.urls import reverse

from tests import builders
from tests.cast import assemble, logged_in

pytestmark = pytest.mark.django_db


def test_list():
    cast = assemble()
    t = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi, labels=["refund"])
    builders.note(t, cast.budi); builders.reply(t, cast.dewi); builders.inbound(t)
    c = logged_in(cast.dewi)
    slug = cast.workspace.slug
    for name, args in (("list", []), ("ticket", [t.number]), ("fresh", [t.number]), ("search", []), ("new", [])):
        r = c.get(reverse(f"inbox:{name}", args=[slug, *args]))
        assert r.status_code == 200, name
