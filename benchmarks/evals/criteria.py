"""The judge's criteria as figures, so that a label rests on more than on how a plan was made."""

from __future__ import annotations

from collections.abc import Mapping

from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Roadmap

HOLDS: Mapping[str, float] = {"fit": 0.9, "order": 0.9, "pace": 0.9, "variety": 0.7, "motivation": 0.5}
"""From this figure on a criterion holds beyond doubt."""

LACKS: Mapping[str, float] = {"fit": 0.5, "order": 0.5, "pace": 0.5, "variety": 0.3, "motivation": 0.1}
"""Up to this figure it is lacking beyond doubt; a plan between the two gets no label."""


def figures(plan: StudyPlan, roadmap: Roadmap) -> dict[str, float]:
    """Measure each criterion from 0 to 1."""
    return {
        "fit": _fit(plan),
        "order": _order(plan, roadmap),
        "pace": _pace(plan),
        "variety": _variety(plan),
        "motivation": _motivation(plan),
    }


def good(plan: StudyPlan, roadmap: Roadmap) -> bool:
    """Say whether every criterion holds beyond doubt."""
    found = figures(plan, roadmap)
    return all(found[name] >= least for name, least in HOLDS.items())


def lacks(plan: StudyPlan, roadmap: Roadmap, criterion: str) -> bool:
    """Say whether a criterion is lacking beyond doubt."""
    return figures(plan, roadmap)[criterion] <= LACKS[criterion]


def _fit(plan: StudyPlan) -> float:
    """Share of the hours of study that go to skills the goal needs."""
    needed = {gap.skill for gap in plan.gaps} | {one.skill for one in plan.skipped}
    hours = {True: 0.0, False: 0.0}
    for week in plan.weeks:
        for block in week.blocks:
            if block.kind == "study":
                hours[block.skill in needed] += block.hours
    return hours[True] / (sum(hours.values()) or 1.0)


def _order(plan: StudyPlan, roadmap: Roadmap) -> float:
    """Share of the pairs of a skill and its prerequisite, or a project and a skill of it, that begin in this order."""
    begun = _first_weeks(plan)
    pairs = [(first, skill.id) for skill in roadmap.skills for first in skill.prerequisites]
    pairs += [(first, project.id) for project in roadmap.projects for first in project.skills]
    planned = [(begun[first], begun[then]) for first, then in pairs if first in begun and then in begun]
    return sum(first <= then for first, then in planned) / (len(planned) or 1)


def _first_weeks(plan: StudyPlan) -> dict[str, tuple[int, int]]:
    begun: dict[str, tuple[int, int]] = {}
    for week in plan.weeks:
        for at, block in enumerate(week.blocks):
            about = block.skill if block.kind == "study" else block.project
            if about:
                begun.setdefault(about, (week.number, at))
    return begun


def _pace(plan: StudyPlan) -> float:
    """Share of the weeks, the last aside, that are at least half full and not overfull."""
    weeks = plan.weeks[:-1]
    return sum(0.5 <= week.planned_hours / week.capacity_hours <= 1.0 for week in weeks) / (len(weeks) or 1)


def _variety(plan: StudyPlan) -> float:
    """How short the longest run of weeks with nothing but study is, beside the whole."""
    run = longest = 0
    for week in plan.weeks:
        run = run + 1 if all(block.kind == "study" for block in week.blocks) else 0
        longest = max(longest, run)
    return 1 - longest / (len(plan.weeks) or 1)


def _motivation(plan: StudyPlan) -> float:
    """How early the first of two or more projects begins; 0 with fewer."""
    begun = sorted(week for name, (week, _) in _first_weeks(plan).items() if name in {one.id for one in plan.projects})
    return 1 - (begun[0] - 1) / len(plan.weeks) if len(begun) > 1 else 0.0
