"""Readable by everyone: every text colour on every ground it may stand on, in both schemes, has at least 4.5 : 1 (WCAG 2.2 AA)."""

from __future__ import annotations

import re

import pytest

from reports.charts import TONES
from reports.rendering import text

SURFACES = ("--paper", "--page", "--wash")
SHEETS = ("report.css", "print.css", "page-print.css")


def scheme(dark: bool) -> dict[str, str]:
    light, _, rest = text("colours.css").partition("@media")
    found = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", light))
    return found | (dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", rest)) if dark else {})


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pairs() -> set[tuple[str, str]]:
    """(text, ground) of every rule; a rule that sets one of both is paired with what the other may be."""
    found = {(f"--s{step}", f"--f{step}") for step in range(5)}
    for name in SHEETS:
        sheet = re.sub(r"/\*.*?\*/", "", text(name), flags=re.DOTALL)
        for body in re.findall(r"\{([^{}]*)\}", sheet):
            ink = re.search(r"(?<![-\w])color:\s*var\((--[\w-]+)\)", body)
            ground = re.search(r"background:\s*var\((--[\w-]+)\)", body)
            if ink and ground:
                found.add((ink[1], ground[1]))
            elif ink and ink[1] != "--on-button":
                found |= {(ink[1], surface) for surface in SURFACES}
            elif ground and ground[1] != "--button":
                found.add(("--ink", ground[1]))
    return found


def test_the_pairs_are_really_read_from_the_style_sheets() -> None:
    found = pairs()
    assert ("--on-button", "--button") in found
    assert ("--ink", "--hit") in found
    assert ("--soft", "--wash") in found
    assert len(found) > 25


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_pair_is_readable(dark: bool) -> None:
    colours = scheme(dark)
    poor = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs()}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < 4.5}


def test_the_five_severities_are_readable_on_white_and_distinct_in_grey_by_shape() -> None:
    colours = scheme(dark=False)
    assert all(contrast(colours[f"--s{step}"], "#ffffff") >= 4.5 for step in range(5))


def test_the_charts_use_the_same_colours() -> None:
    colours = scheme(dark=False)
    assert all(TONES[f"s{step}"].lower() == colours[f"--s{step}"] for step in range(5))
    assert TONES["plain"].lower() == colours["--accent"]


def test_no_colour_is_written_outside_its_one_place() -> None:
    assert not re.findall(r"#[0-9a-f]{6}\b", text("report.css"))
