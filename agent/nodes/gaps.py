"""Finding the gaps between what the goal needs and what the learner knows."""

from __future__ import annotations

from langgraph.runtime import Runtime

from studywright.agent.checking import target_for
from studywright.agent.dialogue import DROP, KEEP, fold
from studywright.agent.evidence import as_denied, evidence_in_words, not_guessed
from studywright.agent.mend import at_fault
from studywright.agent.regeneration import mastery_again, past_of
from studywright.agent.start import Start
from studywright.agent.state import Context, PlanState
from studywright.learning.gaps import find_gaps as analyse
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import Verdict
from studywright.learning.schedule import apply_relaxation

FROM_THE_BEGINNING = Verdict(
    guardrail="gaps",
    severity="warning",
    message="nothing was said of what you know already, so the plan starts from the beginning; the check would tell",
)


def find_gaps(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Settle the profile, take over the mastery, list the gaps."""
    curriculum = runtime.context.curriculum
    dialogue = fold(state["start"], state["entries"], curriculum)
    if dialogue.profile is None or dialogue.assessment is None:
        raise RuntimeError("gaps are found after the interview and the check")
    profile = state.get("profile") or _settled(dialogue.profile, state["start"])
    found, standing, target = dialogue.assessment.mastery, dialogue.assessment.standing, target_for(profile, curriculum)
    if (past := past_of(state["start"], runtime.context.store)) is not None:
        fresh = dialogue.said.keys() - state["start"].answers.keys()
        found = mastery_again(found, state["start"], past.plan, frozenset(curriculum.items_by_id[item].skill for item in fresh))
    else:
        found = not_guessed(found, standing, target)
    mastery = {skill: round(p, 4) for skill, p in as_denied(found, standing).items()}
    words = evidence_in_words(standing, curriculum)
    return {
        "profile": profile,
        "mastery": mastery,
        "analysis": analyse(curriculum.roadmap, target, mastery, words),
        "verdicts": {} if words else {"gaps": [FROM_THE_BEGINNING]},
    }


def _settled(profile: LearnerProfile, start: Start) -> LearnerProfile:
    settled = profile.settled(start.today)
    return settled.model_copy(update={"prefer": start.prefer}) if start.prefer else settled


def relax(state: PlanState, runtime: Runtime[Context]) -> PlanState:
    """Carry out what the learner decided about wishes that cannot all hold."""
    dialogue = fold(state["start"], state["entries"], runtime.context.curriculum)
    if state["start"].regenerate is not None:
        return {}
    choice = dialogue.decisions[state["decided"] - 1]
    if choice == KEEP:
        return {}
    anew: PlanState = {"round": 0, "errors": [], "before": None}
    if choice == DROP:
        skills = at_fault(state["plan"])
        return {**anew, "dropped": {**state.get("dropped", {}), **dict.fromkeys(skills, "you chose to do without it")}}
    offer = state["plan"].relaxations[int(choice)]
    dropped = {**state.get("dropped", {}), **dict.fromkeys((*offer.skills, *offer.projects), "you chose to do without it")}
    return {**anew, "profile": apply_relaxation(state["profile"], offer), "dropped": dropped}
