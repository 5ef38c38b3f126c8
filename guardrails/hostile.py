"""What makes a text from outside hostile: characters that act, markup that runs, orders to a language model.

Text is data here and no order in it is ever followed; this finds what should not be let in at all. It looks through the
usual disguises: letters that look alike, spacing, digits for letters, entities, percent signs, base 64. It is a filter and
no proof: what keeps hostile text harmless is that it is cleaned at every sink, and that no plan depends on it.
"""

from __future__ import annotations

import base64
import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from studywright.guardrails.orders import is_order
from studywright.learning.clean import character_is_plain

MARKUP = re.compile(
    r"<\s*/?\s*(script|iframe|frame|object|embed|applet|svg|math|img|image|video|audio|source|style|link|meta|base|form|input"
    r"|button|textarea|template|body|html|marquee|details|isindex|xml|!doctype|!\[cdata|\?xml|!--)(?![a-z])"
    r"|\b(javascript|vbscript|livescript)\s*:|data\s*:\s*(text/html|application|image/svg)|<[^>]*\bon[a-z]{3,}\s*=|\bexpression\s*\("
    r"|\{\{.*\}\}|\{%.*%\}|<%.*%>|\$\{.*\}",
    re.I | re.S,
)

DISGUISES = ("&", "%", "\\")
BACKWARDS = ("erongi", "snoitcurtsni")
ROTATED = ("vtaber", "qvfertneq", "sbetrg")
"""How ignore, disregard, forget and instructions read backwards, and rotated by 13 letters."""

CODE = 24
"""Letters and digits in a row that may be a code: 18 bytes in base 64."""

MARKUP_SIGNS = re.compile(r"[<{(]|script|data")

LETTER_DIGIT = re.compile(r"[a-z][013457@$!][a-z@]|\b[0134]\w*[a-z]{2}")
SPACED = re.compile(r"\b(?:\w[ ._*-]){4,}")
LATIN = re.compile(r"[a-z]")
LOOKALIKES = str.maketrans("аеорсухіјѕԁһԛԝкмтвнαοερτυνικ", "aeopcyxijsdhqwkmtbhaoeptuvik")
LEET = str.maketrans("013457@$!", "oieastasi")


@lru_cache(maxsize=8192)
def problems_in(text: str) -> tuple[str, ...]:
    """Say in words what is hostile about a text; nothing when nothing is."""
    found = []
    plain = text.isascii() and text.isprintable()
    if not plain and any(not character_is_plain(c) for c in text if c != "\n"):
        found.append("carries control or invisible characters")
    readings = tuple(dict.fromkeys(_readings(text)))
    if any(MARKUP.search(reading) for reading in readings if MARKUP_SIGNS.search(reading)):
        found.append("carries markup that would run")
    if any(is_order(reading) for reading in readings):
        found.append("carries orders to a language model")
    return tuple(found)


def _readings(text: str) -> Iterator[str]:
    """Give the text as a person or a model may read it: as it stands, and with each disguise taken off."""
    for decoded in (text, *_decoded(text)):
        for plain in _unmasked(decoded):
            yield plain
            if LETTER_DIGIT.search(plain):
                yield plain.translate(LEET)
            if SPACED.search(plain):
                yield re.sub(r"(?<=\b\w)[ ._*-](?=\w\b)", "", plain)
                yield re.sub(r"  +", " ", re.sub(r"(?<=\b\w) (?=\w\b)", "", plain))


def _unmasked(text: str) -> Iterator[str]:
    if text.isascii():
        yield text.lower()
        return
    wide = unicodedata.normalize("NFKC", text)
    shown = "".join(c for c in wide if character_is_plain(c) or c.isspace()).casefold()
    yield shown
    if LATIN.search(shown):
        latin = unicodedata.normalize("NFD", shown.translate(LOOKALIKES))
        yield "".join(c for c in latin if unicodedata.category(c) != "Mn")


def _decoded(text: str) -> Iterator[str]:
    folded = text.lower()
    if any(word in folded for word in ROTATED):
        yield text.translate(ROT13)
    if any(word in folded for word in BACKWARDS):
        yield text[::-1]
    if any(len(word) >= CODE for word in text.split()):
        for run in re.findall(rf"[A-Za-z0-9+/_-]{{{CODE},}}={{0,2}}", text):
            yield from _from_bytes(run)
    if text.isascii() and not any(sign in text for sign in DISGUISES):
        return
    if "&" in text and ";" in text:
        yield html.unescape(text)
    if re.search(r"%[0-9A-Fa-f]{2}", text):
        yield unquote(unquote(text))
    if re.search(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})", text):
        yield re.sub(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))", lambda m: chr(int(m.group(1) or m.group(2), 16)), text)
    tags = "".join(chr(ord(c) - 0xE0000) for c in text if 0xE0020 <= ord(c) <= 0xE007E)
    if tags:
        yield tags


def _from_bytes(run: str) -> Iterator[str]:
    padded = run + "=" * (-len(run) % 4)
    for read, given in ((base64.b64decode, padded), (base64.urlsafe_b64decode, padded), (bytes.fromhex, run)):
        try:
            decoded = read(given).decode("utf-8")
        except ValueError:  # no such code, or no text
            continue
        if decoded.isprintable():
            yield decoded


ROT13 = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "nopqrstuvwxyzabcdefghijklmNOPQRSTUVWXYZABCDEFGHIJKLM"
)
