"""Reading a form's definition out of the builder page. The page has one block of inputs a field: ``f0_label``, ``f0_kind`` …"""

from collections.abc import Mapping

from percaya.web.forms.definition import KINDS, MAX_FIELDS, Definition, Field, key_for, origin


def read(given: Mapping[str, str]) -> tuple[Definition, list[str]]:
    """What was built, and addresses among the allowed sites that are none. Blocks without a label are left out."""
    fields: list[Field] = []
    for number in _order(given):
        label = given.get(f"f{number}_label", "").strip()[:120]
        kind = given.get(f"f{number}_kind", "text")
        if not label or kind not in KINDS or f"f{number}_remove" in given:
            continue
        taken = [field.key for field in fields]
        key = given.get(f"f{number}_key", "")
        fields.append(
            Field(
                key=key if key and key not in taken else key_for(label, taken),
                label=label,
                kind=kind,
                required=f"f{number}_required" in given,
                choices=_choices(given.get(f"f{number}_choices", "")),
                hint=given.get(f"f{number}_hint", "").strip()[:240],
            )
        )
    sites = [line.strip() for line in given.get("origins", "").splitlines() if line.strip()][:20]
    found = {line: origin(line) for line in sites}
    built = Definition(
        title=given.get("title", "").strip()[:120],
        intro=given.get("intro", "").strip()[:1000],
        language=given.get("language") if given.get("language") in ("id", "en") else "id",  # type: ignore[arg-type]
        fields=tuple(fields),
        origins=tuple(dict.fromkeys(filter(None, found.values()))),
        thanks=given.get("thanks", "").strip()[:1000],
    )
    return built, [line for line, clean in found.items() if not clean]


def _choices(text: str) -> tuple[str, ...]:
    return tuple(line.strip()[:120] for line in text.splitlines() if line.strip())[:50]


def _order(given: Mapping[str, str]) -> list[int]:
    """Blocks by the place that was typed or moved to; equal places stay as they were."""
    numbers = [number for number in range(MAX_FIELDS + 1) if f"f{number}_label" in given]
    return sorted(numbers, key=lambda number: (_place(given.get(f"f{number}_place", "")), number))


def _place(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 999
