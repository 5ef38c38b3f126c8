"""The graph of the agent: nodes and edges, nothing else."""

from __future__ import annotations

from typing import Literal

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Send

from studywright.agent.dialogue import KEEP, fold
from studywright.agent.nodes.ask import ask, assess, interview
from studywright.agent.nodes.choose import choose
from studywright.agent.nodes.gaps import find_gaps, relax
from studywright.agent.nodes.guard import guardrail, weigh
from studywright.agent.nodes.judge import judge
from studywright.agent.nodes.listen import mark, understand
from studywright.agent.nodes.mentor import mentor
from studywright.agent.nodes.publish import publish
from studywright.agent.nodes.repair import MAX_ROUNDS, repair
from studywright.agent.nodes.research import research, task_for
from studywright.agent.nodes.review import review
from studywright.agent.nodes.schedule import schedule
from studywright.agent.state import Context, PlanState, ResearchTask
from studywright.guardrails import CRITICS

Graph = CompiledStateGraph[PlanState, Context, PlanState, PlanState]


def build_graph(checkpointer: BaseCheckpointSaver[str] | None = None) -> Graph:
    """Wire the agent."""
    graph = StateGraph(PlanState, context_schema=Context)
    graph.add_node("interview", interview)
    graph.add_node("assess", assess)
    graph.add_node("understand", understand)
    graph.add_node("mark", mark)
    graph.add_node("find_gaps", find_gaps)
    graph.add_node("research", research, input_schema=ResearchTask)
    graph.add_node("choose", choose)
    graph.add_node("schedule", schedule)
    critics = [f"guard_{name}" for name in CRITICS]
    for name, critic in CRITICS.items():
        graph.add_node(f"guard_{name}", guardrail(name, critic))
    graph.add_node("weigh", weigh)
    graph.add_node("repair", repair)
    graph.add_node("ask", ask)
    graph.add_node("relax", relax)
    graph.add_node("mentor", mentor)
    graph.add_node("judge", judge)
    graph.add_node("publish", publish)
    graph.add_node("review", review)

    for name in (START, "interview", "understand", "assess", "mark"):
        graph.add_conditional_edges(name, what_is_open)
    graph.add_conditional_edges("find_gaps", one_search_a_gap, ["research", "choose"])
    graph.add_edge("research", "choose")
    graph.add_edge("choose", "schedule")
    for name in critics:
        graph.add_edge("schedule", name)
    graph.add_edge(critics, "weigh")
    graph.add_conditional_edges("weigh", what_now)
    graph.add_conditional_edges("repair", after_repair, ["find_gaps", *critics])
    graph.add_edge("ask", "relax")
    graph.add_conditional_edges("relax", after_decision)
    graph.add_edge("mentor", "judge")
    graph.add_edge("judge", "publish")
    graph.add_edge("publish", END)
    graph.add_edge("review", END)
    return graph.compile(checkpointer=checkpointer)


def what_is_open(
    state: PlanState, runtime: Runtime[Context]
) -> Literal["interview", "understand", "assess", "mark", "find_gaps", "review"]:
    """Go on reading and asking until nothing is open."""
    dialogue = fold(state["start"], state["entries"], runtime.context.curriculum)
    question = dialogue.question
    if dialogue.reading is not None:
        return "understand"
    if dialogue.marking:
        return "mark"
    if question is None:
        return "find_gaps" if state["start"].review is None else "review"
    return "interview" if question.phase == "interview" else "assess"


def one_search_a_gap(state: PlanState) -> list[Send] | Literal["choose"]:
    """Search for every gap that nothing is left for, in parallel."""
    found, barred = state.get("findings", {}), state.get("barred", [])
    wanted = [gap for gap in state["analysis"].gaps if all(r.url in barred for r in found.get(gap.skill, []))]
    return [Send("research", task_for(gap, state["profile"], barred)) for gap in wanted] or "choose"


def what_now(state: PlanState) -> Literal["repair", "ask", "mentor", "publish", "__end__"]:
    """Repair while it helps; then ask, when wishes cannot all hold and somebody is there; then put it into words.

    A plan that is made again is published when something has changed, and the learner (if anybody is there) accepts it; with
    nobody there, one with errors replaces nothing.
    """
    errors = state["errors"]
    helps = len(errors) < 2 or errors[-1] < errors[-2]
    if errors[-1] and helps and state.get("round", 0) < MAX_ROUNDS:
        return "repair"
    if state["plan"].changes is not None:
        if state["plan"].changes.empty:
            return "__end__"
        if state["start"].interactive and state.get("decided", 0) == 0:
            return "ask"
        return "__end__" if errors[-1] else "publish"
    if (errors[-1] or state["plan"].relaxations) and state["start"].interactive and state.get("decided", 0) == 0:
        return "ask"
    return "mentor"


def after_repair(state: PlanState) -> list[str] | Literal["find_gaps"]:
    """Let the guardrails look at a plan that was mended; else find out what can be planned without what is at fault."""
    return [f"guard_{name}" for name in CRITICS] if state.get("mended") else "find_gaps"


def after_decision(state: PlanState, runtime: Runtime[Context]) -> Literal["find_gaps", "mentor", "publish", "__end__"]:
    """Plan again with what the learner decided, or take what there is, or leave everything as it was."""
    dialogue = fold(state["start"], state["entries"], runtime.context.curriculum)
    if state["start"].regenerate is not None:
        return "publish" if dialogue.accepted else "__end__"
    return "mentor" if dialogue.decisions[-1] == KEEP else "find_gaps"
