"""Looking back at what is due: items from memory, graded, and the skill comes back when FSRS says."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest
from tests.agent.test_again import came
from tests.conftest import TODAY, Cli

from studywright.agent.comeback import review
from studywright.learning.assessment import Answer
from studywright.learning.errors import StaleAnswerError
from studywright.learning.progress import Work
from studywright.learning.progress.memory import due_on, memories_of, unfinished_in
from studywright.learning.progress.review import recall_of, review_items, to_review, works_of_review
from studywright.learning.roadmap import Curriculum
from studywright.tools.store import RecordStore, find_learner, plan_of_learner, works_of_learner

pytestmark = pytest.mark.usefixtures("clock")


def letters(curriculum: Curriculum, items: list[str], right: bool) -> str:
    return "".join(f"{chr(97 + (curriculum.items_by_id[i].answer or 0)) if right else '?'}\n" for i in items)


def due_items(store: RecordStore, curriculum: Curriculum) -> list[str]:
    info = find_learner(store, None)
    plan, works = plan_of_learner(store, info.id), works_of_learner(store, info.id)
    return [item.id for item in review_items(plan, works, curriculum.items, TODAY)]


def test_reviewing_in_the_terminal(database: str, program: Cli, baking: Curriculum) -> None:
    store, plan = came(database, weeks_ago=4, done=3)
    where = ("--database", database)
    assert "studywright review" in program("today", *where).stdout
    items = due_items(store, baking)
    skills = list(dict.fromkeys(baking.items_by_id[i].skill for i in items))
    assert skills
    done = program("review", *where, typed=letters(baking, items, right=True))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Right.") == len(items)
    assert "it comes back on" in done.stdout
    learner = find_learner(store, None).id
    works = works_of_learner(store, learner)
    mine = [work for work in works if work.recall is not None]
    assert [work.skill for work in mine] == skills
    assert not set(due_on(plan, works, TODAY)) & set(skills)
    assert due_on(plan, works, TODAY + timedelta(days=300))
    assert not any(info.open for info in store.threads())
    assert plan_of_learner(store, learner) == plan


def test_what_was_not_known_comes_back_soon_and_other_items_are_asked(database: str, program: Cli, baking: Curriculum) -> None:
    store, plan = came(database, weeks_ago=4, done=3)
    items = due_items(store, baking)
    found = json.loads(program("review", "--json", "--database", database, typed=letters(baking, items, right=False)).stdout)
    assert set(found["reviewed"].values()) == {"again"}
    works = works_of_learner(store, find_learner(store, None).id)
    memories = memories_of(works, unfinished_in(plan, works))
    assert all((memories[skill].next_review - TODAY).days <= 3 for skill in found["reviewed"])
    later = review_items(plan, works, baking.items, TODAY + timedelta(days=3))
    assert {item.id for item in later} != set(items)


def test_a_review_that_was_left_goes_on_and_is_logged_once(database: str, program: Cli, baking: Curriculum) -> None:
    store, _ = came(database, weeks_ago=4, done=3)
    items = due_items(store, baking)
    left = program("review", "--database", database, typed=letters(baking, items[:1], right=True))
    assert (left.returncode, "Every answer is kept" in left.stdout) == (130, True)
    done = program("resume", "--database", database, typed=letters(baking, items[1:], right=True))
    assert (done.returncode, "The review is kept" in done.stdout) == (0, True), done.stderr
    learner = find_learner(store, None).id
    before = works_of_learner(store, learner)
    assert len({work.skill for work in before if work.recall}) == len([work for work in before if work.recall])
    nothing = program("review", "--database", database)
    assert (nothing.returncode, "Nothing is due" in nothing.stdout) == (0, True), nothing.stderr
    assert works_of_learner(store, learner) == before


def test_a_review_may_be_stopped_and_only_what_was_answered_counts(database: str, baking: Curriculum) -> None:
    store, _ = came(database, weeks_ago=4, done=3)
    info = find_learner(store, None)

    async def stopped() -> str:
        async with review(store, info, today=TODAY) as session:
            assert session is not None
            assert session.question is not None
            await session.answer("?")
            assert not await session.back()
            await session.stop()
            with pytest.raises(StaleAnswerError):
                await session.answer("a")
            (name,) = (await session.dialogue()).reviewed
            return baking.items_by_id[name].skill

    skill = asyncio.run(stopped())
    assert [work.skill for work in works_of_learner(store, info.id) if work.recall] == [skill]


def test_a_review_does_the_plans_own_review_blocks(baking: Curriculum, tmp_path_factory: pytest.TempPathFactory) -> None:
    _, plan = came(f"sqlite:///{tmp_path_factory.mktemp('r') / 'r.db'}", weeks_ago=4, done=0)
    week, block = next((w, b) for w in plan.weeks for b in w.blocks if b.kind == "review")
    before: tuple[Work, ...] = ()
    for earlier in plan.weeks:
        for other in earlier.blocks:
            if other.kind == "study" and earlier.number <= week.number:
                before += (Work.on(plan, earlier, other, other.hours, True, None, earlier.starts_on),)
    day = week.starts_on + timedelta(days=3)
    skills = {skill for skill in (block.skill, *block.also) if skill}
    assert skills & set(to_review(plan, before, day))
    asked = review_items(plan, before, baking.items, day)
    works = works_of_review(plan, before, {item.id: Answer.CORRECT for item in asked}, baking.items_by_id, day)
    assert block.id in {work.block for work in works}
    partly = works_of_review(plan, before, {asked[0].id: Answer.CORRECT}, baking.items_by_id, day)
    assert len(skills) == 1 or block.id not in {work.block for work in partly}


@pytest.mark.parametrize(
    ("levels", "answers", "grade"),
    [
        ("ww", "cc", "good"),
        ("wp", "cc", "easy"),
        ("wp", "cd", "hard"),
        ("ww", "dw", "again"),
        ("w", "c", "good"),
        ("w", "d", "again"),
    ],
)
def test_answers_are_graded(baking: Curriculum, levels: str, answers: str, grade: str) -> None:
    kinds = {"c": Answer.CORRECT, "d": Answer.DONT_KNOW, "w": Answer.WRONG}
    names = {"w": "working", "p": "proficient"}
    item = next(i for i in baking.items if i.kind == "choice")
    given = [(item.model_copy(update={"level": names[n]}), kinds[a]) for n, a in zip(levels, answers, strict=True)]
    assert recall_of(given) == grade
