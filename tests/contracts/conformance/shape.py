"""A channel's folder and what it says of itself."""

import ast
from pathlib import Path

import lucide

from percaya.channels import registry
from percaya.channels.contract import Channel

_KINDS = {"text", "email", "number", "secret", "choice", "bool", "host"}
_FORBIDDEN = ("django", "percaya.core", "percaya.stages", "percaya.web", "percaya.runtime", "percaya.settings")
_OF_ALL = ("percaya.channels.contract", "percaya.channels.common")


def has_readme_icon_and_payloads(channel: Channel, folder: Path) -> None:
    readme = folder / "README.md"
    assert readme.exists(), f"{folder.name} needs a README.md of about ten lines"
    assert len(readme.read_text().splitlines()) >= 4
    assert lucide._load_icon(channel.icon) is not None, "the icon must be one of the icon set"
    assert len(list((folder / "payloads").glob("*.expected.json"))) >= 1
    assert channel.key == folder.name
    assert channel.name_en
    assert channel.name_id


def has_sane_capabilities(channel: Channel, folder: Path) -> None:
    can = channel.capabilities
    for limit in (can.max_text, can.max_attachment, can.reply_window_hours):
        assert limit is None or limit > 0
    assert 0 <= can.undo_seconds <= 600
    assert can.sends != bool(can.replies_through), "replies leave by the channel itself or by exactly one other"
    if can.replies_through:
        other = registry.channel(can.replies_through)
        assert other.capabilities.sends
        assert other.handle_kind is channel.handle_kind
    assert not (can.templates and can.reply_window_hours is None), "templates are for outside a window"


def has_settings_in_both_languages(channel: Channel, folder: Path) -> None:
    keys = [setting.key for setting in channel.settings]
    assert len(keys) == len(set(keys))
    for setting in channel.settings:
        assert setting.kind in _KINDS, setting.key
        assert setting.label_en and setting.label_id, setting.key
        assert bool(setting.help_en) == bool(setting.help_id), setting.key
        assert (setting.kind == "choice") == bool(setting.choices), setting.key
        assert not setting.choices or setting.default in setting.choices, setting.key


def is_pure(channel: Channel, folder: Path) -> None:
    """No framework, no core, no sibling, no import inside a function."""
    for file in folder.rglob("*.py"):
        if file.name.startswith("test_"):
            continue
        tree = ast.parse(file.read_text())
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            assert not any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function)), (
                f"{file}: {function.name}"
            )
        for name in _imported(tree):
            assert not name.startswith(_FORBIDDEN), f"{file} imports {name}"
            own = name.startswith(f"percaya.channels.{folder.name}")
            assert not name.startswith("percaya.") or own or name.startswith(_OF_ALL) or name == "percaya.channels", (
                f"{file} imports {name}"
            )


def _imported(tree: ast.AST) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names.append(node.module or "")
    return names
