"""Printing one paragraph: cleaned, and wrapped at the width there is."""

from __future__ import annotations

import textwrap

from rich.console import Console
from rich.text import Text

from studywright.learning.clean import clean


def say(screen: Console, text: str, *, style: str = "", indent: int = 0, hang: int = 0) -> None:
    """Print a paragraph; its further lines hang by `hang` columns more than `indent`."""
    wrapped = textwrap.wrap(
        "  ".join(clean(part) for part in text.split("  ")),  # two blanks line up columns
        width=max(24, screen.width - 1),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in wrapped:
        screen.print(Text(line, style=style), soft_wrap=True)
