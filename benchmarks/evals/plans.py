"""200 labelled plans: half as the scheduler made them, half damaged in known ways; some for tuning, the rest for the test.

A plan of the scheduler is taken as good only if each criterion holds by its figure, and a damaged one as lacking only if the figure
of the spoilt criterion says so too (benchmarks/evals/criteria.py). Drawn learners for whom this is not so are passed over.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.evals.criteria import figures, good, lacks
from benchmarks.evals.damage import DAMAGES
from studywright.agent.agent import StudyAgent
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Roadmap, load_curriculum

ROADMAP = load_curriculum("ml-engineer-2026").roadmap

COUNT = 200
TUNING = 80
"""Plans with which a prompt may be tuned; the rest is read once."""


@dataclass(frozen=True)
class Labelled:
    """A plan, and the criterion it lacks in ("" for none)."""

    plan: StudyPlan
    lacks: str


def labelled(count: int = COUNT) -> Iterator[Labelled]:
    """Make the plans: the same ones each time, good and lacking by turns; a lacking plan is the good one before it, damaged."""
    draw = random.Random(20261125)
    agent, names = StudyAgent(), list(DAMAGES)
    made = seed = 0
    while made < count // 2:
        seed += 1
        plan = agent.plan(_profile(draw), seed=seed)
        if not good(plan, ROADMAP):
            continue
        spoilt = names[made % len(names)]
        damaged = DAMAGES[spoilt](plan, ROADMAP, draw)
        if lacks(damaged, ROADMAP, spoilt):
            yield Labelled(plan, "")
            yield Labelled(damaged, spoilt)
            made += 1


def _profile(draw: random.Random) -> LearnerProfile:
    return LearnerProfile(
        goal=Goal(role=draw.choice(ROADMAP.roles).id),
        hours_per_week=draw.choice((6.0, 8.0, 10.0, 12.0, 15.0)),
        deadline=f"{draw.choice((20, 26, 30, 36))} weeks",
        background=draw.choice(("A data analyst.", "A student of physics.", "A backend developer.", "")),
        self_ratings={stage.id: draw.randint(0, 4) for stage in ROADMAP.stages},
    )


def in_words(plans: Sequence[Labelled], roadmap: Roadmap = ROADMAP) -> str:
    """Say what the plans are: how many of each label, and the figures of good and of lacking ones, from least to most."""
    kept = Counter(one.lacks for one in plans)
    lines = [
        f"plans        {len(plans):>4}: {kept['']} good; lacking {', '.join(f'{n} in {name}' for name, n in kept.items() if name)}"
    ]
    lines.append(
        f"             {min(len(p.plan.weeks) for p in plans)} to {max(len(p.plan.weeks) for p in plans)} weeks, {len({p.plan.goal for p in plans})} goals"
    )
    for name in DAMAGES:
        held = [figures(one.plan, roadmap)[name] for one in plans if not one.lacks]
        spoilt = [figures(one.plan, roadmap)[name] for one in plans if one.lacks == name]
        lines.append(
            f"             {name:10} good {min(held):.2f} to {max(held):.2f}   lacking {min(spoilt):.2f} to {max(spoilt):.2f}"
        )
    return "\n".join(lines)
