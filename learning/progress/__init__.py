"""What became of a plan: the work that was logged, the learner's own pace, what is to do now."""

from studywright.learning.progress.log import LogRequest, works_of
from studywright.learning.progress.pace import Estimate, Pace, pace_of
from studywright.learning.progress.today import Agenda, agenda_of
from studywright.learning.progress.work import Work, with_progress

__all__ = ["Agenda", "Estimate", "LogRequest", "Pace", "Work", "agenda_of", "pace_of", "with_progress", "works_of"]
