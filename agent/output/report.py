"""A report of the guardrails: as text, as JSON, as SARIF."""

from __future__ import annotations

from pathlib import PurePath

from rich.console import Console

from studywright.agent.output.clean import json_text
from studywright.agent.output.paragraph import say
from studywright.agent.verify import Finding, Report
from studywright.learning.clean import clean
from studywright.learning.plan import Verdict

STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}
HEADINGS = {"error": "What is wrong", "warning": "What to look at", "note": "What could not be checked"}


def print_report(screen: Console, report: Report) -> None:
    """Print a report, errors first."""
    say(screen, headline(report), style="green" if report.valid else "bold red")
    say(screen, f"{report.source}, checked against the roadmap {report.roadmap}", style="dim")
    for severity, heading in HEADINGS.items():
        found = [finding for finding in report.findings if finding.verdict.severity == severity]
        if found:
            screen.print()
            say(screen, heading, style="bold")
        for finding in found:
            _finding(screen, finding)


def headline(report: Report) -> str:
    """Say first of all whether the plan holds."""
    counted = [f"{n} {word}{'' if n == 1 else 's'}" for word in HEADINGS if (n := report.count(word))]
    if report.valid:
        rest = f" ({', '.join(counted)})" if counted else ""
        return f"VALID: no guardrail found an error{rest}"
    return f"NOT VALID: {', '.join(counted)}"


def place_of(finding: Finding) -> str:
    """Say where in the plan a finding stands, in words."""
    verdict = finding.verdict
    parts = [f"week {verdict.week}"] if verdict.week else []
    if verdict.block and not verdict.block.startswith("line "):
        parts.append(f"block {verdict.block}")
    if finding.line:
        parts.append(f"line {finding.line}")
    return ", ".join(parts)


def report_json(report: Report) -> str:
    """Give a report as JSON."""
    rows = [finding.verdict.model_dump(mode="json") | {"line": finding.line} for finding in report.findings]
    counts = {f"{severity}s": report.count(severity) for severity in HEADINGS}
    head = {"source": report.source, "kind": report.kind, "roadmap": report.roadmap, "valid": report.valid}
    return json_text(head | counts | {"verdicts": rows})


def report_sarif(report: Report, version: str) -> str:
    """Give a report in the Static Analysis Results Interchange Format 2.1.0 (OASIS), for editors and code hosts."""
    rules = sorted({verdict.guardrail for verdict in report.verdicts})
    driver = {
        "name": "studywright",
        "version": version,
        "rules": [{"id": rule, "shortDescription": {"text": f"Guardrail {rule}"}} for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, report.source) for finding in report.findings],
    }
    return json_text({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _result(finding: Finding, source: str) -> dict[str, object]:
    verdict = finding.verdict
    location: dict[str, object] = {"artifactLocation": {"uri": PurePath(source).as_posix()}}
    if finding.line:
        location["region"] = {"startLine": finding.line}
    place = {"physicalLocation": location, "logicalLocations": [{"fullyQualifiedName": place_of(finding) or "the plan"}]}
    return {
        "ruleId": verdict.guardrail,
        "level": verdict.severity,
        "message": {"text": clean(_in_one(verdict))},
        "locations": [place],
    }


def _in_one(verdict: Verdict) -> str:
    evidence = f" ({verdict.evidence})" if verdict.evidence else ""
    return f"{verdict.message}{evidence}. {verdict.fix}".rstrip(". ") + "."


def _finding(screen: Console, finding: Finding) -> None:
    verdict, place = finding.verdict, place_of(finding)
    say(screen, f"{place or 'the plan'}: {verdict.message}", style=STYLES[verdict.severity], indent=2, hang=2)
    if verdict.evidence:
        say(screen, verdict.evidence, style="dim", indent=4)
    if verdict.fix:
        say(screen, f"→ {verdict.fix}", indent=4, hang=2)
