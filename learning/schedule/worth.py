"""What a plan is worth to the goal, in whole points. The weights are ours; the plan's figures give hours' worth, points by 20."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studywright.learning.plan import Gap
from studywright.learning.roadmap import Roadmap
from studywright.learning.roadmap.graph import ancestors_of

POINTS_AN_HOUR = 20
"""Points of an hour of a skill that the goal only rests on, with next to nothing of the goal behind it. Skills count by the
hour, so that large ones at the heart of a goal are not passed over for many small ones."""

GOAL = 30
"""Points of half an hour of a skill that the goal asks for."""

CORE = 90
"""Points of half an hour of a skill at the core of a role: three times another's, so that an ML engineer with too little time
learns machine learning, with the mathematics that it rests on, before anything that is only quick to learn."""

SIDE, OPENS = 10, 10
"""Points of half an hour of a skill that the goal only rests on, and the most that is added for what it opens: the share of the
goal's missing skills that rest on it."""

DEEPER = 40
"""Points of half an hour that takes a skill of the goal from working to proficient, when depth is preferred: more than those
of a further skill, so that fewer skills go further."""

OWN_PROJECT = 60
"""Points of half an hour of the project that is itself the goal: nothing is worth more."""

LAST_PROJECT = 40
"""Points of half an hour of the project that closes the plan, as far as it shows the goal's own skills: without something to
show, a plan does not reach its goal."""

STAGE_PROJECT = 25
"""Points of half an hour of a project of an earlier stage; twice as many, when it shows nothing but the goal's own skills. So one
that shows half of them counts more than a further skill of the goal, and no project counts as much as its core."""

DEEPER_SHARE = 0.5
"""Half as many hours again lead from working level to proficient. Our assumption; no source measures it for these skills."""


def halves_of(gap: Gap) -> int:
    """Half hours of study that a gap is given."""
    return max(1, round(gap.hours * 2))


def deeper_halves(gap: Gap) -> int:
    """Half hours more that lead to a proficient level."""
    return max(1, round(gap.hours * 2 * DEEPER_SHARE))


def rests_on(roadmap: Roadmap, skills: Iterable[str]) -> dict[str, frozenset[str]]:
    """Give for each of some skills which others of them it rests on, directly or not; what is known holds nothing up."""
    here = frozenset(skills)
    graph = {skill: [p for p in roadmap.prerequisites[skill] if p in here] for skill in roadmap.order if skill in here}
    return ancestors_of(graph)


def best_after(roadmap: Roadmap, skills: Iterable[str]) -> dict[str, frozenset[str]]:
    """Give for each of some skills which others of them are best studied before it: what it rests on and what is recommended.

    What stands between two of them counts although it is left out or known.
    """
    here = frozenset(skills)
    return {skill: roadmap.guided_by[skill] & here for skill in roadmap.order if skill in here}


def points_of(gaps: Sequence[Gap], roadmap: Roadmap, core: frozenset[str] = frozenset()) -> dict[str, int]:
    """Points of each gap at working level; `core` are the skills at the heart of the goal."""
    wanted = [gap.skill for gap in gaps if gap.need == "goal"]
    below = rests_on(roadmap, (gap.skill for gap in gaps))
    points = {}
    for gap in gaps:
        opened = sum(gap.skill in below[skill] for skill in wanted) / max(1, len(wanted))
        side = SIDE + round(OPENS * opened)
        points[gap.skill] = halves_of(gap) * (CORE if gap.skill in core else GOAL if gap.need == "goal" else side)
    return points


def deeper_points(gap: Gap) -> int:
    """Points that a proficient level adds."""
    return deeper_halves(gap) * DEEPER
