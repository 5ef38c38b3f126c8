"""`verify`: checking any plan."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

from studywright.agent.cli.common import check_writable, console, database_there, write_whole
from studywright.agent.output.report import print_report, report_json, report_sarif
from studywright.agent.verify import verify
from studywright.learning.errors import InputError

FORMS = ("text", "json", "sarif")


def run_verify(
    file: Path, profile: Path | None, roadmap: str | None, form: str, output: Path | None, database: str | None = None
) -> bool:
    """Check a plan, write the report, and say whether no error stands."""
    if form not in FORMS:
        raise InputError.of("--format", f"there is no form '{form}'", f"Write {', '.join(FORMS)}")
    check_writable(output)
    report = verify(file, profile=profile, roadmap=roadmap, database=database_there(database))
    if form == "text" and output is None:
        print_report(console(), report)
        return report.valid
    if form == "text":
        screen = console()
        with screen.capture() as captured:
            print_report(screen, report)
        text = captured.get()
    else:
        text = report_json(report) if form == "json" else report_sarif(report, version("studywright"))
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, text)
    return report.valid
