"""How long after it was resolved a talk still goes on in its ticket: the business's wish, and each account's own.

Kept in the workspace's settings: {"talks": {"reopen_hours": 24, "accounts": {"<public id>": 2}}}.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from percaya.core import public_ids
from percaya.core.workspace.models import Workspace

DEFAULT_HOURS = 24
MOST_HOURS = 24 * 90


def reopen_span(workspace_id: int, account_id: int | None) -> timedelta:
    """Zero where a resolved ticket never opens again by a chat."""
    kept = Workspace.objects.values_list("settings", flat=True).get(pk=workspace_id).get("talks", {})
    return timedelta(hours=reopen_hours(kept, public_ids.encode("account", account_id) if account_id else ""))


def reopen_hours(kept: Mapping[str, Any], account: str = "") -> int:
    """Of the account, else of the business, else the default."""
    own = kept.get("accounts", {}).get(account)
    return int(kept.get("reopen_hours", DEFAULT_HOURS) if own is None else own)
