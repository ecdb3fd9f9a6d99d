"""Every colour pair that the parts use is readable in both themes: measured from the token file itself."""

import math
import re
from pathlib import Path

import pytest

import percaya.web.ui

TOKENS = (Path(percaya.web.ui.__file__).parent / "static/ui/css/tokens.css").read_text()
PAIR = re.compile(r"--([a-z0-9-]+):\s*light-dark\(oklch\(([^)]*)\),\s*oklch\(([^)]*)\)\)")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS)}
HUES = ("nila", "toska", "daun", "kunyit", "mengkudu", "sogan", "lembayung")
GROUNDS = ("canvas", "surface", "raised", "sunken", "selected", "note")


def luminance(oklch: str) -> float:
    lightness, chroma, hue = oklch.split()
    light = float(lightness.rstrip("%")) / 100
    a = float(chroma) * math.cos(math.radians(float(hue)))
    b = float(chroma) * math.sin(math.radians(float(hue)))
    long, medium, short = (
        (light + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (light - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (light - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    r, g, b = (min(1.0, max(0.0, channel)) for channel in (red, green, blue))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(first: str, second: str, theme: int) -> float:
    lights = sorted((luminance(COLOURS[first][theme]), luminance(COLOURS[second][theme])))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("hue", HUES)
def test_a_hue_as_text_is_readable_on_every_ground_and_on_its_own_tint(hue: str, theme: int) -> None:
    for ground in (*GROUNDS, f"{hue}-bg"):
        assert contrast(f"{hue}-fg", ground, theme) >= 4.5, ground


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink-1", "ink-2", "ink-3"])
def test_ink_is_readable_on_every_ground(ink: str, theme: int) -> None:
    for ground in GROUNDS:
        assert contrast(ink, ground, theme) >= 4.5, ground


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("hue", ["nila", "toska", "daun", "mengkudu", "sogan", "lembayung"])
def test_text_on_a_solid_fill_is_readable(hue: str, theme: int) -> None:
    assert contrast("on-solid", f"{hue}-solid", theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_turmeric_takes_dark_ink_in_both_themes(theme: int) -> None:
    assert contrast("ink-dark", "kunyit-solid", theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_controls_and_focus_stand_out(theme: int) -> None:
    for ground in ("canvas", "surface", "raised"):
        assert contrast("line-strong", ground, theme) >= 3.0
        assert contrast("focus", ground, theme) >= 3.0


def test_every_colour_exists_in_both_themes() -> None:
    css = "".join(file.read_text() for file in Path(percaya.web.ui.__file__).parent.glob("static/ui/css/**/*.css"))
    used = set(re.findall(r"var\(--([a-z0-9-]+)", css))
    defined = set(re.findall(r"--([a-z0-9-]+):", css))
    assert used <= defined | {"measure", "dialog", "rail"}
