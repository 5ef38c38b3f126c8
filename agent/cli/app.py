"""The commands and their options."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from studywright.agent.cli import after
from studywright.agent.cli.options import (
    DEFAULT_ROADMAP,
    AsJson,
    CheapModel,
    Database,
    MaxRequests,
    MaxTokens,
    Model,
    Online,
    RoadmapOption,
)
from studywright.agent.cli.resources_commands import resources_app

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    help="Personal study plans that are proved: an interview, a skills check, a week-by-week plan that guardrails have checked.",
)
roadmap_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look at the roadmaps.")
app.add_typer(roadmap_app, name="roadmap")
app.add_typer(resources_app, name="resources")


class Prefer(StrEnum):
    """What comes first when not everything fits."""

    breadth = "breadth"
    depth = "depth"


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"studywright {version('studywright')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Run before every command."""


@app.command()
def plan(
    profile: Annotated[Path | None, typer.Option(help="A profile file (YAML or JSON), instead of the interview.")] = None,
    answers: Annotated[Path | None, typer.Option(help="Answers to a skills check (YAML or JSON), to replay it.")] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing; needs --profile.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="The same seed and inputs give the same plan.")] = 0,
    questions: Annotated[int, typer.Option(min=0, max=200, help="Questions of the skills check at the most.")] = 20,
    prefer: Annotated[
        Prefer | None, typer.Option(help="When time is short: more skills to working level, or fewer to proficient.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Write the plan to this file as JSON too.")] = None,
    online: Online = False,
    roadmap: RoadmapOption = DEFAULT_ROADMAP,
    database: Database = None,
    as_json: AsJson = False,
    model: Model = None,
    cheap_model: CheapModel = None,
    about: Annotated[Path | None, typer.Option(help="A CV or job advert as text, for the model to read.")] = None,
    open_questions: Annotated[int, typer.Option(min=0, max=10, help="Open questions at the most; they need a model.")] = 3,
    max_requests: MaxRequests = 30,
    max_tokens: MaxTokens = 60_000,
) -> None:
    """Make a study plan: interview, skills check, plan."""
    from studywright.agent.cli.model import ModelOptions
    from studywright.agent.cli.plan import PlanOptions, run_plan

    wanted = ModelOptions(model, cheap_model, max_requests, max_tokens, about, open_questions)
    run_plan(
        PlanOptions(
            profile=profile,
            answers=answers,
            no_input=no_input,
            seed=seed,
            questions=questions,
            prefer=prefer.value if prefer else None,
            output=output,
            roadmap=roadmap,
            database=database,
            as_json=as_json,
            online=online,
        ),
        wanted,
    )


@app.command()
def resume(
    output: Annotated[Path | None, typer.Option(help="Write the plan to this file as JSON too.")] = None,
    online: Online = False,
    database: Database = None,
    as_json: AsJson = False,
    model: Model = None,
    cheap_model: CheapModel = None,
    max_requests: MaxRequests = 30,
    max_tokens: MaxTokens = 60_000,
) -> None:
    """Go on with the conversation that was left last."""
    from studywright.agent.cli.model import ModelOptions
    from studywright.agent.cli.plan import run_resume

    run_resume(output, database, as_json, online, ModelOptions(model, cheap_model, max_requests, max_tokens))


@app.command()
def show(
    file: Annotated[Path | None, typer.Argument(help="A plan.json; your newest plan, when left out.")] = None,
    week: Annotated[list[int] | None, typer.Option(help="Show this week in full (may be repeated).")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show all weeks in full.")] = False,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Show the plan."""
    from studywright.agent.cli.show import run_show

    run_show(file, week, everything, database, as_json)


@app.command()
def export(
    form: Annotated[str, typer.Argument(metavar="json|md", help="The form: json or md.")],
    file: Annotated[Path | None, typer.Argument(help="A plan.json; your newest plan, when left out.")] = None,
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")] = None,
    database: Database = None,
) -> None:
    """Write the plan as JSON or Markdown."""
    from studywright.agent.cli.show import run_export

    run_export(form, file, output, database)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A plan.json, or a table in CSV or Markdown: week, topic, resource, hours.")],
    profile: Annotated[Path | None, typer.Option(help="Check against this profile (YAML or JSON).")] = None,
    roadmap: Annotated[str | None, typer.Option(help="The id or path of a roadmap; the plan's own, when left out.")] = None,
    form: Annotated[str, typer.Option("--format", metavar="text|json|sarif", help="The form of the report.")] = "text",
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")] = None,
    database: Database = None,
) -> None:
    """Check any plan, also one that somebody else wrote; exit code 3 when an error stands."""
    from studywright.agent.cli.verify import run_verify

    if not run_verify(file, profile, roadmap, form, output, database):
        raise typer.Exit(3)


@roadmap_app.command("list")
def roadmap_list(as_json: AsJson = False) -> None:
    """List the roadmaps that come with studywright."""
    from studywright.agent.cli.roadmap import run_list

    run_list(as_json)


@roadmap_app.command("show")
def roadmap_show(roadmap: Annotated[str, typer.Argument()] = DEFAULT_ROADMAP, as_json: AsJson = False) -> None:
    """Show a roadmap: stages, skills, projects, roles."""
    from studywright.agent.cli.roadmap import run_show

    run_show(roadmap, as_json)


@roadmap_app.command("draft")
def roadmap_draft(
    goal: Annotated[str, typer.Argument(help="What you want to learn, in a few words.")],
    output: Annotated[Path, typer.Option(help="The folder to write the draft into.")],
    yes: Annotated[bool, typer.Option("--yes", help="Write it without asking.")] = False,
    model: Model = None,
    max_requests: MaxRequests = 30,
    max_tokens: MaxTokens = 60_000,
) -> None:
    """Have a model draft a roadmap for a goal that none covers."""
    from studywright.agent.cli.draft import run_draft
    from studywright.agent.cli.model import ModelOptions

    run_draft(goal, output, yes, ModelOptions(model, None, max_requests, max_tokens))


@roadmap_app.command("validate")
def roadmap_validate(
    roadmap: Annotated[str, typer.Argument(help="The id of a shipped roadmap, or the path of your own.")] = DEFAULT_ROADMAP,
    strict: Annotated[bool, typer.Option(help="List all remarks, and exit with code 3 when there are any.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check a roadmap with its items and resources; exit code 2 when it is faulty."""
    from studywright.agent.cli.roadmap import run_validate

    if not run_validate(roadmap, strict, as_json):
        raise typer.Exit(3)


@app.command()
def doctor(
    mend: Annotated[
        bool, typer.Option("--mend", help="Mend what is damaged; the damaged file is kept beside the new one.")
    ] = False,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Check the installation and the record store."""
    from studywright.agent.cli.doctor import run_doctor

    run_doctor(database, mend, as_json)


after.add_to(app)
