from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import BAKING, NOW

from studywright.agent.agent import StudyAgent
from studywright.learning.errors import InputError
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.progress import LogRequest, Work, agenda_of, pace_of, with_progress, works_of
from studywright.learning.progress.memory import Memory, memories_of
from studywright.learning.progress.work import done_blocks, hours_spent

MONDAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def plan() -> StudyPlan:
    agent = StudyAgent(roadmap=str(BAKING), now=lambda: NOW)
    return agent.plan(LearnerProfile(goal=Goal(role="baker"), hours_per_week=6, start=MONDAY))


def work(ratio: float, kind: str = "book", block: str = "w1.1", done: bool = True) -> Work:
    return Work.model_validate(
        {"plan": "p", "version": 1, "week": 1, "block": block, "kind": "study", "skill": "oven", "resource_kind": kind}
        | {"planned": 2, "hours": 2 * ratio, "done": done, "day": MONDAY}
    )


def test_with_nothing_logged_everything_takes_what_was_planned() -> None:
    pace = pace_of([])
    assert pace.of("video").factor == 1
    assert pace.in_words() == ()


def test_a_slow_learner_is_believed_little_by_little() -> None:
    factors = [pace_of([work(1.6, block=f"w1.{n}") for n in range(count)]).of("book") for count in (1, 4, 40)]
    assert 1.05 < factors[0].factor < factors[1].factor < factors[2].factor < 1.6
    assert factors[0].high - factors[0].low > factors[2].high - factors[2].low
    assert factors[2].low < 1.6 < factors[2].high
    assert "longer than planned" in pace_of([work(1.6, block=f"w1.{n}") for n in range(40)]).in_words()[0]


def test_each_kind_has_its_factor_and_an_unknown_one_takes_the_learners() -> None:
    works = [work(1.5, "book", f"w1.{n}") for n in range(30)] + [work(0.7, "video", f"w2.{n}") for n in range(30)]
    pace = pace_of(works)
    assert pace.of("video").factor < 0.85
    assert pace.of("book").factor > 1.2
    assert pace.of("video").factor < pace.of("paper").factor < pace.of("book").factor


def test_work_that_goes_on_counts_when_it_has_taken_longer_already() -> None:
    assert pace_of([work(0.5, done=False)]).overall.factor == 1
    assert pace_of([work(1.0, done=False), work(1.0, done=False)]).overall.factor > 1


@given(st.lists(st.tuples(st.floats(0, 80), st.sampled_from(["book", "video", "course"])), max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_pace_is_always_believable(logged: list[tuple[float, str]]) -> None:
    pace = pace_of([work(hours, kind, f"w1.{n}") for n, (hours, kind) in enumerate(logged)])
    for found in (pace.overall, *pace.kinds.values()):
        assert 0.4 <= found.factor <= 2.5
        assert 0 < found.low <= found.high


def test_a_week_shares_its_hours_by_what_was_planned(plan: StudyPlan) -> None:
    works = works_of(LogRequest("1", MONDAY, hours=9), plan, (), MONDAY)
    assert [w.block for w in works] == [b.id for b in plan.weeks[0].blocks]
    assert sum(w.hours for w in works) == pytest.approx(9)
    marked = with_progress(plan, works)
    assert all(b.done for b in marked.weeks[0].blocks)
    assert not any(b.done for w in marked.weeks[1:] for b in w.blocks)
    taken_back = works_of(LogRequest(works[0].block, MONDAY, 0, done=False), plan, (), MONDAY)
    assert not with_progress(plan, [*works, *taken_back]).weeks[0].blocks[0].done


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (LogRequest("w1.1", MONDAY, hours=-1), "not possible"),
        (LogRequest("w1.1", MONDAY, hours=169), "hours of a week"),
        (LogRequest("w1.1", MONDAY, hours=float("nan")), "not possible"),
        (LogRequest("w1.99", MONDAY), "no such block"),
        (LogRequest("99", MONDAY), "no such week"),
        (LogRequest("w1.1", MONDAY + timedelta(days=1)), "in the future"),
        (LogRequest("w1.1", date(2020, 1, 1)), "before the plan"),
        (LogRequest("w1.1", MONDAY, difficulty=9), "no level"),
    ],
)
def test_what_makes_no_sense_is_refused(plan: StudyPlan, request_: LogRequest, said: str) -> None:
    with pytest.raises(InputError, match=said):
        works_of(request_, plan, (), MONDAY)


def test_all_faults_are_told_at_once_and_nothing_is_done_twice(plan: StudyPlan) -> None:
    with pytest.raises(InputError) as raised:
        works_of(LogRequest("w9.99", MONDAY + timedelta(days=9), hours=-2, difficulty=0), plan, (), MONDAY)
    assert len(raised.value.faults) == 4
    works = works_of(LogRequest("1", MONDAY), plan, (), MONDAY)
    for what in ("w1.1", "1"):
        with pytest.raises(InputError, match="done already"):
            works_of(LogRequest(what, MONDAY), plan, works, MONDAY)


@pytest.mark.parametrize("what", ["w1.1", "1"])
def test_what_was_logged_by_mistake_is_taken_back(plan: StudyPlan, what: str) -> None:
    works = works_of(LogRequest(what, MONDAY), plan, (), MONDAY)
    assert "w1.1" in done_blocks(plan, works)
    works += works_of(LogRequest(what, MONDAY, hours=0, done=False), plan, works, MONDAY)
    assert done_blocks(plan, works) == frozenset()
    assert "w1.1" in done_blocks(plan, works + works_of(LogRequest(what, MONDAY), plan, works, MONDAY))


def test_what_was_taken_back_counts_for_nothing(plan: StudyPlan) -> None:
    once = works_of(LogRequest("w1.1", MONDAY), plan, (), MONDAY)
    back = once + works_of(LogRequest("w1.1", MONDAY, done=False), plan, once, MONDAY)
    assert back[-1].hours == 0
    assert hours_spent(plan, once) == {"w1.1": plan.weeks[0].blocks[0].hours}
    assert hours_spent(plan, back) == {"w1.1": 0.0}
    assert pace_of(back) == pace_of(())
    again = back + works_of(LogRequest("w1.1", MONDAY), plan, back, MONDAY)
    assert pace_of(again) == pace_of(once) != pace_of(())
    assert memories_of(again) == memories_of(once) != {}
    assert memories_of(back) == {}


def test_hours_of_an_undone_version_are_used_up_by_what_is_taken_back(plan: StudyPlan) -> None:
    first = works_of(LogRequest("w1.1", MONDAY), plan, (), MONDAY)
    later = first[0].model_copy(update={"plan": "undone", "version": plan.version + 1})
    assert done_blocks(plan, (later,)) == {"w1.1"}
    back = (later, *works_of(LogRequest("w1.1", MONDAY, done=False), plan, (later,), MONDAY))
    assert done_blocks(plan, back) == frozenset()


@pytest.mark.parametrize(
    ("first", "second", "filled"), [(0.4, 0, 0), (0.6, 0, 1), (1, 0.4, 1), (1, 0.6, 2), (1, 1, 2), (9, 9, 9)]
)
def test_work_on_a_later_version_fills_its_thread_in_order(plan: StudyPlan, first: float, second: float, filled: int) -> None:
    dough = [(week, block) for week in plan.weeks for block in week.blocks if block.kind == "study" and block.skill == "dough"]
    hours = first * dough[0][1].hours + second * dough[1][1].hours
    work = Work.on(plan, *dough[0], hours, True, None, MONDAY)
    later = work.model_copy(update={"plan": "undone", "version": plan.version + 1, "planned": hours})
    assert done_blocks(plan, [later]) == {block.id for _, block in dough[:filled]}


def test_the_agenda_names_what_is_now_and_what_is_late(plan: StudyPlan) -> None:
    first = works_of(LogRequest("w1.1", MONDAY), plan, (), MONDAY)
    agenda = agenda_of(plan, first, MONDAY + timedelta(days=8))
    assert agenda.week is not None
    assert agenda.week.number == 2
    assert [b.id for _, b in agenda.late] == [b.id for b in plan.weeks[0].blocks[1:]]
    assert [b.id for b in agenda.now] == [b.id for b in plan.weeks[1].blocks]
    assert agenda_of(plan, (), MONDAY - timedelta(days=3)).week is None


def test_what_is_finished_becomes_due_and_fades(plan: StudyPlan) -> None:
    works: tuple[Work, ...] = ()
    for week in plan.weeks[:2]:
        works += works_of(LogRequest(str(week.number), week.starts_on), plan, works, week.starts_on)
    first, rest = ({b.skill for w in weeks for b in w.blocks if b.kind == "study"} for weeks in (plan.weeks[:2], plan.weeks[2:]))
    soon, later = (agenda_of(plan, works, MONDAY + timedelta(days=n)).reviews for n in (8, 60))
    assert set(soon) <= set(later) <= first - rest
    assert later
    memory = Memory("oven", MONDAY)
    assert memory.recall(MONDAY) > memory.recall(MONDAY + timedelta(days=30)) > memory.recall(MONDAY + timedelta(days=300)) > 0.3
