"""Options that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

DEFAULT_ROADMAP = "ml-engineer-2026"
Database = Annotated[
    str | None,
    typer.Option("--database", envvar="STUDYWRIGHT_DATABASE", help="Where records are kept: a file, or an SQLAlchemy address."),
]
RoadmapOption = Annotated[str, typer.Option("--roadmap", help="The id of a roadmap, or the path of one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output, and nothing else.")]
Online = Annotated[
    bool, typer.Option("--online", help="Check links and search the web too; without it nothing goes to the network.")
]
