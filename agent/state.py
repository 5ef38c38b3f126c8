"""The state of the graph, and what its nodes are given from outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypedDict

from studywright.agent.models.advisor import Advisor
from studywright.agent.start import Start
from studywright.learning.base import Level
from studywright.learning.gaps import GapAnalysis
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import StudyPlan, Verdict
from studywright.learning.roadmap import Curriculum, Resource
from studywright.learning.roadmap.resource import Kind
from studywright.tools.catalogue import Catalogue
from studywright.tools.research import Research
from studywright.tools.store import JournalEntry, RecordStore


def merge_findings(old: Mapping[str, list[Resource]], new: Mapping[str, list[Resource]]) -> dict[str, list[Resource]]:
    """Join what parallel searches found, by skill; a later search of a skill replaces an earlier one."""
    return {**old, **new}


def merge_links(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Join what parallel checks of links found, by address."""
    return {**old, **new}


def merge_verdicts(old: Mapping[str, list[Verdict]], new: Mapping[str, list[Verdict]]) -> dict[str, list[Verdict]]:
    """Join what parallel critics said, by critic; what a critic says in this round replaces what it said before."""
    return {**old, **new}


class PlanState(TypedDict, total=False):
    """What flows through the graph. Each node returns only what it changed."""

    start: Start
    entries: list[JournalEntry]
    profile: LearnerProfile
    mastery: dict[str, float]
    analysis: GapAnalysis
    findings: Annotated[dict[str, list[Resource]], merge_findings]
    favoured: dict[str, str]
    """The address that a role chose for a skill, among those that are alike."""
    links: Annotated[dict[str, str], merge_links]
    plan: StudyPlan
    before: StudyPlan | None
    """The plan of the round before, with its verdicts."""
    mended: bool
    """Whether the last repair was made in the plan itself, so that it goes straight to the guardrails."""
    verdicts: Annotated[dict[str, list[Verdict]], merge_verdicts]
    barred: list[str]
    dropped: dict[str, str]
    round: int
    errors: list[int]
    decided: int
    published: str


class ResearchTask(TypedDict):
    """One search, as plain data for the checkpoint (studywright.tools.research.Need says what each is)."""

    skill: str
    level: Level
    languages: list[str]
    kinds: list[Kind]
    barred: list[str]


@dataclass(frozen=True)
class Context:
    """What the nodes use: passed in, never global."""

    thread: str
    curriculum: Curriculum
    catalogue: Catalogue
    research: Research
    store: RecordStore
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    advisor: Advisor | None = None
    """The learner's model, if there is one."""


CHECKPOINT_TYPES: tuple[type, ...] = (
    Start,
    JournalEntry,
    LearnerProfile,
    GapAnalysis,
    Resource,
    StudyPlan,
    Verdict,
)
"""Our types that a checkpoint may hold; nothing else is ever built from one."""
