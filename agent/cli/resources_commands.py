"""The commands under `resources` and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studywright.agent.cli.options import DEFAULT_ROADMAP, AsJson, Database, RoadmapOption

resources_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look for things to study from; add your own.")

Skills = Annotated[list[str] | None, typer.Option("--skill", help="A skill, by id or name (may be repeated).")]


@resources_app.command("search")
def search(
    query: Annotated[str, typer.Argument(help="A few words, as you would say it.")],
    skill: Skills = None,
    level: Annotated[list[str] | None, typer.Option(help="beginner, working or proficient (may be repeated).")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="course, book, video, ... (may be repeated).")] = None,
    language: Annotated[list[str] | None, typer.Option(help="A language, such as en (may be repeated).")] = None,
    free: Annotated[bool, typer.Option("--free", help="Only what costs nothing.")] = False,
    max_hours: Annotated[float | None, typer.Option(min=0, help="Only what takes no more hours in all.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many at the most.")] = 10,
    roadmap: RoadmapOption = DEFAULT_ROADMAP,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Search the catalogue and your own resources."""
    from studywright.agent.cli.resources import Wanted, run_search

    wanted = Wanted(tuple(skill or ()), tuple(level or ()), tuple(kind or ()), tuple(language or ()), free, max_hours)
    run_search(query, wanted, limit, roadmap, database, as_json)


@resources_app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="Its address, https://...")],
    title: Annotated[str, typer.Option(help="Its title.")],
    skill: Skills = None,
    kind: Annotated[str, typer.Option(help="course, book, video, documentation, article, paper or practice.")] = "",
    level: Annotated[str, typer.Option(help="beginner, working or proficient.")] = "",
    hours: Annotated[str, typer.Option(help="Hours for all of it.")] = "",
    cost: Annotated[str, typer.Option(help="free, paid, or a price such as '20 EUR'; free when you have it already.")] = "",
    language: Annotated[str, typer.Option(help="Its language, such as en.")] = "",
    provider: Annotated[str, typer.Option(help="Who publishes it.")] = "",
    roadmap: RoadmapOption = DEFAULT_ROADMAP,
    database: Database = None,
) -> None:
    """Add a book, course or page of your own; plans prefer it where it fits."""
    from studywright.agent.cli.resources import run_add

    row = {"url": url, "title": title, "skills": ";".join(skill or ()), "kind": kind, "level": level, "hours": hours}
    run_add(row | {"cost": cost, "language": language, "provider": provider}, roadmap, database)


@resources_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file (url, title, skills, ...) or a Markdown list of links.")],
    skill: Skills = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Take the good rows, even when others are faulty.")] = False,
    roadmap: RoadmapOption = DEFAULT_ROADMAP,
    database: Database = None,
) -> None:
    """Add all resources of a file, or none when a row is faulty."""
    from studywright.agent.cli.resources import run_import

    run_import(file, tuple(skill or ()), skip_bad, roadmap, database)


@resources_app.command("list")
def list_(roadmap: RoadmapOption = DEFAULT_ROADMAP, database: Database = None, as_json: AsJson = False) -> None:
    """List what you added."""
    from studywright.agent.cli.resources import run_list

    run_list(roadmap, database, as_json)


@resources_app.command("remove")
def remove(
    url: Annotated[str, typer.Argument(help="The address of something you added.")],
    roadmap: RoadmapOption = DEFAULT_ROADMAP,
    database: Database = None,
) -> None:
    """Take out something you added."""
    from studywright.agent.cli.resources import run_remove

    run_remove(url, roadmap, database)


@resources_app.command("verify")
def verify(
    own: Annotated[bool, typer.Option("--own", help="Only what you added.")] = False,
    roadmap: RoadmapOption = DEFAULT_ROADMAP,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Check the links of the catalogue over the network; exit code 4 when there is none."""
    from studywright.agent.cli.resources_verify import run_verify

    run_verify(own, roadmap, database, as_json)
