"""The symbols' colours can be read, on paper and in the dark: WCAG 2.2 asks for 4.5:1."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "nnlib" / "style" / "symbols.css").read_text(encoding="utf8")
LIGHT, DARK = (dict(re.findall(r"--sym-([a-z]+): (#[0-9a-f]{6})", block)) for block in CSS.split("}")[:2])
LINES = {"rule", "paper", "zero", "one"}  # not for text


def luminance(colour):
    """Relative luminance of #rrggbb, from its definition in WCAG."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_symbol_can_be_read(theme):
    assert set(LIGHT) == set(DARK) and {"w", "b", "z", "a", "delta", "eta", "x", "y", "loss"} <= set(theme)
    for symbol in set(theme) - LINES:
        assert contrast(theme[symbol], theme["paper"]) >= 4.5, symbol


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_no_two_symbols_share_a_colour(theme):
    assert len(set(theme.values())) == len(theme)
