"""The whole schedule: choose what fits, arrange it, say what is left out and what would make room."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studywright.learning.gaps import GapAnalysis
from studywright.learning.goals import Target
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import Block, Choice, Gap, LeftOut, PlannedProject, ScheduleFigures, Week
from studywright.learning.roadmap import Project, Resource, Roadmap
from studywright.learning.schedule.arrange import Draft, Task, arrange, number_blocks, project_task, study_task
from studywright.learning.schedule.calendar import CalendarWeek, weeks_of
from studywright.learning.schedule.choose import Assignment, assign_resources
from studywright.learning.schedule.select import select_gaps, value_bound, value_of

PROJECT_SHARE = 0.3
"""Share of the time at most that projects may take when time is short."""


@dataclass(frozen=True)
class Schedule:
    """What the scheduler found, in the plan's own types."""

    weeks: tuple[Week, ...]
    choices: tuple[Choice, ...]
    left_out: tuple[LeftOut, ...]
    projects: tuple[PlannedProject, ...]
    figures: ScheduleFigures

    @property
    def short_of_time(self) -> bool:
        """Whether something is left out that more time would bring in."""
        return any(item.reason == NO_TIME for item in self.left_out) or any(p.reason == NO_TIME for p in self.projects)


NO_TIME = "it does not fit into the hours before the deadline"
NO_PREREQUISITE = "it rests on something that is left out"


@dataclass(frozen=True)
class Problem:
    """Everything a schedule depends on."""

    roadmap: Roadmap
    profile: LearnerProfile
    target: Target
    analysis: GapAnalysis
    found: Mapping[str, Sequence[Resource]]
    barred: frozenset[str] = frozenset()
    """Addresses that must not be used."""
    dropped: Mapping[str, str] = field(default_factory=dict)
    """Skills to do without, each with the reason."""


def solve(problem: Problem) -> Schedule:
    """Choose, arrange, and shrink the choice until everything chosen has its place."""
    begun = time.perf_counter()
    weeks = list(weeks_of(problem.profile)) if problem.profile.deadline else None
    assigned = _assign(problem)
    halves = {skill: assignment.halves for skill, assignment in assigned.items()}
    usable = _usable(problem, assigned)
    room = sum(s.halves for week in weeks for s in week.sittings) if weeks is not None else None
    chosen, projects, draft, drawn = _fit(problem, assigned, usable, halves, weeks, room)
    numbered = number_blocks(draft.blocks)
    made = tuple(
        Week(
            number=week.number,
            starts_on=week.starts_on,
            capacity_hours=week.capacity_hours,
            focus=_focus(problem.roadmap, numbered.get(week.number, ())),
            blocks=numbered.get(week.number, ()),
        )
        for week in drawn[: max(numbered, default=0)]
    )
    value = sum(value_of(gap) for gap in problem.analysis.gaps if gap.skill in chosen)
    bound = max(value, value_bound(usable, halves, room) if room is not None else sum(value_of(gap) for gap in usable))
    return Schedule(
        weeks=made,
        choices=tuple(_choice(assigned[gap.skill]) for gap in problem.analysis.gaps if gap.skill in chosen),
        left_out=tuple(_left_out(problem, assigned, usable, chosen)),
        projects=_planned_projects(problem, projects, made, usable),
        figures=ScheduleFigures(
            objective=value,
            bound=bound,
            gap=round((bound - value) / bound, 6) if bound else 0.0,
            seconds=round(time.perf_counter() - begun, 4),
        ),
    )


def fits(problem: Problem) -> bool:
    """Say whether everything that can be studied at all, and its projects, find their place before the deadline."""
    assigned = _assign(problem)
    everything = frozenset(gap.skill for gap in _usable(problem, assigned))
    tasks = _tasks(problem, assigned, everything, _projects_for(problem, everything))
    return not arrange(tasks, weeks_of(problem.profile)).unfinished


def _assign(problem: Problem) -> dict[str, Assignment]:
    found = {s: [r for r in options if r.url not in problem.barred] for s, options in problem.found.items()}
    return assign_resources(problem.analysis.gaps, found, problem.profile, problem.roadmap)


def _usable(problem: Problem, assigned: Mapping[str, Assignment]) -> list[Gap]:
    """Gaps that can be studied at all: they and the gaps they rest on have a resource."""
    without = {skill for skill, assignment in assigned.items() if not assignment.pieces} | problem.dropped.keys()
    return [g for g in problem.analysis.gaps if not without & (problem.roadmap.ancestors[g.skill] | {g.skill})]


def _fit(
    problem: Problem,
    assigned: Mapping[str, Assignment],
    usable: Sequence[Gap],
    halves: Mapping[str, int],
    weeks: list[CalendarWeek] | None,
    room: int | None,
) -> tuple[frozenset[str], tuple[Project, ...], Draft, list[CalendarWeek]]:
    everything = frozenset(gap.skill for gap in usable)
    projects = _projects_for(problem, everything)
    if weeks is None or room is None:
        weeks = list(weeks_of(problem.profile))
        room = sum(s.halves for week in weeks for s in week.sittings)
    draft = arrange(_tasks(problem, assigned, everything, projects), weeks)
    if not draft.unfinished:
        return everything, projects, draft, weeks
    return _shrink(problem, assigned, usable, halves, weeks, room)


def _shrink(
    problem: Problem,
    assigned: Mapping[str, Assignment],
    usable: Sequence[Gap],
    halves: Mapping[str, int],
    weeks: list[CalendarWeek],
    room: int,
) -> tuple[frozenset[str], tuple[Project, ...], Draft, list[CalendarWeek]]:
    """Take the groups of most value for time, keeping room for a closing project, until all have their place."""
    parents = problem.roadmap.ancestors
    reserve = _closing_halves(problem, room)
    looks_back = sum(1 for week in weeks if week.sittings)  # half an hour of review a week
    groups = select_gaps(usable, halves, parents, room - reserve - looks_back)
    while True:
        chosen = frozenset().union(*groups)
        projects = _within(_projects_for(problem, chosen), int(room * PROJECT_SHARE))
        draft = arrange(_tasks(problem, assigned, chosen, projects), weeks)
        while draft.unfinished and projects:
            projects = projects[1:] if len(projects) > 1 and reserve else ()
            draft = arrange(_tasks(problem, assigned, chosen, projects), weeks)
        if not draft.unfinished:
            return chosen, projects, draft, weeks
        groups = groups[:-1]


def _closing_halves(problem: Problem, room: int) -> int:
    wanted = problem.target.project
    size = round(wanted.hours * 2) if wanted else min((round(p.hours * 2) for p in problem.roadmap.projects), default=0)
    return size if size <= room * PROJECT_SHARE else 0


def _within(projects: tuple[Project, ...], room: int) -> tuple[Project, ...]:
    """Keep the last projects that fit: the closing one matters most."""
    kept: list[Project] = []
    for project in reversed(projects):
        if round(project.hours * 2) <= room:
            kept.insert(0, project)
            room -= round(project.hours * 2)
    return tuple(kept)


def _projects_for(problem: Problem, chosen: frozenset[str]) -> tuple[Project, ...]:
    """One project a stage: of those whose skills will all be there, the one that shows most of the goal."""
    known = {item.skill for item in problem.analysis.skipped}
    have = chosen | known
    picked: list[Project] = []
    for stage in problem.roadmap.stages:
        ready = [
            project
            for project in problem.roadmap.projects
            if project.stage == stage.id and set(project.skills) <= have and set(project.skills) & chosen
        ]
        wanted = problem.target.project
        ready = [wanted] if wanted in ready else ready
        if ready:
            picked.append(max(ready, key=lambda p: len(set(p.skills) & problem.target.direct)))
    return tuple(picked)


def _tasks(
    problem: Problem, assigned: Mapping[str, Assignment], chosen: frozenset[str], projects: Sequence[Project]
) -> list[Task]:
    roadmap = problem.roadmap
    stage = {s.id: float(index) for index, s in enumerate(roadmap.stages)}
    opens = _opened_an_hour(roadmap, assigned, chosen)
    tasks = []
    for place, skill in enumerate(roadmap.order):
        if skill in chosen:
            rank = (stage[roadmap.by_id[skill].stage], -opens.get(skill, 0.0), float(place))
            tasks.append(study_task(assigned[skill], rank, roadmap.prerequisites[skill]))
    for project in projects:
        closing = project == projects[-1]
        after = chosen | {p.id for p in projects[:-1]} if closing else frozenset(project.skills)
        tasks.append(project_task(project, (-1.0, 0.0, 0.0), after))
    return tasks


def _opened_an_hour(roadmap: Roadmap, assigned: Mapping[str, Assignment], chosen: frozenset[str]) -> dict[str, float]:
    """Count for each chosen skill how many others rest on it, by the half hour it takes: what unlocks much comes early."""
    opens = dict.fromkeys(chosen, 0)
    for skill in chosen:
        for parent in roadmap.ancestors[skill] & chosen:
            opens[parent] += 1
    return {skill: count / assigned[skill].halves for skill, count in opens.items()}


def _choice(assignment: Assignment) -> Choice:
    return Choice(
        skill=assignment.gap.skill,
        hours=assignment.halves / 2,
        why_now=assignment.gap.why,
        resources=tuple(resource.url for resource, _ in assignment.pieces),
        why_these=assignment.why,
    )


def _left_out(
    problem: Problem, assigned: Mapping[str, Assignment], usable: Sequence[Gap], chosen: frozenset[str]
) -> list[LeftOut]:
    can = {gap.skill for gap in usable}
    result = []
    for gap in problem.analysis.gaps:
        if gap.skill not in chosen:
            missing = NO_PREREQUISITE if gap.skill not in can else NO_TIME
            reason = problem.dropped.get(gap.skill) or assigned[gap.skill].reason or missing
            result.append(LeftOut(skill=gap.skill, hours=gap.hours, reason=reason))
    return result


def _planned_projects(
    problem: Problem, planned: Sequence[Project], weeks: Sequence[Week], usable: Sequence[Gap]
) -> tuple[PlannedProject, ...]:
    wished = _projects_for(problem, frozenset(gap.skill for gap in usable))
    result = []
    for project in (*planned, *(p for p in wished if p not in planned)):
        numbers = tuple(w.number for w in weeks if any(b.project == project.id for b in w.blocks))
        reason = "" if numbers else NO_TIME
        result.append(
            PlannedProject(
                id=project.id,
                title=project.title,
                deliverable=project.deliverable,
                hours=project.hours,
                weeks=numbers,
                reason=reason,
            )
        )
    return tuple(result)


def _focus(roadmap: Roadmap, blocks: Sequence[Block]) -> str:
    names = [block.skill or block.project or "" for block in blocks if block.kind in ("study", "project")]
    titles = {skill.id: skill.title for skill in roadmap.skills} | {p.id: p.title for p in roadmap.projects}
    return " · ".join(dict.fromkeys(titles[name] for name in names))
