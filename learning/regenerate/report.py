"""A regenerated plan in the plan's own types, and why each thing changes, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from studywright.learning.assessment import MASTERED
from studywright.learning.plan import Block, Change, Choice, LeftOut, PlannedProject, StudyPlan, Week
from studywright.learning.regenerate.candidates import Work, value_of
from studywright.learning.regenerate.remaining import Remaining
from studywright.learning.schedule import Schedule
from studywright.learning.schedule.calendar import weeks_of
from studywright.learning.schedule.number import number_blocks

Placed = tuple[int, Block]

NO_ROOM = "it does not fit into the hours before the deadline"


def schedule_from(work: Work, chosen: frozenset[str], blocks: Sequence[Placed], anew: Schedule, before: StudyPlan) -> Schedule:
    """Put a way to go on into the plan's types; what it shares with the plan made anew is taken from there."""
    weeks = _weeks(work, blocks)
    taken = frozenset(b.skill for _, b in blocks if b.kind == "study" and b.skill)
    reasons = {item.skill: item for item in anew.left_out}
    left_out = tuple(
        reasons.get(gap.skill, LeftOut(skill=gap.skill, hours=gap.hours, reason=NO_ROOM))
        for gap in work.problem.analysis.gaps
        if gap.skill not in taken
    )
    anew_blocks = [(week.number, block) for week in anew.weeks for block in week.blocks]
    solved = frozenset(b.skill for _, b in anew_blocks if b.kind == "study" and b.skill) & work.gaps.keys()
    ratio = value_of(work, chosen, blocks) / (value_of(work, solved, anew_blocks) or 1.0)
    bound = max(anew.figures.bound, anew.figures.objective)
    objective = round(min(bound, anew.figures.objective * ratio), 6)
    gap = round((bound - objective) / bound, 6) if bound else 0.0
    figures = anew.figures.model_copy(update={"objective": objective, "bound": bound, "gap": gap})
    return replace(
        anew,
        weeks=weeks,
        choices=tuple(_choices(weeks, anew, before)),
        left_out=left_out,
        projects=tuple(_projects(work, weeks, anew)),
        figures=figures,
    )


def reasons_for(work: Work, left: Remaining, before: StudyPlan, chosen: frozenset[str]) -> Callable[[Change], str]:
    """Give the function that says why something changes."""
    mastery = {item.skill: item.mastery for item in work.problem.analysis.skipped}
    missed = sum(block.hours for week, block in left.blocks if week < left.week)
    fresh = sum(piece.halves for skill in chosen for piece in work.new.get(skill, ())) / 2
    first = " and ".join(
        [f"{missed:g} h of earlier weeks that are not done"] * (missed > 0) + [f"{fresh:g} h of new study"] * (fresh > 0)
    )
    bases = {gap.skill: gap.basis for gap in work.problem.analysis.gaps}

    def reason(change: Change) -> str:
        if change.after is None:
            return _why_dropped(change, mastery, chosen, work)
        if change.before is None:
            return _why_added(change, before, work)
        if change.before < left.week:
            return f"it is not done, and week {change.before} is over"
        if change.after < change.before:
            return "there is room for it earlier"
        if first:
            return f"{first} come before it"
        return bases.get(change.about) or "what comes before it takes longer, or there are fewer hours"

    return reason


def _why_added(change: Change, before: StudyPlan, work: Work) -> str:
    if change.kind == "check":
        return "to look back after weeks of nothing but study"
    if change.about in work.old:
        basis = next((gap.basis for gap in work.problem.analysis.gaps if gap.skill == change.about), "")
        return basis or "it takes longer than was planned"
    if before.mastery.get(change.about, 0.0) >= MASTERED:
        return "the check found it missing"
    return "there is time for it now, or the goal calls for it now"


def _why_dropped(change: Change, mastery: dict[str, float], chosen: frozenset[str], work: Work) -> str:
    about = change.about
    if change.kind in ("review", "check"):
        return "what it looks back at has moved or is gone"
    if about in mastery:
        return f"you know it by now ({mastery[about]:.0%})"
    if change.kind == "study" and about in chosen:
        return "it takes fewer hours than was planned"
    return NO_ROOM if about in work.gaps or change.kind == "project" else "the goal does not need it any more"


def _weeks(work: Work, blocks: Sequence[Placed]) -> tuple[Week, ...]:
    by_week: dict[int, list[Block]] = {}
    for number, block in blocks:
        by_week.setdefault(number, []).append(block)
    numbered = number_blocks(by_week)
    behind = {week.number: len(week.blocks) for week in work.left.history}
    titles = {s.id: s.title for s in work.problem.roadmap.skills} | {p.id: p.title for p in work.problem.roadmap.projects}
    result = []
    for week in weeks_of(work.problem.profile):
        if not work.left.week <= week.number <= max(numbered, default=0):
            continue
        done = behind.get(week.number, 0)
        found = tuple(
            block.model_copy(update={"id": f"w{week.number}.{place + done}"})
            for place, block in enumerate(numbered.get(week.number, ()), start=1)
        )
        names = dict.fromkeys(b.skill or b.project or "" for b in found if b.kind in ("study", "project"))
        result.append(
            Week(
                number=week.number,
                starts_on=week.starts_on,
                capacity_hours=week.capacity_hours,
                focus=" · ".join(titles.get(name, name) for name in names),
                blocks=found,
            )
        )
    return tuple(result)


def _choices(weeks: Sequence[Week], anew: Schedule, before: StudyPlan) -> list[Choice]:
    hours: dict[str, float] = {}
    urls: dict[str, dict[str, str]] = {}
    for week in weeks:
        for block in week.blocks:
            if block.kind == "study" and block.skill and block.resource:
                hours[block.skill] = hours.get(block.skill, 0.0) + block.hours
                urls.setdefault(block.skill, {})[block.resource.url] = block.resource.title
    older = {choice.skill: choice for choice in before.choices}
    newer = {choice.skill: choice for choice in anew.choices}
    result = []
    for skill, used in urls.items():
        same = [c for c in (older.get(skill), newer.get(skill)) if c is not None and set(used) <= set(c.resources)]
        choice = same[0] if same else newer.get(skill) or older[skill]
        if set(used) != set(choice.resources):  # some of them are done, and the reasons speak of those too
            choice = choice.model_copy(update={"why_these": f"{' and '.join(used.values())}: what is left of it"})
        result.append(choice.model_copy(update={"hours": hours[skill], "resources": tuple(used)}))
    return result


def _projects(work: Work, weeks: Sequence[Week], anew: Schedule) -> list[PlannedProject]:
    places: dict[str, list[int]] = {}
    for week in weeks:
        for block in week.blocks:
            if block.kind == "project" and block.project:
                places.setdefault(block.project, [])
                if week.number not in places[block.project]:
                    places[block.project].append(week.number)
    result = []
    for name, numbers in places.items():
        project = work.problem.roadmap.project(name)
        if project is not None:
            result.append(
                PlannedProject(
                    id=name, title=project.title, deliverable=project.deliverable, hours=project.hours, weeks=tuple(numbers)
                )
            )
    return result + [project for project in anew.projects if not project.weeks and project.id not in places]
