"""Which skills the goal needs and the learner most likely lacks."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Literal

from studywright.learning.assessment import MASTERED
from studywright.learning.base import Frozen
from studywright.learning.goals import Target
from studywright.learning.plan import Gap, Skipped
from studywright.learning.roadmap import Roadmap, Skill

LEAST_SHARE = 0.5
"""A gap is given at least this share of the hours that a novice needs, however likely part of it is known."""


class GapAnalysis(Frozen):
    """The gaps in an order that respects prerequisites, and what is known already."""

    gaps: tuple[Gap, ...]
    skipped: tuple[Skipped, ...]


def find_gaps(roadmap: Roadmap, target: Target, mastery: Mapping[str, float], evidence: Mapping[str, str]) -> GapAnalysis:
    """Compare what the goal needs with what is known. `evidence` says in words what each estimate rests on."""
    gaps, skipped = [], []
    for skill_id in roadmap.order:
        if skill_id not in target.needed:
            continue
        skill, p = roadmap.by_id[skill_id], round(mastery[skill_id], 4)
        basis = evidence.get(skill_id, "your answers around it")
        if p >= MASTERED:
            reason = f"you most likely know it ({p:.0%}), going by {basis}"
            skipped.append(Skipped(skill=skill_id, mastery=p, reason=reason))
            continue
        need: Literal["goal", "prerequisite"] = "goal" if skill_id in target.direct else "prerequisite"
        gaps.append(Gap(skill=skill_id, mastery=p, hours=study_hours(skill, p), need=need, why=""))
    missing = {gap.skill for gap in gaps}
    explained = [gap.model_copy(update={"why": why_now(gap, roadmap, target, missing)}) for gap in gaps]
    return GapAnalysis(gaps=tuple(explained), skipped=tuple(skipped))


def study_hours(skill: Skill, mastery: float) -> float:
    """Hours for a skill, in halves: a novice's hours less the share that is most likely known, but never under half."""
    hours = skill.hours.novice_to_working * max(LEAST_SHARE, 1 - mastery)
    return max(1.0, math.ceil(hours * 2 - 1e-9) / 2)


def why_now(gap: Gap, roadmap: Roadmap, target: Target, among: Collection[str]) -> str:
    """Say what a gap is for: the goal, and those skills of some others that rest on it."""
    direct = ("you named it" if target.named else f"{target.title} asks for it") if gap.need == "goal" else ""
    dependants = [s for s in roadmap.order if gap.skill in roadmap.prerequisites[s] and s in among]
    titles = [roadmap.by_id[s].title for s in dependants[:2]]
    more = f" and {len(dependants) - 2} more" if len(dependants) > 2 else ""
    opens = f"{', '.join(titles)}{more} rest on it" if len(dependants) > 1 else f"{titles[0]} rests on it" if titles else ""
    return "; ".join(part for part in (direct, opens) if part) or "the goal rests on it"
