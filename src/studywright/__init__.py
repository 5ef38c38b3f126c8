"""studywright builds study plans that are proved: it interviews, measures, schedules and checks.

The names below are the public API; they are imported when they are first used, so that `import studywright` is quick.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studywright.agent.agent import StudyAgent
    from studywright.agent.learner import Learner, Proposal
    from studywright.agent.verify import Report, verify
    from studywright.learning.errors import InputError, StudywrightError
    from studywright.learning.learner import Availability, Break, Goal, LearnerProfile
    from studywright.learning.plan import PlanDiff, StudyPlan, Verdict
    from studywright.learning.roadmap import Item, Price, Resource, Roadmap, Skill

__version__ = version("studywright")

_HOMES = {
    "Report": "studywright.agent.verify",
    "StudyAgent": "studywright.agent.agent",
    "Learner": "studywright.agent.learner",
    "Proposal": "studywright.agent.learner",
    "verify": "studywright.agent.verify",
    "InputError": "studywright.learning.errors",
    "StudywrightError": "studywright.learning.errors",
    "Availability": "studywright.learning.learner",
    "Break": "studywright.learning.learner",
    "Goal": "studywright.learning.learner",
    "LearnerProfile": "studywright.learning.learner",
    "PlanDiff": "studywright.learning.plan",
    "StudyPlan": "studywright.learning.plan",
    "Verdict": "studywright.learning.plan",
    "Item": "studywright.learning.roadmap",
    "Price": "studywright.learning.roadmap",
    "Resource": "studywright.learning.roadmap",
    "Roadmap": "studywright.learning.roadmap",
    "Skill": "studywright.learning.roadmap",
}

__all__ = [
    "Availability",
    "Break",
    "Goal",
    "InputError",
    "Item",
    "Learner",
    "LearnerProfile",
    "PlanDiff",
    "Price",
    "Proposal",
    "Report",
    "Resource",
    "Roadmap",
    "Skill",
    "StudyAgent",
    "StudyPlan",
    "StudywrightError",
    "Verdict",
    "__version__",
    "verify",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'studywright' has no attribute '{name}'")
