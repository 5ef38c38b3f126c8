"""Valid plans of random learners."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from langgraph.runtime import Runtime

from studywright.agent.nodes.schedule import schedule
from studywright.agent.start import Start
from studywright.agent.state import Context
from studywright.guardrails import PlanContext
from studywright.learning.gaps import find_gaps
from studywright.learning.goals import target_of
from studywright.learning.learner import LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Curriculum, Price, load_curriculum
from studywright.tools.catalogue import Catalogue
from studywright.tools.research import Research
from studywright.tools.store import RecordStore

ROOT = Path(__file__).resolve().parents[2]
ROADMAPS = ("ml-engineer-2026", str(ROOT / "examples" / "roadmaps" / "sql-for-analysts"))
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def random_plans(seeds: range, roadmaps: tuple[str, ...] = ROADMAPS) -> Iterator[tuple[int, StudyPlan, PlanContext]]:
    """Make a plan for a random learner by each seed, on one of the roadmaps."""
    store = RecordStore("sqlite:///:memory:", lambda: NOW)
    known = [_priced(load_curriculum(name)) for name in roadmaps]
    made = [(curriculum, PlanContext.of(curriculum), _context(curriculum, store)) for curriculum in known]
    for seed in seeds:
        random = Random(seed)
        curriculum, plan_context, context = random.choice(made)
        profile = random_profile(curriculum, random).settled(TODAY)
        yield seed, _plan(profile, context, random), plan_context
    store.close()


def _context(curriculum: Curriculum, store: RecordStore) -> Context:
    catalogue = Catalogue(curriculum)
    return Context("", curriculum, catalogue, Research(curriculum.roadmap, catalogue), store, lambda: NOW, lambda: "plan")


def _priced(curriculum: Curriculum) -> Curriculum:
    """Give every fourth resource a price, so that budgets matter: the catalogues hold little that costs."""
    prices = {n: Price(amount=5 + n % 40, currency="EUR" if n % 3 else "USD") for n in range(0, len(curriculum.resources), 4)}
    resources = [r.model_copy(update={"cost": prices[n]}) if n in prices else r for n, r in enumerate(curriculum.resources)]
    return Curriculum(curriculum.roadmap, curriculum.items, tuple(resources))


def _plan(profile: LearnerProfile, context: Context, random: Random) -> StudyPlan:
    roadmap = context.curriculum.roadmap
    target = target_of(profile.goal, roadmap)
    if target is None:
        raise ValueError("a random goal names nothing")
    level = random.random()
    mastery = {skill.id: round(min(0.99, max(0.01, random.gauss(level, 0.3))), 4) for skill in roadmap.skills}
    words = {skill.id: "your answers (right, wrong)" for skill in roadmap.skills if random.random() < 0.3}
    analysis = find_gaps(roadmap, target, mastery, words)
    found = {gap.skill: list(context.catalogue.for_skill(gap.skill)) for gap in analysis.gaps}
    start = Start(roadmap=roadmap.id, today=TODAY)
    state = schedule(
        {"start": start, "profile": profile, "mastery": mastery, "analysis": analysis, "findings": found},
        Runtime(context=context),
    )
    return state["plan"]


def random_profile(curriculum: Curriculum, random: Random) -> LearnerProfile:
    """Make up a learner: any goal, hours or days, slack, a deadline, breaks, depth, money and languages."""
    roadmap = curriculum.roadmap
    skills = [skill.id for skill in roadmap.skills]
    named = random.sample(roadmap.skills, random.randint(1, 2))
    goals: list[dict[str, object]] = [
        {"role": random.choice(roadmap.roles).id},
        {"skills": random.sample(skills, random.randint(1, 4))},
        {"text": " and ".join(skill.title for skill in named)},
    ]
    goals += [{"project": random.choice(roadmap.projects).id}] if roadmap.projects else []
    fields: dict[str, object] = {"goal": random.choice(goals), "start": TODAY + timedelta(days=random.randint(0, 20))}
    if random.random() < 0.5:
        fields["hours_per_week"] = random.choice((3, 4.5, 6, 8, 10, 15, 25))
    else:
        days = random.sample(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), random.randint(2, 6))
        fields["availability"] = {day: random.choice((1, 1.5, 2, 3, 5)) for day in days}
    if random.random() < 0.5:
        fields["deadline"] = f"{random.randint(4, 60)} weeks"
    if random.random() < 0.4:
        first = TODAY + timedelta(days=random.randint(0, 120))
        fields["breaks"] = [{"from": first, "to": first + timedelta(days=random.randint(0, 20))}]
    if random.random() < 0.6:
        fields["budget"] = {"amount": random.choice((20, 60, 200)), "currency": random.choice(("EUR", "USD"))}
    if random.random() < 0.3:
        fields["prefer"] = "depth"
    if random.random() < 0.2:
        fields["slack"] = random.choice((0, 0.2, 0.4))
    fields["languages"] = random.choice((["en"], ["en", "de"], ["en", "zh", "es"]))
    fields["formats"] = random.sample(("course", "book", "video", "practice"), random.randint(0, 2))
    return LearnerProfile.model_validate(fields)
