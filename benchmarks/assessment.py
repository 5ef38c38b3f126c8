"""What the skills check is worth on simulated learners. Run: python -m benchmarks.assessment [learners]."""

from __future__ import annotations

import sys
import time

import numpy as np

from studywright.learning.assessment import MASTERED, Answer, Assessment
from studywright.learning.roadmap import Curriculum, Item, load_curriculum

SLIP, GUESS, DONT_KNOW = 0.10, 0.22, 0.6


def learner(curriculum: Curriculum, random: np.random.Generator) -> tuple[dict[str, bool], dict[str, int]]:
    """Draw what a learner knows (closed under prerequisites), and how they rate themselves."""
    roadmap = curriculum.roadmap
    overall = random.normal(0, 1)
    stage = {s.id: random.normal(0, 0.5) for s in roadmap.stages}
    known: dict[str, bool] = {}
    for name in roadmap.order:
        skill = roadmap.by_id[name]
        asks = -0.6 + 1.5 * len(roadmap.ancestors[name]) / 40
        strong = overall + stage[skill.stage] + random.normal(0, 0.5) > asks
        known[name] = strong and all(known[parent] for parent in skill.prerequisites)
    ratings = {}
    for s in roadmap.stages:
        share = np.mean([known[skill.id] for skill in roadmap.skills if skill.stage == s.id])
        ratings[s.id] = int(np.clip(round(4 * share + random.normal(0.2, 0.8)), 0, 4))
    return known, ratings


def answer(known: bool, random: np.random.Generator) -> Answer:
    """Draw an answer."""
    if known:
        return Answer.CORRECT if random.random() > SLIP else Answer.WRONG
    if random.random() < DONT_KNOW:
        return Answer.DONT_KNOW
    return Answer.CORRECT if random.random() < GUESS else Answer.WRONG


def main() -> None:
    """Print accuracy, Brier score, false mastery, questions and time."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    curriculum = load_curriculum("ml-engineer-2026")
    skills = curriculum.roadmap.skills
    items = [
        Item(id=f"{s.id}-{n}", skill=s.id, stem="?", options=("a", "b", "c", "d"), answer=0, slip=SLIP, guess=GUESS)
        for s in skills
        for n in range(3)
    ]
    random = np.random.default_rng(0)
    right, brier, wrongly, asked, choosing = [], [], [], [], []
    for _ in range(count):
        known, ratings = learner(curriculum, random)
        check = Assessment(curriculum.roadmap, items, ratings=ratings, budget=20)
        while True:
            begun = time.perf_counter()
            item = check.next_item()
            choosing.append(time.perf_counter() - begun)
            if item is None:
                break
            check.record(item, answer(known[item.skill], random))
        p = np.array([check.mastery[s.id] for s in skills])
        truth = np.array([known[s.id] for s in skills])
        right.append(np.mean((p > 0.5) == truth))
        brier.append(np.mean((p - truth) ** 2))
        wrongly.append(np.mean((p >= MASTERED) & ~truth))
        asked.append(check.asked)
    print(f"{count} simulated learners, {len(skills)} skills, slip {SLIP}, guess {GUESS}, at most 20 questions")
    for name, found in (
        ("classified right", right),
        ("Brier score", brier),
        ("called mastered but not", wrongly),
        ("questions", asked),
    ):
        print(f"  {name:24} {np.mean(found):7.3f} ± {np.std(found) / np.sqrt(count):.3f}")
    print(f"  {'choosing a question':24} {1000 * np.mean(choosing):7.1f} ms")


if __name__ == "__main__":
    main()
