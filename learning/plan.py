"""The study plan: the public format, version 1."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from studywright.learning.base import Frozen, Identifier, Level, Probability, ShortText
from studywright.learning.learner import Availability, LearnerProfile
from studywright.learning.roadmap.resource import Kind, Price, Resource, WebAddress

FORMAT: Literal[1] = 1

HalfHours = Annotated[float, Field(gt=0, multiple_of=0.5)]


class RoadmapRef(Frozen):
    """Which roadmap a plan was made from."""

    id: Identifier
    version: str


class Gap(Frozen):
    """A skill to study: how likely it is known already, how many hours it is given, and why it is in the plan."""

    skill: Identifier
    mastery: Probability
    hours: float
    need: Literal["goal", "prerequisite"]
    why: str
    basis: str = ""
    """How its hours were adjusted to what was done and to the learner's pace, in words."""


class Skipped(Frozen):
    """A skill that the goal needs and the plan passes over, because it is known."""

    skill: Identifier
    mastery: Probability
    reason: str


class PlannedResource(Frozen):
    """A resource as it stands in the plan, with where and when its address was seen."""

    url: WebAddress
    title: ShortText
    provider: ShortText
    kind: Kind
    level: Level
    cost: Literal["free", "paid"] | Price
    language: str
    seen_in: str
    seen_at: date

    @classmethod
    def of(cls, resource: Resource) -> PlannedResource:
        """Take over what a tool returned, unchanged."""
        return cls.model_validate(resource.model_dump(include=set(cls.model_fields)))


class Block(Frozen):
    """A piece of work of whole half hours: study of one resource for one skill, a project, a review or a check."""

    id: str
    kind: Literal["study", "project", "review", "check"]
    skill: Identifier | None = None
    also: tuple[Identifier, ...] = ()
    """Further skills of a review, which share its time."""
    project: Identifier | None = None
    day: date | None = None
    hours: HalfHours
    resource: PlannedResource | None = None
    part: int = 1
    parts: int = 1
    done: bool = False
    items: tuple[Identifier, ...] = ()
    """Items of the bank that a review asks."""
    note: str = ""


class Week(Frozen):
    """Seven days from `starts_on`; `capacity_hours` is all the learner has in it, slack included."""

    number: int
    starts_on: date
    capacity_hours: float
    focus: str = ""
    blocks: tuple[Block, ...] = ()

    @property
    def planned_hours(self) -> float:
        """Hours of all blocks."""
        return sum(block.hours for block in self.blocks)


class Choice(Frozen):
    """Why a skill is studied from these resources."""

    skill: Identifier
    hours: float
    why_now: str
    resources: tuple[str, ...]
    why_these: str
    level: Literal["working", "proficient"] = "working"
    """The level that it leads to."""


Cause = Literal["time", "money", "language", "resource", "prerequisite", "choice"]
"""What keeps a skill out: hours, money, languages, nothing found, what it rests on, or the learner's own choice."""


class LeftOut(Frozen):
    """A gap that the plan does not hold, and why."""

    skill: Identifier
    hours: float
    reason: str
    cause: Cause = "time"


class PlannedProject(Frozen):
    """A project of the roadmap, and the weeks it stands in (none, with the reason, when it is left out)."""

    id: Identifier
    title: ShortText
    deliverable: str
    hours: float
    weeks: tuple[int, ...] = ()
    reason: str = ""


class Verdict(Frozen):
    """What a guardrail found."""

    guardrail: str
    severity: Literal["error", "warning", "note"]
    message: str
    week: int | None = None
    block: str | None = None
    evidence: str = ""
    fix: str = ""


class OrderFigures(Frozen):
    """How early the plan takes up what carries most of the goal.

    `objective`: the mean hours of study that stand before a skill, weighted by what it carries of the goal; `bound`: the least
    that any order of the chosen skills, stage by stage, could have (proved); `gap`: their relative distance.
    """

    objective: float
    bound: float
    gap: float


class ScheduleFigures(Frozen):
    """Value of the plan, the most that any plan could have (proved), their relative distance, and the time it took.

    The order comes after the value: it is measured for the skills that were chosen.
    """

    objective: float
    bound: float
    gap: float
    seconds: float
    order: OrderFigures = OrderFigures(objective=0, bound=0, gap=0)


class RoleUsage(Frozen):
    """What one role of a language model used."""

    role: str
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


class Usage(Frozen):
    """What a language model was asked; all zero when there was none."""

    model: str | None = None
    requests: int = 0
    """Requests sent, those that failed included."""
    input_tokens: int = 0
    output_tokens: int = 0
    roles: tuple[RoleUsage, ...] = ()
    """The share of each role, in the order they were asked first."""


class Relaxation(Frozen):
    """The smallest change of a wish under which nothing more is left out for its sake, with the figure that makes it fit.

    An offer for money or languages may ask for hours or weeks too, where what it brings in would not fit without.
    """

    kind: Literal["hours_per_week", "availability", "deadline", "budget", "languages", "drop_skills"]
    message: str
    hours_per_week: float | None = None
    availability: Availability | None = None
    deadline: date | None = None
    budget: Price | None = None
    languages: tuple[str, ...] = ()
    skills: tuple[Identifier, ...] = ()
    """Skills to do without."""
    projects: tuple[Identifier, ...] = ()
    """Projects to do without."""


class Change(Frozen):
    """What becomes of a piece of work when a plan is regenerated: its hours, its week before and after, and why."""

    kind: Literal["study", "project", "review", "check"]
    about: Identifier
    """A skill or a project."""
    hours: float
    before: int | None = None
    after: int | None = None
    reason: str = ""


class PlanDiff(Frozen):
    """How a regenerated plan differs from the plan it was made from, as to what was still to do."""

    kept: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    added: tuple[Change, ...] = ()
    dropped: tuple[Change, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.moved or self.added or self.dropped)

    @property
    def moved_far(self) -> float:
        """Share of the pieces of work to come that move by more than one week."""
        future = len(self.kept) + len(self.moved) + len(self.dropped)
        far = sum(1 for c in self.moved if c.before is not None and c.after is not None and abs(c.after - c.before) > 1)
        return far / future if future else 0.0


class StudyPlan(Frozen):
    """A week-by-week plan, with what it rests on and what the guardrails say of it."""

    format: Literal[1] = FORMAT
    id: str
    version: int
    based_on: str | None = None
    """Id of the plan that this one was regenerated from."""
    roadmap: RoadmapRef
    profile: LearnerProfile
    goal: str
    created_at: datetime
    seed: int
    mastery: dict[Identifier, Probability]
    gaps: tuple[Gap, ...]
    skipped: tuple[Skipped, ...]
    choices: tuple[Choice, ...]
    weeks: tuple[Week, ...]
    history: tuple[Week, ...] = ()
    """The weeks behind a regenerated plan, as they were, with what is done; `weeks` goes on from there."""
    pace: dict[str, float] = Field(default_factory=dict)
    """The learner's factor on hours, by kind of work, that the hours were multiplied with."""
    changes: PlanDiff | None = None
    """How a regenerated plan differs from the one it was made from."""
    left_out: tuple[LeftOut, ...]
    projects: tuple[PlannedProject, ...]
    relaxations: tuple[Relaxation, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    schedule: ScheduleFigures
    usage: Usage = Usage()

    @property
    def valid(self) -> bool:
        """Whether no guardrail found an error."""
        return not any(verdict.severity == "error" for verdict in self.verdicts)

    @property
    def planned_hours(self) -> float:
        """Hours of all weeks."""
        return sum(week.planned_hours for week in self.weeks)
