"""What every channel over Meta's Graph API shares: signed webhooks, their envelope, calls and refusals."""

from percaya.channels.common.graph.calling import bearer, graph_base, graph_get, graph_post, graph_url
from percaya.channels.common.graph.envelope import (
    Change,
    Entry,
    changes_of,
    entries_of,
)
from percaya.channels.common.graph.errors import GraphError, graph_error
from percaya.channels.common.graph.hooks import knock
from percaya.channels.common.graph.signing import is_signed, signature

__all__ = [
    "Change",
    "Entry",
    "GraphError",
    "bearer",
    "changes_of",
    "entries_of",
    "graph_base",
    "graph_error",
    "graph_get",
    "graph_post",
    "graph_url",
    "is_signed",
    "knock",
    "signature",
]
