"""Making text from outside safe for where it goes."""

from __future__ import annotations

import re
import unicodedata


def clean(text: str) -> str:
    """Take out control characters, escape sequences and marks that turn text around; white space becomes one blank."""
    without = re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b.?", "", text)
    kept = (c if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn") else " " for c in without)
    return re.sub(r"\s+", " ", "".join(kept)).strip()


def markdown(text: str) -> str:
    """Clean text, and take the meaning from every character that Markdown or HTML would act on."""
    escaped = re.sub(r"([\\`*_{}\[\]()#+!|~])", r"\\\1", clean(text))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link_target(url: str) -> str:
    """Make an address safe as the target of a Markdown link; empty when it is no web address."""
    if not re.match(r"https?://", url):
        return ""
    return re.sub(r"[\s<>()\[\]\\\"'`|]", lambda found: f"%{ord(found.group()):02X}", clean(url))
