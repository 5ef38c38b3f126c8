"""Something to study from, with where and when its address was seen."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints

from studywright.learning.base import Frozen, Identifier, Level, ShortText

ADDED, FOUND = "added by you", "web search"
"""How `seen_in` begins for what a learner added themselves, and for what a search of the web found."""

Kind = Literal["course", "book", "video", "documentation", "article", "paper", "practice"]


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise ValueError(f"'{url}' is no web address | Write it as https://host/path") from error
    if parts.scheme not in ("http", "https") or not host or "." not in host or any(c.isspace() for c in url):
        raise ValueError(f"'{url}' is no web address | Write it as https://host/path")
    return url


WebAddress = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_web_address)]


class Price(Frozen):
    """An amount of money; the currency as its three letters (ISO 4217)."""

    amount: Annotated[float, Field(ge=0)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Resource(Frozen):
    """A course, book, page or the like. `hours` is what a learner spends on it for its skills together."""

    url: WebAddress
    title: ShortText
    provider: ShortText
    kind: Kind
    level: Level
    cost: Literal["free", "paid"] | Price
    """`paid` says that the price was not seen: such a resource can be found, but is never put into a plan."""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    hours: Annotated[float, Field(gt=0, le=1000)]
    hours_basis: ShortText
    skills: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    summary: str = ""
    seen_in: ShortText
    seen_at: date
