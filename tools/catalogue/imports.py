"""Reading the learner's own resources from a CSV file or from a Markdown list of links. Every faulty row is named."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from pydantic import ValidationError

from studywright.learning.documents import explain
from studywright.learning.errors import Fault, InputError, RefusedError
from studywright.learning.goals import skills_named
from studywright.learning.roadmap import Price, Resource, Roadmap
from studywright.learning.roadmap.resource import ADDED, Kind
from studywright.tools.web.settings import rules_in_force

MOST_BYTES = 4 * 1024 * 1024
MOST_ROWS = 20_000

HOURS: Mapping[Kind, float] = {
    "course": 20.0,
    "book": 15.0,
    "video": 2.0,
    "documentation": 4.0,
    "article": 1.0,
    "paper": 3.0,
    "practice": 4.0,
}
"""Hours by kind when a row names none: about the medians of the shipped catalogue. `hours_basis` says so."""

COLUMNS = ("url", "title", "skills", "provider", "kind", "level", "cost", "language", "hours", "summary")
_LINK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\[(?P<title>[^\]]+)\]\((?P<url>[^)\s]+)[^)]*\)\s*(?:[-–—:.]+\s*)?(?P<summary>.*)$")
_HEADING = re.compile(r"^#{1,6}\s+(?P<text>.+?)\s*#*$")


@dataclass(frozen=True)
class Imported:
    """What could be read, and what could not."""

    resources: tuple[Resource, ...]
    faults: tuple[Fault, ...]


Refuse = Callable[[Resource], Sequence[str]]
"""Says what keeps a resource from being taken, such as hostile text; nothing when it may be."""


def nothing_wrong(resource: Resource) -> Sequence[str]:
    """Refuse no resource."""
    return ()


def read_import(
    path: Path, roadmap: Roadmap, today: date, skills: Sequence[str] = (), refuse: Refuse = nothing_wrong
) -> Imported:
    """Read a .csv file, or a .md list of links. `skills` stand in where a row names none. Raises InputError for the file."""
    text = _read(path)
    rows = _markdown(text) if path.suffix.lower() in (".md", ".markdown") else _csv(text, str(path))
    resources: dict[str, Resource] = {}
    faults: list[Fault] = []
    for line, row in rows:
        found = _resource(row, f"{path.name}:{line}", roadmap, today, skills, refuse)
        if isinstance(found, Resource):
            if found.url in resources:
                faults.append(Fault(str(path), line, f"'{found.url}' stands twice", "Keep one of the rows"))
            resources.setdefault(found.url, found)
        else:
            faults += [Fault(str(path), line, message, cure) for message, cure in found]
    if not resources and not faults:
        raise InputError.of(
            str(path), "holds no resource", "Write a CSV file with url, title and skills, or '- [title](address)'"
        )
    return Imported(tuple(resources.values()), tuple(faults))


def make_resource(
    row: Mapping[str, str], seen_in: str, roadmap: Roadmap, today: date, refuse: Refuse = nothing_wrong
) -> Resource:
    """Make one resource of the learner's words. Raises InputError with all that is wrong."""
    found = _resource(row, seen_in, roadmap, today, (), refuse)
    if isinstance(found, Resource):
        return found
    raise InputError([Fault("resources add", None, message, cure) for message, cure in found])


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError.of(str(path), f"is larger than {MOST_BYTES // 1024 // 1024} MB", "Split it")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError.of(str(path), f"cannot be read ({error.strerror})", "Give the path of a file") from error
    except UnicodeDecodeError as error:
        raise InputError.of(str(path), "is no text in UTF-8", "Save it as UTF-8") from error


def _csv(text: str, source: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        faults = [f"unknown column '{name}'" for name in names if name not in COLUMNS]
        faults += [f"the column '{name}' is missing" for name in ("url", "title") if name not in names]
        if faults:
            raise InputError([Fault(source, 1, fault, f"Columns: {', '.join(COLUMNS)}") for fault in faults])
        reader.fieldnames = names
        for row in reader:
            if reader.line_num > MOST_ROWS:
                raise InputError.of(source, f"has more than {MOST_ROWS:,} rows", "Split it")
            filled = {str(name): value.strip() for name, value in row.items() if name and isinstance(value, str)}
            if None in row:
                filled["more"] = "more cells than columns"
            if any(filled.values()):
                yield reader.line_num, filled
    except csv.Error as error:
        raise InputError([Fault(source, reader.line_num, f"is no valid CSV ({error})", "Check the quotes")]) from error


def _markdown(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    heading = ""
    for line, content in enumerate(text.splitlines(), start=1):
        if under := _HEADING.match(content):
            heading = under["text"]
        elif link := _LINK.match(content):
            yield line, {"url": link["url"], "title": link["title"], "summary": link["summary"].strip(), "heading": heading}


def _resource(
    row: Mapping[str, str], seen_in: str, roadmap: Roadmap, today: date, skills: Sequence[str], refuse: Refuse
) -> Resource | list[tuple[str, str]]:
    """Give the resource of a row, or everything that is wrong with it, with cures."""
    faults: list[tuple[str, str]] = [(f"has {row['more']}", "Put quotes around text with commas")] if "more" in row else []
    url = row.get("url", "")
    host = _host(url)
    try:
        rules_in_force().check_url(url)
    except RefusedError as error:
        faults.append((str(error), "Give the https:// address at which everybody can find it"))
    kind = row.get("kind", "").lower() or _kind(host, row.get("title", ""))
    named = _skills(row, roadmap, faults) or tuple(skills)
    if not named and not faults:
        faults.append((f"'{row.get('title') or url}' names no skill of the roadmap", "Add skills, or give --skill"))
    hours = row.get("hours", "")
    default = HOURS.get(kind, 4.0)  # type: ignore[call-overload]
    data = {
        "url": url,
        "title": row.get("title", ""),
        "provider": row.get("provider") or host or "unknown",
        "kind": kind,
        "level": row.get("level", "").lower() or "beginner",
        "cost": _cost(row.get("cost", "")),
        "language": row.get("language") or "en",
        "hours": hours or default,
        "hours_basis": "Your own figure" if hours else f"Taken for {'an' if kind == 'article' else 'a'} {kind}: {default:g} h",
        "skills": named or ("none",),
        "summary": row.get("summary", "")[:2000],
        "seen_in": f"{ADDED} ({seen_in})",
        "seen_at": today,
    }
    try:
        made = Resource.model_validate(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            found = explain(detail["type"], detail["msg"], ".".join(map(str, detail["loc"][:1])))
            if found not in faults and not (faults and detail["loc"] == ("url",)):
                faults.append(found)
        return faults
    faults += [(f"a text in it {problem}", "Take it out") for problem in refuse(made)]
    return faults or made


def _skills(row: Mapping[str, str], roadmap: Roadmap, faults: list[tuple[str, str]]) -> tuple[str, ...]:
    """Read the skills of a row: by id or name; in a list, by its heading, else by title and description."""
    found: list[str] = []
    for part in filter(None, map(str.strip, re.split(r"[;|,]", row.get("skills", "")))):
        named = (part,) if part in roadmap.by_id else skills_named(part, roadmap)
        if not named:
            faults.append((f"no skill of the roadmap is called '{part}'", f"See: studywright roadmap show {roadmap.id}"))
        found += named
    for text in (row.get("heading", ""), row.get("title", ""), row.get("summary", "")) if "heading" in row else ():
        found = found or list(skills_named(text, roadmap))
    return tuple(dict.fromkeys(found))


def _cost(text: str) -> str | Price:
    """Read `free`, `paid`, or an amount like "20 EUR". What the learner has already costs nothing more: the default."""
    amount = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([A-Za-z]{3})", text)
    return Price(amount=float(amount[1]), currency=amount[2].upper()) if amount else text.lower() or "free"


def _kind(host: str, title: str) -> str:
    for kind in get_args(Kind):
        if re.search(rf"\b{kind}s?\b", title.casefold()):
            return str(kind)
    if host.endswith(("youtube.com", "youtu.be", "vimeo.com")):
        return "video"
    if host == "arxiv.org":
        return "paper"
    if host.startswith("docs.") or host.endswith((".readthedocs.io", ".rs")):
        return "documentation"
    return "article"


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
