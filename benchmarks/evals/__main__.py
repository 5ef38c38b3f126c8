"""Evaluate the roles on a model: one command, one table.

    python -m benchmarks.evals interviews|answers|judge|all --model provider:name [--limit N]
    python -m benchmarks.evals interviews               # without a model: what code alone reads
    python -m benchmarks.evals plans                    # without a model: the labelled plans in figures
    python -m benchmarks.evals judge --test --model provider:name

`judge` uses the plans for tuning. `--test` uses the test plans, once for a model and a version of the prompt: what is measured is
written into the user's data folder, and a model that is fair judges the plans of this user from then on. Results name the model
and the date.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from benchmarks.evals import answers, interviews, plans
from benchmarks.evals.judging import Judged, judge_all
from studywright.agent.models.advisor import REQUEST_SECONDS, Advisor
from studywright.agent.models.choice import ModelChoice, read_choice
from studywright.agent.models.judges import Measured, judges_file, measured_before, write_down
from studywright.agent.models.prepare import prepared
from studywright.agent.roles.judge import JUDGE
from studywright.prompts import prompt_version

UNLIMITED = 10**9
CaseT = TypeVar("CaseT")


@dataclass(frozen=True)
class Wanted:
    """What was asked for."""

    what: str
    limit: int
    test: bool
    request_seconds: float


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["interviews", "answers", "judge", "all", "plans"])
    parser.add_argument("--model", default=os.environ.get("STUDYWRIGHT_MODEL"))
    parser.add_argument("--limit", type=int, default=UNLIMITED, help="so many cases of each kind, drawn from all")
    parser.add_argument("--test", action="store_true", help="read the test plans, once for a model")
    parser.add_argument("--request-seconds", type=float, default=REQUEST_SECONDS, help="for slow models of your own")
    given = parser.parse_args()
    if given.test and given.limit != UNLIMITED:
        parser.error("the test plans are read whole: leave --limit out")
    if given.what == "plans":
        print(plans.in_words(list(plans.labelled())))
        return
    choice = read_choice(given.model, None, os.environ, max_requests=UNLIMITED, max_tokens=UNLIMITED)
    if choice is None and given.what != "interviews":
        parser.error("give --model provider:name; only interviews can be read by code alone")
    asyncio.run(_run(Wanted(given.what, given.limit, given.test, given.request_seconds), choice))


async def _run(wanted: Wanted, choice: ModelChoice | None) -> None:
    today = datetime.now(UTC).date().isoformat()
    print(f"model {choice.title if choice else 'none (code alone)'}, {today}", flush=True)
    async with AsyncExitStack() as stack:
        advisor = None
        if choice is not None:
            seconds = wanted.request_seconds
            opened = prepared(choice, judging=True, request_seconds=seconds, patience=UNLIMITED)
            advisor = (await stack.enter_async_context(opened))[0]
        if wanted.what in ("interviews", "all"):
            await read_interviews(advisor, wanted.limit)
        if advisor is not None and wanted.what in ("answers", "all"):
            await mark_answers(advisor, wanted.limit)
        if advisor is not None and choice is not None and wanted.what in ("judge", "all"):
            await _judge(advisor, str(choice.strong[0]), today, wanted)


async def read_interviews(advisor: Advisor | None, limit: int) -> None:
    """Let texts be read, and print what is right."""
    dataset = interviews.dataset()
    dataset.cases = _sample(dataset.cases, limit)

    async def understand(text: str) -> interviews.Profile:
        return await interviews.understand(text, advisor)

    report = await dataset.evaluate(understand, progress=False, max_concurrency=1)
    scores = [{name: float(score.value) for name, score in case.scores.items()} for case in report.cases]
    right = sum(score["right"] for score in scores) / len(scores)
    whole = sum(score["right"] == 1.0 for score in scores)
    wrong, missing = (sum(score[name] for score in scores) for name in ("wrong", "missing"))
    tail = f"whole profiles {whole}   wrong {wrong:.0f}   missing {missing:.0f}"
    print(f"interviews   {len(scores):>4} texts   fields right {right:.3f}   {tail}", flush=True)


async def mark_answers(advisor: Advisor, limit: int) -> None:
    """Let answers be marked, and print how far the marks agree with those by hand."""
    dataset = answers.dataset()
    dataset.cases = _sample(dataset.cases, limit)

    async def grade(written: answers.Written) -> str:
        return await answers.grade(written, advisor)

    report = await dataset.evaluate(grade, progress=False, max_concurrency=1)
    scores = [{name: float(score.value) for name, score in case.scores.items()} for case in report.cases]
    total = {name: sum(score[name] for score in scores) for name in scores[0]}
    unmet = total["points"] - total["met"]
    seen, refused = total["met_seen"] / max(1.0, total["met"]), total["refused"] / max(1.0, unmet)
    print(
        f"answers      {len(scores):>4} answers   points agreed {total['agreed'] / total['points']:.3f}   met seen {seen:.3f}   "
        f"not met refused {refused:.3f}   score off by {total['error'] / len(scores):.3f}   no marks {total['failed']:.0f}",
        flush=True,
    )


async def _judge(advisor: Advisor, model: str, today: str, wanted: Wanted) -> None:
    before = measured_before(judges_file(), model, prompt_version(f"roles/{JUDGE.name}"))
    if wanted.test and before is not None:
        print(f"judge        the test plans were read on {before.measured_on}, and are read once: {_rates(before)}")
        return
    every = await asyncio.to_thread(lambda: list(plans.labelled()))
    chosen = every[plans.TUNING :] if wanted.test else _pairs(every[: plans.TUNING], wanted.limit)
    judged = await judge_all(chosen, plans.ROADMAP, advisor, model, today)
    print(judge_line(judged, "test" if wanted.test else "tuning"))
    if wanted.test:
        write_down(judges_file(), judged.measured)
        print(f"             written to {judges_file()}")


def _pairs(tuning: Sequence[plans.Labelled], limit: int) -> list[plans.Labelled]:
    """Draw plans together with what was made of them, so that half of them are good."""
    drawn = _sample(list(zip(tuning[::2], tuning[1::2], strict=True)), -(-limit // 2))
    return [plan for pair in drawn for plan in pair]


def judge_line(judged: Judged, which: str) -> str:
    """Say how a model judged."""
    m = judged.measured
    verdict = "fair: it may judge" if m.fair else "not fair: it gets no judge"
    counts = f"flaw named {judged.found}   no verdict {judged.failed}"
    return f"judge        {judged.plans:>4} {which} plans   {_rates(m)}   {counts}\n             {verdict}"


def _rates(m: Measured) -> str:
    rates = f"true positive {m.true_positive:.3f}   true negative {m.true_negative:.3f}"
    return f"{rates}   kappa {m.kappa:.3f}   swapped {m.swapped:.3f}"


def _sample(cases: Sequence[CaseT], limit: int) -> list[CaseT]:
    """Draw so many of the cases, the same ones each time, in their order."""
    drawn = random.Random(len(cases)).sample(range(len(cases)), min(limit, len(cases)))
    return [cases[at] for at in sorted(drawn)]


if __name__ == "__main__":
    main()
