"""`roadmap`."""

from __future__ import annotations

from studywright.agent.cli.common import console, print_json
from studywright.agent.output.paragraph import say
from studywright.learning.roadmap import available_roadmaps, load_curriculum
from studywright.learning.roadmap.audit import audit

MOST_REMARKS = 20
"""Remarks that are listed when nobody asked for all: a draft without resources has hundreds."""


def run_list(as_json: bool) -> None:
    """List the shipped roadmaps."""
    found = [load_curriculum(name) for name in available_roadmaps()]
    rows = [
        {
            "id": c.roadmap.id,
            "title": c.roadmap.title,
            "version": c.roadmap.version,
            "skills": len(c.roadmap.skills),
            "items": len(c.items),
            "resources": len(c.resources),
        }
        for c in found
    ]
    if as_json:
        print_json(rows)
        return
    screen = console()
    for row in rows:
        say(screen, f"{row['id']}  {row['title']}", style="bold")
        say(screen, f"{row['skills']} skills, {row['items']} items, {row['resources']} resources", indent=2)


def run_show(name: str, as_json: bool) -> None:
    """Show one roadmap."""
    roadmap = load_curriculum(name).roadmap
    if as_json:
        print_json(roadmap.model_dump(mode="json"))
        return
    screen = console()
    say(screen, f"{roadmap.title} ({roadmap.id} {roadmap.version})", style="bold")
    for stage in roadmap.stages:
        screen.print()
        say(screen, stage.title, style="bold cyan")
        for skill in (s for s in roadmap.skills if s.stage == stage.id):
            after = f", after {', '.join(skill.prerequisites)}" if skill.prerequisites else ""
            after += f", best after {', '.join(skill.recommended_after)}" if skill.recommended_after else ""
            say(screen, f"{skill.title}  ({skill.id}, {skill.hours.novice_to_working:g} h{after})", indent=2, hang=2)
        for project in (p for p in roadmap.projects if p.stage == stage.id):
            say(screen, f"Project: {project.title}  ({project.id}, {project.hours:g} h)", indent=2, hang=2, style="green")
    screen.print()
    say(screen, "Roles", style="bold cyan")
    for role in roadmap.roles:
        say(screen, f"{role.title}  ({role.id}): {len(roadmap.closure(role.skills))} skills", indent=2, hang=2)


def run_validate(name: str, strict: bool, as_json: bool) -> bool:
    """Check one roadmap and say whether it passed; faults are raised as InputError by the loader."""
    curriculum = load_curriculum(name)
    remarks = audit(curriculum)
    passed = not (strict and remarks)
    if as_json:
        print_json({"valid": True, "passed": passed, "remarks": [remark.model_dump() for remark in remarks]})
        return passed
    screen = console()
    roadmap = curriculum.roadmap
    counts = f"{len(roadmap.skills)} skills, {len(curriculum.items)} items, {len(curriculum.resources)} resources"
    say(screen, f"{roadmap.id} {roadmap.version} is sound: {counts}")
    shown = remarks if strict else remarks[:MOST_REMARKS]
    for remark in shown:
        say(screen, f"{remark.check}: {remark.message}", style="yellow", hang=2)
    more = f", {len(remarks) - len(shown)} of them only shown with --strict" if len(shown) < len(remarks) else ""
    if remarks:
        say(screen, f"{len(remarks)} remarks{more}. None of them keeps the roadmap from being used.")
    return passed
