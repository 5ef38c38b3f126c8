"""Checking a plan that somebody wrote as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from studywright.guardrails import PlanContext, balance, budget, effort, language, level, prerequisites, workload
from studywright.guardrails.context import error
from studywright.guardrails.table import sources
from studywright.guardrails.table.sources import same_page
from studywright.learning.learner import MAX_WEEK_HOURS, Goal, LearnerProfile
from studywright.learning.plan import StudyPlan, Verdict
from studywright.learning.roadmap import Curriculum, Resource
from studywright.learning.table import MatchedRow, Row, Table, match_topic, plan_of, read_table
from studywright.learning.table.plan import Kind

FULL_WEEK = 40.0
"""Hours of study in a week above which a plan for an unknown learner is doubted."""

TITLE_ALIKE = 0.8
PROJECT = re.compile(r"\b(project|capstone|portfolio|hackathon|build|mini-project|demo)\b", re.I)
REVIEW = re.compile(r"\b(review|revision|recap|revise|catch[- ]up|buffer|quiz|mock|self-test|assessment|check)\b", re.I)


def verify_table(
    text: str, source: str, profile: LearnerProfile | None, curriculum: Curriculum, today: date
) -> list[tuple[Verdict, int | None]]:
    """Check a table; gives the verdicts, each with its line. What could not be matched is told as a note."""
    table = read_table(text, source)
    context = PlanContext.of(curriculum)
    rows, notes = _matched(table, curriculum)
    plan = plan_of(rows, profile or _anybody(), curriculum.roadmap, today)
    verdicts = [*_hours(plan, table, context, known=profile is not None), *sources.check(rows, context)]
    verdicts += [*prerequisites.check_loosely(plan, context), *budget.check(plan, context)]
    if table.has_hours:
        verdicts += effort.check(plan, context)
    verdicts += [v.model_copy(update={"severity": "warning"}) for v in balance.check(plan, context)]
    if profile is not None:
        verdicts += [*level.check(plan, context), *language.check(plan, context)]
    order = {"error": 0, "warning": 1, "note": 2}
    every = sorted(dict.fromkeys([*verdicts, *notes]), key=lambda v: (order[v.severity], v.week or 0, _line(v) or 0))
    return [(verdict, _line(verdict)) for verdict in every]


def _line(verdict: Verdict) -> int | None:
    block = verdict.block or ""
    return int(block.removeprefix("line ")) if block.startswith("line ") else None


def _anybody() -> LearnerProfile:
    """Give a learner of whom nothing is known, so that nothing but what is impossible for all counts against them."""
    return LearnerProfile(goal=Goal(text="anything"), hours_per_week=MAX_WEEK_HOURS)


def _hours(plan: StudyPlan, table: Table, context: PlanContext, *, known: bool) -> Iterator[Verdict]:
    if not table.has_hours:
        message = "the table gives no hours, so nobody can say whether it fits into a week"
        yield Verdict(guardrail="workload", severity="warning", message=message, fix="Add a column of hours")
        return
    if known:
        yield from workload.check(plan, context)
        return
    for week in plan.weeks:
        total = round(week.planned_hours, 1)
        if table.promise is not None and total > table.promise:
            fix = f"Move {total - table.promise:g} h to another week"
            message = f"week {week.number} holds {total:g} h of study, and the plan promises {table.promise:g} h a week"
            yield error("workload", message, fix, week=week)
        elif total > FULL_WEEK:
            message = f"week {week.number} holds {total:g} h of study"
            fix = "Spread it over more weeks; with --profile it is checked against your own hours"
            verdict = error("workload", message, fix, week=week, evidence=f"a week of full-time work has {FULL_WEEK:g} h")
            yield verdict if total > MAX_WEEK_HOURS else verdict.model_copy(update={"severity": "warning"})


def _matched(table: Table, curriculum: Curriculum) -> tuple[list[MatchedRow], list[Verdict]]:
    rows, notes = [], []
    for line, problem in table.unread:
        notes.append(_note(f"it {problem}; this was passed over", "", line, None))
    for row in table.rows:
        found = match_topic(row.topic, curriculum.roadmap)
        kind = _kind(row)
        resource = _resource(row, curriculum)
        rows.append(MatchedRow(row, kind, () if kind == "project" else found.skills, resource))
        for skill, phrase in found.loose if kind != "project" else ():
            message = f"'{phrase}' was taken for '{curriculum.roadmap.by_id[skill].title}'"
            notes.append(_note(message, "Use its name where something else is meant", row.line, row.week))
        for part in found.unmatched if kind == "study" else ():
            message = f"'{part}' is no skill of this roadmap; its order and hours could not be checked"
            notes.append(_note(message, _hint(part, curriculum), row.line, row.week))
    return rows, notes


def _kind(row: Row) -> Kind:
    return "project" if PROJECT.search(row.topic) else "review" if REVIEW.search(row.topic) else "study"


def _resource(row: Row, curriculum: Curriculum) -> Resource | None:
    """Find the resource that a row names, by its address or else by its title."""
    if row.address:
        return next((resource for resource in curriculum.resources if same_page(resource.url, row.address)), None)
    titles = {resource.title.casefold(): resource for resource in curriculum.resources}
    near = get_close_matches(row.resource.casefold(), titles, n=1, cutoff=TITLE_ALIKE) if row.resource else []
    return titles[near[0]] if near else None


def _hint(part: str, curriculum: Curriculum) -> str:
    titles = [skill.title for skill in curriculum.roadmap.skills]
    near: Sequence[str] = get_close_matches(part, titles, n=1, cutoff=0.6)
    return f"Perhaps '{near[0]}' is meant" if near else f"See: studywright roadmap show {curriculum.roadmap.id}"


def _note(message: str, fix: str, line: int, week: int | None) -> Verdict:
    return Verdict(guardrail="matching", severity="note", message=message, week=week, block=f"line {line}", fix=fix)
