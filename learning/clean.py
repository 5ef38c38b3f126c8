"""Making text from outside plain: no escape sequences, no control or invisible characters, no piles of marks."""

from __future__ import annotations

import re
import unicodedata

ESCAPE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # control sequences
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # strings to the terminal: titles, links, clipboard
    r"|\x1b.?|\x9b[0-?]*[ -/]*[@-~]?",
    re.S,
)
MOST_MARKS = 4
"""Combining marks on one letter; no script needs more, and a pile of them covers the lines around."""

INVISIBLE = frozenset({"\u115f", "\u1160", "\u17b4", "\u17b5", "\u3164", "\uffa0", "\u2800", "\u034f"})
"""Letters, marks and signs by their category, but nothing to be seen."""


def clean(text: str) -> str:
    """Make text safe for a terminal: no escape sequence, no control or invisible character; white space becomes one blank."""
    if text.isascii() and text.isprintable():  # nearly all texts; the rest is looked at one by one
        return re.sub(r" +", " ", text).strip()
    kept = (c if character_is_plain(c) else " " for c in ESCAPE.sub("", text))
    return re.sub(r"\s+", " ", _few_marks("".join(kept))).strip()


def character_is_plain(character: str) -> bool:
    """Say whether a character only shows itself: no control, no direction mark, nothing invisible."""
    if character.isascii():
        return " " <= character < "\x7f" or character == "\t"
    if character in INVISIBLE or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return False
    return unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def _few_marks(text: str) -> str:
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
