"""Everything that the goal needs is a gap, or known: nothing is forgotten."""

from __future__ import annotations

import re

from studywright.guardrails.context import PlanContext, error
from studywright.learning.learner import Goal
from studywright.learning.plan import StudyPlan, Verdict
from studywright.learning.roadmap.model import Roadmap


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Follow the goal to the skills it rests on, and look for each in the plan."""
    title, wanted = _wanted(plan.profile.goal, context.roadmap)
    if title is None:
        return (error("goal", "the goal names nothing that the roadmap has", "Name a role, a project or skills of the roadmap"),)
    verdicts = []
    if plan.goal != title:
        verdicts.append(error("goal", f"the plan says its goal is '{plan.goal}', the profile says '{title}'", f"Write '{title}'"))
    needed = _with_all_they_rest_on(wanted, context.roadmap)
    gaps, known = {gap.skill for gap in plan.gaps}, {item.skill for item in plan.skipped}
    for skill in sorted(needed - gaps - known):
        message = f"the goal needs {context.name(skill)}, and the plan says nothing of it"
        verdicts.append(error("goal", message, "Plan it, leave it out with a reason, or show that it is known"))
    for skill in sorted((gaps | known) - needed):
        verdicts.append(error("goal", f"the goal does not need {context.name(skill)}", "Take it out"))
    for gap in plan.gaps:
        if gap.skill in needed and (gap.need == "goal") != (gap.skill in wanted):
            why = "is asked for by the goal itself" if gap.skill in wanted else "is only what something else rests on"
            verdicts.append(error("goal", f"{context.name(gap.skill)} {why}, the plan says otherwise", "Correct its need"))
    return tuple(verdicts)


def _wanted(goal: Goal, roadmap: Roadmap) -> tuple[str | None, set[str]]:
    """Give the goal's title and the skills it asks for directly."""
    named = [(r.id, r.title, r.skills) for r in roadmap.roles if r.id == goal.role]
    named += [(p.id, p.title, p.skills) for p in roadmap.projects if p.id == goal.project]
    if goal.text:
        entries = [*((r.id, r.title, r.skills) for r in roadmap.roles), *((p.id, p.title, p.skills) for p in roadmap.projects)]
        named = [entry for entry in entries if _says(goal.text, entry[0], entry[1])]
    if named:
        return named[0][1], set(named[0][2])
    if goal.skills and all(skill in roadmap.by_id for skill in goal.skills):
        return ", ".join(roadmap.by_id[skill].title for skill in goal.skills[:3]), set(goal.skills)
    said = {s.id for s in roadmap.skills if goal.text and _says(goal.text, s.id, s.title, *s.aliases)}
    return (goal.text, said) if said else (None, set())


def _says(text: str, *names: str) -> bool:
    return any(name and f" {name} " in f" {_plain(text)} " for name in map(_plain, names))


def _plain(text: str) -> str:
    return " ".join(_singular(word) for word in re.findall(r"[^\W_]+", text.casefold()))


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > 4 else word


def _with_all_they_rest_on(wanted: set[str], roadmap: Roadmap) -> set[str]:
    found: set[str] = set()
    open_ends = [*wanted]
    while open_ends:
        skill = open_ends.pop()
        if skill not in found:
            found.add(skill)
            open_ends += roadmap.by_id[skill].prerequisites
    return found
