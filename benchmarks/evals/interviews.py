"""Extraction: 60 texts of learners, and what of each profile is right, wrong or missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from studywright.agent.models.advisor import Advisor
from studywright.agent.roles.interviewer import INTERVIEWER, Interview, settle
from studywright.learning.goals import target_of
from studywright.learning.interview import Plain
from studywright.learning.learner import Goal
from studywright.learning.roadmap import load_curriculum

DATA = Path(__file__).parent / "data" / "interviews.yaml"
ROADMAP = load_curriculum("ml-engineer-2026").roadmap
TODAY = date(2026, 11, 23)
ASKED = ("goal", "hours", "deadline", "budget", "languages", "formats")

Profile = dict[str, str]
"""What was understood: a comparable text for each of ASKED, "" when nothing."""


@dataclass
class Right(Evaluator[str, Profile, None]):
    """Share of the six fields that are as they should be; and whether any was made up or wrong."""

    def evaluate(self, ctx: EvaluatorContext[str, Profile, None]) -> dict[str, float]:
        """Compare field by field."""
        wanted = ctx.expected_output or {}
        right = [ctx.output[name] == wanted[name] for name in ASKED]
        wrong = [bool(ctx.output[name]) and ctx.output[name] != wanted[name] for name in ASKED]
        missing = [bool(wanted[name]) and not ctx.output[name] for name in ASKED]
        return {"right": sum(right) / len(ASKED), "wrong": float(sum(wrong)), "missing": float(sum(missing))}


def dataset() -> Dataset[str, Profile, None]:
    """Read the texts."""
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    cases = [
        Case[str, Profile, None](name=f"{number:02}", inputs=text, expected_output=_expected(said))
        for number, (text, said) in enumerate(rows, start=1)
    ]
    return Dataset[str, Profile, None](name="interviews", cases=cases, evaluators=[Right()])


async def understand(text: str, advisor: Advisor | None) -> Profile:
    """Read one text as a session does; without a model, by code alone."""
    deps = Interview(text, "What do you want to learn, and where do you stand?", "", ROADMAP, TODAY)
    output = (await advisor.ask(INTERVIEWER, deps, [])).output if advisor is not None else None
    reading = settle(deps, output, {})
    fields = dict(reading.fields)
    return {name: _comparable(name, fields) if name in reading.answered else "" for name in ASKED}


def _comparable(name: str, fields: dict[str, Plain]) -> str:
    if name == "goal":
        goal = target_of(Goal.model_validate(fields["goal"]), ROADMAP)
        return ",".join(sorted(goal.direct)) if goal else ""
    if name == "hours":
        days = fields.get("availability")
        return f"{days}" if isinstance(days, dict) else f"{fields.get('hours_per_week')}"
    value = fields.get(name)
    if isinstance(value, list):
        return ",".join(sorted(map(str, value)))
    return f"{value['amount']} {value['currency']}" if isinstance(value, dict) else str(value or "none")


def _expected(said: dict[str, str | float | list[str] | dict[str, float]]) -> Profile:
    made = dict.fromkeys(ASKED, "")
    for name, value in said.items():
        if name == "goal":
            role = ROADMAP.role(value) if isinstance(value, str) else None
            skills = role.skills if role else tuple(value) if isinstance(value, list) else ()
            made[name] = ",".join(sorted(skills))
        elif isinstance(value, list):
            made[name] = ",".join(sorted(value))
        elif isinstance(value, dict):
            made[name] = str({day: float(hours) for day, hours in value.items()})
        elif name == "budget" and isinstance(value, str) and value != "free":
            amount, currency = value.split()
            made[name] = f"{float(amount)} {currency}"
        else:
            made[name] = str(float(value)) if isinstance(value, int | float) else value
    return made
