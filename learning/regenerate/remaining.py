"""What is left of a plan, and how many hours it will take: what was done counts, and the learner's pace."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studywright.learning.gaps import GapAnalysis, study_hours
from studywright.learning.plan import Block, Gap, StudyPlan, Week
from studywright.learning.progress import Pace, Work
from studywright.learning.progress.work import done_blocks, hours_spent
from studywright.learning.roadmap import Roadmap

SAME_MASTERY = 0.1
"""A belief that has changed by less leaves the hours of a skill as they were planned."""


@dataclass(frozen=True)
class Remaining:
    """A plan cut at today: the weeks behind, as they were; what is not done, by week; and the skills of which some is done."""

    history: tuple[Week, ...]
    blocks: tuple[tuple[int, Block], ...]
    begun: frozenset[str]
    week: int
    """The number of this week."""
    done_hours: float
    """Hours of this week that are done."""
    ahead: bool
    """Whether something is done that was planned for a later week."""

    def hours_of(self, skill: str) -> float:
        """Hours of study that are left of a skill."""
        return sum(block.hours for _, block in self.blocks if block.kind == "study" and block.skill == skill)


def week_of(plan: StudyPlan, day: date) -> int:
    """Give the number of the week into which a day falls; 1 before the plan begins."""
    start = plan.profile.start
    return max(1, (day - start).days // 7 + 1) if start else 1


def remaining_of(plan: StudyPlan, works: Sequence[Work], today: date) -> Remaining:
    """Cut a plan at today. Checks of weeks that are over are not made up for; work ahead stands in the week when it was done."""
    done, now = done_blocks(plan, works), week_of(plan, today)
    when = {work.block: min(now, week_of(plan, work.day)) for work in works if work.plan == plan.id and work.done}
    own, earlier = {week.number: week for week in plan.weeks}, {week.number: week for week in plan.history}
    past: dict[int, list[Block]] = {number: [] for number in (*earlier, *own) if number < now}
    left: list[tuple[int, Block]] = []
    for week in plan.weeks:
        for block in week.blocks:
            if block.id in done:
                at = week.number if week.number < now else min(week.number, when.get(block.id, now))
                at = at if at in own or at in earlier else week.number
                past.setdefault(at, []).append(block.model_copy(update={"done": True}))
                continue
            if week.number < now:
                past[week.number].append(block)
            if week.number >= now or block.kind != "check":
                left.append((week.number, block))
    behind = dict(earlier)
    for number, blocks in past.items():
        before = earlier[number].blocks if number in earlier else ()
        behind[number] = (own if number in own else earlier)[number].model_copy(update={"blocks": (*before, *blocks)})
    history = tuple(behind[number] for number in sorted(behind))
    begun = {b.skill or b.project for week in history for b in week.blocks if b.done and b.kind in ("study", "project")}
    spent = hours_spent(plan, works)
    begun |= {b.skill or b.project for _, b in left if spent.get(b.id)}
    hours = sum(b.hours for week in history if week.number == now for b in week.blocks if b.done)
    ahead = any(b.id in done for week in plan.weeks if week.number > now for b in week.blocks)
    return Remaining(history, tuple(left), frozenset(name for name in begun if name), now, hours, ahead)


def factors(plan: StudyPlan, pace: Pace) -> dict[str, float]:
    """Give the factors to plan with. One changes only when it has left the old one by more than it is uncertain."""
    result = dict(plan.pace)
    for kind, found in {**pace.kinds, "": pace.overall}.items():
        before = plan.pace.get(kind, plan.pace.get("", 1.0))
        sd = (math.log(found.high) - math.log(found.low)) / 3.92
        if abs(math.log(found.factor / before)) > sd:
            result[kind] = found.factor
    return result


def adjust_to_progress(
    analysis: GapAnalysis, plan: StudyPlan, left: Remaining, pace: Mapping[str, float], roadmap: Roadmap
) -> GapAnalysis:
    """Give each gap the hours it will take from here."""
    return analysis.model_copy(update={"gaps": tuple(_adjusted(gap, plan, left, pace, roadmap) for gap in analysis.gaps)})


def _adjusted(gap: Gap, plan: StudyPlan, left: Remaining, pace: Mapping[str, float], roadmap: Roadmap) -> Gap:
    hours, kinds = left.hours_of(gap.skill), [b.resource.kind for _, b in left.blocks if b.skill == gap.skill and b.resource]
    kind = kinds[0] if kinds else ""
    factor = pace.get(kind, pace.get("", 1.0))
    before = plan.pace.get(kind, plan.pace.get("", 1.0)) if hours else 1.0
    words = [f"your pace {factor:.2f}"] if abs(factor - 1) > 1e-6 else []
    if not hours:
        hours = gap.hours
    else:
        old = plan.mastery.get(gap.skill, 0.0)
        skill = roadmap.by_id[gap.skill]
        if abs(old - gap.mastery) > SAME_MASTERY:
            hours *= study_hours(skill, gap.mastery) / study_hours(skill, old)
            words.append(f"the check found {gap.mastery:.0%} where it was {old:.0%}")
        if gap.skill in left.begun:
            words.append(f"{hours:g} h of it are left")
    whole = max(1, round(hours * 2 * factor / before)) / 2
    if not words and whole == gap.hours:
        return gap
    return gap.model_copy(update={"hours": whole, "basis": "; ".join(words) or "as it was planned before"})
