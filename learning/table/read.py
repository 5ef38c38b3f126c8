"""Reading a plan from a table in CSV or Markdown: week, topic, resource, hours, in any order and under any usual name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from studywright.learning.errors import InputError

COLUMNS = {
    "week": r"weeks?|wk|week (no|number)|when",
    "topic": r"topics?|skills?|subjects?|focus|what|themes?|content|learn|modules?|(main|key) topics?|(topic|focus) area",
    "resource": r"(key |main |recommended )?(resources?|materials?|links?|urls?|sources?|courses?)|(what to )?study from",
    "hours": r"((est|estimated|study|weekly|total) )?(hours?|h|hrs|time|duration|effort)( (week|needed|h|hours?|hrs|per week))?",
}
"""How the head of a column may read, in small letters and words alone."""

MOST_ROWS, MOST_WEEKS = 5000, 520
ADDRESS = re.compile(r"https?://[^\s)\]>|\"']+")
PROMISE = re.compile(
    r"\b(?:\d+\s*(?:-|–|to)\s*)?(\d+(?:\.\d+)?)\s*(?:hours?|hrs?|h)\s*(?:of study\s*)?(?:per|a|/|each|every)\s*week", re.I
)
HOURS = re.compile(
    r"\W*(\d+(?:[.,]\d+)?)\s*(?:(?:-|–|—|to)\s*(\d+(?:[.,]\d+)?))?\s*(h|hrs?|hours?|mins?|minutes?)?\b\W*"
    r"(?:(?:per|a|each)?\s*week\W*)?",
    re.I,
)


@dataclass(frozen=True)
class Row:
    """A row: the line it stands on, its week, what it says, and its hours (None when it gives none that can be read)."""

    line: int
    week: int
    topic: str
    resource: str
    address: str
    hours: float | None


@dataclass(frozen=True)
class Table:
    """The rows of a plan in order, and what could not be read, each with its line."""

    source: str
    rows: tuple[Row, ...]
    unread: tuple[tuple[int, str], ...]
    has_hours: bool
    promise: float | None = None
    """Hours a week that the text around the table speaks of."""


def read_table(text: str, source: str) -> Table:
    """Read the first table that has a week and a topic. Raises InputError when there is none."""
    for lines in (_markdown(text), _csv(text)):
        table = _read(lines, source)
        if table is not None:
            promised = PROMISE.search(text)
            return replace(table, promise=float(promised.group(1)) if promised else None)
    cure = "Give a table with the columns week, topic, resource and hours, in CSV or Markdown; or a plan.json"
    if text.startswith("# Study plan:"):
        cure = "This is the form for reading; verify takes the other: studywright export json --output plan.json"
    raise InputError.of(source, "holds no plan: no table in it has a week and a topic", cure)


def _read(lines: Iterable[tuple[int, Sequence[str]]], source: str) -> Table | None:
    rows: list[Row] = []
    unread: list[tuple[int, str]] = []
    places: dict[str, int] | None = None
    week = 0
    for line, cells in lines:
        found = _columns(cells)
        if {"week", "topic"} <= found.keys():
            places = found
            continue
        if places is None or not any(cells):
            continue
        cell = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        weeks = _weeks(cell["week"]) or ([week] if week and not cell["week"] else [])
        if not weeks or not cell["topic"]:
            unread.append((line, "has no week that can be read" if not weeks else "names no topic"))
            continue
        week = weeks[-1]
        hours = _hours(cell.get("hours", ""))
        if hours is None and cell.get("hours"):
            unread.append((line, f"says '{cell['hours'][:40]}' where hours belong"))
        rows += _rows(line, weeks, cell, hours)
        if len(rows) > MOST_ROWS:
            raise InputError.of(source, f"has more than {MOST_ROWS} rows", "Give a smaller plan")
    rows.sort(key=lambda row: row.week)
    return Table(source, tuple(rows), tuple(unread), "hours" in (places or {})) if rows else None


def _rows(line: int, weeks: Sequence[int], cell: dict[str, str], hours: float | None) -> Iterator[Row]:
    resource = cell.get("resource", "")
    address = ADDRESS.search(" ".join(cell.values()))
    title = re.sub(r"[\[\]()<>]", " ", ADDRESS.sub(" ", resource))
    url = address.group().rstrip(".,;") if address else ""
    for week in weeks:
        share = None if hours is None else hours / len(weeks)
        yield Row(line, week, _plain(cell["topic"]), " ".join(title.split()), url, share)


def _plain(text: str) -> str:
    """Take emphasis and links of Markdown off."""
    return " ".join(re.sub(r"[*_`]+|\[|\]\([^)]*\)", " ", ADDRESS.sub(" ", text)).split())


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        words = " ".join(re.findall(r"[a-z]+", cell.casefold()))
        name = next((name for name, known in COLUMNS.items() if re.fullmatch(known, words)), None)
        if name is not None:
            found.setdefault(name, place)
    return found


def _weeks(text: str) -> list[int]:
    """Read 3, Week 3, or Weeks 3-4."""
    numbers = [int(n) for n in re.findall(r"\d{1,3}", text)[:2]]
    if not numbers or not re.fullmatch(r"\W*(weeks?|wk|w)?[\s.#]*\d{1,3}(\s*(-|–|—|to|and|&|/)\s*\d{1,3})?\W*", text, re.I):
        return []
    first, last = numbers[0], numbers[-1]
    return list(range(first, last + 1)) if 0 < first <= last <= MOST_WEEKS else []


def _hours(text: str) -> float | None:
    """Read 6, 6 h, 90 min or 4-6 hours, of which the larger."""
    found = HOURS.fullmatch(text)
    if found is None:
        return None
    number = max(float(part.replace(",", ".")) for part in found.groups()[:2] if part)
    hours = number / 60 if (found.group(3) or "").lower().startswith("min") else number
    return hours if 0 < hours < 1000 else None


def _markdown(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    for line, content in enumerate(text.splitlines(), start=1):
        if "|" not in content or re.fullmatch(r"[\s|:-]+", content):
            continue
        cells = re.split(r"(?<!\\)\|", content.strip().removeprefix("|").removesuffix("|"))
        yield line, [cell.replace("\\|", "|").strip() for cell in cells]


def _csv(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        return
