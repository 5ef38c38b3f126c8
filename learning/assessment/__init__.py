"""What a learner knows: the joint probability of all skills, and the questions that tell most about it."""

from studywright.learning.assessment.answer import Answer
from studywright.learning.assessment.assessment import MASTERED, Assessment, Evidence, Standing

__all__ = ["MASTERED", "Answer", "Assessment", "Evidence", "Standing"]
