"""Every kind of damage to a valid plan is noticed, and nothing is found where nothing is wrong."""

from __future__ import annotations

import itertools
from random import Random

import pytest
from benchmarks.guardrails.damage import KINDS
from benchmarks.guardrails.measure import judges, valid_plans
from benchmarks.guardrails.plans import random_plans

from studywright.guardrails import CRITICS, PlanContext
from studywright.learning.plan import StudyPlan

PLACES = 4
"""Damages of each kind; `python -m benchmarks.guardrails` does ten thousand."""


@pytest.fixture(scope="module")
def plans() -> list[tuple[StudyPlan, PlanContext]]:
    return list(valid_plans(range(24)))


def test_there_are_kinds_enough() -> None:
    assert len(KINDS) >= 40


def test_nothing_is_found_in_valid_plans(plans: list[tuple[StudyPlan, PlanContext]]) -> None:
    assert len(plans) > 15
    for plan, context in plans:
        assert judges(plan, context) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_noticed(plans: list[tuple[StudyPlan, PlanContext]], kind: str) -> None:
    random = Random(kind)
    done = 0
    for plan, context in random.sample(plans, len(plans)):
        damaged = KINDS[kind](plan, random)
        if damaged is None or damaged == plan:
            continue
        assert judges(damaged, context), f"nobody noticed: {kind}"
        done += 1
        if done == PLACES:
            break
    assert done, f"no plan has a place for this damage: {kind}"


def test_every_critic_is_needed(plans: list[tuple[StudyPlan, PlanContext]]) -> None:
    """Each critic finds an error in some damaged plan: none is decoration."""
    missing = {*CRITICS}
    for (kind, damage), (plan, context) in itertools.product(KINDS.items(), plans):
        damaged = damage(plan, Random(kind)) if missing else None
        if damaged is not None and damaged != plan:
            missing -= {name for name in missing if any(v.severity == "error" for v in CRITICS[name](damaged, context))}
    assert missing == set()


def test_a_verdict_says_what_where_and_how_to_mend_it(plans: list[tuple[StudyPlan, PlanContext]]) -> None:
    for kind, damage in KINDS.items():
        plan, context = plans[len(kind) % len(plans)]
        damaged = damage(plan, Random(kind))
        if damaged is None:
            continue
        for critic in CRITICS.values():
            for verdict in critic(damaged, context):
                assert verdict.message.strip(), kind
                assert verdict.fix.strip(), verdict.message
                assert verdict.message[0] not in "{[", "words, not data"


def test_the_plans_are_of_many_sorts() -> None:
    plans = [plan for _, plan, _ in random_plans(range(24))]
    assert {plan.roadmap.id for plan in plans} == {"ml-engineer-2026", "sql-for-analysts"}
    assert any(plan.left_out for plan in plans)
    assert any(plan.profile.availability for plan in plans)
    assert any(block.resource and block.resource.cost != "free" for plan in plans for week in plan.weeks for block in week.blocks)
