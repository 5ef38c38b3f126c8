"""Damage to facts: addresses, prices, levels, hours, dates, what is known, sums, sentences."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.guardrails.damage import block_at, change, change_one, change_resource, kind, pick, places, studied
from studywright.learning.learner import Break
from studywright.learning.plan import Block, StudyPlan
from studywright.learning.roadmap import Price

LOOKALIKES = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "i": "і"}
"""Latin letters and the Cyrillic ones that look the same."""


def _studies(block: Block) -> bool:
    return block.kind == "study" and block.resource is not None


def _url(plan: StudyPlan, random: Random) -> tuple[tuple[int, int], str] | None:
    found = places(plan, _studies)
    place = random.choice(found) if found else (0, 0)
    resource = block_at(plan, place).resource if found else None
    return (place, resource.url) if resource else None


def _with_url(plan: StudyPlan, place: tuple[int, int], url: str) -> StudyPlan:
    resource = block_at(plan, place).resource
    return change(plan, place, resource=resource.model_copy(update={"url": url}) if resource else None)


@kind
def an_invented_link(plan: StudyPlan, random: Random) -> StudyPlan | None:
    return change_resource(plan, random, url=f"https://learn.example.org/course/{random.randrange(10**6)}")


@kind
def a_letter_of_the_host_is_another(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = _url(plan, random)
    if found is None:
        return None
    place, url = found
    head, _, rest = url.partition("://")
    at = random.randrange(len(rest.partition("/")[0]))
    letter = random.choice([c for c in "abcdefghijklmnopqrstuvwxyz" if c != rest[at].lower()])
    return _with_url(plan, place, f"{head}://{rest[:at]}{letter}{rest[at + 1 :]}")


@kind
def a_letter_of_the_host_only_looks_the_same(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = _url(plan, random)
    if found is None:
        return None
    place, url = found
    head, _, rest = url.partition("://")
    at = [n for n, c in enumerate(rest.partition("/")[0]) if c in LOOKALIKES]
    if not at:
        return None
    n = random.choice(at)
    return _with_url(plan, place, f"{head}://{rest[:n]}{LOOKALIKES[rest[n]]}{rest[n + 1 :]}")


@kind
def a_letter_of_the_path_is_gone(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = _url(plan, random)
    return _with_url(plan, found[0], found[1][:-1]) if found else None


@kind
def a_link_into_a_private_network(plan: StudyPlan, random: Random) -> StudyPlan | None:
    hosts = ("127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "[::1]", "router.lan", "2130706433")
    return change_resource(plan, random, url=f"http://{random.choice(hosts)}/admin")


@kind
def a_link_with_a_password(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = _url(plan, random)
    return _with_url(plan, found[0], found[1].replace("://", "://user:word@")) if found else None


@kind
def another_title(plan: StudyPlan, random: Random) -> StudyPlan | None:
    return change_resource(plan, random, title="The Complete Bootcamp")


@kind
def another_provider(plan: StudyPlan, random: Random) -> StudyPlan | None:
    return change_resource(plan, random, provider="Somebody Else")


@kind
def another_price(plan: StudyPlan, random: Random) -> StudyPlan | None:
    return change_resource(plan, random, cost=Price(amount=random.randint(1, 900) + 0.01, currency="EUR"))


@kind
def a_paid_course_called_free(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: block.resource is not None and block.resource.cost != "free")
    place = random.choice(found) if found else (0, 0)
    resource = block_at(plan, place).resource if found else None
    return change(plan, place, resource=resource.model_copy(update={"cost": "free"})) if resource else None


@kind
def a_smaller_purse(plan: StudyPlan, random: Random) -> StudyPlan | None:
    if not places(plan, lambda block: block.resource is not None and block.resource.cost != "free"):
        return None
    return _profile(plan, budget="free")


@kind
def no_provenance(plan: StudyPlan, random: Random) -> StudyPlan | None:
    return change_resource(plan, random, seen_in="")


@kind
def another_day_of_provenance(plan: StudyPlan, random: Random) -> StudyPlan | None:
    return change_resource(plan, random, seen_at=date(2031, 1, 1))


@kind
def another_level(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, _studies)
    place = random.choice(found) if found else (0, 0)
    resource = block_at(plan, place).resource if found else None
    others = [level for level in ("beginner", "working", "proficient") if resource and level != resource.level]
    return change(plan, place, resource=resource.model_copy(update={"level": random.choice(others)})) if resource else None


@kind
def another_language(plan: StudyPlan, random: Random) -> StudyPlan | None:
    return change_resource(plan, random, language="fi")


@kind
def a_language_the_learner_does_not_read(plan: StudyPlan, random: Random) -> StudyPlan | None:
    return _profile(plan, languages=("fi",)) if places(plan, _studies) else None


@kind
def a_resource_for_something_else(plan: StudyPlan, random: Random) -> StudyPlan | None:
    """Give a block the resource of another skill, which none of its own blocks has."""
    found = places(plan, _studies)
    if not found:
        return None
    place = random.choice(found)
    block = block_at(plan, place)
    own = {b.resource.url for week in plan.weeks for b in week.blocks if b.skill == block.skill and b.resource}
    others = [b.resource for week in plan.weeks for b in week.blocks if b.resource and b.resource.url not in own]
    return change(plan, place, resource=random.choice(others)) if others else None


@kind
def nothing_to_study_from(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, _studies)
    return change(plan, random.choice(found), resource=None) if found else None


@kind
def a_skill_that_does_not_exist(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: block.skill is not None)
    return change(plan, random.choice(found), skill="quantum-alchemy") if found else None


@kind
def study_called_a_review(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, _studies)
    return change(plan, random.choice(found), kind="review") if found else None


def _hours(plan: StudyPlan, random: Random, by: float) -> StudyPlan | None:
    found = places(plan, lambda block: block.kind in ("study", "project") and block.hours + by > 0)
    place = random.choice(found) if found else (0, 0)
    return change(plan, place, hours=block_at(plan, place).hours + by) if found else None


@kind
def an_hour_more(plan: StudyPlan, random: Random) -> StudyPlan | None:
    return _hours(plan, random, 1.0)


@kind
def half_an_hour_less(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: block.kind == "study" and block.hours > 0.5)
    place = random.choice(found) if found else (0, 0)
    return change(plan, place, hours=block_at(plan, place).hours - 0.5) if found else None


@kind
def half_an_hour_given_to_another_skill(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = [p for p in places(plan, _studies) if block_at(plan, p).hours > 0.5]
    for one in random.sample(found, len(found)):
        others = [p for p in places(plan, _studies) if p[0] == one[0] and block_at(plan, p).skill != block_at(plan, one).skill]
        if others:
            other = random.choice(others)
            less = change(plan, one, hours=block_at(plan, one).hours - 0.5)
            return change(less, other, hours=block_at(plan, other).hours + 0.5)
    return None


@kind
def six_hours_at_one_sitting(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: True)
    return change(plan, random.choice(found), hours=6.0) if found else None


@kind
def a_week_of_more_hours_than_there_are(plan: StudyPlan, random: Random) -> StudyPlan | None:
    if not plan.weeks:
        return None
    return change_one(plan, "weeks", random, capacity_hours=max(week.capacity_hours for week in plan.weeks) + 5)


@kind
def fewer_hours_a_week(plan: StudyPlan, random: Random) -> StudyPlan | None:
    most = max((week.planned_hours for week in plan.weeks), default=0.0)
    if plan.profile.hours_per_week is None or most < 2:
        return None
    return _profile(plan, hours_per_week=most - 1)


@kind
def a_break_over_a_week(plan: StudyPlan, random: Random) -> StudyPlan | None:
    full = [week for week in plan.weeks if week.blocks]
    if not full:
        return None
    first = random.choice(full).starts_on
    pause = Break.model_validate({"from": first, "to": first + timedelta(days=6)})
    return _profile(plan, breaks=(*plan.profile.breaks, pause))


@kind
def an_earlier_deadline(plan: StudyPlan, random: Random) -> StudyPlan | None:
    full = [week for week in plan.weeks if week.blocks]
    return _profile(plan, deadline=full[-1].starts_on - timedelta(days=1)) if full else None


@kind
def another_start(plan: StudyPlan, random: Random) -> StudyPlan | None:
    start = plan.profile.start
    return _profile(plan, start=start + timedelta(days=random.choice((-7, -1, 1, 7)))) if start and plan.weeks else None


@kind
def a_day_outside_the_week(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: block.day is not None)
    place = random.choice(found) if found else (0, 0)
    day = block_at(plan, place).day if found else None
    return change(plan, place, day=day + timedelta(days=random.choice((-7, 7)))) if day else None


@kind
def no_day(plan: StudyPlan, random: Random) -> StudyPlan | None:
    found = places(plan, lambda block: block.day is not None)
    return change(plan, random.choice(found), day=None) if found else None


def _profile(plan: StudyPlan, **values: object) -> StudyPlan:
    return plan.model_copy(update={"profile": plan.profile.model_copy(update=values)})


@kind
def a_mastered_skill_is_studied(plan: StudyPlan, random: Random) -> StudyPlan | None:
    skills = studied(plan)
    if not skills:
        return None
    skill = random.choice(skills)
    gaps = tuple(gap.model_copy(update={"mastery": 0.9}) if gap.skill == skill else gap for gap in plan.gaps)
    return plan.model_copy(update={"mastery": {**plan.mastery, skill: 0.9}, "gaps": gaps})


@kind
def a_skill_passed_over_is_not_known(plan: StudyPlan, random: Random) -> StudyPlan | None:
    item = pick(plan.skipped, random)
    if item is None:
        return None
    skipped = tuple(e.model_copy(update={"mastery": 0.4}) if e.skill == item.skill else e for e in plan.skipped)
    return plan.model_copy(update={"mastery": {**plan.mastery, item.skill: 0.4}, "skipped": skipped})


@kind
def what_is_known_differs(plan: StudyPlan, random: Random) -> StudyPlan | None:
    gap = pick(plan.gaps, random)
    return plan.model_copy(update={"mastery": {**plan.mastery, gap.skill: gap.mastery / 2 + 0.001}}) if gap else None


@kind
def what_is_known_is_not_said(plan: StudyPlan, random: Random) -> StudyPlan | None:
    gap = pick(plan.gaps, random)
    return plan.model_copy(update={"mastery": {k: v for k, v in plan.mastery.items() if k != gap.skill}}) if gap else None
