"""Checking any plan: one of ours, or a table that anybody wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from studywright.agent.validate import open_curriculum
from studywright.agent.verify_table import verify_table
from studywright.guardrails import CRITICS, PlanContext
from studywright.learning.base import Frozen
from studywright.learning.documents import Document, read_document, read_text, validate_document
from studywright.learning.errors import InputError
from studywright.learning.goals import goal_faults
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import StudyPlan, Verdict
from studywright.learning.roadmap import Curriculum, available_roadmaps
from studywright.tools.catalogue import Catalogue
from studywright.tools.store import open_engine

DEFAULT_ROADMAP = "ml-engineer-2026"


class Finding(Frozen):
    """A verdict, and the line of the file that it is about."""

    verdict: Verdict
    line: int | None = None


class Report(Frozen):
    """What the guardrails say of a plan."""

    source: str
    kind: str
    """`plan` or `table`."""
    roadmap: str
    findings: tuple[Finding, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts alone."""
        return tuple(finding.verdict for finding in self.findings)

    @property
    def valid(self) -> bool:
        """Whether no error stands."""
        return not self.count("error")

    def count(self, severity: str) -> int:
        """Count the verdicts of a severity."""
        return sum(verdict.severity == severity for verdict in self.verdicts)


def verify(
    plan: StudyPlan | Path | str,
    *,
    profile: LearnerProfile | Path | str | None = None,
    roadmap: str | None = None,
    today: date | None = None,
    database: str | None = None,
) -> Report:
    """Check a plan: a StudyPlan, a plan.json, or a table (CSV or Markdown: week, topic, resource, hours).

    `profile` is checked against instead of the plan's own; `roadmap` is an id or a path, by default the plan's own (for a
    table, ml-engineer-2026). With `database` (any SQLAlchemy address) what the learner added counts as found too. Raises
    InputError when a file cannot be read.
    """
    if isinstance(plan, StudyPlan):
        curriculum = with_own(open_curriculum(roadmap or _own_roadmap(plan, "the plan")), database)
        return _of_plan(plan, _profile(profile, curriculum), curriculum, Document("the plan", {}, {}))
    path = Path(plan)
    text = read_text(path)
    if path.suffix.lower() in (".json", ".yaml", ".yml") or text.lstrip().startswith("{"):
        document = read_document(path)
        read = validate_document(document, StudyPlan)
        curriculum = with_own(open_curriculum(roadmap or _own_roadmap(read, str(path))), database)
        return _of_plan(read, _profile(profile, curriculum), curriculum, document)
    curriculum = with_own(open_curriculum(roadmap or DEFAULT_ROADMAP), database)
    found = verify_table(text, str(path), _profile(profile, curriculum), curriculum, today or date.today())  # noqa: DTZ011
    findings = tuple(Finding(verdict=verdict, line=line) for verdict, line in found)
    return Report(source=str(path), kind="table", roadmap=curriculum.roadmap.id, findings=findings)


def judge(plan: StudyPlan, curriculum: Curriculum) -> tuple[Verdict, ...]:
    """Run all critics over a plan, in the order of their names."""
    context = PlanContext.of(curriculum)
    return tuple(verdict for name in sorted(CRITICS) for verdict in CRITICS[name](plan, context))


def with_own(curriculum: Curriculum, database: str | None) -> Curriculum:
    """Put what the learner added, and the new finds they accepted, into the catalogue of a curriculum."""
    if database is None:
        return curriculum
    engine = open_engine(database)
    try:
        own = Catalogue(curriculum, engine).own
    finally:
        engine.dispose()
    replaced = {resource.url for resource in own}
    return replace(curriculum, resources=(*own, *(r for r in curriculum.resources if r.url not in replaced)))


def _of_plan(plan: StudyPlan, profile: LearnerProfile | None, curriculum: Curriculum, document: Document) -> Report:
    if profile is not None:
        given = profile.model_copy(update={"start": profile.start or plan.profile.start})
        plan = plan.model_copy(update={"profile": given.settled(plan.created_at.date())})
    weeks = {week.number: document.line(("weeks", place)) for place, week in enumerate(plan.weeks)}
    blocks = {
        block.id: document.line(("weeks", w, "blocks", b))
        for w, week in enumerate(plan.weeks)
        for b, block in enumerate(week.blocks)
    }
    findings = tuple(
        Finding(verdict=verdict, line=blocks.get(verdict.block or "") or weeks.get(verdict.week or 0))
        for verdict in judge(plan, curriculum)
    )
    return Report(source=document.source, kind="plan", roadmap=curriculum.roadmap.id, findings=findings)


def _own_roadmap(plan: StudyPlan, source: str) -> str:
    if plan.roadmap.id in available_roadmaps():
        return plan.roadmap.id
    raise InputError.of(source, f"was made from the roadmap '{plan.roadmap.id}'", "Give its path with --roadmap")


def _profile(given: LearnerProfile | Path | str | None, curriculum: Curriculum) -> LearnerProfile | None:
    """Read a profile; its dates may lie in the past, as the plan may."""
    if given is None or isinstance(given, LearnerProfile):
        profile, document = given, Document("the profile", {}, {})
    else:
        document = read_document(Path(given))
        profile = validate_document(document, LearnerProfile)
    faults = list(goal_faults(profile, curriculum.roadmap)) if profile is not None else []
    if faults:
        raise InputError([document.fault(tuple(location), message, cure) for location, message, cure in faults])
    return profile
