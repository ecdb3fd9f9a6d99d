"""Finds the channels: every folder beside this file with a ``channel.py`` is one. Nothing else to register."""

from functools import cache
from importlib import import_module
from pathlib import Path

from percaya.channels.contract import Channel


@cache
def channels() -> dict[str, Channel]:
    """All channels by key, in the order of their names."""
    found: dict[str, Channel] = {}
    for folder in sorted(Path(__file__).parent.iterdir()):
        if (folder / "channel.py").exists():
            channel: Channel = import_module(f"percaya.channels.{folder.name}.channel").CHANNEL
            found[channel.key] = channel
    return found


def channel(key: str) -> Channel:
    """The channel of that key. Raises ``KeyError`` with the known ones."""
    try:
        return channels()[key]
    except KeyError:
        raise KeyError(f"no channel {key!r}; there are {', '.join(channels())}") from None
