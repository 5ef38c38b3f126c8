"""Finding resources for one skill."""

from __future__ import annotations

from langgraph.runtime import Runtime

from studywright.agent.state import Context, PlanState, ResearchTask
from studywright.guardrails.entrance import resource_faults
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import Gap, Verdict
from studywright.learning.schedule.resources import wanted_level
from studywright.tools.research import Need


def task_for(gap: Gap, profile: LearnerProfile, barred: list[str]) -> ResearchTask:
    """Write down what is looked for: a beginner's resources, unless part of the skill is likely there."""
    return {
        "skill": gap.skill,
        "level": wanted_level(gap.mastery),
        "languages": list(profile.languages),
        "kinds": list(profile.formats),
        "barred": barred,
    }


async def research(state: ResearchTask, runtime: Runtime[Context]) -> PlanState:
    """Search for a skill; what is hostile is left where it was found, and what went wrong on the network becomes a warning."""
    need = Need(
        skill=state["skill"],
        level=state["level"],
        languages=tuple(state["languages"]),
        kinds=tuple(state["kinds"]),
        barred=frozenset(state["barred"]),
    )
    found = await runtime.context.research.find(need)
    told = [Verdict(guardrail="research", severity="warning", message=note) for note in found.notes]
    return {
        "findings": {need.skill: [resource for resource in found.resources if not resource_faults(resource)]},
        "links": found.links,
        "verdicts": {f"research {need.skill}": told},
    }
