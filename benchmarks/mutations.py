"""Damage roadmap files at random and load them: each is refused in words, or still whole.

Run: python -m benchmarks.mutations [count]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from studywright.learning.errors import InputError
from studywright.learning.roadmap import load_curriculum

SOURCE = Path(__file__).resolve().parent.parent / "examples" / "roadmaps" / "sql-for-analysts"

ODD_VALUES = (
    "", "null", "~", "[]", "{}", "-1", "0", "1e999", ".nan", ".inf", "0x1F", "12345678901234567890123", "yes", "2026-02-30",
    "!!python/object/apply:os.system ['true']", "&a [1]", "*a", "'unclosed", '"\\ud800"', "|", ">-", "{a: 1, a: 2}", "[[[[[]]]]]",
    "\u202e", "\x00", "x" * 5000, "[" * 200, "- - - -", "? x", "%YAML 1.1", "https://", "http://[::1", "a b", "\t",
)  # fmt: skip

Mutation = Callable[[list[str], Random], None]


def _drop_line(lines: list[str], random: Random) -> None:
    del lines[random.randrange(len(lines))]


def _repeat_line(lines: list[str], random: Random) -> None:
    at = random.randrange(len(lines))
    lines.insert(at, lines[at])


def _swap_lines(lines: list[str], random: Random) -> None:
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]


def _indent_line(lines: list[str], random: Random) -> None:
    at = random.randrange(len(lines))
    lines[at] = random.choice(["  ", " ", "\t"]) + lines[at] if random.random() < 0.5 else lines[at].removeprefix("  ")


def _odd_value(lines: list[str], random: Random) -> None:
    at = random.randrange(len(lines))
    head, colon, _ = lines[at].partition(": ")
    lines[at] = f"{head}{colon or ': '}{random.choice(ODD_VALUES)}"


def _odd_letter(lines: list[str], random: Random) -> None:
    at = random.randrange(len(lines))
    where = random.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:where] + random.choice("{}[]:,'\"&*!|>%@`#-\u2028\x85é☃") + lines[at][where + random.choice((0, 1)) :]


def _cut(lines: list[str], random: Random) -> None:
    del lines[random.randrange(len(lines)) :]


def _borrow_word(lines: list[str], random: Random) -> None:
    """Put a word from elsewhere in a line, which makes wrong but plausible names and types."""
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    words = lines[b].split() or [""]
    mine = lines[a].split(" ")
    mine[random.randrange(len(mine))] = random.choice(words)
    lines[a] = " ".join(mine)


MUTATIONS: tuple[Mutation, ...] = (
    _drop_line, _repeat_line, _swap_lines, _indent_line, _odd_value, _odd_letter, _cut, _borrow_word,
)  # fmt: skip


def damage(text: str, random: Random) -> str:
    """Make one to four random changes."""
    lines = text.split("\n")
    for _ in range(random.randint(1, 4)):
        if lines:
            random.choice(MUTATIONS)(lines, random)
    return "\n".join(lines)


def load_damaged(source: Path, scratch: Path, random: Random) -> bool:
    """Damage one file of a roadmap and load it; True if it was taken whole, False if it was refused in words.

    Anything else that load_curriculum raises goes through, as it would be a defect.
    """
    folder = scratch / "roadmap"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder)
    path = random.choice(sorted(folder.rglob("*.yaml")))
    path.write_text(damage(path.read_text(encoding="utf-8"), random), encoding="utf-8", errors="surrogatepass")
    try:
        curriculum = load_curriculum(str(folder))
    except InputError as error:
        return not _told(error)
    known = set(curriculum.roadmap.by_id)
    assert {item.skill for item in curriculum.items} <= known
    assert {skill for resource in curriculum.resources for skill in resource.skills} <= known
    return True


def _told(error: InputError) -> bool:
    """Check that a refusal says where and what."""
    if not error.faults or not all(fault.source and fault.message for fault in error.faults):
        raise AssertionError(f"a refusal without words: {error!r}")
    return True


def main() -> None:
    """Print what became of the damaged roadmaps."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    outcomes: Counter[bool] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        for seed in range(count):
            begun = time.perf_counter()
            outcomes[load_damaged(SOURCE, Path(scratch), Random(seed))] += 1
            slowest = max(slowest, time.perf_counter() - begun)
    print(f"{count} damaged roadmaps: {outcomes[False]} refused in words, {outcomes[True]} still whole, 0 tracebacks")
    print(f"slowest load {slowest:.2f} s")


if __name__ == "__main__":
    main()
