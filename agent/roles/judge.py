"""The judge as a role: the rubric and the verdicts stand in `guardrails/judge.py`, as they need no model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studywright.agent.roles.role import Role, RoleLimits, quoted
from studywright.guardrails.judge import RUBRIC, Judgement, faults, plan_in_words, rubric_in_words
from studywright.learning.goals import target_of
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Roadmap


@dataclass(frozen=True)
class Case:
    """A plan to judge; `criteria` is the order in which the rubric is read out."""

    plan: StudyPlan
    roadmap: Roadmap
    criteria: tuple[str, ...] = tuple(RUBRIC)


def _words(deps: Case) -> Mapping[str, str]:
    titles = {skill.id: skill.title for skill in deps.roadmap.skills} | {p.id: p.title for p in deps.roadmap.projects}
    profile = deps.plan.profile
    formats = ", ".join(profile.formats) or "any"
    learner = f"Goal: {quoted(deps.plan.goal, 200)}. {quoted(profile.background, 400)} Likes: {formats}."
    target = target_of(profile.goal, deps.roadmap)
    asked = ", ".join(skill.title for skill in deps.roadmap.skills if target and skill.id in target.direct)
    plan = plan_in_words(deps.plan, titles)
    return {"learner": learner, "asked": asked, "rubric": rubric_in_words(deps.criteria), "plan": plan}


def _faults(deps: Case, output: Judgement) -> Iterator[str]:
    return faults(output)


JUDGE: Role[Case, Judgement] = Role(
    name="judge",
    tier="strong",
    output=Judgement,
    words=_words,
    faults=_faults,
    instead="nobody but the guardrails has judged the plan",
    limits=RoleLimits(requests=2, answer_tokens=700, seconds=90.0),
)
