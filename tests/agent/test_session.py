from __future__ import annotations

import asyncio

import pytest
from tests.conftest import BAKING, NOW, TODAY

from studywright.agent.agent import StudyAgent
from studywright.agent.checkpoints import forget_threads, open_saver
from studywright.agent.graph import build_graph
from studywright.agent.session import Session, begin_session, open_session
from studywright.agent.start import Start
from studywright.agent.state import CHECKPOINT_TYPES, PlanState
from studywright.learning.errors import BusyError, InputError, StaleAnswerError
from studywright.learning.interview import UnreadableAnswerError
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.tools.store import RecordStore

INTERVIEW = ["1", "6", "", "", "", "", "", "2", "2"]


def start(**fields: object) -> Start:
    return Start.model_validate({"roadmap": str(BAKING), "today": TODAY} | fields)


def records(database: str) -> RecordStore:
    return RecordStore(database, lambda: NOW)


async def answer_all(session: Session, said: list[str]) -> None:
    for text in said:
        await session.answer(text)


def frozen(plan: StudyPlan | None) -> dict[str, object]:
    """Give a plan without its id and times."""
    assert plan is not None
    data = plan.model_dump(mode="json", exclude={"id", "created_at"})
    data["schedule"].pop("seconds")
    return data


def test_the_whole_conversation(database: str) -> None:
    async def talk() -> StudyPlan | None:
        async with begin_session(records(database), start()) as session:
            assert session.question is not None
            assert session.question.step == 1
            assert session.question.why
            await answer_all(session, INTERVIEW)
            asked = []
            while session.question is not None and session.question.phase == "check":
                asked.append(session.question.id)
                await session.answer("?")
            assert session.question is not None
            assert session.question.phase == "findings"
            await session.answer("")
            assert session.question is None
            assert len(set(asked)) == len(asked) > 1
            return await session.plan()

    plan = asyncio.run(talk())
    assert plan is not None
    assert plan.valid
    assert plan.goal == "Baker"
    assert [gap.why for gap in plan.gaps]
    assert {choice.skill for choice in plan.choices} == {gap.skill for gap in plan.gaps}


def test_nobody_rates_a_part_that_the_goal_does_not_need() -> None:
    async def asked(goal: str) -> list[str]:
        names = []
        async with begin_session(records("sqlite://"), start()) as session:
            for text in (goal, *INTERVIEW[1:]):
                if session.question is None or session.question.phase != "interview":
                    break
                names.append(session.question.id)
                await session.answer(text)
        return names

    assert "interview:rating.bread" in asyncio.run(asked("1"))
    assert asyncio.run(asked("dough"))[-1] == "interview:rating.basics"


def test_going_back_stopping_and_answers_that_cannot_be_read(database: str) -> None:
    async def talk() -> None:
        async with begin_session(records(database), start()) as session:
            assert not await session.back()
            assert not await session.stop()
            await session.answer("2")
            assert session.question is not None
            assert session.question.id == "interview:hours"
            with pytest.raises(UnreadableAnswerError):
                await session.answer("many")
            assert await session.back()
            assert session.question.id == "interview:goal"
            assert session.question.default == "2", "what was answered is offered again"
            await answer_all(session, INTERVIEW)
            first = session.question.id
            await session.answer("a")
            assert await session.back()
            assert session.question.id == first
            assert await session.stop()
            plan = await session.plan()
            assert plan is not None
            assert plan.goal == "Baker"

    asyncio.run(talk())


@pytest.mark.parametrize("lost", [False, True])
def test_it_goes_on_where_it_was_left(database: str, lost: bool) -> None:
    async def begin() -> tuple[str, str]:
        async with begin_session(records(database), start()) as session:
            await answer_all(session, [*INTERVIEW, "?"])
            assert session.question is not None
            return session.thread, session.question.id

    async def go_on(thread: str) -> tuple[str, dict[str, object]]:
        async with open_session(records(database), thread) as session:
            assert session.question is not None
            open_id = session.question.id
            while session.question is not None:
                await session.answer("?")
            return open_id, frozen(await session.plan())

    async def without_a_break() -> dict[str, object]:
        async with begin_session(records(database), start()) as session:
            await answer_all(session, INTERVIEW)
            while session.question is not None:
                await session.answer("?")
            return frozen(await session.plan())

    thread, question = asyncio.run(begin())
    if lost:
        asyncio.run(forget_threads(database, [thread]))
    resumed, plan = asyncio.run(go_on(thread))
    assert resumed == question
    assert plan == asyncio.run(without_a_break())


def test_an_answer_on_disk_that_the_graph_never_saw_is_not_lost(database: str) -> None:
    from studywright.tools.store import JournalEntry

    async def begin() -> str:
        async with begin_session(records(database), start()) as session:
            await session.answer("1")
            session._context.store.append(session.thread, JournalEntry(2, "answer", "interview:hours", "6"))
            return session.thread

    async def go_on(thread: str) -> None:
        async with open_session(records(database), thread) as session:
            assert session.question is not None
            assert session.question.id == "interview:start"

    asyncio.run(go_on(asyncio.run(begin())))


def test_one_thread_has_one_holder_and_one_open_question(database: str) -> None:
    async def talk() -> None:
        async with begin_session(records(database), start()) as session:
            await session.answer("1", seq=1)
            with pytest.raises(StaleAnswerError):
                await session.answer("2", seq=1)
            with pytest.raises(BusyError):
                async with open_session(records(database), session.thread):
                    pass

    asyncio.run(talk())


def test_a_wish_that_cannot_hold_is_asked_about(database: str) -> None:
    async def talk(choice: str) -> StudyPlan | None:
        profile = LearnerProfile(goal=Goal(role="baker"), hours_per_week=4, deadline="4 weeks", self_ratings={"basics": 0})
        async with begin_session(records(database), start(profile=profile, questions=0)) as session:
            assert session.question is not None
            assert session.question.phase == "decision"
            assert len(session.question.options) == 4
            with pytest.raises(UnreadableAnswerError):
                await session.answer("9")
            await session.answer(choice)
            assert session.question is None
            return await session.plan()

    more, kept = asyncio.run(talk("1")), asyncio.run(talk("4"))
    dropped = asyncio.run(talk("3"))
    assert more is not None
    assert kept is not None
    assert dropped is not None
    assert not more.left_out
    assert (more.profile.hours_per_week or 0) > 4
    assert kept.left_out
    assert kept.relaxations
    assert {item.reason for item in dropped.left_out} == {"you chose to do without it"}
    assert more.valid
    assert kept.valid
    assert dropped.valid


def test_the_library_makes_the_same_plan_twice() -> None:
    agent = StudyAgent(roadmap=str(BAKING), now=lambda: NOW)
    profile = LearnerProfile(goal=Goal(text="sourdough and pastry"), hours_per_week=5)
    answers = {"oven-1": "look closely", "dough-2": "dont-know", "yeast-3": "2"}
    assert frozen(agent.plan(profile, answers, seed=3)) == frozen(agent.plan(profile, answers, seed=3))


def test_the_library_converses_in_memory() -> None:
    async def talk() -> bool:
        async with StudyAgent(roadmap=str(BAKING), now=lambda: NOW).converse(questions=3) as session:
            await answer_all(session, INTERVIEW)
            while session.question is not None:
                await session.answer("b" if session.question.phase == "check" else "ok")
            return await session.plan() is not None

    assert asyncio.run(talk())


def test_bad_input_to_the_library_is_told_whole() -> None:
    agent = StudyAgent(roadmap=str(BAKING), now=lambda: NOW)
    profile = LearnerProfile.model_validate(
        {"goal": {"role": "pilot"}, "hours_per_week": 5, "start": "2020-01-01", "self_ratings": {"x": 1}}
    )
    with pytest.raises(InputError) as raised:
        agent.plan(profile)
    assert len(raised.value.faults) == 3
    with pytest.raises(InputError, match="is no answer"):
        agent.plan(LearnerProfile(goal=Goal(role="baker"), hours_per_week=5), {"oven-1": "9"})


def test_checkpoints_bring_back_every_type_of_the_state(database: str) -> None:
    async def stored() -> PlanState:
        async with begin_session(records(database), start(interactive=False, profile=PROFILE)) as session:
            thread = session.thread
        async with open_saver(database) as saver:
            snapshot = await build_graph(saver).aget_state({"configurable": {"thread_id": thread}})
            return PlanState(**snapshot.values)

    state = asyncio.run(stored())
    found = [state["start"], state["entries"][0], state["profile"], state["analysis"], state["plan"]]
    found += [next(iter(state["findings"].values()))[0], next(v[0] for v in state["verdicts"].values() if v)]
    assert {type(value) for value in found} == set(CHECKPOINT_TYPES)


def test_the_graph_draws_itself() -> None:
    drawing = build_graph().get_graph().draw_mermaid()
    for name in ("interview", "assess", "find_gaps", "research", "schedule", "weigh", "repair", "ask", "publish"):
        assert name in drawing


PROFILE = LearnerProfile(goal=Goal(role="baker"), hours_per_week=6)
