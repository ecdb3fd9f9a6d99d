"""Cursors: where a page ended, signed for one workspace and one list, so that nobody can make one up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from percaya.web.api.problems import invalid

_SALT = "percaya.api.cursor"


def make(workspace_id: int, about: str, key: Sequence[Any]) -> str:
    """``about`` names the list and its order: a cursor of one order is refused by another."""
    plain = [part.isoformat() if isinstance(part, datetime) else part for part in key]
    return signing.dumps([workspace_id, about, *plain], salt=_SALT)


def read(workspace_id: int, about: str, text: str) -> list[Any]:
    """The key in a cursor. Raises a 422 problem for anything that was not made for this list."""
    try:
        owner, made_for, *key = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        owner, made_for, key = None, "", []
    if owner != workspace_id or made_for != about:
        raise invalid(_("This cursor does not belong to this list. Start again without one."), "/cursor")
    return key


def after_id(workspace_id: int, about: str, text: str) -> int:
    """The id in a cursor of a list that is ordered by id alone; 0 without a cursor."""
    return int(read(workspace_id, about, text)[0]) if text else 0
