"""Evaluate the roles on a model: one command, one table.

    python -m benchmarks.evals interviews|answers|judge|all --model provider:name [--limit N] [--tuning] [--admit]
    python -m benchmarks.evals interviews               # without a model: what code alone reads

`judge` uses the test plans; `--tuning` uses the others, for work on the prompt. `--admit` writes the measurement down, and lets a
model that is fair judge the plans of this user. Results name the model and the date.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from contextlib import AsyncExitStack
from datetime import UTC, datetime

from benchmarks.evals import answers, interviews, plans
from studywright.agent.models.advisor import Advisor
from studywright.agent.models.choice import ModelChoice, read_choice
from studywright.agent.models.judges import admit, judges_file
from studywright.agent.models.prepare import prepared

UNLIMITED = 10**9


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["interviews", "answers", "judge", "all"])
    parser.add_argument("--model", default=os.environ.get("STUDYWRIGHT_MODEL"))
    parser.add_argument("--limit", type=int, default=UNLIMITED)
    parser.add_argument("--tuning", action="store_true")
    parser.add_argument("--admit", action="store_true")
    given = parser.parse_args()
    choice = read_choice(given.model, None, os.environ, max_requests=UNLIMITED, max_tokens=UNLIMITED)
    if choice is None and given.what != "interviews":
        parser.error("give --model provider:name; only interviews can be read by code alone")
    asyncio.run(_run(given.what, choice, given.limit, given.tuning, given.admit))


async def _run(what: str, choice: ModelChoice | None, limit: int, tuning: bool, admits: bool) -> None:
    today = datetime.now(UTC).date().isoformat()
    print(f"model {choice.title if choice else 'none (code alone)'}, {today}")
    async with AsyncExitStack() as stack:
        advisor = (await stack.enter_async_context(prepared(choice, judging=True)))[0] if choice else None
        if what in ("interviews", "all"):
            await _interviews(advisor, limit)
        if advisor is not None and what in ("answers", "all"):
            await _answers(advisor, limit)
        if advisor is not None and choice is not None and what in ("judge", "all"):
            await _judge(advisor, str(choice.strong[0]), today, limit, tuning, admits)


async def _interviews(advisor: Advisor | None, limit: int) -> None:
    dataset = interviews.dataset()
    dataset.cases = dataset.cases[:limit]

    async def understand(text: str) -> interviews.Profile:
        return await interviews.understand(text, advisor)

    report = await dataset.evaluate(understand, progress=False, max_concurrency=1)
    scores = [{name: float(score.value) for name, score in case.scores.items()} for case in report.cases]
    right = sum(score["right"] for score in scores) / len(scores)
    whole = sum(score["right"] == 1.0 for score in scores)
    wrong, missing = (sum(score[name] for score in scores) for name in ("wrong", "missing"))
    print(
        f"interviews   {len(scores):>4} texts   fields right {right:.3f}   whole profiles {whole}   wrong {wrong:.0f}   missing {missing:.0f}"
    )


async def _answers(advisor: Advisor, limit: int) -> None:
    dataset = answers.dataset()
    dataset.cases = dataset.cases[:limit]

    async def grade(written: answers.Written) -> str:
        return await answers.grade(written, advisor)

    report = await dataset.evaluate(grade, progress=False, max_concurrency=1)
    scores = [{name: float(score.value) for name, score in case.scores.items()} for case in report.cases]
    total = {name: sum(score[name] for score in scores) for name in scores[0]}
    agreed, seen = total["agreed"] / total["points"], total["met_seen"] / max(1.0, total["met"])
    given = (total["points"] - total["met"] - (total["points"] - total["agreed"] - (total["met"] - total["met_seen"]))) / max(
        1.0, total["points"] - total["met"]
    )
    error = total["error"] / len(scores)
    print(
        f"answers      {len(scores):>4} answers   points agreed {agreed:.3f}   met seen {seen:.3f}   not met refused {given:.3f}   score off by {error:.3f}"
    )


async def _judge(advisor: Advisor, model: str, today: str, limit: int, tuning: bool, admits: bool) -> None:
    every = await asyncio.to_thread(lambda: list(plans.labelled()))
    cut = int(len(every) * plans.TUNING) // 2 * 2
    chosen = (every[:cut] if tuning else every[cut:])[:limit]
    judged = await plans.judge_all(chosen, plans.ROADMAP, advisor, model, today)
    m = judged.measured
    rates = f"true positive {m.true_positive:.3f}   true negative {m.true_negative:.3f}   kappa {m.kappa:.3f}   swapped {m.swapped:.3f}"
    print(f"judge        {judged.plans:>4} plans   {rates}   flaw named {judged.found}   no verdict {judged.failed}")
    print(f"             {'fair: it may judge' if m.fair else 'not fair: it gets no judge'}")
    if admits and not tuning and limit >= len(every) - cut and judged.failed == 0:
        admit(judges_file(), m)
        print(f"             written to {judges_file()}")


if __name__ == "__main__":
    main()
