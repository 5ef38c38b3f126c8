"""The parts of a resource (or of a project) are complete, in order, and each there once."""

from __future__ import annotations

from studywright.guardrails.context import PlanContext, blocks_of, error
from studywright.learning.plan import Block, StudyPlan, Verdict, Week

Thread = tuple[str, str | None, str | None, str | None]


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Read the blocks of each thread in order: they must say part 1 of n, 2 of n, up to n of n."""
    threads: dict[Thread, list[tuple[Week, Block]]] = {}
    for week, block in blocks_of(plan):
        url = block.resource.url if block.resource is not None else None
        threads.setdefault((block.kind, block.skill, block.project, url), []).append((week, block))
    verdicts = []
    for thread in threads.values():
        for place, (week, block) in enumerate(thread, start=1):
            if (block.part, block.parts) == (place, len(thread)):
                continue
            what = block.resource.title if block.resource is not None else context.name(block.skill or block.project)
            evidence = ", ".join(f"week {w.number}: {b.part} of {b.parts}" for w, b in thread[:12])
            message = f"{what}: part {block.part} of {block.parts} stands where part {place} of {len(thread)} belongs"
            verdicts.append(
                error("parts", message, "Put the parts in order, each once", week=week, block=block, evidence=evidence)
            )
            break
    return tuple(verdicts)
