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
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        envvar="STUDYWRIGHT_MODEL",
        help="A language model, as provider:name; more after commas, to fall back on. Without one, no model is asked.",
    ),
]
CheapModel = Annotated[
    str | None,
    typer.Option("--cheap-model", envvar="STUDYWRIGHT_CHEAP_MODEL", help="A smaller model for reading and choosing."),
]
MaxRequests = Annotated[int, typer.Option(min=1, max=1000, help="Requests to the model at the most.")]
MaxTokens = Annotated[int, typer.Option(min=100, max=10_000_000, help="Tokens of the model at the most, in and out.")]
