"""What roles may do, and what a new workspace starts with. Pure."""

from collections.abc import Iterable, Mapping

READ = "read"
NOTE = "note"
REPLY = "reply"  # and change tickets
BULK = "bulk"  # many tickets at once
CURATE = "curate"  # what a team shares: views, templates, macros, labels
EXPORT = "export"  # take customers' data out in a file
SUPERVISE = "supervise"  # quarantine, stuck work, private teams
AUDIT = "audit"  # read who changed what
ADMINISTER = "administer"  # channels, members, tokens, settings
OWN = "own"

RIGHTS = (READ, NOTE, REPLY, BULK, CURATE, EXPORT, SUPERVISE, AUDIT, ADMINISTER, OWN)
GRANTABLE = RIGHTS[1:-1]  # what a role of the business's own may hold: everyone reads, only owners own

_LIGHT = frozenset({READ, NOTE})
_AGENT = _LIGHT | {REPLY, BULK}
_SUPERVISOR = _AGENT | {CURATE, EXPORT, SUPERVISE}
_ADMIN = _SUPERVISOR | {AUDIT, ADMINISTER}
_RIGHTS: Mapping[str, frozenset[str]] = {
    "light": _LIGHT,
    "agent": _AGENT,
    "supervisor": _SUPERVISOR,
    "admin": _ADMIN,
    "owner": _ADMIN | {OWN},
}

SCOPES = (
    "tickets:read",
    "tickets:write",
    "messages:read",
    "messages:write",
    "contacts:read",
    "contacts:write",
    "workspace:read",
    "arrivals:read",
    "inbound:write",
    "workspace:write",
    "events:read",
)

DEFAULT_HOURS: dict[str, list[list[str]]] = {str(day): [["08:00", "17:00"]] for day in range(5)}
DEFAULT_REPLY_MINUTES = 240
ZONE_WORDS = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def rights_of(role: str, own: Iterable[str] | None = None) -> frozenset[str]:
    """What a member may do: by a role of the business's own (``own``, its rights) where there is one, else by the role."""
    if own is not None:
        return frozenset(own) & set(GRANTABLE) | {READ}
    return _RIGHTS.get(role, frozenset())


def may_give(holder: frozenset[str], given: frozenset[str]) -> bool:
    """Nobody hands out more than they hold: an admin makes admins at most, only an owner makes owners."""
    return ADMINISTER in holder and given <= holder
