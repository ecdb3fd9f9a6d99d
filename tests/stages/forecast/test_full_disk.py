"""A page that cannot keep what it would say stands without it: reading works though the disk is full."""

import errno
from collections.abc import Callable

import pytest
from django.db import OperationalError

from percaya.core.tickets.expecting import expectation
from percaya.stages.forecast.actions import showing
from percaya.stages.forecast.models import Alike
from percaya.stages.forecast.queries import forget_readiness
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def failing(error: Exception) -> Callable[[object], None]:
    def show(ticket: object) -> None:
        raise error

    return show


def test_a_full_disk_leaves_the_sentence_out_and_a_defect_is_not_hidden(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = builders.ticket(cast.rina)
    Alike.objects.create(workspace=cast.workspace, key="", n=40, low=60, high=600)
    forget_readiness(cast.workspace.pk)
    monkeypatch.setattr(showing, "_show", failing(OSError(errno.ENOSPC, "no space left")))
    assert expectation(ticket) is None
    monkeypatch.setattr(showing, "_show", failing(OperationalError("no such column")))
    with pytest.raises(OperationalError):
        expectation(ticket)
