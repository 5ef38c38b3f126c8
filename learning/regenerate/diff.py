"""How two versions of a plan differ in what was still to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from studywright.learning.plan import Block, Change, PlanDiff

Key = tuple[str, str]
Placed = tuple[int, Block]
Reason = Callable[[Change], str]


@dataclass
class _Stretch:
    """The half hours of one thread of work, each by the week it stands in."""

    weeks: list[int]


def diff_plans(before: Iterable[Placed], after: Iterable[Placed], reason: Reason) -> PlanDiff:
    """Compare what was to do with what is to do now; `reason` says why, of each change.

    Blocks are given with the numbers of their weeks. Work on one skill (or project) is matched half hour by half hour, so that
    a block that is cut in two is no change, as long as it stays in its week.
    """
    old_blocks = list(before)
    new = _stretches(after)
    used: dict[Key, int] = {}
    kept, moved, dropped, added = [], [], [], []
    for week, block in old_blocks:
        key = _key(block)
        begin = used.get(key, 0)
        size = round(block.hours * 2)
        used[key] = begin + size
        now = new[key].weeks[begin : begin + size] if key in new else []
        change = Change(kind=block.kind, about=key[1], hours=block.hours, before=week)
        if not now:
            dropped.append(change)
        elif now[0] == week:
            kept.append(change.model_copy(update={"after": week}))
        else:
            moved.append(change.model_copy(update={"after": now[0]}))
    for key, stretch in new.items():
        more = stretch.weeks[used.get(key, 0) :]
        if more:
            added.append(Change.model_validate({"kind": key[0], "about": key[1], "hours": len(more) / 2, "after": more[0]}))
    told = [[change.model_copy(update={"reason": reason(change)}) for change in found] for found in (moved, added, dropped)]
    return PlanDiff(kept=tuple(kept), moved=tuple(told[0]), added=tuple(told[1]), dropped=tuple(told[2]))


def _stretches(blocks: Iterable[Placed]) -> dict[Key, _Stretch]:
    found: dict[Key, _Stretch] = {}
    for week, block in blocks:
        found.setdefault(_key(block), _Stretch([])).weeks += [week] * round(block.hours * 2)
    return found


def _key(block: Block) -> Key:
    return (block.kind, block.skill or block.project or "")
