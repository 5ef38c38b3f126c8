"""Grading: 150 open answers with marks by hand, point by point of the items' rubrics."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from studywright.agent.models.advisor import Advisor
from studywright.agent.roles.examiner import EXAMINER, OpenAnswer, grades
from studywright.learning.roadmap import load_curriculum

DATA = Path(__file__).parent / "data" / "answers.yaml"
CURRICULUM = load_curriculum("ml-engineer-2026")


@dataclass(frozen=True)
class Written:
    """An answer to an item."""

    item: str
    text: str


@dataclass
class Points(Evaluator[Written, str, None]):
    """Points marked as the hand did, met points that were seen, points not met that were refused; and the error of the score."""

    def evaluate(self, ctx: EvaluatorContext[Written, str, None]) -> dict[str, float]:
        """Compare point by point; an answer without marks counts as all wrong."""
        wanted = ctx.expected_output or ""
        pairs = list(zip(ctx.output.ljust(len(wanted), "?"), wanted, strict=True))
        return {
            "points": float(len(pairs)),
            "agreed": float(sum(a == b for a, b in pairs)),
            "met": float(wanted.count("1")),
            "met_seen": float(sum(a == b == "1" for a, b in pairs)),
            "refused": float(sum(a == b == "0" for a, b in pairs)),
            "failed": float(not ctx.output),
            "error": abs(ctx.output.count("1") - wanted.count("1")) / len(wanted),
        }


def dataset() -> Dataset[Written, str, None]:
    """Read the answers."""
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    cases = [
        Case[Written, str, None](name=f"{item} {number}", inputs=Written(item, text), expected_output=marks)
        for item, answers in rows.items()
        for number, (marks, text) in enumerate(answers, start=1)
    ]
    return Dataset[Written, str, None](name="answers", cases=cases, evaluators=[Points()])


async def grade(written: Written, advisor: Advisor) -> str:
    """Mark one answer as a session does; gives a 1 or 0 a point, or "" when the model failed."""
    answer = OpenAnswer(CURRICULUM.items_by_id[written.item], written.text)
    output = (await advisor.ask(EXAMINER, [answer], [])).output
    if output is None:
        return ""
    return "".join("1" if met else "0" for met in grades([answer], output)[written.item].met)
