"""Every number and every name in the plan's sentences occurs in the plan.

Sentences may come from a language model, whose figures and names nobody has checked. A number must be one of the figures
of what the sentence is about, or of the plan as a whole; a word with a capital letter must be a word of a title, a name or
the profile. A single capital at the start of a sentence passes: it may be any word.
"""

from __future__ import annotations

import re
from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from studywright.guardrails.context import PlanContext, blocks_of, error
from studywright.learning.plan import Choice, Relaxation, StudyPlan, Verdict

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+")
ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
TOKEN = re.compile(r"[^\W_]+(?:[.,]\d+)*")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:[.,]\d+)?")
CLAIMING = re.compile(r"[A-Z0-9]|[^\x00-\x7f]|://|www\.")
"""What a text must hold to claim anything: a capital, a digit, a letter beyond ASCII, an address."""
CALENDAR = frozenset(word.casefold() for word in (*month_name, *month_abbr, *day_name, *day_abbr, "I"))
SMALL = frozenset({0.0, 1.0, 2.0})
"""Numbers that sentences use as words: one exercise, two pages."""


@dataclass(frozen=True)
class Sentence:
    """A text of the plan, what it belongs to, and the figures it may use beside the plan's own."""

    about: str
    text: str
    figures: frozenset[float]
    week: int | None = None
    block: str | None = None


@dataclass(frozen=True)
class Claims:
    """What a text claims: addresses, dates, numbers and names, each as it stands there."""

    addresses: tuple[str, ...]
    dates: tuple[str, ...]
    numbers: tuple[tuple[str, float], ...]
    names: tuple[str, ...]


NO_CLAIMS = Claims((), (), (), ())


def check(plan: StudyPlan, context: PlanContext) -> tuple[Verdict, ...]:
    """Read every sentence of the plan for numbers, names and addresses that it does not hold."""
    names = _names(plan, context)
    figures = frozenset(_figures(plan))
    addresses = {block.resource.url for _, block in blocks_of(plan) if block.resource is not None}
    dates = {day.isoformat() for day in _dates(plan)}
    read: dict[str, Claims] = {}
    verdicts = []
    for sentence in _sentences(plan, context):
        if sentence.text not in read:
            read[sentence.text] = _claims(sentence.text)
        claims = read[sentence.text]
        strange = [f"the address {url}" for url in claims.addresses if url not in addresses]
        strange += [f"the date {day}" for day in claims.dates if day not in dates]
        for word, number in claims.numbers:
            if number not in figures and number not in sentence.figures and word not in names:
                strange.append(f"the number {word}")
        for name in claims.names:
            word = name.casefold()
            if word not in names and word.removesuffix("s") not in names:
                strange.append(f"the name '{name}'")
        for what in strange:
            message = f"what is said of {sentence.about} names {what}, which the plan does not hold"
            fix, evidence = "Leave it out, or write what the plan says", sentence.text[:200]
            verdicts.append(error("prose", message, fix, week=sentence.week, block=sentence.block, evidence=evidence))
    return tuple(verdicts)


def _claims(text: str) -> Claims:
    if not CLAIMING.search(text):
        return NO_CLAIMS
    addresses = tuple(found.rstrip(".,;:") for found in ADDRESS.findall(text)) if "://" in text or "www." in text else ()
    text = ADDRESS.sub(" ", text) if addresses else text
    dates = tuple(ISO_DATE.findall(text))
    text = ISO_DATE.sub(" ", text) if dates else text
    numbers, names = [], []
    for token in TOKEN.finditer(text):
        word = token.group()
        if NUMBER.fullmatch(word):
            numbers.append((word, float(re.sub(r",(?=\d{3}\b)", "", word).replace(",", "."))))
        elif word != word.lower() and not _opens(word, text, token.start(), token.end()):
            names.append(word)
    return Claims(addresses, dates, tuple(numbers), tuple(names))


def _opens(word: str, text: str, start: int, end: int) -> bool:
    """Say whether a word has its capital only because it opens a sentence."""
    before = text[:start].rstrip()
    if (before and before[-1] not in ".!?:;") or word[1:] != word[1:].lower() or any(c.isdigit() for c in word):
        return False
    following = TOKEN.search(text, end)
    return following is None or not following.group()[:1].isupper()


def _sentences(plan: StudyPlan, context: PlanContext) -> Iterator[Sentence]:
    shares = {gap.skill: gap for gap in plan.gaps}
    spent = _spent(plan, context)
    for gap in plan.gaps:
        figures = {gap.hours, round(gap.mastery * 100), *_counts(len(plan.gaps))}
        yield Sentence(context.name(gap.skill), gap.why, frozenset(map(float, figures)))
    ratings = {*map(float, plan.profile.self_ratings.values()), 4.0}
    for item in plan.skipped:
        yield Sentence(context.name(item.skill), item.reason, frozenset({float(f"{item.mastery * 100:.0f}"), *ratings}))
    for choice in plan.choices:
        gap_hours = shares[choice.skill].hours if choice.skill in shares else 0.0
        local = {choice.hours, gap_hours, choice.hours - gap_hours, float(len(choice.resources)), *spent.get(choice.skill, ())}
        yield Sentence(context.name(choice.skill), choice.why_now, frozenset({*local, *_counts(len(plan.gaps))}))
        yield Sentence(context.name(choice.skill), choice.why_these, frozenset({*local, *_known(choice, context)}))
    for left in plan.left_out:
        yield Sentence(context.name(left.skill), left.reason, frozenset({left.hours}))
    for project in plan.projects:
        yield Sentence(context.name(project.id), project.reason, frozenset({project.hours, *map(float, project.weeks)}))
    for offer in plan.relaxations:
        yield Sentence("a way to make room", offer.message, frozenset(_offered(offer, plan)))
    yield from _of_weeks(plan)


def _of_weeks(plan: StudyPlan) -> Iterator[Sentence]:
    for week in plan.weeks:
        own = frozenset({float(week.number), week.capacity_hours, week.planned_hours})
        yield Sentence(f"week {week.number}", week.focus, own, week.number)
        for block in week.blocks:
            # what a review asks are questions of the item bank, whose figures are their own
            if block.note and block.kind in ("study", "project"):
                yield Sentence(f"block {block.id}", block.note, own | {block.hours}, week.number, block.id)


def _spent(plan: StudyPlan, context: PlanContext) -> dict[str, set[float]]:
    """Hours of each resource for each skill, and of all but the first of them."""
    hours: dict[str, dict[str, float]] = {}
    for _, block in blocks_of(plan):
        if block.kind == "study" and block.skill and block.resource is not None:
            of_skill = hours.setdefault(block.skill, {})
            of_skill[block.resource.url] = of_skill.get(block.resource.url, 0.0) + block.hours
    result = {}
    for skill, by_url in hours.items():
        each = [*by_url.values()]
        result[skill] = {*each, *(sum(each[n:]) for n in range(len(each)))}
    return result


def _known(choice: Choice, context: PlanContext) -> Iterator[float]:
    for url in choice.resources:
        found = context.returned.get(url)
        if found is not None:
            yield found.hours
            if not isinstance(found.cost, str):
                yield found.cost.amount


def _offered(offer: Relaxation, plan: StudyPlan) -> Iterator[float]:
    """Give the figures of an offer, and by how much they differ from the wishes."""
    wishes = plan.profile.model_dump()
    for wish, given in offer.model_dump(exclude={"message"}).items():
        new, now = _amounts(given), _amounts(wishes.get(wish))
        yield from new.values()
        yield from (amount - now.get(name, 0.0) for name, amount in new.items())
        yield from (sum(new.values()), float(sum(amount > 0 for amount in new.values())))
    if offer.deadline is not None and isinstance(plan.profile.deadline, date):
        days = (offer.deadline - plan.profile.deadline).days
        yield from (days / 7, float(days), float(offer.deadline.day), float(offer.deadline.year))
    for known in (plan.left_out, plan.gaps):  # with depth preferred, an offer may do without what is in the plan
        hours = {item.skill: item.hours for item in known}
        yield float(sum(hours.get(skill, 0.0) for skill in offer.skills))
    yield from _counts(max(len(offer.skills), len(plan.left_out)))


def _amounts(value: object) -> dict[str, float]:
    """Give the numbers of a wish by their names: one without a name, or those of its parts."""
    parts = value if isinstance(value, dict) else {"": value}
    return {
        str(name): float(part) for name, part in parts.items() if isinstance(part, int | float) and not isinstance(part, bool)
    }


def _counts(most: int) -> Iterable[float]:
    return map(float, range(most + 1))


def _figures(plan: StudyPlan) -> Iterator[float]:
    """Give the figures of the plan as a whole."""
    profile = plan.profile
    yield from SMALL
    yield from (float(len(plan.weeks)), plan.planned_hours, plan.schedule.objective, plan.schedule.bound)
    yield from (profile.hours_per_week or 0.0, profile.availability.total if profile.availability else 0.0)
    yield getattr(profile.budget, "amount", 0.0)
    for day in (profile.start, profile.deadline):
        if isinstance(day, date):
            yield from (float(day.day), float(day.year))


def _dates(plan: StudyPlan) -> Iterator[date]:
    yield from (week.starts_on for week in plan.weeks)
    for day in (plan.profile.start, plan.profile.deadline, *(offer.deadline for offer in plan.relaxations)):
        if isinstance(day, date):
            yield day


def _names(plan: StudyPlan, context: PlanContext) -> frozenset[str]:
    """Give the words of every name in the plan: of skills, stages, projects, resources, goal and profile."""
    profile = plan.profile
    held = {gap.skill for gap in plan.gaps} | {known.skill for known in plan.skipped} | {left.skill for left in plan.left_out}
    texts = [plan.goal, profile.name, profile.background, profile.goal.text or "", *plan.mastery]
    texts += [context.roadmap.by_id[skill].title for skill in held if skill in context.roadmap.by_id]
    roadmap = context.roadmap
    texts += [s.title for s in roadmap.stages] + [p.title for p in roadmap.projects] + [r.title for r in roadmap.roles]
    texts += [getattr(profile.budget, "currency", "")]
    texts += {resource.cost.currency for resource in context.returned.values() if not isinstance(resource.cost, str)}
    for _, block in blocks_of(plan):
        if block.resource is not None:
            texts += [block.resource.title, block.resource.provider]
            texts += [] if isinstance(block.resource.cost, str) else [block.resource.cost.currency]
    words = {word.casefold() for text in set(texts) for word in TOKEN.findall(text)}
    return frozenset(words | {word.removesuffix("s") for word in words} | CALENDAR)
