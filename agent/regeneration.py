"""Coming back: from a plan, what was logged and what has changed to the start of a new conversation about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from studywright.agent.findings import QUESTION, claims_of
from studywright.agent.start import Regeneration, Start
from studywright.learning.assessment import Assessment
from studywright.learning.errors import Fault, InputError
from studywright.learning.goals import goal_faults
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import Change, PlanDiff, StudyPlan
from studywright.learning.progress.memory import memories_of, unfinished_in
from studywright.learning.regenerate import STABILITY, Past
from studywright.learning.roadmap import Curriculum
from studywright.tools.store import (
    LearnerInfo,
    RecordStore,
    answers_of_learner,
    history_of,
    plan_and_works,
    plan_of_learner,
    works_of_learner,
)

LEARNT = 0.85
"""Chance that a skill is there after its study was logged as done. Our assumption; the check finds out."""

MOST_TOLD = 16
"""Changes that are told one by one; `replan --json` and `history --json` hold them all."""

QUESTIONS, FEWEST_AGAIN = 12, 5
"""Questions of a check of progress at the most and at the least: five minutes."""


@dataclass(frozen=True)
class Wishes:
    """What is to change: each None when it stays."""

    hours_per_week: float | None = None
    deadline: date | None = None
    goal: Goal | None = None
    roadmap: str | None = None
    """The path of another version of the same roadmap."""
    stability: float = STABILITY


def coming_back(
    store: RecordStore, learner: LearnerInfo, curriculum: Curriculum, today: date, wishes: Wishes, *, check: bool, ask: bool
) -> Start:
    """Give the start of a conversation that makes a learner's plan right again.

    Raises InputError with all that is wrong with the wishes: another roadmap, an unknown goal, hours or a deadline out of range.
    """
    plan, works = plan_of_learner(store, learner.id), works_of_learner(store, learner.id)
    if plan.roadmap.id != curriculum.roadmap.id:
        raise InputError.of(
            "--roadmap", f"this plan belongs to the roadmap '{plan.roadmap.id}', not to '{curriculum.roadmap.id}'", "Use that one"
        )
    profile = changed(plan.profile, wishes, curriculum, today)
    finished = memories_of(works, unfinished_in(plan, works))
    studied = {skill: round(memory.recall(today), 4) for skill, memory in finished.items()}
    return Start(
        roadmap=wishes.roadmap or learner.roadmap,
        today=today,
        seed=plan.seed,
        interactive=ask,
        questions=QUESTIONS if check else 0,
        profile=profile,
        answers={item: said for item, said in answers_of_learner(store, learner.id).items() if item in curriculum.items_by_id},
        regenerate=Regeneration(
            plan=plan.id,
            version=max(found.plan.version for found in history_of(store, learner.id)) + 1,
            works=len(works),
            studied=studied,
            claims=_claims(store, learner.id),
            answered_on=plan.created_at.date(),
            stability=wishes.stability,
        ),
    )


def changed(profile: LearnerProfile, wishes: Wishes, curriculum: Curriculum, today: date) -> LearnerProfile:
    """Carry out wishes on a profile. Raises InputError with everything that is wrong with them."""
    faults = []
    update: dict[str, object] = {}
    if wishes.hours_per_week is not None:
        if not 0 < wishes.hours_per_week <= 80:
            faults.append(Fault("--hours", None, f"{wishes.hours_per_week:g} hours a week are not possible", "Give 0.5 to 80"))
        update |= {"hours_per_week": wishes.hours_per_week, "availability": None}
    if wishes.deadline is not None:
        if wishes.deadline < today:
            faults.append(Fault("--deadline", None, f"{wishes.deadline} is in the past", "Give a date to come"))
        update["deadline"] = wishes.deadline
    if wishes.goal is not None:
        update["goal"] = wishes.goal
    new = profile.model_copy(update=update)
    faults += [
        Fault("--goal", None, message, cure)
        for location, message, cure in goal_faults(new, curriculum.roadmap)
        if location[0] == "goal"
    ]
    if faults:
        raise InputError(faults)
    return new


def assessed_again(assessment: Assessment, start: Start, curriculum: Curriculum) -> None:
    """Let what was claimed and studied since count, less what is likely forgotten."""
    if start.regenerate is not None:
        for skill, knows in start.regenerate.claims.items():
            if skill in curriculum.roadmap.by_id:
                assessment.claim(skill, knows)
        assessment.begin_anew()
        for skill, recall in start.regenerate.studied.items():
            if skill in curriculum.roadmap.by_id:
                assessment.study(skill, learnt=LEARNT * recall, kept=recall)


def past_of(start: Start, store: RecordStore) -> Past | None:
    """Read the plan that is made right again, with the work logged by then; None for a first plan."""
    if start.regenerate is None:
        return None
    plan, works = plan_and_works(store, start.regenerate.plan, start.regenerate.works)
    return Past(plan, works, start.today)


def mastery_again(checked: Mapping[str, float], start: Start, before: StudyPlan, asked: frozenset[str]) -> dict[str, float]:
    """Give the mastery that a plan is made from again.

    Without a check it is what it was, and what was studied to its end is there. After one it is what the check found; but
    forgetting alone makes nobody study a finished skill again, only an answer about it does (`asked` names the skills).
    """
    studied = start.regenerate.studied if start.regenerate else {}
    mastery = dict(checked) if start.questions else {s: before.mastery.get(s, p) for s, p in checked.items()}
    return {skill: p if skill in asked or skill not in studied else max(p, LEARNT) for skill, p in mastery.items()}


def changes_in_words(changes: PlanDiff, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Tell a difference in lines: each skill or project with what becomes of it and why, the first `MOST_TOLD` of them."""
    lines: list[str] = []
    for sign, found in (("moved", changes.moved), ("new", changes.added), ("out", changes.dropped)):
        groups: dict[tuple[str, str, str], list[Change]] = {}
        for change in (c for c in found if c.kind in ("study", "project")):
            groups.setdefault((change.kind, change.about, change.reason), []).append(change)
        for (kind, about, reason), these in groups.items():
            name = titles.get(about, about) if kind == "study" else f"{kind.capitalize()}: {titles.get(about, about)}"
            hours = sum(change.hours for change in these)
            lines.append(f"{sign}: {name}, {hours:g} h{_weeks(these)}: {reason}")
    rest = len(lines) - MOST_TOLD
    more = [f"and {rest} more {'change' if rest == 1 else 'changes'} (replan --json names all)"] if rest > 0 else []
    others = sum(c.kind not in ("study", "project") for c in (*changes.moved, *changes.added, *changes.dropped))
    reviews = [f"{others} reviews and checks go with what they look back at."] if others else []
    kept = [f"{len(changes.kept)} pieces of work stay where they are."] if changes.kept else []
    return (*kept, *lines[:MOST_TOLD], *more, *reviews)


def _weeks(changes: list[Change]) -> str:
    first = changes[0]
    if first.before is None:
        return f" in week {first.after}"
    if first.after is None:
        return f" of week {first.before}"
    far = "" if len(changes) == 1 else " and on"
    return f" from week {first.before}{far} to {first.after}{far}"


def _claims(store: RecordStore, learner: str) -> dict[str, bool]:
    """Collect what the learner said of single skills at the end of each check; the last word on a skill counts."""
    claims: dict[str, bool] = {}
    for info in reversed(store.threads()):
        if info.learner == learner:
            for entry in store.journal(info.id):
                if entry.question == QUESTION and entry.kind == "answer":
                    claims |= claims_of(entry.value)
    return claims


def rose_and_fell(before: StudyPlan, mastery: Mapping[str, float]) -> tuple[tuple[str, float, float], ...]:
    """List the skills of the goal whose mastery changed by a tenth or more since a plan was made, as (skill, before, now)."""
    needed = {gap.skill for gap in before.gaps} | {item.skill for item in before.skipped}
    found = [(skill, before.mastery.get(skill, 0.0), p) for skill, p in mastery.items() if skill in needed]
    return tuple(sorted((c for c in found if abs(c[2] - c[1]) >= 0.1), key=lambda c: c[1] - c[2]))
