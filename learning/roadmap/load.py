"""Loading a roadmap with its items and catalogue: whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from studywright.learning.base import Frozen, Identifier, ShortText
from studywright.learning.documents import Document, read_document, validate_document
from studywright.learning.errors import Fault, InputError
from studywright.learning.roadmap.curriculum import Curriculum
from studywright.learning.roadmap.item import Item
from studywright.learning.roadmap.model import Project, Roadmap, Role, Skill, Source, Stage, reference_faults
from studywright.learning.roadmap.resource import Resource

ROADMAPS = Path(__file__).resolve().parent.parent / "roadmaps"


class RoadmapFile(Frozen):
    """`roadmap.yaml` as written; whether it hangs together is checked after, with lines."""

    id: Identifier
    title: ShortText
    version: ShortText
    source: Source | None = None
    stages: tuple[Stage, ...] = Field(min_length=1)
    skills: tuple[Skill, ...] = Field(min_length=1)
    projects: tuple[Project, ...] = ()
    roles: tuple[Role, ...] = ()


class ItemsFile(Frozen):
    """`items/<stage>.yaml`."""

    items: tuple[Item, ...] = ()


class ResourcesFile(Frozen):
    """`resources.yaml`."""

    resources: tuple[Resource, ...] = ()


def available_roadmaps() -> tuple[str, ...]:
    """List the ids of the roadmaps that come with the package."""
    return tuple(sorted(path.name for path in ROADMAPS.iterdir() if (path / "roadmap.yaml").is_file()))


def load_curriculum(name: str) -> Curriculum:
    """Load a shipped roadmap by its id, or any roadmap by the path of its folder or its roadmap.yaml.

    Raises InputError with the faults of all its files at once.
    """
    return _load_shipped(name) if name in available_roadmaps() else _load(_folder(name))


@lru_cache
def _load_shipped(name: str) -> Curriculum:
    """Load a roadmap of the package once; its files do not change while a program runs."""
    return _load(ROADMAPS / name)


def _load(folder: Path) -> Curriculum:
    faults: list[Fault] = []
    roadmap = _load_roadmap(folder / "roadmap.yaml", faults)
    items = tuple(_load_items(folder, roadmap, faults))
    resources = tuple(_load_resources(folder / "resources.yaml", roadmap, faults))
    if faults or roadmap is None:
        raise InputError(sorted(set(faults), key=lambda fault: (fault.source, fault.line or 0, fault.message)))
    return Curriculum(roadmap, items, resources)


def _folder(name: str) -> Path:
    path = Path(name)
    folder = path.parent if path.is_file() else path
    if not (folder / "roadmap.yaml").is_file():
        shipped = ", ".join(available_roadmaps())
        cure = f"Known: {shipped}; or give the path of a folder that holds a roadmap.yaml"
        raise InputError.of("--roadmap", f"there is no roadmap '{name}'", cure)
    return folder


def _load_roadmap(path: Path, faults: list[Fault]) -> Roadmap | None:
    try:
        document = read_document(path)
        raw = validate_document(document, RoadmapFile)
    except InputError as error:
        faults.extend(error.faults)
        return None
    found = reference_faults(raw.stages, raw.skills, raw.projects, raw.roles, raw.source)
    wrong = [document.fault(location, message, cure) for location, message, cure in found]
    faults.extend(wrong)
    return None if wrong else Roadmap.model_validate(raw.model_dump())


def _load_items(folder: Path, roadmap: Roadmap | None, faults: list[Fault]) -> Iterator[Item]:
    seen: set[str] = set()
    for path in sorted((folder / "items").glob("*.yaml")):
        try:
            document = read_document(path)
            items = validate_document(document, ItemsFile).items
        except InputError as error:
            faults.extend(error.faults)
            continue
        for index, item in enumerate(items):
            where = ("items", index)
            if item.id in seen:
                faults.append(document.fault(where, f"the item id '{item.id}' stands twice", "Give it another id"))
            faults.extend(_unknown(document, where, (item.skill,), roadmap))
            seen.add(item.id)
            yield item


def _load_resources(path: Path, roadmap: Roadmap | None, faults: list[Fault]) -> Iterator[Resource]:
    if not path.exists():
        return
    try:
        document = read_document(path)
        resources = validate_document(document, ResourcesFile).resources
    except InputError as error:
        faults.extend(error.faults)
        return
    seen: set[str] = set()
    for index, resource in enumerate(resources):
        where = ("resources", index)
        if resource.url in seen:
            faults.append(document.fault(where, f"'{resource.url}' stands twice", "Join the two entries"))
        faults.extend(_unknown(document, where, resource.skills, roadmap))
        seen.add(resource.url)
        yield resource


def _unknown(
    document: Document, where: tuple[str | int, ...], skills: tuple[str, ...], roadmap: Roadmap | None
) -> Iterator[Fault]:
    for skill in skills:
        if roadmap is not None and skill not in roadmap.by_id:
            yield document.fault(where, f"unknown skill '{skill}'", "Use a skill id of roadmap.yaml")
