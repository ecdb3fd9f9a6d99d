"""Our own name of a message, as a vendor gives it back: of a message that leaves in parts each has its own.

The first part carries the message's token bare; a further one says which it is, and proves nothing of the others.
"""

_BAR = "|"


def part_token(token: str, step: str, *, first: bool) -> str:
    return token if first else f"{token}{_BAR}{step}"


def parted(said: str) -> tuple[str, str]:
    """The message's token and the step of the part, "" for the first (or the only one)."""
    token, _, step = said.partition(_BAR)
    return token, step
