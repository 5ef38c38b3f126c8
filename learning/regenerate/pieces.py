"""What is still to do as a sequence of pieces, and its order: as it was, unless something must come first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studywright.learning.plan import Block
from studywright.learning.roadmap import Roadmap

MOST_OPEN = 3
"""Resources that may be open at once, for one skill each."""


@dataclass(frozen=True)
class Piece:
    """Some half hours of work like those of a block, and the week for which they were planned (0: as soon as can be)."""

    block: Block
    halves: int
    week: int

    @property
    def about(self) -> str:
        """The skill or project."""
        return self.block.skill or self.block.project or ""


def pieces_of(blocks: Iterable[tuple[int, Block]]) -> list[Piece]:
    """Take blocks, each with the number of its week, as pieces."""
    return [Piece(block, round(block.hours * 2), week) for week, block in blocks]


def in_order(pieces: Sequence[Piece], roadmap: Roadmap) -> list[Piece]:
    """Give the pieces in the order they have, but nothing before what it rests on, and few resources open at once.

    Again and again the first piece is taken that may come now; in a sequence that keeps the rules nothing changes its place. What
    can never come (a review of something that is not there) is left out.
    """
    left = list(pieces)
    study: dict[str, int] = {}
    threads: dict[tuple[str, str], int] = {}
    for piece in left:
        if piece.block.kind == "study":
            study[piece.about] = study.get(piece.about, 0) + 1
            threads[_thread(piece)] = threads.get(_thread(piece), 0) + 1
    begun: set[str] = set()
    opened: set[tuple[str, str]] = set()
    result: list[Piece] = []
    while left:
        free = len(opened) < MOST_OPEN
        place = next(
            (n for n, p in enumerate(left) if _may_come(p, study, begun, roadmap) and (free or _goes_on(p, opened))), None
        )
        if place is None:
            place = next((n for n, p in enumerate(left) if _may_come(p, study, begun, roadmap)), None)
        if place is None:
            return result
        piece = left.pop(place)
        result.append(piece)
        if piece.block.kind == "study":
            begun.add(piece.about)
            study[piece.about] -= 1
            thread = _thread(piece)
            opened.add(thread)
            threads[thread] -= 1
            if not threads[thread]:
                opened.discard(thread)
    return result


def _thread(piece: Piece) -> tuple[str, str]:
    return (piece.about, piece.block.resource.url if piece.block.resource else "")


def _goes_on(piece: Piece, opened: set[tuple[str, str]]) -> bool:
    return piece.block.kind != "study" or _thread(piece) in opened


def _may_come(piece: Piece, study: dict[str, int], begun: set[str], roadmap: Roadmap) -> bool:
    kind, about = piece.block.kind, piece.about
    if kind == "study":
        return not any(study.get(parent) for parent in roadmap.prerequisites.get(about, ()))
    if kind == "project":
        project = roadmap.project(about)
        return project is None or not any(study.get(skill) for skill in project.skills)
    if kind == "check":
        return about in begun or about not in study
    return not any(study.get(skill) for skill in (about, *piece.block.also))


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Join pieces of one thread of work that follow each other directly in one week."""
    result: list[Piece] = []
    for piece in pieces:
        if result and result[-1].week == piece.week and result[-1].block == piece.block:
            result[-1] = Piece(piece.block, result[-1].halves + piece.halves, piece.week)
        else:
            result.append(piece)
    return result
