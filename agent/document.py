"""Reading a CV or job advert: plain text, of a sensible size."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from studywright.guardrails.entrance import secret_in
from studywright.guardrails.hostile import problems_in
from studywright.learning.errors import InputError

MAX_BYTES = 100_000
"""A long CV has some 20 kB of text."""


def read_text(path: Path, option: str = "--about") -> str:
    """Read a text file, without lines that give orders to a model. Raises InputError when it is too large, binary or empty."""
    try:
        with path.open("rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise InputError.of(option, f"{path} is no file", "Give the path of a text file")
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError.of(option, f"{path} cannot be read ({error.strerror})", "Give the path of a text file") from error
    if len(raw) > MAX_BYTES:
        raise InputError.of(option, f"{path} is larger than {MAX_BYTES // 1000} kB", "Give the part that matters, as text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError.of(option, f"{path} is no text in UTF-8", "Save it as plain text (.txt or .md)") from error
    if any(ord(c) < 32 and c not in "\n\r\t\f" for c in text):
        raise InputError.of(option, f"{path} is binary", "Save it as plain text (.txt or .md)")
    if secret := secret_in(text):
        raise InputError.of(option, f"{path} holds what looks like {secret}", "Take it out; if it is real, change it")
    if not text.strip():
        raise InputError.of(option, f"{path} is empty", "Leave the option out, or give another file")
    return "\n".join(line for line in text.splitlines() if not problems_in(line))
