"""The ways in which a plan can go on: with what is left of it, and what a plan made anew brings in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studywright.learning.plan import Block, Gap, PlannedResource, StudyPlan
from studywright.learning.regenerate.pieces import Piece, in_order, pieces_of
from studywright.learning.regenerate.remaining import Remaining
from studywright.learning.roadmap import Roadmap
from studywright.learning.schedule import Problem
from studywright.learning.schedule.worth import CORE, GOAL, SIDE

Placed = tuple[int, Block]

CORE_VALUE, GOAL_VALUE, PREREQUISITE_VALUE, PROJECT_VALUE = CORE / SIDE, GOAL / SIDE, 1.0, 1.0
"""Worth of an hour of the goal's core, of what else it asks for, of what it rests on, and of a project, when ways to go on are
compared."""


@dataclass(frozen=True)
class Work:
    """Everything that could be done from now on: what is left of the plan, what is new, and the gaps that call for it."""

    problem: Problem
    left: Remaining
    old: Mapping[str, tuple[Piece, ...]]
    """What is left, by skill, project, or skill to look back at ("review:docker")."""
    sequence: tuple[Piece, ...]
    """All of it, in the order it had."""
    new: Mapping[str, tuple[Piece, ...]]
    """Skills and projects that only the plan made anew holds."""
    before: StudyPlan
    """The plan that is made right again."""
    planned: frozenset[str]
    """Skills of which study is left in it."""

    @property
    def gaps(self) -> dict[str, Gap]:
        """The gaps by skill."""
        return {gap.skill: gap for gap in self.problem.analysis.gaps}

    @property
    def offered(self) -> frozenset[str]:
        """All gaps for which there is something to study."""
        return frozenset(skill for skill in self.gaps if skill in self.old or skill in self.new)

    @property
    def called_for(self) -> frozenset[str]:
        """What was planned, and what is missing now though it was not in the plan: time that was kept free may go to these."""
        before = {gap.skill for gap in self.before.gaps}
        return frozenset(skill for skill in self.offered if skill in self.planned or skill not in before)

    def begun(self) -> frozenset[str]:
        """Name what is begun and what that rests on: it stays."""
        begun = self.left.begun & self.offered & self.old.keys()
        return begun.union(*(self.problem.roadmap.ancestors[skill] for skill in begun)) & self.offered


def work_of(problem: Problem, left: Remaining, before: StudyPlan, anew: Sequence[Placed], project_factor: float) -> Work:
    """Sort what is left of a plan, with the hours that it will take now, and what a plan made anew adds."""
    gaps = {gap.skill: gap for gap in problem.analysis.gaps}
    allowed = {skill: {r.url for r in found} - problem.barred for skill, found in problem.found.items()}
    unfit = {
        block.skill
        for _, block in left.blocks
        if block.kind == "study" and block.resource and not _fits(block.resource, allowed.get(block.skill or "", set()), problem)
    }
    sequence: list[Piece] = []
    for piece in pieces_of(left.blocks):
        kind, about = piece.block.kind, piece.about
        if kind == "study" and (about not in gaps or about in unfit):
            continue
        if about in problem.dropped or (kind != "project" and about not in problem.roadmap.by_id):
            continue  # done without, or not in this version of the roadmap
        sequence.append(piece)
    sequence = _resized(sequence, {s: g.hours for s, g in gaps.items()}, project_factor)
    old: dict[str, tuple[Piece, ...]] = {}
    for piece in sequence:
        name = piece.about if piece.block.kind in ("study", "project") else f"{piece.block.kind}:{piece.about}"
        old[name] = (*old.get(name, ()), piece)
    new: dict[str, tuple[Piece, ...]] = {}
    built = {problem.roadmap.project(b.project or "") for week in left.history for b in week.blocks if b.kind == "project"}
    stages = {p.stage for p in (*built, *(problem.roadmap.project(name) for name in old)) if p}
    for piece in pieces_of(anew):
        project = problem.roadmap.project(piece.about) if piece.block.kind == "project" else None
        wanted = piece.block.kind == "study" or (project is not None and project.stage not in stages)
        if wanted and piece.about not in old:
            new[piece.about] = (*new.get(piece.about, ()), Piece(piece.block, piece.halves, 0))
    planned = frozenset(b.skill for _, b in left.blocks if b.kind == "study" and b.skill)
    return Work(problem, left, old, tuple(sequence), new, before, planned)


def _fits(resource: PlannedResource, allowed: set[str], problem: Problem) -> bool:
    """Say whether a resource may still be used: found, not barred, in a language that is read, and paid for."""
    profile = problem.profile
    affordable = resource.cost == "free" or profile.budget != "free"
    return resource.url in allowed and affordable and resource.language.split("-")[0] in profile.languages


def _resized(pieces: Sequence[Piece], hours: Mapping[str, float], project_factor: float) -> list[Piece]:
    """Give each skill the hours that it will take, and each project its share: taken from its end, or added there."""
    due: dict[str, int] = {}
    for piece in pieces:
        if piece.block.kind == "project":
            due[piece.about] = due.get(piece.about, 0) + piece.halves
    wanted = {name: max(1, round(halves * project_factor)) for name, halves in due.items()}
    wanted |= {skill: round(h * 2) for skill, h in hours.items()}
    last = {piece.about: place for place, piece in enumerate(pieces) if piece.block.kind in ("study", "project")}
    result = []
    for place, piece in enumerate(pieces):
        if piece.block.kind not in ("study", "project"):
            result.append(piece)
            continue
        left = wanted[piece.about]
        size = left if place == last[piece.about] else min(piece.halves, left)
        wanted[piece.about] -= size
        if size:
            result.append(Piece(piece.block, size, piece.week))
    return result


def way_on(work: Work, chosen: frozenset[str]) -> list[Piece]:
    """Put together the sequence for some skills: as it was, with what is new before what rests on it, and projects behind all."""
    have = chosen | {item.skill for item in work.problem.analysis.skipped}
    sequence = [kept for piece in work.sequence if (kept := _what_stays(piece, chosen, have, work)) is not None]
    for skill in (s for s in work.problem.roadmap.order if s in chosen and s not in work.old):
        place = _place_for(skill, sequence, work.problem.roadmap)
        sequence[place:place] = work.new[skill]
    for name, pieces in work.new.items():
        project = work.problem.roadmap.project(name)
        if project is not None and set(project.skills) <= have:
            sequence += pieces
    return in_order(sequence, work.problem.roadmap)


def _what_stays(piece: Piece, chosen: frozenset[str], have: frozenset[str], work: Work) -> Piece | None:
    """Give a piece as it stays: a review only of what is planned or finished; None when nothing of it does."""
    if piece.block.kind == "study":
        return piece if piece.about in chosen else None
    if piece.block.kind == "project":
        project = work.problem.roadmap.project(piece.about)
        return piece if project is not None and set(project.skills) <= have else None
    skills = [
        s for s in (piece.about, *piece.block.also) if s in chosen or (s in work.problem.roadmap.by_id and s not in work.gaps)
    ]
    if not skills:
        return None
    if len(skills) == 1 + len(piece.block.also):
        return piece
    return replace(piece, block=piece.block.model_copy(update={"skill": skills[0], "also": tuple(skills[1:])}))


def _place_for(skill: str, sequence: Sequence[Piece], roadmap: Roadmap) -> int:
    """Find where something new comes in: before what rests on it, else before the closing project, else at the end."""
    for place, piece in enumerate(sequence):
        if piece.block.kind == "study" and skill in roadmap.ancestors.get(piece.about, frozenset()):
            return place
        project = roadmap.project(piece.about) if piece.block.kind == "project" else None
        if project is not None and skill in project.skills:
            return place
    end = len(sequence)
    while end and sequence[end - 1].block.kind == "project":
        end -= 1
    return end


def value_of(work: Work, chosen: frozenset[str], blocks: Sequence[Placed]) -> float:
    """Worth of a way to go on, in hours of what the goal rests on."""
    gaps = work.gaps
    value = sum(gaps[s].hours * _worth_an_hour(gaps[s], work) for s in chosen)
    return value + PROJECT_VALUE * sum(block.hours for _, block in blocks if block.kind == "project")


def _worth_an_hour(gap: Gap, work: Work) -> float:
    if gap.skill in work.problem.target.core:
        return CORE_VALUE
    return GOAL_VALUE if gap.need == "goal" else PREREQUISITE_VALUE


def shrinking(work: Work) -> Iterator[frozenset[str]]:
    """Give smaller and smaller sets of what was planned or is missing: what the goal only rests on goes first, the last of it.

    Where not even all that is begun fits, a part of it may: the largest comes first.
    """
    chosen, begun, gaps, ancestors = set(work.called_for), work.begun(), work.gaps, work.problem.roadmap.ancestors
    while True:
        if not chosen:
            parts = {(ancestors[skill] & work.offered) | {skill} for skill in begun}
            yield from sorted(parts, key=lambda part: (-sum(gaps[s].hours for s in part), sorted(part)))
        yield frozenset(chosen)
        last = [s for s in chosen if not any(s in ancestors[other] for other in chosen)]
        free = [s for s in last if s not in begun] or last  # what is begun goes only when nothing else is left
        if not free:
            return
        worth = {s: _worth_an_hour(gaps[s], work) for s in free}
        order = work.problem.roadmap.order
        chosen.discard(min(free, key=lambda s: (worth[s], -order.index(s))))
