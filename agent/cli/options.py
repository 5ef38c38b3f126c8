"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Database = Annotated[
    str | None,
    typer.Option("--database", envvar="STUDYWRIGHT_DATABASE", help="Where records are kept: a file, or an SQLAlchemy address."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output, and nothing else.")]
