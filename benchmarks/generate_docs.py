"""Write what is generated: docs/roadmap.md and docs/schemas/. Run: python -m benchmarks.generate_docs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from studywright.learning.base import LEVELS
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Curriculum, load_curriculum
from studywright.learning.roadmap.load import ItemsFile, ResourcesFile, RoadmapFile

ROOT = Path(__file__).resolve().parent.parent
FORMATS: dict[str, type[BaseModel]] = {
    "plan": StudyPlan,
    "profile": LearnerProfile,
    "roadmap": RoadmapFile,
    "items": ItemsFile,
    "resources": ResourcesFile,
}


def generated() -> dict[str, str]:
    """Give the text of every generated file by its path."""
    files = {"docs/roadmap.md": "\n".join(_roadmap_page(load_curriculum("ml-engineer-2026"))) + "\n"}
    for name, model in FORMATS.items():
        schema = model.model_json_schema(by_alias=True)
        files[f"docs/schemas/{name}.schema.json"] = _schema(name, schema)
    answers = TypeAdapter(dict[str, str | int]).json_schema()
    files["docs/schemas/answers.schema.json"] = _schema("answers", answers)
    return files


def _schema(name: str, schema: dict[str, object]) -> str:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    return json.dumps(head | {key: value for key, value in schema.items() if key != "title"}, indent=2) + "\n"


def _roadmap_page(curriculum: Curriculum) -> Iterator[str]:
    roadmap = curriculum.roadmap
    titles = {skill.id: skill.title for skill in roadmap.skills} | {p.id: f"Project: {p.title}" for p in roadmap.projects}
    yield f"# {roadmap.title}"
    yield ""
    yield "Generated from `learning/roadmaps/ml-engineer-2026` by `python -m benchmarks.generate_docs`."
    yield ""
    hours = sum(skill.hours.novice_to_working for skill in roadmap.skills)
    yield f"{len(roadmap.skills)} skills ({hours:g} hours from novice to working level, all together), "
    yield f"{len(roadmap.projects)} projects, {len(curriculum.items)} items, {len(curriculum.resources)} resources."
    yield ""
    yield "An arrow leads from a prerequisite to what rests on it; the colours are the stages (`python -m benchmarks.draw_roadmap`)."
    yield ""
    yield "![The skills and their prerequisites](roadmap.svg)"
    yield ""
    yield "*Rests on* names in italics what is recommended before a skill, and guides the order only."
    yield "Columns: *h* hours from novice to working level; *resources*, of them *free*; *kinds* of resources;"
    yield "*items* as choice items for beginners, working and proficient, and open ones."
    for stage in roadmap.stages:
        yield from ("", f"## {stage.title}", "")
        yield "| skill | h | rests on | resources | free | kinds | items |"
        yield "| --- | --- | --- | --- | --- | --- | --- |"
        for skill in (s for s in roadmap.skills if s.stage == stage.id):
            best = (f"*{titles[other]}*" for other in skill.recommended_after)
            rests = ", ".join((*(titles[parent] for parent in skill.prerequisites), *best))
            row = (f"{skill.title} (`{skill.id}`)", f"{skill.hours.novice_to_working:g}", rests, *_coverage(curriculum, skill.id))
            yield f"| {' | '.join(row)} |"
        for project in (p for p in roadmap.projects if p.stage == stage.id):
            skills = ", ".join(titles[s] for s in project.skills)
            yield f"| **Project: {project.title}** (`{project.id}`) | {project.hours:g} | {skills} | | | | |"
    yield from ("", "## Roles", "", "| role | asks for directly | with all they rest on | hours |", "| --- | --- | --- | --- |")
    for role in roadmap.roles:
        needed = roadmap.closure(role.skills)
        total = sum(roadmap.by_id[s].hours.novice_to_working for s in needed)
        yield f"| {role.title} (`{role.id}`) | {len(role.skills)} | {len(needed)} | {total:g} |"
    if roadmap.source:
        yield from ("", "## What the source names, and what covers it here", "", f"Source: {roadmap.source.title}.", "")
        yield "| the source names | covered by |"
        yield "| --- | --- |"
        for entry in roadmap.source.names:
            yield f"| {entry.name} | {', '.join(titles[name] for name in entry.covered_by)} |"


def _coverage(curriculum: Curriculum, skill: str) -> tuple[str, ...]:
    resources = [resource for resource in curriculum.resources if skill in resource.skills]
    items = [item for item in curriculum.items if item.skill == skill]
    by_level = [sum(item.kind == "choice" and item.level == level for item in items) for level in LEVELS]
    opened = sum(item.kind == "open" for item in items)
    free = sum(resource.cost == "free" for resource in resources)
    kinds = ", ".join(sorted({resource.kind for resource in resources}))
    return str(len(resources)), str(free), kinds, " + ".join(map(str, (*by_level, opened)))


def main() -> None:
    """Write all generated files."""
    for path, text in generated().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
