"""`log` and `today`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rich.console import Console

from studywright.agent.cli.common import console, open_store, print_json
from studywright.agent.comeback import day_of, log_work
from studywright.agent.output.paragraph import say
from studywright.agent.output.summary import block_title, day, hours_in_words, studied_from, titles_of
from studywright.agent.session import utc_now
from studywright.learning.plan import Block, StudyPlan
from studywright.learning.progress import Agenda, LogRequest, Pace
from studywright.learning.roadmap import Roadmap, load_curriculum
from studywright.tools.store import find_learner

MOST_LATE = 8


@dataclass(frozen=True)
class LogOptions:
    """The options of `log`."""

    what: str
    hours: float | None
    done: bool
    hard: int | None
    on: date | None
    plan: str | None


def run_log(options: LogOptions, learner: str | None, database: str | None, as_json: bool) -> None:
    """Keep what was done; refuse what makes no sense, with nothing kept."""
    today = utc_now().astimezone().date()
    with open_store(database) as store:
        request = LogRequest(options.what, options.on or today, options.hours, options.done, options.hard)
        logged = log_work(store, find_learner(store, learner).id, request, today, options.plan)
    works, pace, late_hours = logged.works, logged.day.pace, logged.day.agenda.late_hours
    if as_json:
        print_json({"logged": [work.model_dump(mode="json") for work in works], "pace": _pace_json(pace)})
        return
    screen = console()
    hours = sum(work.hours for work in works)
    blocks = f"{len(works)} {'block' if len(works) == 1 else 'blocks'}"
    say(screen, f"Noted: {blocks}, {hours_in_words(hours)}, {'done' if options.done else 'not done yet'}.")
    _say_pace(screen, pace)
    if late_hours:
        say(screen, f"{hours_in_words(late_hours)} of earlier weeks are open; studywright replan fits them in again.")


def run_today(learner: str | None, database: str | None, as_json: bool) -> None:
    """Show a learner's day."""
    today = utc_now().astimezone().date()
    with open_store(database) as store:
        info = find_learner(store, learner)
        found = day_of(store, info.id, today)
    if as_json:
        print_json(_agenda_json(found.plan, found.agenda, found.pace))
        return
    _show(console(), found.plan, found.agenda, found.pace, load_curriculum(info.roadmap).roadmap)


def _show(screen: Console, plan: StudyPlan, agenda: Agenda, pace: Pace, roadmap: Roadmap) -> None:
    titles = titles_of(roadmap)
    say(screen, f"{day(agenda.day)} · {_where(plan, agenda)}", style="bold")
    if agenda.now:
        say(screen, "To do this week", style="bold")
        for block in agenda.now:
            _block(screen, block, titles)
    elif agenda.week is not None:
        say(screen, "Everything of this week is done.")
    if agenda.late:
        say(screen, f"Late ({hours_in_words(agenda.late_hours)})", style="bold")
        for week, block in agenda.late[:MOST_LATE]:
            _block(screen, block, titles, f"of week {week.number}")
        if len(agenda.late) > MOST_LATE:
            say(screen, f"and {len(agenda.late) - MOST_LATE} more", indent=2, style="dim")
        say(screen, "Done in fact? studywright log BLOCK. Else studywright replan fits it in again.", style="dim")
    if agenda.reviews:
        names = ", ".join(titles.get(skill, skill) for skill in agenda.reviews)
        say(screen, f"Due for a look from memory: {names}", hang=2)
    if agenda.week is None and agenda.next_week is not None:
        say(screen, f"Next: week {agenda.next_week.number}, from {day(agenda.next_week.starts_on)}", style="bold")
        for block in agenda.next_week.blocks:
            _block(screen, block, titles)
    _say_pace(screen, pace)
    if agenda.reviews or any(block.kind == "review" for block in (*agenda.now, *(b for _, b in agenda.late))):
        say(screen, "For the reviews: studywright review asks you the questions", style="dim")
    if agenda.now or agenda.late:
        say(screen, "When a block is done: studywright log BLOCK --hours H", style="dim")


def _where(plan: StudyPlan, agenda: Agenda) -> str:
    if agenda.week is not None:
        return f"week {agenda.week.number} of {plan.weeks[-1].number}"
    if plan.weeks and agenda.day < plan.weeks[0].starts_on:
        return f"the plan begins on {day(plan.weeks[0].starts_on)}"
    return "the plan is over" if agenda.next_week is None else "no week of the plan"


def _block(screen: Console, block: Block, titles: dict[str, str], note: str = "") -> None:
    when = f" on {day(block.day)}" if block.day else ""
    about = f" ({note})" if note else ""
    say(screen, f"{block.id:<6} {block.hours:>3g} h  {block_title(block, titles)}{when}{about}", indent=2, hang=7)
    say(screen, studied_from(block), indent=9, style="dim")
    if block.resource is not None:
        say(screen, block.resource.url, indent=9, style="blue")


def _say_pace(screen: Console, pace: Pace) -> None:
    for line in pace.in_words():
        say(screen, f"Your pace: {line}. Replanning uses it.", hang=2)


def _pace_json(pace: Pace) -> dict[str, object]:
    found = {"overall": pace.overall, **pace.kinds}
    return {k: {"factor": e.factor, "low": e.low, "high": e.high, "blocks": e.count} for k, e in found.items()}


def _agenda_json(plan: StudyPlan, agenda: Agenda, pace: Pace) -> dict[str, object]:
    return {
        "day": agenda.day.isoformat(),
        "plan": plan.id,
        "version": plan.version,
        "week": agenda.week.number if agenda.week else None,
        "now": [block.model_dump(mode="json") for block in agenda.now],
        "late": [{"week": week.number} | block.model_dump(mode="json") for week, block in agenda.late],
        "late_hours": agenda.late_hours,
        "reviews_due": list(agenda.reviews),
        "pace": _pace_json(pace),
    }
