"""A plan as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from studywright.agent.models.estimate import after_in_words
from studywright.agent.output import summary
from studywright.agent.output.clean import link_target, markdown
from studywright.learning.plan import Block, StudyPlan, Week
from studywright.learning.roadmap import Roadmap


def render_markdown(plan: StudyPlan, roadmap: Roadmap) -> str:
    """Write the whole plan, with its reasons and what it leaves out."""
    titles = summary.titles_of(roadmap)
    firsts = summary.first_blocks(plan)
    valid = f"**{markdown(summary.validity(plan))}**"
    lines = [
        *(() if plan.valid else (valid, "")),
        f"# Study plan: {markdown(plan.goal)}",
        "",
        *((valid, "") if plan.valid else ()),
        f"{summary.key_figures(plan)}. {summary.schedule_quality(plan)}",
        "",
        *_verdicts(plan),
    ]
    for week in plan.weeks:
        lines += _week(week, plan, roadmap, firsts)
    lines += [*_projects(plan), *_skipped(plan, titles), *_left_out(plan, titles)]
    used = (f"{markdown(after_in_words(plan.usage))}", "") if plan.usage.requests else ()
    lines += ["---", *used, f"Roadmap {markdown(plan.roadmap.id)} {markdown(plan.roadmap.version)}, plan {markdown(plan.id)}."]
    return "\n".join(lines) + "\n"


def _verdicts(plan: StudyPlan) -> Iterator[str]:
    for verdict in plan.verdicts:
        yield f"- {verdict.severity}: {markdown(verdict.message)}. {markdown(verdict.fix)}."
    if plan.verdicts:
        yield ""


def _week(week: Week, plan: StudyPlan, roadmap: Roadmap, firsts: set[str]) -> Iterator[str]:
    titles = summary.titles_of(roadmap)
    yield f"## Week {week.number} · {summary.day(week.starts_on)} · {week.planned_hours:g} of {week.capacity_hours:g} h"
    yield ""
    if focus := summary.told_focus(week, titles):
        yield from (markdown(focus), "")
    if not week.blocks:
        yield "No study this week."
    for block in week.blocks:
        yield _block(block, titles)
        if block.id in firsts:
            yield from (f"  - {markdown(reason)}" for reason in summary.reasons(plan, block, roadmap))
    yield ""


def _block(block: Block, titles: dict[str, str]) -> str:
    when = f"{block.day:%a} · " if block.day else ""
    text = f"- [{'x' if block.done else ' '}] {when}{block.hours:g} h · **{markdown(summary.block_title(block, titles))}**"
    if block.resource is not None:
        text += f" · [{markdown(block.resource.title)}]({link_target(block.resource.url)})"
    new = summary.new_find(block.resource) if block.resource is not None and summary.is_new(block.resource) else ""
    details = [part for part in (summary.part_of(block), new, markdown(block.note)) if part]
    return text + (f" ({'; '.join(details)})" if details else "")


def _projects(plan: StudyPlan) -> Iterator[str]:
    planned = [project for project in plan.projects if project.weeks]
    if planned:
        yield from ("## Projects", "")
    for project in planned:
        yield f"- **{markdown(project.title)}** ({project.hours:g} h, weeks {project.weeks[0]} to {project.weeks[-1]}): "
        yield f"  {markdown(project.deliverable)}"
    if planned:
        yield ""


def _skipped(plan: StudyPlan, titles: dict[str, str]) -> Iterator[str]:
    if plan.skipped:
        yield from ("## Not in the plan, because you know it", "")
    for item in plan.skipped:
        yield f"- {markdown(titles.get(item.skill, item.skill))}: {markdown(item.reason)}"
    if plan.skipped:
        yield ""


def _left_out(plan: StudyPlan, titles: dict[str, str]) -> Iterator[str]:
    groups = summary.left_out_groups(plan)
    if groups:
        yield from ("## Left out", "")
    for reason, names in groups.items():
        yield f"- {markdown(reason)}: {', '.join(markdown(titles.get(name, name)) for name in names)}"
    if plan.relaxations:
        yield from ("", "What would change that (each was tried):", "")
        yield from (f"- {markdown(offer.message)}" for offer in plan.relaxations)
    if groups:
        yield ""
