from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studywright.learning.assessment import Answer, Assessment
from studywright.learning.roadmap import Curriculum, Item, Roadmap, Skill


def take(curriculum: Curriculum, known: set[str], **options: int) -> Assessment:
    """Let a learner who knows some skills for sure go through the check."""
    assessment = Assessment(curriculum.roadmap, curriculum.items, **options)  # type: ignore[arg-type]
    while (item := assessment.next_item()) is not None:
        assessment.record(item, Answer.CORRECT if item.skill in known else Answer.DONT_KNOW)
    return assessment


def test_answers_reach_the_skills_around(baking: Curriculum) -> None:
    assessment = Assessment(baking.roadmap, baking.items)
    before = assessment.mastery
    assessment.record(baking.items_by_id["loaf-2"], Answer.CORRECT)
    after = assessment.mastery
    assert after["loaf"] > before["loaf"] + 0.2
    assert after["dough"] > before["dough"]
    assert after["sourdough"] > before["sourdough"]


def test_a_learner_is_known_after_a_few_questions(baking: Curriculum) -> None:
    known = {"hygiene", "weighing", "dough"}
    assessment = take(baking, known)
    assert {skill for skill, p in assessment.mastery.items() if p > 0.5} == known
    assert assessment.asked <= 16


def test_ratings_count_and_answers_overrule_them(baking: Curriculum) -> None:
    proud = Assessment(baking.roadmap, baking.items, ratings={"bread": 4, "basics": 4})
    modest = Assessment(baking.roadmap, baking.items, ratings={"bread": 0, "basics": 0})
    assert proud.mastery["loaf"] > modest.mastery["loaf"] + 0.3
    for number in (1, 2, 3):
        proud.record(baking.items_by_id[f"loaf-{number}"], Answer.DONT_KNOW)
    assert proud.mastery["loaf"] < 0.1


def test_only_what_the_goal_needs_is_asked(baking: Curriculum) -> None:
    assessment = Assessment(baking.roadmap, baking.items, goal=["yeast"])
    asked = set()
    while (item := assessment.next_item()) is not None:
        asked.add(item.skill)
        assessment.record(item, Answer.WRONG)
    assert asked <= {"yeast", "hygiene"}


def test_it_stops_and_says_why(baking: Curriculum) -> None:
    short = take(baking, set(), budget=2)
    assert (short.asked, short.standing.stopped) == (2, "budget")
    assert take(baking, set(), budget=100).standing.stopped in ("settled", "no-items")


def test_the_same_answers_give_the_same_questions(baking: Curriculum) -> None:
    runs = []
    for _ in range(2):
        assessment = Assessment(baking.roadmap, baking.items, seed=7)
        asked = []
        while (item := assessment.next_item()) is not None:
            asked.append(item.id)
            assessment.record(item, Answer.WRONG)
        runs.append((asked, assessment.mastery))
    assert runs[0] == runs[1]
    assert len(set(runs[0][0])) == len(runs[0][0])


@pytest.mark.parametrize("bad", [math.nan, math.inf, -0.1, 1.1, True, "right"])
def test_a_bad_answer_changes_nothing(baking: Curriculum, bad: float) -> None:
    assessment = Assessment(baking.roadmap, baking.items)
    before = assessment.mastery
    with pytest.raises(ValueError, match="score"):
        assessment.record(baking.items[0], bad)
    assert assessment.mastery == before


def test_unknown_items_second_answers_and_bad_ratings_are_refused(baking: Curriculum) -> None:
    assessment = Assessment(baking.roadmap, baking.items)
    assessment.record(baking.items[0], 0.5)
    with pytest.raises(ValueError, match="answered before"):
        assessment.record(baking.items[0], Answer.CORRECT)
    with pytest.raises(ValueError, match="does not belong"):
        assessment.record(Item(id="z", skill="oven", stem="?", options=("a", "b"), answer=0), Answer.CORRECT)
    for ratings in ({"oven": 5}, {"cake": 1}):
        with pytest.raises(ValueError, match="rating"):
            Assessment(baking.roadmap, baking.items, ratings=ratings)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([Answer.CORRECT, Answer.WRONG, Answer.DONT_KNOW, 0.0, 0.3, 1.0]), min_size=1, max_size=500))
def test_no_run_of_answers_breaks_the_numbers(responses: list[Answer | float]) -> None:
    skills = [Skill(id=f"s{i}", title="S", stage="a", prerequisites=[f"s{i - 1}"] if i else []) for i in range(4)]
    roadmap = Roadmap.build(id="m", stages=["a"], skills=skills)
    items = [
        Item(id=f"i{i}", skill=f"s{i % 4}", stem="?", options=("a", "b"), answer=0, slip=0.02, guess=0.02)
        for i in range(len(responses))
    ]
    assessment = Assessment(roadmap, items, budget=1000)
    for item, response in zip(items, responses, strict=True):
        assessment.record(item, response)
    assert all(0 <= p <= 1 for p in assessment.mastery.values())


def test_simulated_learners_are_classified_well(shipped: Curriculum) -> None:
    """A floor far below what the benchmark shows, so that a broken model is noticed."""
    random = np.random.default_rng(3)
    right = []
    for _ in range(12):
        level = random.normal(0, 1)
        known: set[str] = set()
        for skill in shipped.roadmap.order:
            depth = len(shipped.roadmap.ancestors[skill]) / 30
            if set(shipped.roadmap.prerequisites[skill]) <= known and level + random.normal(0, 0.5) > depth - 0.6:
                known.add(skill)
        mastery = take(shipped, known).mastery
        right.append(np.mean([(p > 0.5) == (skill in known) for skill, p in mastery.items()]))
    assert np.mean(right) > 0.88
