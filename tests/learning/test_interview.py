from __future__ import annotations

import pytest
from tests.conftest import TODAY

from studywright.learning.interview import (
    RATING,
    UnreadableAnswerError,
    fitting,
    merge_fields,
    pick,
    profile_from,
    questions_for,
    read_answer,
)
from studywright.learning.roadmap import Curriculum, Roadmap


def ask(baking: Curriculum, name: str, text: str, fields: dict[str, object] | None = None) -> dict[str, object]:
    question = next(q for q in questions_for(baking.roadmap, TODAY) if q.id == name)
    return dict(read_answer(question, text, fields or {}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "text", "fields"),
    [
        ("goal", "1", {"goal": {"role": "baker"}}),
        ("goal", "Home baker", {"goal": {"role": "home-baker"}}),
        ("goal", "I want to bake sourdough", {"goal": {"text": "I want to bake sourdough"}}),
        ("hours", "8", {"hours_per_week": 8.0}),
        ("hours", "7,5 hours a week", {"hours_per_week": 7.5}),
        ("hours", "tue 2, thu 2, saturday 4", {"availability": {"tue": 2.0, "thu": 2.0, "sat": 4.0}}),
        ("hours", "about eight hours a week", {"hours_per_week": 8.0}),
        ("start", "today", {"start": "2026-11-23"}),
        ("start", "next monday", {"start": "2026-11-30"}),
        ("start", "Wednesday", {"start": "2026-11-25"}),
        ("deadline", "26 weeks", {"deadline": "26 weeks"}),
        ("deadline", "in thirty weeks", {"deadline": "30 weeks"}),
        ("deadline", "6 months", {"deadline": "26 weeks"}),
        ("deadline", "none", {"deadline": None}),
        ("budget", "50 eur", {"budget": {"amount": 50.0, "currency": "EUR"}}),
        ("budget", "fifty euros", {"budget": {"amount": 50.0, "currency": "EUR"}}),
        ("budget", "20 dollars", {"budget": {"amount": 20.0, "currency": "USD"}}),
        ("budget", "€20", {"budget": {"amount": 20.0, "currency": "EUR"}}),
        ("languages", "en, de", {"languages": ["en", "de"]}),
        ("languages", "English and German", {"languages": ["en", "de"]}),
        ("languages", "Korean or EN", {"languages": ["ko", "en"]}),
        ("hours", "Tue 2h; Thu two hours and sat 4", {"availability": {"tue": 2.0, "thu": 2.0, "sat": 4.0}}),
        ("hours", "twenty-five", {"hours_per_week": 25.0}),
        ("formats", "books, videos", {"formats": ["book", "video"]}),
        ("formats", "videos and courses", {"formats": ["video", "course"]}),
        ("rating.basics", "3", {"self_ratings": {"basics": 3}}),
    ],
)
def test_answers_as_people_write_them(baking: Curriculum, name: str, text: str, fields: dict[str, object]) -> None:
    assert ask(baking, name, text) == fields


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("goal", "9"),
        ("goal", "become famous"),
        ("goal", ""),
        ("hours", "0"),
        ("hours", "200"),
        ("hours", "some"),
        ("hours", "mon 20"),
        ("start", "yesterday"),
        ("start", "2020-01-01"),
        ("deadline", "2020-01-01"),
        ("deadline", "0 weeks"),
        ("budget", "a lot"),
        ("languages", "xx"),
        ("languages", "Klingon"),
        ("start", "monday last"),
        ("deadline", "0 months"),
        ("budget", "30"),
        ("budget", "30 dinosaurs"),
        ("budget", "$20 EUR"),
        ("hours", "mon-fri 2"),
        ("hours", "tue, thu 2"),
        ("hours", "mon two and a half"),
        ("hours", "tue 2h30"),
        ("deadline", "12 weeks from now"),
        ("formats", "opera"),
        ("rating.basics", "5"),
        ("rating.basics", "²"),
        ("goal", "²"),
        ("hours", "1e999"),
    ],
)
def test_what_cannot_be_read_is_told_what_would_do(baking: Curriculum, name: str, text: str) -> None:
    with pytest.raises(UnreadableAnswerError) as raised:
        ask(baking, name, text)
    assert len(str(raised.value)) >= 20


def test_a_deadline_before_the_start_is_not_taken(baking: Curriculum) -> None:
    with pytest.raises(UnreadableAnswerError, match="not after the start"):
        ask(baking, "deadline", "2026-12-01", {"start": "2027-01-01"})


def test_ratings_add_up_and_make_a_profile() -> None:
    fields = merge_fields({"self_ratings": {"a": 1}, "goal": {"role": "x"}, "hours_per_week": 3}, {"self_ratings": {"b": 2}})
    assert profile_from(fields).self_ratings == {"a": 1, "b": 2}


def test_pick_by_number_value_or_label(baking: Curriculum) -> None:
    choices = next(questions_for(baking.roadmap, TODAY)).choices
    assert pick("2", choices) == pick("home-baker", choices) == pick(" HOME BAKER ", choices) == "home-baker"
    assert pick("0", choices) is None


def test_parts_are_rated_only_where_the_goal_needs_them_and_by_what_it_needs_of_them(baking: Curriculum) -> None:
    every = list(questions_for(baking.roadmap, TODAY))
    assert fitting(every, {}, baking.roadmap) == every
    asked = {q.id: q.words for q in fitting(every, {"goal": {"skills": ["yeast"]}}, baking.roadmap) if q.id.startswith(RATING)}
    assert {name: words["examples"] for name, words in asked.items()} == {f"{RATING}basics": "Clean work, Yeast"}


def test_a_stage_that_holds_only_a_project_has_no_examples(baking: Curriculum) -> None:
    stage = baking.roadmap.stages[0].model_copy(update={"id": "show", "title": "Show"})
    roadmap = Roadmap.model_validate({**baking.roadmap.model_dump(), "stages": [*baking.roadmap.stages, stage]})
    rating = list(questions_for(roadmap, TODAY))[-1]
    assert (rating.id, rating.words["examples"]) == (f"{RATING}show", "")
