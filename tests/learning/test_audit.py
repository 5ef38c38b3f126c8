"""Each check is tried by damaging the one thing that it looks after in a roadmap that passes all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from tests.conftest import BAKING, Cli

from studywright.learning.base import Frozen
from studywright.learning.roadmap import Curriculum, Item, Resource, Roadmap, load_curriculum
from studywright.learning.roadmap.audit import CHECKS, audit
from studywright.learning.roadmap.audit.provenance import provenance
from studywright.learning.roadmap.audit.wording import lix

SQL = Path(__file__).parents[2] / "examples" / "roadmaps" / "sql-for-analysts"

T = TypeVar("T", bound=Frozen)
Change = Callable[[Curriculum], Curriculum]


@pytest.fixture(scope="module")
def sql() -> Curriculum:
    return load_curriculum(str(SQL))


def test_the_example_roadmap_of_another_field_passes(sql: Curriculum) -> None:
    assert audit(sql) == ()
    assert 15 <= len(sql.roadmap.skills) <= 20


def change(model: T, **values: object) -> T:
    return model.model_copy(update=values)


def with_items(curriculum: Curriculum, items: Sequence[Item]) -> Curriculum:
    return Curriculum(curriculum.roadmap, tuple(items), curriculum.resources)


def with_resources(curriculum: Curriculum, resources: Sequence[Resource]) -> Curriculum:
    return Curriculum(curriculum.roadmap, curriculum.items, tuple(resources))


def with_first_item(**values: object) -> Change:
    return lambda c: with_items(c, [change(c.items[0], **values), *c.items[1:]])


def with_first_resource(**values: object) -> Change:
    return lambda c: with_resources(c, [change(c.resources[0], **values), *c.resources[1:]])


def with_skill(skill: str, **values: object) -> Change:
    def apply(c: Curriculum) -> Curriculum:
        skills = [s.model_dump() | (values if s.id == skill else {}) for s in c.roadmap.skills]
        return Curriculum(Roadmap.model_validate(c.roadmap.model_dump() | {"skills": skills}), c.items, c.resources)

    return apply


def without_open_items(c: Curriculum) -> Curriculum:
    return with_items(c, [item for item in c.items if item.kind == "choice"])


def without_items_of(level: str) -> Change:
    return lambda c: with_items(c, [item for item in c.items if item.level != level])


def only_paid(c: Curriculum) -> Curriculum:
    return with_resources(c, [change(resource, cost="paid") for resource in c.resources])


def without_resources_of(skill: str) -> Change:
    return lambda c: with_resources(c, [r for r in c.resources if skill not in r.skills])


def all_first(c: Curriculum) -> Curriculum:
    """Move every right option to the first place."""

    def moved(item: Item) -> Item:
        if item.answer is None:
            return item
        right = item.options[item.answer]
        return change(item, options=(right, *(o for o in item.options if o != right)), answer=0)

    return with_items(c, [moved(item) for item in c.items])


def right_longest(c: Curriculum) -> Curriculum:
    def padded(item: Item) -> Item:
        if item.answer is None:
            return item
        longest = max(map(len, item.options)) + 1
        options = tuple(o.ljust(longest, "!") if i == item.answer else o for i, o in enumerate(item.options))
        return change(item, options=options)

    return with_items(c, [padded(item) for item in c.items])


def twice(c: Curriculum) -> Curriculum:
    again = change(c.items[0], id="again", stem=c.items[0].stem.upper().replace(".", " !"))
    return with_items(c, [*c.items, again])


HARD = "Institutionalised interdependencies notwithstanding, organisational representatives " * 6

DAMAGES: dict[str, tuple[str, Change, str]] = {
    "shortcut": ("graph", with_skill("grouping", prerequisites=("select-filter", "tables-keys")), "'grouping' needs 'tables-keys' through"),
    "recommended in vain": ("graph", with_skill("grouping", recommended_after=("select-filter",)), "'grouping' rests on 'select-filter' already"),
    "recommended too late": ("graph", with_skill("null-logic", recommended_after=("reporting",)), "whose stage comes later"),
    "no way in": ("graph", without_resources_of("joins"), "cannot be reached: 'joins' has no free resource"),
    "no resources": ("coverage", without_resources_of("joins"), "'joins' has 0 resources: give it 4"),
    "nothing free": ("coverage", only_paid, "'joins' has 0 free resources"),
    "no open items": ("coverage", without_open_items, "'joins' has 0 open items"),
    "a level missing": ("coverage", without_items_of("proficient"), "'joins' has no choice item at the level 'proficient'"),
    "no hours basis": ("provenance", with_skill("joins", hours_basis=""), "the hours of 'joins' have no basis"),
    "no summary": ("provenance", with_first_resource(summary=""), "has no summary"),
    "seen nowhere": ("provenance", with_first_resource(seen_in="a friend"), "says 'a friend' in seen_in"),
    "no explanation": ("provenance", with_first_item(explanation=""), "has no explanation"),
    "asked twice": ("items", twice, "'again' asks nearly what"),
    "always first": ("items", all_first, "number 1 in 100%"),
    "longest is right": ("items", right_longest, "the longest in 100%"),
    "all of the above": ("items", with_first_item(options=("a b c", "d e f", "g h i", "All of the above.")), "about other options"),
    "uneven options": ("items", with_first_item(options=("a", "b", "c", "d" * 30)), "options of 1 to 30 characters"),
    "hard to read": ("wording", with_skill("joins", summary=HARD), "the text of 'joins' is hard to read"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_check_finds_what_it_looks_after(sql: Curriculum, damage: str) -> None:
    check, apply, said = DAMAGES[damage]
    found = [remark for remark in audit(apply(sql)) if said in remark.message]
    assert {remark.check for remark in found} == {check}


def test_every_check_is_tried() -> None:
    assert {check for check, _, _ in DAMAGES.values()} == set(CHECKS)


def test_a_resource_is_not_seen_in_the_future(sql: Curriculum) -> None:
    assert any("in the future" in message for message in provenance(sql, today=date(2020, 1, 1)))


def test_reading_ease_follows_long_words_and_sentences() -> None:
    easy = "The cat sat on the mat and ate. " * 10
    assert lix(easy) < 20 < lix(HARD * 3)
    assert lix("Short.") == 0


def test_strict_turns_remarks_into_an_exit_code(cli: Cli) -> None:
    lenient = cli("roadmap", "validate", str(BAKING))
    assert lenient.returncode == 0
    every = cli("roadmap", "validate", "--strict", str(BAKING)).stdout.splitlines()
    count = next(line.split()[0] for line in every if "remarks" in line)
    assert f"{count} remarks, {int(count) - 20} of them only shown with --strict" in lenient.stdout
    assert len(lenient.stdout.splitlines()) < len(every)
    assert cli("roadmap", "validate", "--strict", str(BAKING)).returncode == 3
    assert cli("roadmap", "validate", "--strict", str(SQL)).returncode == 0
