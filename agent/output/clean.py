"""Making text from outside safe for where it goes."""

from __future__ import annotations

import re

from studywright.learning.clean import clean

__all__ = ["clean", "link_target", "markdown"]


def markdown(text: str) -> str:
    """Clean text, and take the meaning from every character that Markdown or HTML would act on."""
    escaped = re.sub(r"([\\`*_{}\[\]()#+!|~])", r"\\\1", clean(text))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link_target(url: str) -> str:
    """Make an address safe as the target of a Markdown link; empty when it is no web address."""
    if not re.match(r"https?://", url):
        return ""
    return re.sub(r"[\s<>()\[\]\\\"'`|]", lambda found: f"%{ord(found.group()):02X}", clean(url))
