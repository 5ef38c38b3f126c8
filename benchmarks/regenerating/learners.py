"""Simulated learners on the shipped roadmap: their plans, made without the agent, so that hundreds are quick."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from studywright.guardrails import CRITICS, PlanContext
from studywright.learning.gaps import find_gaps
from studywright.learning.goals import target_of
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import RoadmapRef, StudyPlan
from studywright.learning.progress import Work
from studywright.learning.progress.memory import memories_of, unfinished_in
from studywright.learning.regenerate import Past, Regenerated, regenerate
from studywright.learning.roadmap import Curriculum, Resource, load_curriculum
from studywright.learning.schedule import Problem, Schedule, solve
from studywright.tools.catalogue import Catalogue

START = date(2026, 11, 23)
KNOWN, UNKNOWN, LEARNT = 0.9, 0.1, 0.85


@dataclass(frozen=True)
class Learner:
    """Who they are: what they know, what they want, how fast they are, which weeks they will miss."""

    number: int
    profile: LearnerProfile
    mastery: dict[str, float]
    pace: float
    missed: frozenset[int]
    luck: dict[str, float]
    """How much longer each skill takes than the pace says."""


def with_a_goal_that_fits(one: Learner) -> Learner:
    """Give a learner a goal of skills that needs about four fifths of their hours, at the usual pace."""
    dice = random.Random(one.number)
    roadmap = curriculum().roadmap
    room = 26 * (one.profile.hours_per_week or 0.0) * 0.8
    goal: list[str] = []
    for skill in dice.sample(roadmap.order, len(roadmap.order)):
        missing = [s for s in roadmap.closure([*goal, skill]) if one.mastery[s] == UNKNOWN]
        if missing and sum(roadmap.by_id[s].hours.novice_to_working for s in missing) <= room:
            goal.append(skill)
    profile = one.profile.model_copy(update={"goal": Goal(skills=tuple(goal))})
    return replace(one, profile=profile)


@lru_cache(maxsize=1)
def curriculum() -> Curriculum:
    """Load the roadmap once."""
    return load_curriculum("ml-engineer-2026")


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Open its catalogue once."""
    return Catalogue(curriculum())


@lru_cache(maxsize=1000)
def found(skill: str) -> tuple[Resource, ...]:
    """Search for a skill once."""
    return tuple(catalogue().for_skill(skill))


def learner(number: int, weeks: int = 26) -> Learner:
    """Draw a learner. Deterministic for a number."""
    dice = random.Random(number)
    roadmap = curriculum().roadmap
    role = dice.choice(roadmap.roles)
    level = dice.uniform(0.0, 0.6)
    known: set[str] = set()
    for skill in roadmap.order:
        if set(roadmap.prerequisites[skill]) <= known and dice.random() < level:
            known.add(skill)
    mastery = {skill: KNOWN if skill in known else UNKNOWN for skill in roadmap.order}
    profile = LearnerProfile.model_validate(
        {
            "goal": Goal(role=role.id),
            "hours_per_week": dice.choice([5, 8, 10, 12, 15]),
            "deadline": f"{weeks} weeks",
            "start": START,
        }
    ).settled(START)
    luck = {skill: dice.lognormvariate(0, 0.2) for skill in roadmap.order}
    return Learner(
        number, profile, mastery, dice.uniform(0.6, 1.6), frozenset(w for w in range(1, weeks + 1) if dice.random() < 0.1), luck
    )


def problem_for(profile: LearnerProfile, mastery: dict[str, float]) -> Problem:
    """Pose the problem of a learner."""
    target = target_of(profile.goal, curriculum().roadmap)
    if target is None:
        raise ValueError("the goal names nothing")
    analysis = find_gaps(curriculum().roadmap, target, mastery, {})
    options = {gap.skill: found(gap.skill) for gap in analysis.gaps}
    return Problem(curriculum().roadmap, profile, target, analysis, options, items=curriculum().items)


def first_plan(one: Learner, found: dict[str, float] | None = None) -> StudyPlan:
    """Make the first plan, from the mastery that a check found, or from the truth."""
    mastery = found or one.mastery
    problem = problem_for(one.profile, mastery)
    return _plan(problem, solve(problem), mastery, 1)


def plan_again(
    plan: StudyPlan,
    works: tuple[Work, ...],
    today: date,
    stability: float,
    profile: LearnerProfile | None = None,
    found: dict[str, float] | None = None,
) -> tuple[StudyPlan, Regenerated]:
    """Make a plan right again (for a changed profile, if one is given) from what a check found, or with what is finished as known."""
    profile = profile or plan.profile
    finished = memories_of(works, unfinished_in(plan, works))
    mastery = found or {skill: max(p, LEARNT) if skill in finished else p for skill, p in plan.mastery.items()}
    problem = problem_for(profile, mastery)
    made = regenerate(problem, Past(plan, works, today), stability)
    new = _plan(made.problem, made.schedule, mastery, plan.version + 1)
    update = {"history": made.history, "pace": dict(made.pace), "changes": made.changes, "profile": profile}
    return new.model_copy(update=update), made


def errors_in(plan: StudyPlan) -> list[str]:
    """Let every guardrail look at a plan."""
    context = PlanContext.of(curriculum(), [r for gap in plan.gaps for r in found(gap.skill)])
    verdicts = (verdict for critic in CRITICS.values() for verdict in critic(plan, context))
    return [f"{v.guardrail}: {v.message}" for v in verdicts if v.severity == "error"]


def _plan(problem: Problem, solved: Schedule, mastery: dict[str, float], version: int) -> StudyPlan:
    roadmap = problem.roadmap
    return StudyPlan(
        id=f"plan-{version}",
        version=version,
        roadmap=RoadmapRef(id=roadmap.id, version=roadmap.version),
        profile=problem.profile,
        goal=problem.target.title,
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
        seed=0,
        mastery=mastery,
        gaps=problem.analysis.gaps,
        skipped=problem.analysis.skipped,
        choices=solved.choices,
        weeks=solved.weeks,
        left_out=solved.left_out,
        projects=solved.projects,
        schedule=solved.figures,
    )
