"""What a plan is worth to the goal. Whole points: one for each half hour of a skill that the goal only rests on."""

from __future__ import annotations

from studywright.learning.plan import Gap

GOAL_POINTS, PREREQUISITE_POINTS = 3, 1
"""Worth of half an hour of a skill that the goal asks for, and of one that it only rests on. By the hour, so that large skills at
the heart of a goal are not passed over for many small ones. The weights are ours."""

DEEPER_POINTS = 4
"""Worth of half an hour that takes a skill of the goal from working to proficient, when depth is preferred: more than that of a
further skill, so that fewer skills go further."""

OWN_PROJECT_POINTS = 6
"""Worth of half an hour of the project that is itself the goal: nothing is worth more."""

DEEPER_SHARE = 0.5
"""Half as many hours again lead from working level to proficient. Our assumption; no source measures it for these skills."""


def halves_of(gap: Gap) -> int:
    """Half hours of study that a gap is given."""
    return round(gap.hours * 2)


def deeper_halves(gap: Gap) -> int:
    """Half hours more that lead to a proficient level."""
    return max(1, round(gap.hours * 2 * DEEPER_SHARE))


def points_of(gap: Gap) -> int:
    """Worth of a gap at working level."""
    return halves_of(gap) * (GOAL_POINTS if gap.need == "goal" else PREREQUISITE_POINTS)


def deeper_points(gap: Gap) -> int:
    """Worth that a proficient level adds."""
    return deeper_halves(gap) * DEEPER_POINTS
