"""Judging: how far a model agrees with the labels, and how often the order of the rubric or mere length changes its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.evals.plans import Labelled
from studywright.agent.models.advisor import Advisor
from studywright.agent.models.judges import Measured
from studywright.agent.models.note import Note
from studywright.agent.roles.judge import JUDGE, Case
from studywright.guardrails.judge import RUBRIC
from studywright.learning.roadmap import Roadmap
from studywright.prompts import prompt_version

LONGER = ", which the roadmap describes at length and gives its own resources"
"""What is put behind each title, so that a plan gets longer and no other."""

PADDING = " Also: the learner is friendly, likes tea and long walks, and has told this at length in several messages."


@dataclass(frozen=True)
class Judged:
    """What a judge said of the plans."""

    measured: Measured
    plans: int
    found: int
    """Lacking plans in which just the spoilt criterion was named, perhaps among others."""
    failed: int
    """Plans on which the model gave no verdict; each counts as a wrong one."""


async def judge_all(plans: Sequence[Labelled], roadmap: Roadmap, advisor: Advisor, model: str, today: str) -> Judged:
    """Let the model judge each plan as it is, with the rubric turned round, and padded."""
    said: list[tuple[bool, bool]] = []
    found = failed = changed = compared = 0
    padded_roadmap = _longer(roadmap)
    for one in plans:
        case, truth = Case(one.plan, roadmap), bool(one.lacks)
        first = await _flaws(case, advisor)
        said.append((bool(first) if first is not None else not truth, truth))
        if first is None:
            failed += 1
            continue
        found += one.lacks in first
        for other in (replace(case, criteria=tuple(reversed(RUBRIC))), _padded(case, padded_roadmap)):
            again = await _flaws(other, advisor)
            compared += 1
            changed += again is None or bool(again) != bool(first)
    swapped = changed / compared if compared else 1.0
    return Judged(measure(said, swapped, model, today), len(plans), found, failed)


def _padded(case: Case, roadmap: Roadmap) -> Case:
    profile = case.plan.profile.model_copy(update={"background": case.plan.profile.background + PADDING})
    return replace(case, plan=case.plan.model_copy(update={"profile": profile}), roadmap=roadmap)


def _longer(roadmap: Roadmap) -> Roadmap:
    skills = tuple(skill.model_copy(update={"title": skill.title + LONGER}) for skill in roadmap.skills)
    projects = tuple(project.model_copy(update={"title": project.title + LONGER}) for project in roadmap.projects)
    return roadmap.model_copy(update={"skills": skills, "projects": projects})


async def _flaws(case: Case, advisor: Advisor) -> frozenset[str] | None:
    output = (await advisor.ask(JUDGE, case, list[Note]())).output
    return None if output is None else frozenset(f.criterion for f in output.findings if not f.holds)


def measure(said: Sequence[tuple[bool, bool]], swapped: float, model: str, today: str) -> Measured:
    """Count; positive means lacking. Cohen's kappa sets agreement beside what chance would give."""
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
