"""The judge: a reading of the plan as a whole against a rubric, by a model that was measured to be fair. It can only warn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from studywright.learning.base import Frozen
from studywright.learning.plan import StudyPlan, Verdict

RUBRIC: Mapping[str, str] = {
    "fit": "What takes the hours is asked for by the goal, or leads there.",
    "order": "Simple things come before what builds on them, and projects after what they use.",
    "pace": "The hours are spread evenly over the weeks.",
    "variety": "Weeks mix study with practice, projects or reviews.",
    "motivation": "There is something to show on the way, not only at the very end.",
}

FAILS: Mapping[str, str] = {
    "fit": "more than a third of the hours is beside the goal",
    "order": "the plan as a whole runs against this",
    "pace": "weeks are crammed while others stand nearly empty; the last week may be light",
    "variety": "half of the weeks or more, in a row, hold nothing but study",
    "motivation": "no project begins before the last third of the weeks",
}
"""From where on a criterion fails: without such bounds two careful readers do not agree."""

LONGEST_PLAN = 36
"""Weeks that are shown with their hours; of later ones what each brings that is new, which keeps the request small."""


class Finding(Frozen):
    """What the judge says of one criterion: first why, then whether it holds."""

    criterion: str
    reason: str = Field(max_length=400)
    holds: bool


class Judgement(Frozen):
    """What the judge says of a plan."""

    findings: tuple[Finding, ...]


def faults(judgement: Judgement) -> Iterator[str]:
    """Say what is missing from a judgement."""
    named = [finding.criterion for finding in judgement.findings]
    if sorted(named) != sorted(RUBRIC):
        yield f"give each criterion once, by its name: {', '.join(RUBRIC)}"


def verdicts(judgement: Judgement) -> tuple[Verdict, ...]:
    """Turn what does not hold into warnings."""
    return tuple(
        Verdict(
            guardrail="judge",
            severity="warning",
            message=f"a reader found the plan weak in {finding.criterion}",
            evidence=" ".join(finding.reason.split()),
            fix=RUBRIC[finding.criterion],
        )
        for finding in judgement.findings
        if not finding.holds and finding.criterion in RUBRIC
    )


def rubric_in_words(criteria: Sequence[str] = tuple(RUBRIC)) -> str:
    """Write the rubric, in the order asked for."""
    return "\n".join(f"- {name}: {RUBRIC[name]} Fails if {FAILS[name]}." for name in criteria)


def plan_in_words(plan: StudyPlan, titles: Mapping[str, str]) -> str:
    """Write a plan in short lines: hours, then what is done, with the kind of the resource."""
    lines = []
    seen: set[str] = set()
    for week in plan.weeks[LONGEST_PLAN:]:
        names = [titles.get(b.skill or b.project or "", "other") for b in week.blocks if b.kind in ("study", "project")]
        fresh = [name for name in dict.fromkeys(names) if name not in seen]
        seen.update(fresh)
        if fresh:
            lines.append(f"{week.number} [{week.planned_hours:g} h]: {', '.join(fresh)}")
    return "\n".join([*_in_full(plan, titles), *lines])


def _in_full(plan: StudyPlan, titles: Mapping[str, str]) -> list[str]:
    lines = []
    for week in plan.weeks[:LONGEST_PLAN]:
        parts: dict[str, float] = {}
        for block in week.blocks:
            name = titles.get(block.skill or block.project or "", "other")
            kind = block.resource.kind if block.resource is not None and block.kind == "study" else block.kind
            parts[f"{name} ({kind})"] = parts.get(f"{name} ({kind})", 0.0) + block.hours
        said = ", ".join(f"{name} {hours:g}" for name, hours in parts.items()) or "nothing"
        lines.append(f"{week.number} [{week.planned_hours:g}/{week.capacity_hours:g} h]: {said}")
    return lines
