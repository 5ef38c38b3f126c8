from __future__ import annotations

from datetime import date, timedelta

import pytest
from benchmarks.regenerating.learners import START, errors_in, first_plan, learner, plan_again
from hypothesis import given, settings
from hypothesis import strategies as st

from studywright.learning.assessment import Answer, Assessment
from studywright.learning.errors import InputError
from studywright.learning.plan import Block, PlanDiff, StudyPlan
from studywright.learning.progress import LogRequest, Work, works_of
from studywright.learning.regenerate import diff_plans
from studywright.learning.regenerate.lay import Slot, lay
from studywright.learning.regenerate.pieces import Piece, in_order, pieces_of
from studywright.learning.roadmap import Curriculum


@pytest.fixture(scope="module")
def plan() -> StudyPlan:
    return first_plan(learner(3))


def logged(plan: StudyPlan, weeks: int, share: float = 1.0) -> tuple[Work, ...]:
    works: tuple[Work, ...] = ()
    for week in plan.weeks[:weeks]:
        hours = share * week.planned_hours
        works += works_of(LogRequest(str(week.number), week.starts_on, hours), plan, works, week.starts_on)
    return works


def after(weeks: int) -> date:
    return START + timedelta(weeks=weeks)


def content(plan: StudyPlan, behind: int) -> list[tuple[int, str, str | None, float]]:
    return [(w.number, b.kind, b.skill or b.project, b.hours) for w in plan.weeks if w.number > behind for b in w.blocks]


@pytest.mark.parametrize("weeks", [0, 1, 9, 20])
def test_with_nothing_new_the_plan_stands(plan: StudyPlan, weeks: int) -> None:
    again, made = plan_again(plan, logged(plan, weeks), after(weeks), 0.5)
    assert made.changes.empty
    assert content(again, weeks) == content(plan, weeks)


@pytest.mark.parametrize("weeks", [1, 8, 17])
def test_after_a_missed_week_little_moves_and_every_rule_holds(plan: StudyPlan, weeks: int) -> None:
    again, made = plan_again(plan, logged(plan, weeks), after(weeks + 1), 0.5)
    assert made.changes.moved_far <= 0.1
    assert any(f"week {weeks + 1} is over" in change.reason for change in made.changes.moved)
    assert all(change.reason for change in (*made.changes.moved, *made.changes.added, *made.changes.dropped))
    assert errors_in(again) == []
    assert [week.number for week in again.history] == list(range(1, weeks + 2))
    assert all(b.done for week in again.history[:weeks] for b in week.blocks)


def test_history_stays_through_further_versions_in_the_middle_of_a_week(plan: StudyPlan) -> None:
    works = logged(plan, 3)
    works += works_of(LogRequest("w5.1", after(4)), plan, works, after(4))
    second, _ = plan_again(plan, works, after(4) + timedelta(days=2), 0.5)
    done = [b for week in second.history for b in week.blocks if b.done]
    assert [b.id for b in second.history[-1].blocks] == ["w5.1"]
    assert not {b.id for b in second.weeks[0].blocks} & {"w5.1"}
    third, _ = plan_again(second, works, after(6), 0.5)
    assert [b for week in third.history for b in week.blocks if b.done] == done
    assert errors_in(second) == errors_in(third) == []


def test_a_slow_learner_gets_more_hours_and_is_told(plan: StudyPlan) -> None:
    again, made = plan_again(plan, logged(plan, 5, 1.6), after(5), 0.5)
    assert max(made.pace.values()) > 1.2
    before = {c.skill: c.hours for c in plan.choices}
    untouched = {b.skill for week in plan.weeks[5:] for b in week.blocks} - {
        b.skill for week in plan.weeks[:5] for b in week.blocks
    }
    assert any(choice.hours > before.get(choice.skill, 99) for choice in again.choices if choice.skill in untouched)
    assert any("your pace" in gap.basis for gap in again.gaps)
    assert errors_in(again) == []


def test_what_is_begun_stays_when_there_is_little_time(plan: StudyPlan) -> None:
    works = logged(plan, 4)
    later = {b.skill for week in plan.weeks[4:] for b in week.blocks if b.kind == "study"}
    begun = {b.skill for week in plan.weeks[:4] for b in week.blocks if b.kind == "study"} & later
    assert begun
    short = plan.profile.model_copy(update={"hours_per_week": 3.0})
    again, made = plan_again(plan, works, after(4), 0.5, short)
    assert made.changes.dropped
    assert begun <= {b.skill for week in again.weeks for b in week.blocks}
    assert errors_in(again) == []
    shorter, _ = plan_again(plan, works, after(4), 0.5, plan.profile.model_copy(update={"hours_per_week": 2.0}))
    assert begun & {b.skill for week in shorter.weeks for b in week.blocks}
    assert errors_in(shorter) == []


def test_after_the_deadline_nothing_is_planned(plan: StudyPlan) -> None:
    with pytest.raises(InputError, match="is over"):
        plan_again(plan, (), after(27), 0.5)


@given(
    number=st.integers(0, 500), weeks=st.integers(0, 20), kept=st.sets(st.integers(0, 19), max_size=20), stability=st.floats(0, 3)
)
@settings(max_examples=12, deadline=None)
def test_whatever_was_done_every_rule_holds_and_the_past_stays(number: int, weeks: int, kept: set[int], stability: float) -> None:
    plan = first_plan(learner(number))
    works: tuple[Work, ...] = ()
    for week in plan.weeks[:weeks]:
        if week.number in kept and week.blocks:
            works += works_of(LogRequest(str(week.number), week.starts_on), plan, works, week.starts_on)
    again, made = plan_again(plan, works, after(weeks), stability)
    assert errors_in(again) == []
    assert [[b.id for b in w.blocks] for w in again.history] == [[b.id for b in w.blocks] for w in plan.weeks[:weeks]]
    left = sum(b.hours for _, b in _left(plan, works, weeks))
    diff = made.changes
    assert sum(c.hours for c in (*diff.kept, *diff.moved, *diff.dropped)) == left


@given(
    number=st.integers(0, 500),
    days=st.integers(0, 40),
    picked=st.sets(st.integers(0, 39), min_size=1, max_size=12),
    ago=st.integers(0, 12),
    hours=st.sampled_from([None, 4.0, 30.0]),
)
@settings(max_examples=25, deadline=None)
def test_work_done_ahead_of_its_week_breaks_no_rule(
    number: int, days: int, picked: set[int], ago: int, hours: float | None
) -> None:
    plan = first_plan(learner(number))
    placed = [block.id for week in plan.weeks for block in week.blocks]
    today = START + timedelta(days=days)
    works: tuple[Work, ...] = ()
    for place in sorted(picked):
        if place < len(placed):
            works += works_of(LogRequest(placed[place], max(START, today - timedelta(days=ago))), plan, works, today)
    profile = plan.profile.model_copy(update={"hours_per_week": hours}) if hours else None
    again, _ = plan_again(plan, works, today, 0.5, profile)
    assert errors_in(again) == []
    done = [b.id for week in again.history for b in week.blocks if b.done]
    assert sorted(done) == sorted({work.block for work in works})
    third, _ = plan_again(again, works, today + timedelta(days=9), 0.5, profile)
    assert errors_in(third) == []


def test_work_ahead_stands_in_the_week_when_it_was_done(plan: StudyPlan) -> None:
    ahead = [block.id for block in plan.weeks[2].blocks[:2]]
    works: tuple[Work, ...] = ()
    for block in ahead:
        works += works_of(LogRequest(block, START + timedelta(days=4)), plan, works, START + timedelta(days=4))
    again, _ = plan_again(plan, works, after(1) + timedelta(days=1), 0.5)
    (first,) = again.history
    assert (first.number, first.focus) == (1, plan.weeks[0].focus)
    assert [block.id for block in first.blocks if block.done] == ahead
    left, _ = plan_again(plan, (), after(1) + timedelta(days=1), 0.5)
    assert again.weeks[0].planned_hours == left.weeks[0].planned_hours, "this week's time is whole"


def _left(plan: StudyPlan, works: tuple[Work, ...], weeks: int) -> list[tuple[int, Block]]:
    done = {work.block for work in works}
    return [(w.number, b) for w in plan.weeks for b in w.blocks if b.id not in done and (w.number > weeks or b.kind != "check")]


def test_a_sequence_that_keeps_the_rules_keeps_its_order(plan: StudyPlan, shipped: Curriculum) -> None:
    pieces = pieces_of((week.number, block) for week in plan.weeks for block in week.blocks)
    assert in_order(pieces, shipped.roadmap) == pieces
    assert in_order(pieces[::-1], shipped.roadmap) != pieces[::-1]


def test_cutting_a_block_in_two_is_no_change() -> None:
    whole = Block(id="w1.1", kind="study", skill="docker", hours=2)
    half = whole.model_copy(update={"hours": 1.0})
    assert diff_plans([(1, whole)], [(1, half), (1, half)], lambda _: "").empty
    moved = diff_plans([(1, whole)], [(2, whole)], lambda _: "why")
    assert (len(moved.moved), moved.moved[0].reason, moved.moved_far) == (1, "why", 0.0)
    assert PlanDiff().empty


def test_study_raises_a_skill_and_nothing_else_and_fades(baking: Curriculum) -> None:
    assessment = Assessment(baking.roadmap, baking.items, ratings={"basics": 0, "bread": 0})
    before = assessment.mastery
    assessment.study("loaf", learnt=0.85, kept=1.0)
    after_study = assessment.mastery
    assert after_study["loaf"] > 0.8
    assert {s: p for s, p in after_study.items() if s != "loaf"} == {s: p for s, p in before.items() if s != "loaf"}
    item = next(i for i in baking.items if i.skill == "loaf" and i.kind == "choice")
    assessment.record(item, Answer.WRONG)
    assert assessment.mastery["loaf"] < after_study["loaf"]
    with pytest.raises(ValueError, match="which the roadmap does not have"):
        assessment.study("cake", learnt=0.5, kept=0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        assessment.study("loaf", learnt=1.5, kept=0.5)


def test_the_library_gives_the_same_again(plan: StudyPlan) -> None:
    works = logged(plan, 2)
    one, two = (plan_again(plan, works, after(4), 0.5)[0] for _ in range(2))
    assert content(one, 0) == content(two, 0)


def test_work_that_goes_on_for_many_weeks_is_looked_back_at_on_the_way() -> None:
    piece = Piece(Block(id="", kind="study", skill="docker", hours=1), 80, 1)
    laid = lay([piece], [Slot(week, None, 8) for week in range(1, 20)], None)
    assert laid is not None
    kinds = [{block.kind for block in laid[week]} for week in sorted(laid)]
    assert {"check"} <= set().union(*kinds)
    assert not any(kinds[n : n + 4] == [{"study"}] * 4 for n in range(len(kinds)))
    assert sum(b.hours for blocks in laid.values() for b in blocks if b.kind == "study") == 40
