"""Reviews: which items to ask of what is due, and what the answers say of each skill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from studywright.learning.assessment import Answer
from studywright.learning.plan import Block, StudyPlan
from studywright.learning.progress.memory import due_on, memories_of, unfinished_in
from studywright.learning.progress.work import Recall, Work, done_blocks, placed
from studywright.learning.roadmap import Item
from studywright.learning.schedule.reviews import ITEMS_A_SKILL

MOST_SKILLS = 6
"""Skills of one review at the most; the rest stays due."""

HOURS = 0.25
"""What a review of one skill takes, as in plans."""


def to_review(plan: StudyPlan, works: Sequence[Work], day: date) -> tuple[str, ...]:
    """List the finished skills to look back at: those that are due, the weakest first, then those of review blocks by then."""
    memories = memories_of(works, unfinished_in(plan, works))
    planned = [skill for block in _open_blocks(plan, works, day) for skill in _skills(block)]
    return tuple(dict.fromkeys((*due_on(plan, works, day), *(skill for skill in planned if skill in memories))))


def review_items(plan: StudyPlan, works: Sequence[Work], bank: Sequence[Item], day: date) -> tuple[Item, ...]:
    """Choose what to ask: the items that the plan names for a skill, else the next of its choice items in turn."""
    named = {item for block in _open_blocks(plan, works, day) for item in block.items}
    found: list[Item] = []
    for skill in to_review(plan, works, day):
        own = [item for item in bank if item.skill == skill and item.kind == "choice"]
        times = sum(1 for work in works if work.kind == "review" and skill in (work.skill, *work.also))
        turn = [own[(times * ITEMS_A_SKILL + n) % len(own)] for n in range(min(ITEMS_A_SKILL, len(own)))]
        asked = [item for item in own if item.id in named] or turn
        if len({item.skill for item in found}) < MOST_SKILLS:
            found += asked[:ITEMS_A_SKILL]
    return tuple(found)


def recall_of(answers: Sequence[tuple[Item, Answer]]) -> Recall:
    """Grade the answers on one skill: all right is good, with a proficient item easy; some right is hard; none, again."""
    right = [item for item, answer in answers if answer is Answer.CORRECT]
    if len(right) < len(answers):
        return "hard" if right else "again"
    return "easy" if any(item.level == "proficient" for item in right) else "good"


def works_of_review(
    plan: StudyPlan, works: Sequence[Work], said: Mapping[str, Answer], bank: Mapping[str, Item], day: date
) -> tuple[Work, ...]:
    """Give the work to log: one piece for each skill, on the plan's review blocks that it does, if any."""
    answers: dict[str, list[tuple[Item, Answer]]] = {}
    for name, answer in said.items():
        answers.setdefault(bank[name].skill, []).append((bank[name], answer))
    blocks: dict[str, tuple[int, Block]] = {}
    for week, block in _placed_open(plan, works, day + timedelta(weeks=1)):
        if all(skill in answers and skill not in blocks for skill in _skills(block)):
            blocks |= dict.fromkeys(_skills(block), (week, block))
    result = []
    for skill, found in answers.items():
        week, at = blocks.get(skill, (0, None))
        result.append(
            Work(
                plan=plan.id,
                version=plan.version,
                week=week,
                block=at.id if at else "",
                kind="review",
                skill=skill,
                planned=HOURS,
                hours=HOURS,
                done=True,
                recall=recall_of(found),
                day=day,
            )
        )
    return tuple(result)


def _open_blocks(plan: StudyPlan, works: Sequence[Work], day: date) -> tuple[Block, ...]:
    return tuple(block for _, block in _placed_open(plan, works, day))


def _placed_open(plan: StudyPlan, works: Sequence[Work], day: date) -> tuple[tuple[int, Block], ...]:
    """Give the review blocks that are not done, of the week of a day and before, each with the number of its week."""
    done = done_blocks(plan, works)
    return tuple((w.number, b) for w, b in placed(plan) if b.kind == "review" and b.id not in done and w.starts_on <= day)


def _skills(block: Block) -> tuple[str, ...]:
    return tuple(skill for skill in (block.skill, *block.also) if skill)
