"""What stays of a raw webhook when its writer unsent a message: LINE asks services to forget its content."""

from percaya.channels.common.forgetting import forgotten


def forget(raw: bytes, target: str) -> bytes | None:
    """``None``: nothing of it stands there."""
    return forgotten(raw, lambda thing: ("id", "type") if thing.get("id") == target and "type" in thing else None)
