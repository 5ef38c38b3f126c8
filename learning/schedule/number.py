"""Giving blocks their ids, and the parts of one resource for one skill their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studywright.learning.plan import Block


def number_blocks(blocks: Mapping[int, Sequence[Block]]) -> dict[int, tuple[Block, ...]]:
    """Name every block after its week and place; count the parts of each thread of work."""
    totals: dict[tuple[object, ...], int] = {}
    for week in sorted(blocks):
        for block in blocks[week]:
            totals[_thread(block)] = totals.get(_thread(block), 0) + 1
    seen: dict[tuple[object, ...], int] = {}
    result = {}
    for week in sorted(blocks):
        named = []
        for place, block in enumerate(blocks[week], start=1):
            key = _thread(block)
            seen[key] = seen.get(key, 0) + 1
            values = block.model_dump() | {"id": f"w{week}.{place}", "part": seen[key], "parts": totals[key]}
            named.append(Block.model_validate(values))
        result[week] = tuple(named)
    return result


def _thread(block: Block) -> tuple[object, ...]:
    return (block.kind, block.skill, block.project, block.resource.url if block.resource else None)
