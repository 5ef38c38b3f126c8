"""Making text from outside safe for where it goes: the terminal, Markdown, JSON.

Every sink cleans for itself, whatever was done before: what is harmless in one place acts in another.
"""

from __future__ import annotations

import json
import re

from studywright.learning.clean import character_is_plain, clean


def markdown(text: str) -> str:
    """Clean text, and take the meaning from all that Markdown or HTML would act on, bare addresses and mentions included."""
    escaped = re.sub(r"([\\`*_{}\[\]()#+!|~$])", r"\\\1", clean(text).replace("&", "&amp;"))
    escaped = escaped.replace("<", "&lt;").replace(">", "&gt;").replace("://", "&#58;//").replace("@", "&#64;")
    escaped = re.sub(r"\bwww\.", "www&#46;", escaped, flags=re.I)
    return re.sub(r"^(\d*)([-=:.]|\\\))", _no_block, escaped)


def _no_block(found: re.Match[str]) -> str:
    """Keep the first sign of a line from beginning a list, a heading or a rule."""
    return f"{found.group(1)}\\{found.group(2).lstrip(chr(92))}"


def link_target(url: str) -> str:
    """Make an address safe as the target of a Markdown link; empty when it is no web address."""
    if not re.match(r"https?://", url):
        return ""
    return re.sub(r"[\s<>()\[\]\\\"'`|]", lambda found: f"%{ord(found.group()):02X}", clean(url))


def json_text(data: object) -> str:
    """Give data as JSON whose text shows itself alone: characters that act on a terminal are escaped, and nothing is lost."""
    return escaped_json(json.dumps(data, indent=2, ensure_ascii=False)) + "\n"


def escaped_json(text: str) -> str:
    r"""Write every character of a JSON text that is not plain as \\uXXXX; the data stay the same."""
    return re.sub(r"[^\n\t -~]", _shown, text)  # few characters are looked at one by one: a plan has half a million


def _shown(found: re.Match[str]) -> str:
    character = found.group()
    if character_is_plain(character):
        return character
    return json.dumps(character)[1:-1] if character != "\x7f" else "\\u007f"
