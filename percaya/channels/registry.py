"""Finds the channels: every folder beside this file with a ``channel.py`` is one. Nothing else to register."""

from functools import cache
from importlib import import_module
from pathlib import Path

from percaya import channels as package
from percaya.channels.contract import Channel


@cache
def folders() -> dict[str, Path]:
    """Folder of every channel by the folder's name, in the order of the names."""
    found = (folder for root in package.__path__ for folder in Path(root).iterdir())
    return {folder.name: folder for folder in sorted(found, key=lambda folder: folder.name) if (folder / "channel.py").exists()}


@cache
def channels() -> dict[str, Channel]:
    """All channels by key, in the order of their folders' names."""
    found: dict[str, Channel] = {}
    for name in folders():
        channel: Channel = import_module(f"percaya.channels.{name}.channel").CHANNEL
        found[channel.key] = channel
    return found


def channel(key: str) -> Channel:
    """The channel of that key. Raises ``KeyError`` with the known ones."""
    try:
        return channels()[key]
    except KeyError:
        raise KeyError(f"no channel {key!r}; there are {', '.join(channels())}") from None
