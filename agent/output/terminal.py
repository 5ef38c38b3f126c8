"""A plan in the terminal; everything wraps at the width there is, and no text from outside is trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console

from studywright.agent.models.estimate import after_in_words
from studywright.agent.output import summary
from studywright.agent.output.paragraph import say
from studywright.learning.plan import Block, StudyPlan, Week
from studywright.learning.roadmap import Roadmap

WEEKS_IN_FULL = 4
LISTED = 12


def print_plan(console: Console, plan: StudyPlan, roadmap: Roadmap, *, weeks: Sequence[int] | None = None) -> None:
    """Show a plan: whole weeks for those asked for (the first four, when None), a line each for the others."""
    titles = summary.titles_of(roadmap)
    full = set(weeks) if weeks is not None else {week.number for week in plan.weeks[:WEEKS_IN_FULL]}
    _head(console, plan)
    firsts = summary.first_blocks(plan)
    for week in plan.weeks:
        if week.number in full:
            _week(console, week, plan, roadmap, firsts)
    rest = [week for week in plan.weeks if week.number not in full]
    if rest and weeks is None:
        say(console, "The weeks after that", style="bold")
        for week in rest:
            _short_week(console, week)
        console.print()
    if weeks is None or len(full) == len(plan.weeks):
        _tail(console, plan, titles)


def _head(console: Console, plan: StudyPlan) -> None:
    if not plan.valid:
        say(console, summary.validity(plan), style="bold red")
    say(console, f"Study plan: {plan.goal}", style="bold")
    if plan.valid:
        say(console, summary.validity(plan), style="green")
    say(console, summary.key_figures(plan))
    say(console, summary.schedule_quality(plan))
    for verdict in plan.verdicts:
        say(console, f"{verdict.severity}: {verdict.message}", style="red" if verdict.severity == "error" else "yellow", indent=2)
    console.print()


def _week(console: Console, week: Week, plan: StudyPlan, roadmap: Roadmap, firsts: set[str]) -> None:
    titles = summary.titles_of(roadmap)
    hours = f"{week.planned_hours:g} of {week.capacity_hours:g} h"
    say(console, f"Week {week.number} · {summary.day(week.starts_on)} · {hours}", style="bold cyan")
    if focus := summary.told_focus(week, titles):
        say(console, focus, style="italic", indent=2)
    if not week.blocks:
        say(console, "no study this week", indent=2)
    told: set[str] = set()
    for block in week.blocks:
        _block(console, block, titles, told)
        if block.id in firsts:
            for reason in summary.reasons(plan, block, roadmap):
                say(console, reason, style="dim", indent=9)
    console.print()


def _block(console: Console, block: Block, titles: dict[str, str], told: set[str]) -> None:
    when = f"{block.day:%a} " if block.day else ""
    mark = " (done)" if block.done else ""
    title = summary.block_title(block, titles)
    say(console, f"{block.id:<6} {when}{block.hours:>3g} h  {title}{mark}", style="bold", indent=2, hang=7)
    say(console, summary.studied_from(block), indent=9)
    if block.resource is not None:
        if block.resource.url not in told:
            say(console, block.resource.url, style="blue", indent=9)
            if summary.is_new(block.resource):
                say(console, summary.new_find(block.resource), style="yellow", indent=9)
        told.add(block.resource.url)
    if block.kind == "review" and block.items:
        questions = f"{len(block.items)} {'question' if len(block.items) == 1 else 'questions'}"
        say(console, f"{questions} from memory; studywright review asks them", style="dim", indent=9)
    elif block.note:
        say(console, block.note, style="dim", indent=9)


def _short_week(console: Console, week: Week) -> None:
    text = f"{week.number:>3}  {week.starts_on:%d %b}  {week.planned_hours:>4g} h  {week.focus or 'no study'}"
    say(console, text, indent=1, hang=20)


def _tail(console: Console, plan: StudyPlan, titles: dict[str, str]) -> None:
    planned = [project for project in plan.projects if project.weeks]
    if planned:
        say(console, "Projects", style="bold")
    for project in planned:
        say(console, f"{project.title}, {project.hours:g} h, weeks {project.weeks[0]} to {project.weeks[-1]}", indent=2)
        say(console, project.deliverable, style="dim", indent=4)
    if plan.skipped:
        say(console, f"Known already, so not in the plan ({len(plan.skipped)})", style="bold")
        _listed(console, (f"{titles.get(item.skill, item.skill)}: {item.reason}" for item in plan.skipped))
    groups = summary.left_out_groups(plan)
    if groups:
        say(console, "Left out", style="bold")
    for reason, names in groups.items():
        named = ", ".join(titles.get(name, name) for name in names[:LISTED])
        more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
        say(console, f"{reason}: {named}{more}", indent=2, hang=2)
    if plan.relaxations:
        say(console, "What would change that (each was tried):", style="bold")
        _listed(console, (offer.message for offer in plan.relaxations))
    if plan.usage.requests:
        console.print()
        say(console, after_in_words(plan.usage), style="dim")


def _listed(console: Console, lines: Iterable[str]) -> None:
    every = list(lines)
    for line in every[:LISTED]:
        say(console, line, indent=2, hang=2)
    if len(every) > LISTED:
        say(console, f"and {len(every) - LISTED} more (studywright export md lists them all)", style="dim", indent=2)
