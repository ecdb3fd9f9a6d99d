"""Rules of the house that no linter knows, held by reading the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import PRODUCT, ROOT, files

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Books that pages keep for themselves, of which the journal has no need, and why.
BOOKKEEPING = {
    "EmailAddress",  # allauth's own list, filled beside create_user()
    "ApiReply",  # answers kept a day for their Idempotency-Key
}
WRITERS = {"create", "bulk_create", "update_or_create", "get_or_create"}
LONGEST = 330  # lines of a file; most are far shorter


def at(path: Path, node: ast.AST) -> str:
    return f"{path}:{getattr(node, 'lineno', 0)}"


def inner_imports(tree: ast.Module) -> Iterator[ast.AST]:
    for function in ast.walk(tree):
        if isinstance(function, FUNCTIONS):
            yield from (node for node in ast.walk(function) if isinstance(node, (ast.Import, ast.ImportFrom)))


def raw_writes(tree: ast.Module) -> Iterator[ast.AST]:
    """``x.save()`` and ``X.objects.create()``: a change that goes round its verb, and so leaves no event."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            manager = isinstance(owner, ast.Attribute) and owner.attr == "objects"
            if manager and node.func.attr in WRITERS and _name(owner.value) not in BOOKKEEPING:
                yield node
            if node.func.attr == "save" and isinstance(owner, ast.Name) and owner.id not in {"form", "image"}:
                yield node


def may_write(path: Path) -> bool:
    """Verbs; the journal and the machine, which keep books of their own; demo and bench, which make worlds."""
    parts = path.parts
    rooms = {"journal", "runtime", "demo", "bench"}
    return "actions" in parts or path.stem in {"actions", "reactions"} or bool(rooms & set(parts))


def test_imports_stand_at_the_top() -> None:
    assert [at(path, node) for path, tree in files().items() for node in inner_imports(tree)] == []


def test_pages_change_nothing_but_through_verbs() -> None:
    pages = {path: tree for path, tree in files().items() if path.parts[1] == "web"}
    assert [at(path, node) for path, tree in pages.items() if not may_write(path) for node in raw_writes(tree)] == []


def test_models_queries_and_policies_write_nothing() -> None:
    quiet = {path: tree for path, tree in files().items() if path.stem in {"models", "queries", "policy", "events"}}
    assert [at(path, node) for path, tree in quiet.items() if not may_write(path) for node in raw_writes(tree)] == []


def test_policies_are_pure() -> None:
    impure = {"django", "time", "socket", "os", "httpx", "random"}
    found = [
        at(path, node)
        for path, tree in files().items()
        if path.stem == "policy"
        for node in ast.walk(tree)
        for name in _imported(node)
        if name.split(".")[0] in impure
    ]
    assert found == []


def test_a_planted_breach_is_seen() -> None:
    planted = ast.parse("def f():\n    import os\n    Ticket.objects.create()\n    ticket.save()\n")
    assert len(list(inner_imports(planted))) == 1
    assert len(list(raw_writes(planted))) == 2


def rooms() -> list[Path]:
    """Core apps, stages, the rooms of the agent's desk, and the runtime."""
    found = [path.parent for path in PRODUCT.glob("*/*/apps.py") if path.parts[-3] in {"core", "stages"}]
    desk = [path.parent for path in PRODUCT.glob("web/inbox/*/__init__.py")]
    return [*sorted(found), *sorted(desk), PRODUCT / "runtime"]


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_room_says_what_it_owns(room: Path) -> None:
    readme = room / "README.md"
    assert readme.exists(), f"{room.relative_to(ROOT)} has no README.md"
    lines = readme.read_text().strip().splitlines()
    assert 4 <= len(lines) <= 30


def test_files_fit_a_screen_or_two() -> None:
    long = {str(path): len((ROOT / path).read_text().splitlines()) for path in files()}
    assert {path: lines for path, lines in long.items() if lines > LONGEST} == {}


def test_every_test_package_mirrors_a_room() -> None:
    strays = [
        folder.name
        for folder in (ROOT / "tests").iterdir()
        if folder.is_dir()
        and not folder.name.startswith(("_", "."))
        and not (PRODUCT / folder.name).exists()
        and folder.name
        not in {"architecture", "browser", "contracts", "isolation", "journeys", "resilience", "security", "services"}
    ]
    assert strays == []


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def test_the_path_names_each_event_once() -> None:
    """A second line for an event would silently replace the first one's reactions."""
    table = next(node for node in ast.walk(ast.parse((ROOT / "percaya" / "flow.py").read_text())) if isinstance(node, ast.Dict))
    named: list[str] = []
    for key, value in zip(table.keys, table.values, strict=True):
        if key is not None:
            named.append(ast.unparse(key))
        else:  # **dict.fromkeys((One, Another), …)
            assert isinstance(value, ast.Call) and isinstance(value.args[0], ast.Tuple)
            named += [ast.unparse(event) for event in value.args[0].elts]
    assert len(named) > 40 and len(named) == len(set(named))
