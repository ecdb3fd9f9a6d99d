"""A brand's colour made readable, as letters on a page and under letters of its own. Pure."""

import re

_COLOUR = re.compile(r"#[0-9a-f]{6}")
ENOUGH = 5.5  # contrast of letters: WCAG 1.4.3 wants 4.5, and they also stand on a tint of themselves
LIGHT, DARK = "#fbfaf7", "#15171d"  # what customers' pages are drawn on, at its nearest to the letters


def clean_colour(text: str) -> str:
    """ "#0A7" or "0a7a5f" -> "#rrggbb" in lower case; "" for what is no colour."""
    bare = text.strip().lower().lstrip("#")
    bare = "".join(letter * 2 for letter in bare) if len(bare) == 3 else bare
    return f"#{bare}" if _COLOUR.fullmatch(f"#{bare}") else ""


def repaired(colour: str, ground: str) -> str:
    """The colour itself where it reads well on the ground, else the nearest one towards black or white that does."""
    goal = "#000000" if _luminance(ground) > 0.18 else "#ffffff"
    for step in range(21):
        mixed = _mixed(colour, goal, step / 20)
        if contrast(mixed, ground) >= ENOUGH:
            return mixed
    return goal


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on it. One of them reaches 4.5:1 on every colour (WCAG 1.4.3)."""
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, colour))


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _mixed(colour: str, other: str, share: float) -> str:
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(_parts(colour), _parts(other), strict=True))


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    parts = [one / 255 for one in _parts(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
