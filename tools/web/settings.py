"""The settings of the web tools that come from outside."""

from __future__ import annotations

import os
from dataclasses import dataclass

from studywright.tools.web.address import Rules

LOOPBACK = "STUDYWRIGHT_TEST_LOOPBACK"
"""For tests alone: set to 1, requests may go to servers on this machine, which are refused otherwise."""


@dataclass(frozen=True)
class SearchSettings:
    """How the web is searched. `seconds` bounds one request, `budget` the searches of a plan."""

    engines: str = "duckduckgo,brave,mojeek"
    proxy: str | None = None
    ca_file: str | None = None
    seconds: int = 8
    budget: int = 20


def rules_in_force() -> Rules:
    """Give the rules for addresses: the strict ones, unless a test says that its own servers may be asked."""
    return Rules(loopback=os.environ.get(LOOPBACK) == "1")


def search_settings() -> SearchSettings:
    """Read the settings from the environment: STUDYWRIGHT_SEARCH_ENGINES, _PROXY and _CA_FILE."""
    given = {name: os.environ.get(f"STUDYWRIGHT_SEARCH_{name.upper()}") for name in ("engines", "proxy", "ca_file")}
    return SearchSettings(
        engines=(given["engines"] or SearchSettings.engines).replace(" ", ""), proxy=given["proxy"], ca_file=given["ca_file"]
    )
