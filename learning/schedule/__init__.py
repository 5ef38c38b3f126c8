"""From gaps and resources to weeks: what is studied, from what, in which order, in which week."""

from studywright.learning.schedule.relax import apply_relaxation, relaxations
from studywright.learning.schedule.scheduler import Problem, Schedule, solve

__all__ = ["Problem", "Schedule", "apply_relaxation", "relaxations", "solve"]
