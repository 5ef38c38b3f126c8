"""Let somebody solve the item bank without its keys, with the stems and with the options alone, and compare.

Run: python -m benchmarks.blind_solving sheet FOLDER [seed]     writes questions.txt and options.txt
     python -m benchmarks.blind_solving score ANSWERS [seed]    reads lines such as "q001 b", and prints what agrees
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from studywright.learning.roadmap import Item, load_curriculum

ROADMAPS = ("ml-engineer-2026", "examples/roadmaps/sql-for-analysts")
LETTERS = "abcd"


@dataclass(frozen=True)
class Question:
    """An item under a number that says nothing, with its options in another order."""

    number: str
    item: Item
    order: tuple[int, ...]

    @property
    def options(self) -> str:
        """The options, a line each."""
        return "\n".join(f"  {LETTERS[place]}) {self.item.options[index]}" for place, index in enumerate(self.order))

    @property
    def key(self) -> str:
        """The letter of the right option."""
        return LETTERS[self.order.index(self.item.answer or 0)]


def questions(seed: int) -> Iterator[Question]:
    """Shuffle the choice items of every roadmap that is shipped, and the options of each."""
    random = Random(seed)
    bank = [item for roadmap in ROADMAPS for item in load_curriculum(roadmap).items if item.kind == "choice"]
    random.shuffle(bank)
    for place, item in enumerate(bank, start=1):
        yield Question(f"q{place:03}", item, tuple(random.sample(range(len(item.options)), len(item.options))))


def sheet(folder: Path, seed: int) -> None:
    """Write what a solver gets: everything, or the options alone."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = list(questions(seed))
    (folder / "questions.txt").write_text("\n".join(f"{q.number}. {q.item.stem}\n{q.options}\n" for q in asked), encoding="utf-8")
    (folder / "options.txt").write_text("\n".join(f"{q.number}.\n{q.options}\n" for q in asked), encoding="utf-8")


def score(answers: Path, seed: int) -> None:
    """Print the share that agrees with the keys, and each item on which the solver disagrees or remarks something."""
    said = dict(re.findall(r"^(q\d+)\s+([a-d])\b", answers.read_text(encoding="utf-8"), re.M))
    remarks = dict(re.findall(r"^(q\d+)\s+[a-d]\b.*?#\s*(.*)$", answers.read_text(encoding="utf-8"), re.M))
    asked = [q for q in questions(seed) if q.number in said]
    for q in asked:
        if said[q.number] != q.key:
            print(f"{q.item.id}: key {q.key}, answered {said[q.number]} {remarks.get(q.number, '')}")
        elif q.number in remarks:
            print(f"{q.item.id}: agrees, but {remarks[q.number]}")
    agree = sum(said[q.number] == q.key for q in asked)
    print(f"{agree} of {len(asked)} agree with the key: {agree / len(asked):.1%}")


def main() -> None:
    """Write the sheets or score the answers."""
    task, path, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    {"sheet": sheet, "score": score}[task](path, seed)


if __name__ == "__main__":
    main()
