"""The commands for the time after a plan was made: logging, today, people. Their work is done elsewhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from studywright.agent.cli.options import AsJson, Database

Learner = Annotated[str | None, typer.Option("--learner", help="Number, name or id of a learner; the newest, when left out.")]
learner_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="See, take out or delete what is kept on a learner.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(log)
    app.command()(today)
    app.command()(review)
    app.command()(check)
    app.command()(replan)
    app.command()(history)
    app.command()(undo)
    app.add_typer(learner_app, name="learner")


def log(
    what: Annotated[str, typer.Argument(metavar="BLOCK|WEEK", help="A block, such as w3.2, or a whole week, such as 3.")],
    hours: Annotated[float | None, typer.Option(help="Hours it took; as planned, when left out.")] = None,
    done: Annotated[bool, typer.Option("--done/--not-done", help="Whether it is done.")] = True,
    hard: Annotated[int | None, typer.Option(help="How hard it was, from 1 (easy) to 5 (hard).")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the work; today, when left out.")] = None,
    plan: Annotated[str | None, typer.Option("--plan", help="Refuse unless the plan with this id holds now.")] = None,
    learner: Learner = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Note work on a block or a week; your pace is learnt from it."""
    from studywright.agent.cli.progress import LogOptions, run_log

    run_log(LogOptions(what, hours, done, hard, on.date() if on else None, plan), learner, database, as_json)


def today(learner: Learner = None, database: Database = None, as_json: AsJson = False) -> None:
    """Show what to do now, what is late, and which reviews are due."""
    from studywright.agent.cli.progress import run_today

    run_today(learner, database, as_json)


def review(learner: Learner = None, database: Database = None, as_json: AsJson = False) -> None:
    """Look back at what is due: a few questions from memory; how they go decides when each skill comes back."""
    from studywright.agent.cli.review import run_review

    run_review(learner, database, as_json)


STABILITY = 0.5
Yes = Annotated[bool, typer.Option("--yes", help="Take the new plan without being asked; nothing is asked at all.")]
Stability = Annotated[
    float,
    typer.Option(min=0, max=100, help="Price of change: hours' worth that an hour which moves must bring. 0: the best plan."),
]


def check(stability: Stability = STABILITY, learner: Learner = None, database: Database = None, as_json: AsJson = False) -> None:
    """Check in five minutes what you have learnt, and make the plan right again."""
    from studywright.agent.cli.again import AgainOptions, run_again

    run_again(AgainOptions(True, False, None, None, None, None, stability), learner, database, as_json)


def replan(
    hours: Annotated[float | None, typer.Option(help="Hours a week from now on.")] = None,
    deadline: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day.")] = None,
    goal: Annotated[str | None, typer.Option(help="A role, a project, or skills in your own words.")] = None,
    roadmap: Annotated[str | None, typer.Option(help="A newer version of the same roadmap.")] = None,
    stability: Stability = STABILITY,
    yes: Yes = False,
    learner: Learner = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Make the plan right again after missed weeks, or with other hours, deadline or goal; you accept it or not."""
    from studywright.agent.cli.again import AgainOptions, run_again

    last = deadline.date() if deadline else None
    run_again(AgainOptions(False, yes, hours, last, goal, roadmap, stability), learner, database, as_json)


def history(learner: Learner = None, database: Database = None, as_json: AsJson = False) -> None:
    """List every version of your plan."""
    from studywright.agent.cli.again import run_history

    run_history(learner, database, as_json)


def undo(learner: Learner = None, database: Database = None, as_json: AsJson = False) -> None:
    """Let the version hold again from which the present plan was made."""
    from studywright.agent.cli.again import run_undo

    run_undo(learner, database, as_json)


@learner_app.command("list")
def learner_list(database: Database = None, as_json: AsJson = False) -> None:
    """List the learners whose plans are kept here."""
    from studywright.agent.cli.learner import run_list

    run_list(database, as_json)


@learner_app.command("export")
def learner_export(
    learner: Annotated[str, typer.Argument(help="Number, name or id of the learner.")],
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")] = None,
    database: Database = None,
) -> None:
    """Write all that is kept on a learner as one JSON document."""
    from studywright.agent.cli.learner import run_export

    run_export(learner, output, database)


@learner_app.command("delete")
def learner_delete(
    learner: Annotated[str, typer.Argument(help="Number, name or id of the learner.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    database: Database = None,
) -> None:
    """Delete all that is kept on a learner, for good."""
    from studywright.agent.cli.learner import run_delete

    run_delete(learner, yes, database)
