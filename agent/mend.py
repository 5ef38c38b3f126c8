"""Mending a plan that has errors: each error maps to one bounded step.

What is wrong with a resource bars it, and the scheduler chooses another. What is wrong with blocks is mended in the plan
itself: one is dropped, moved or added, and the sums are drawn again. What is left makes the wish narrower: the skill at
fault is left out, and the scheduler is asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studywright.learning.plan import Block, StudyPlan, Verdict, Week

OF_RESOURCES = frozenset({"grounding", "links", "language", "budget", "level", "safety"})
OF_BLOCKS = frozenset({"shape", "parts", "reviews", "workload", "calendar", "balance", "totals", "projects"})


@dataclass(frozen=True)
class Mending:
    """What to do about the errors: a mended plan, or what the scheduler must do without."""

    plan: StudyPlan | None = None
    barred: frozenset[str] = frozenset()
    dropped: Mapping[str, str] = field(default_factory=dict)


def mend(plan: StudyPlan, barred: Sequence[str] = ()) -> Mending:
    """Find the step for each error of a plan. `barred` are the addresses that were barred before."""
    errors = errors_of(plan)
    if errors and all(verdict.guardrail in OF_BLOCKS for verdict in errors):
        mended = _mended(plan, errors)
        if mended != plan:
            return Mending(plan=mended)
    blocks = {block.id: block for week in plan.weeks for block in week.blocks}
    bar, drop = set(barred), dict[str, str]()
    for verdict in errors:
        block = blocks.get(verdict.block or "")
        if block is None:
            continue
        if verdict.guardrail in OF_RESOURCES and block.resource is not None and block.resource.url not in barred:
            bar.add(block.resource.url)
        elif block.skill is not None:
            drop[block.skill] = f"the guardrail '{verdict.guardrail}' refused it: {verdict.message}"
    return Mending(barred=frozenset(bar), dropped=drop)


def errors_of(plan: StudyPlan) -> list[Verdict]:
    """List the errors that stand on a plan."""
    return [verdict for verdict in plan.verdicts if verdict.severity == "error"]


def at_fault(plan: StudyPlan) -> tuple[str, ...]:
    """List the skills whose blocks have errors, in the order of the plan."""
    wrong = {verdict.block for verdict in errors_of(plan)}
    blocks = [block for week in plan.weeks for block in week.blocks if block.id in wrong]
    return tuple(dict.fromkeys(block.skill for block in blocks if block.skill))


def _mended(plan: StudyPlan, errors: Sequence[Verdict]) -> StudyPlan:
    weeks = [list(week.blocks) for week in plan.weeks]
    weeks = _without_copies(weeks)
    for verdict in errors:
        index = next((n for n, week in enumerate(plan.weeks) if week.number == verdict.week), None)
        if index is None:
            continue
        if verdict.guardrail == "reviews":
            weeks[index] = [block for block in weeks[index] if block.id != verdict.block]
        elif verdict.guardrail in ("workload", "calendar"):
            _move_on(weeks, index, plan.weeks)
        elif verdict.guardrail == "balance" and verdict.block is None:
            _look_back(weeks, index, plan.weeks[index])
    return drawn_up(plan, weeks)


def _without_copies(weeks: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """Drop each block that stands a second time."""
    seen: set[str] = set()
    kept: list[list[Block]] = []
    for blocks in weeks:
        kept.append([])
        for block in blocks:
            if block.id not in seen:
                kept[-1].append(block)
            seen.add(block.id)
    return kept


def _move_on(weeks: list[list[Block]], index: int, plan: Sequence[Week]) -> None:
    """Move the last blocks of a week that is too full on to the next weeks that have room."""
    while weeks[index] and _hours(weeks[index]) > plan[index].capacity_hours:
        block = weeks[index][-1]
        room = (n for n in range(index + 1, len(weeks)) if _hours(weeks[n]) + block.hours <= plan[n].capacity_hours)
        there = next(room, None)
        if there is None:
            return
        weeks[index].pop()
        weeks[there].insert(0, block)


def _look_back(weeks: list[list[Block]], index: int, week: Week) -> None:
    """Add half an hour of looking back at what is studied, where there is room for it."""
    studied = next((block for block in weeks[index] if block.skill is not None), None)
    if studied is not None and _hours(weeks[index]) + 0.5 <= week.capacity_hours:
        block = Block(id=f"w{week.number}.check", kind="check", skill=studied.skill, hours=0.5, day=studied.day)
        weeks[index].append(block)


def _hours(blocks: Sequence[Block]) -> float:
    return sum(block.hours for block in blocks)


def drawn_up(plan: StudyPlan, weeks: Sequence[Sequence[Block]]) -> StudyPlan:
    """Give the plan these blocks, and draw up anew what follows from them: parts, sums, and the weeks of projects."""
    threads: dict[tuple[object, ...], int] = {}
    for block in (block for blocks in weeks for block in blocks):
        threads[_thread(block)] = threads.get(_thread(block), 0) + 1
    seen: dict[tuple[object, ...], int] = {}
    numbered: list[Week] = []
    for week, blocks in zip(plan.weeks, weeks, strict=True):
        named = []
        for block in blocks:
            key = _thread(block)
            seen[key] = seen.get(key, 0) + 1
            named.append(block.model_copy(update={"part": seen[key], "parts": threads[key]}))
        numbered.append(week.model_copy(update={"blocks": tuple(named)}))
    return _summed(plan.model_copy(update={"weeks": tuple(numbered)}))


def _thread(block: Block) -> tuple[object, ...]:
    return (block.kind, block.skill, block.project, block.resource.url if block.resource else None)


def _summed(plan: StudyPlan) -> StudyPlan:
    blocks = [(week.number, block) for week in plan.weeks for block in week.blocks]
    study = [block for _, block in blocks if block.kind == "study" and block.resource is not None]
    choices = []
    for choice in plan.choices:
        own = [block for block in study if block.skill == choice.skill]
        urls = tuple(dict.fromkeys(block.resource.url for block in own if block.resource is not None))
        choices.append(choice.model_copy(update={"hours": _hours(own), "resources": urls}))
    projects = [
        project.model_copy(update={"weeks": tuple(dict.fromkeys(n for n, b in blocks if b.project == project.id))})
        for project in plan.projects
    ]
    return plan.model_copy(update={"choices": tuple(choices), "projects": tuple(projects)})
