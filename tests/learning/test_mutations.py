"""The benchmark does this 10,000 times: python -m benchmarks.mutations."""

from __future__ import annotations

from pathlib import Path
from random import Random

from benchmarks.mutations import SOURCE, damage, load_damaged


def test_damaged_roadmaps_are_refused_in_words_or_still_whole(tmp_path: Path) -> None:
    outcomes = [load_damaged(SOURCE, tmp_path, Random(seed)) for seed in range(150)]
    assert any(outcomes)
    assert not all(outcomes)


def test_the_damage_is_real_and_repeatable() -> None:
    text = (SOURCE / "roadmap.yaml").read_text(encoding="utf-8")
    damaged = [damage(text, Random(seed)) for seed in range(50)]
    assert damaged == [damage(text, Random(seed)) for seed in range(50)]
    assert sum(one != text for one in damaged) > 40
