"""From gaps and resources to weeks: what is studied, from what, in which order, in which week."""

from studywright.learning.schedule.linear import Limits
from studywright.learning.schedule.problem import Problem
from studywright.learning.schedule.relax import apply_relaxation, relaxations
from studywright.learning.schedule.scheduler import Schedule, solve

__all__ = ["Limits", "Problem", "Schedule", "apply_relaxation", "relaxations", "solve"]
