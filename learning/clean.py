"""Making text from outside plain: no control characters, no escape sequences, no marks that turn text around."""

from __future__ import annotations

import re
import unicodedata


def clean(text: str) -> str:
    """Take out control characters, escape sequences and marks that turn text around; white space becomes one blank."""
    without = re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b.?", "", text)
    kept = (c if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn") else " " for c in without)
    return re.sub(r"\s+", " ", "".join(kept)).strip()
