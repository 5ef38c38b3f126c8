"""The mentor: writes each week's focus and each skill's reason from the plan's facts alone. Every sentence is checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import Field

from studywright.agent.roles.role import Role, RoleLimits, quoted
from studywright.guardrails.hostile import problems_in
from studywright.learning.base import Frozen
from studywright.learning.goals import skills_named
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Roadmap

MOST_WEEKS = 26
"""Weeks whose focus is written: half a year. Later weeks keep the plain words, as progress changes them anyway."""

MOST_REASONS = 20
"""Skills whose reasons are written: the longest ones; the others keep the plain reason."""

LONGEST_FOCUS = 120
LONGEST_REASON = 160


class WeekFocus(Frozen):
    """What a week is about."""

    week: int
    focus: str


class SkillReason(Frozen):
    """Why a skill is worth the time, by the number of its line."""

    skill: int
    reason: str


class Words(Frozen):
    """What the mentor writes."""

    weeks: tuple[WeekFocus, ...] = Field(default=(), max_length=MOST_WEEKS)
    reasons: tuple[SkillReason, ...] = Field(default=(), max_length=MOST_REASONS)


@dataclass(frozen=True)
class Mentoring:
    """The plan, and the roadmap whose names it uses."""

    plan: StudyPlan
    roadmap: Roadmap

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills that get a reason, in the order of their lines."""
        longest = sorted(self.plan.choices, key=lambda choice: -choice.hours)[:MOST_REASONS]
        return tuple(choice.skill for choice in longest)


def worded(deps: Mentoring, output: Words | None) -> StudyPlan:
    """Put into the plan what holds; whatever does not keeps the plain words."""
    if output is None:
        return deps.plan
    focus = {
        one.week: text for one in output.weeks if (text := _sound(deps, one.focus, _week_skills(deps, one.week), LONGEST_FOCUS))
    }
    skills = deps.skills
    reasons = {
        skills[one.skill - 1]: text
        for one in output.reasons
        if 1 <= one.skill <= len(skills) and (text := _sound(deps, one.reason, {skills[one.skill - 1]}, LONGEST_REASON))
    }
    weeks = tuple(
        week.model_copy(update={"focus": focus[week.number]}) if week.number in focus and week.blocks else week
        for week in deps.plan.weeks
    )
    choices = tuple(
        choice.model_copy(update={"why_now": reasons[choice.skill]}) if choice.skill in reasons else choice
        for choice in deps.plan.choices
    )
    return deps.plan.model_copy(update={"weeks": weeks, "choices": choices})


def without(output: Words, refused: Collection[str]) -> Words:
    """Leave out the sentences whose beginnings are refused."""
    return Words(
        weeks=tuple(one for one in output.weeks if " ".join(one.focus.split())[:200] not in refused),
        reasons=tuple(one for one in output.reasons if " ".join(one.reason.split())[:200] not in refused),
    )


def _sound(deps: Mentoring, text: str, about: Iterable[str], limit: int) -> str:
    """Give a sentence back when it is plain, short, and names nothing but what it is about; else ""."""
    plain = " ".join(text.split())
    allowed = set(about)
    for skill in tuple(allowed):
        allowed |= deps.roadmap.ancestors[skill]
    named = set(skills_named(plain, deps.roadmap))
    sound = (
        0 < len(plain) <= limit
        and not re.search(r"\d|https?:|www\.|@|[<>\[\]{}`*_#|\\]", plain)
        and plain.isprintable()
        and not problems_in(plain)
        and named <= allowed
        and not _foreign_names(deps, plain, allowed)
    )
    return plain if sound else ""


def _foreign_names(deps: Mentoring, text: str, skills: set[str]) -> set[str]:
    """Find names of tools and the like (PyTorch, AWS) that none of the titles in question holds."""
    names = {word for word in re.findall(r"[^\W\d_]+", text) if any(c.isupper() for c in word[1:])}
    titles = " ".join(" ".join((s.title, *s.aliases)) for s in deps.roadmap.skills if s.id in skills)
    known = {word.casefold() for word in re.findall(r"[^\W\d_]+", f"{titles} {deps.plan.goal}")}
    return {name for name in names if name.casefold() not in known}


def _week_skills(deps: Mentoring, number: int) -> set[str]:
    week = next((week for week in deps.plan.weeks if week.number == number), None)
    return {block.skill for block in week.blocks if block.skill} if week else set()


def _words(deps: Mentoring) -> Mapping[str, str]:
    profile, titles = deps.plan.profile, {skill.id: skill.title for skill in deps.roadmap.skills}
    known = " ".join(f"{project.id} {project.title}" for project in deps.roadmap.projects)
    weeks = []
    for week in deps.plan.weeks[:MOST_WEEKS]:
        names = dict.fromkeys(titles.get(b.skill or "", "project") for b in week.blocks if b.kind in ("study", "project"))
        if names:
            weeks.append(f"{week.number}: {'; '.join(names)}")
    skills = [f"{n}: {titles[skill]}" for n, skill in enumerate(deps.skills, start=1)]
    goal = deps.plan.goal if deps.plan.goal in known else quoted(deps.plan.goal, 200)
    return {
        "language": profile.languages[0],
        "learner": f"Goal: {goal}. {quoted(profile.background, 400)}",
        "weeks": "\n".join(weeks),
        "skills": "\n".join(skills),
    }


def _faults(deps: Mentoring, output: Words) -> Iterator[str]:
    """Ask again only when nothing at all can be used; single sentences that do not hold are left out."""
    if output.weeks and worded(deps, output) == deps.plan:
        yield "no sentence can be used: write no numbers, no addresses, and only names that stand in the line"


MENTOR: Role[Mentoring, Words] = Role(
    name="mentor",
    tier="strong",
    output=Words,
    words=_words,
    faults=_faults,
    instead="the plan keeps its plain words",
    limits=RoleLimits(requests=2, answer_tokens=3500, seconds=120.0),
)
