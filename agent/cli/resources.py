"""`resources`: searching the catalogue, and adding to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from studywright.agent.cli.common import console, open_store, print_json
from studywright.agent.output.paragraph import say
from studywright.agent.session import utc_now
from studywright.agent.validate import open_curriculum
from studywright.guardrails.entrance import text_faults
from studywright.learning.base import LEVELS
from studywright.learning.errors import AddressError, Fault, InputError, StoreError
from studywright.learning.goals import skills_named
from studywright.learning.roadmap import Curriculum, Price, Resource, Roadmap
from studywright.tools.catalogue import Catalogue, Filters
from studywright.tools.catalogue.facets import KINDS
from studywright.tools.catalogue.imports import make_resource, read_import


@dataclass(frozen=True)
class Wanted:
    """What a search is narrowed to, as it was typed."""

    skills: tuple[str, ...]
    levels: tuple[str, ...]
    kinds: tuple[str, ...]
    languages: tuple[str, ...]
    free: bool
    most_hours: float | None


@contextmanager
def open_catalogue(curriculum: Curriculum, database: str | None) -> Iterator[Catalogue]:
    """Open the catalogue with what the learner added."""
    with open_store(database) as store:
        yield Catalogue(curriculum, store.engine)


def run_search(query: str, wanted: Wanted, limit: int, name: str, database: str | None, as_json: bool) -> None:
    """Search, and show the best."""
    curriculum = open_curriculum(name)
    filters = _filters(wanted, curriculum.roadmap)
    try:
        with open_catalogue(curriculum, database) as catalogue:
            hits = catalogue.search(query, limit, filters)
    except AddressError:
        raise
    except StoreError as error:
        say(console(error=True), f"{error}. This is from the catalogue alone, without what you added.", style="yellow")
        hits = Catalogue(curriculum).search(query, limit, filters)
    if as_json:
        print_json([hit.resource.model_dump(mode="json") | {"score": hit.score, "own": hit.own} for hit in hits])
        return
    screen = console()
    if not hits:
        say(screen, "Nothing found. Try other words or fewer filters, or: studywright roadmap show")
    for hit in hits:
        _show(screen, hit.resource, own=hit.own)


def run_add(row: Mapping[str, str], name: str, database: str | None) -> None:
    """Add one resource."""
    curriculum = open_curriculum(name)
    today = utc_now().astimezone().date()
    resource = make_resource(row, f"on {today}", curriculum.roadmap, today, text_faults)
    with open_catalogue(curriculum, database) as catalogue:
        catalogue.add([resource])
    screen = console()
    say(screen, "Added. Plans prefer it where level, language and price fit.")
    _show(screen, resource, own=True)


def run_import(file: Path, skills: Sequence[str], skip_bad: bool, name: str, database: str | None) -> None:
    """Add all resources of a file. Raises InputError with every faulty row, unless the good ones are wanted anyway."""
    curriculum = open_curriculum(name)
    faults: list[Fault] = []
    known = sorted(_skill_ids(skills, curriculum.roadmap, faults))
    _raise(faults)
    read = read_import(file, curriculum.roadmap, utc_now().astimezone().date(), known, text_faults)
    if read.faults and not (skip_bad and read.resources):
        raise InputError(read.faults)
    with open_catalogue(curriculum, database) as catalogue:
        catalogue.add(read.resources)
    errors = console(error=True)
    for fault in read.faults:
        say(errors, f"left out: {fault}", style="yellow", hang=2)
    screen = console()
    say(screen, f"{len(read.resources)} added, {len({fault.line for fault in read.faults})} rows left out.")
    say(screen, "See them: studywright resources list")


def run_list(name: str, database: str | None, as_json: bool) -> None:
    """List what the learner added."""
    with open_catalogue(open_curriculum(name), database) as catalogue:
        found = catalogue.own
    if as_json:
        print_json([resource.model_dump(mode="json") for resource in found])
        return
    screen = console()
    if not found:
        say(screen, "You have added nothing yet. Try: studywright resources add, or import")
    for resource in found:
        _show(screen, resource, own=True)


def run_remove(url: str, name: str, database: str | None) -> None:
    """Take out what the learner added."""
    with open_catalogue(open_curriculum(name), database) as catalogue:
        if not catalogue.remove(url):
            raise InputError.of("resources remove", f"you have not added '{url}'", "See: studywright resources list")
    say(console(), "Removed.")


def _show(screen: Console, resource: Resource, *, own: bool) -> None:
    if isinstance(resource.cost, Price):
        cost = f"{resource.cost.amount:g} {resource.cost.currency}"
    else:
        cost = "free" if resource.cost == "free" else "price not known"
    say(screen, f"{resource.title}{' (yours)' if own else ''}", style="bold")
    say(screen, f"{resource.kind}, {resource.level}, {cost}, {resource.hours:g} h · {', '.join(resource.skills)}", indent=2)
    say(screen, resource.url, indent=2, style="blue")
    say(screen, f"seen in {resource.seen_in}, {resource.seen_at}", indent=2, style="dim")


def _filters(wanted: Wanted, roadmap: Roadmap) -> Filters:
    faults: list[Fault] = []
    skills = _skill_ids(wanted.skills, roadmap, faults)
    faults += [_unknown("--level", level, LEVELS) for level in wanted.levels if level not in LEVELS]
    faults += [_unknown("--kind", kind, KINDS) for kind in wanted.kinds if kind not in KINDS]
    faults += [
        Fault("--language", None, f"'{language}' is no language", "Write its two letters, such as en")
        for language in wanted.languages
        if not (language.isascii() and language.isalpha() and 2 <= len(language) <= 3)
    ]
    _raise(faults)
    return Filters(
        skills=skills,
        levels=frozenset(level for level in LEVELS if level in wanted.levels),
        kinds=frozenset(kind for kind in KINDS if kind in wanted.kinds),
        languages=frozenset(language.lower() for language in wanted.languages),
        free=wanted.free,
        most_hours=wanted.most_hours,
    )


def _skill_ids(names: Sequence[str], roadmap: Roadmap, faults: list[Fault]) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        named = (name,) if name in roadmap.by_id else skills_named(name, roadmap)
        found.update(named)
        if not named:
            cure = f"See: studywright roadmap show {roadmap.id}"
            faults.append(Fault("--skill", None, f"no skill of the roadmap is called '{name}'", cure))
    return frozenset(found)


def _unknown(option: str, value: str, known: Sequence[str]) -> Fault:
    return Fault(option, None, f"there is no '{value}'", f"Known: {', '.join(known)}")


def _raise(faults: Sequence[Fault]) -> None:
    if faults:
        raise InputError(faults)
