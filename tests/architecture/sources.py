"""The product's own Python files, parsed once for every test here."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "percaya"


@cache
def files() -> dict[Path, ast.Module]:
    """Path from the root -> syntax tree, migrations left out."""
    found = (path for path in sorted(PRODUCT.rglob("*.py")) if "migrations" not in path.parts)
    return {path.relative_to(ROOT): ast.parse(path.read_text()) for path in found}
