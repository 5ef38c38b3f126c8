"""Making a plan right again: what is behind stays, what is begun goes on, and as little as possible moves."""

from studywright.learning.regenerate.diff import diff_plans
from studywright.learning.regenerate.regenerate import STABILITY, Past, Regenerated, compared_again, regenerate
from studywright.learning.regenerate.remaining import adjust_to_progress

__all__ = ["STABILITY", "Past", "Regenerated", "adjust_to_progress", "compared_again", "diff_plans", "regenerate"]
