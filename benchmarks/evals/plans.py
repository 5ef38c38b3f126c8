"""Judging: 200 labelled plans, half as the scheduler made them, half damaged in known ways; some for tuning, the rest for the test."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.evals.damage import DAMAGES
from studywright.agent.agent import StudyAgent
from studywright.agent.models.advisor import Advisor
from studywright.agent.models.judges import Measured
from studywright.agent.models.note import Note
from studywright.agent.roles.judge import JUDGE, Case
from studywright.guardrails.judge import RUBRIC
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Roadmap, load_curriculum
from studywright.prompts import prompt_version

ROADMAP = load_curriculum("ml-engineer-2026").roadmap

TUNING = 0.4
"""Share of the plans with which a prompt may be tuned; the rest is read once."""

PADDING = " Also: the learner is friendly, likes tea and long walks, and has told this at length in several messages." * 3


@dataclass(frozen=True)
class Labelled:
    """A plan, and the criterion it lacks in ("" for none)."""

    plan: StudyPlan
    lacks: str


def labelled(count: int = 200) -> Iterator[Labelled]:
    """Make the plans: the same ones each time, good and lacking by turns."""
    draw = random.Random(20261125)
    roadmap = ROADMAP
    agent, names = StudyAgent(), list(DAMAGES)
    for number in range(count // 2):
        plan = agent.plan(_profile(draw), seed=number)
        yield Labelled(plan, "")
        lacks = names[number % len(names)]
        yield Labelled(DAMAGES[lacks](plan, roadmap, draw), lacks)


def _profile(draw: random.Random) -> LearnerProfile:
    roadmap = ROADMAP
    stages = [stage.id for stage in roadmap.stages]
    return LearnerProfile(
        goal=Goal(role=draw.choice(roadmap.roles).id),
        hours_per_week=draw.choice((5.0, 8.0, 10.0, 14.0)),
        deadline=f"{draw.choice((20, 26, 34))} weeks",
        background=draw.choice(("A data analyst.", "A student of physics.", "A backend developer.", "")),
        self_ratings={stage: draw.randint(0, 3) for stage in stages[:3]},
    )


@dataclass(frozen=True)
class Judged:
    """What a judge said of the plans."""

    measured: Measured
    plans: int
    found: int
    """Lacking plans in which just the spoilt criterion was named."""
    failed: int
    """Plans on which the model gave no verdict."""


async def judge_all(plans: list[Labelled], roadmap: Roadmap, advisor: Advisor, model: str, today: str) -> Judged:
    """Let the model judge each plan as it is, with the rubric turned round, and with a longer background."""
    said: list[tuple[bool, bool]] = []
    found = failed = changed = compared = 0
    for one in plans:
        case = Case(one.plan, roadmap)
        first = await _flaws(case, advisor)
        if first is None:
            failed += 1
            continue
        said.append((bool(first), bool(one.lacks)))
        found += one.lacks in first
        longer = one.plan.profile.model_copy(update={"background": one.plan.profile.background + PADDING})
        swapped = replace(case, criteria=tuple(reversed(RUBRIC)))
        padded = replace(case, plan=one.plan.model_copy(update={"profile": longer}))
        for other in (swapped, padded):
            again = await _flaws(other, advisor)
            compared += 1
            changed += again is None or bool(again) != bool(first)
    return Judged(_measured(said, changed / max(1, compared), model, today), len(plans), found, failed)


async def _flaws(case: Case, advisor: Advisor) -> frozenset[str] | None:
    output = (await advisor.ask(JUDGE, case, list[Note]())).output
    return None if output is None else frozenset(f.criterion for f in output.findings if not f.holds)


def _measured(said: list[tuple[bool, bool]], swapped: float, model: str, today: str) -> Measured:
    """Count; positive means lacking."""
    total = len(said) or 1
    lacking = sum(truth for _, truth in said)
    good = len(said) - lacking
    hits = sum(verdict and truth for verdict, truth in said)
    passes = sum(not verdict and not truth for verdict, truth in said)
    agreed = (hits + passes) / total
    yes = sum(verdict for verdict, _ in said) / total
    chance = yes * lacking / total + (1 - yes) * good / total
    return Measured(
        model=model,
        prompt=prompt_version(f"roles/{JUDGE.name}"),
        measured_on=today,
        true_positive=hits / lacking if lacking else 0.0,
        true_negative=passes / good if good else 0.0,
        kappa=(agreed - chance) / (1 - chance) if chance < 1 else 0.0,
        swapped=swapped,
    )
