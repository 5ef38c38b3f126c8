from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.conftest import BAKING, TODAY

from studywright.learning.errors import InputError
from studywright.learning.gaps import find_gaps
from studywright.learning.goals import target_of
from studywright.learning.learner import Availability, Break, Goal, LearnerProfile
from studywright.learning.plan import Week
from studywright.learning.roadmap import Curriculum, Price, Project, Resource, Roadmap, Role, load_curriculum
from studywright.learning.roadmap.resource import ADDED, FOUND
from studywright.learning.schedule import Problem, Schedule, apply_relaxation, relaxations, solve
from studywright.tools.catalogue import Catalogue


def problem(curriculum: Curriculum, profile: LearnerProfile, mastery: dict[str, float] | None = None) -> Problem:
    target = target_of(profile.goal, curriculum.roadmap)
    assert target is not None
    levels = {skill.id: 0.1 for skill in curriculum.roadmap.skills} | (mastery or {})
    analysis = find_gaps(curriculum.roadmap, target, levels, {})
    catalogue = Catalogue(curriculum)
    found = {gap.skill: catalogue.for_skill(gap.skill) for gap in analysis.gaps}
    return Problem(curriculum.roadmap, profile.settled(TODAY), target, analysis, found)


def profile(**fields: object) -> LearnerProfile:
    return LearnerProfile.model_validate({"goal": {"role": "baker"}, "hours_per_week": 6} | fields)


def hours_by_skill(schedule: Schedule) -> dict[str, float]:
    hours: dict[str, float] = {}
    for week in schedule.weeks:
        for block in week.blocks:
            if block.kind == "study" and block.skill:
                hours[block.skill] = hours.get(block.skill, 0) + block.hours
    return hours


def test_with_time_enough_everything_is_in_it(baking: Curriculum) -> None:
    schedule = solve(problem(baking, profile()))
    assert set(hours_by_skill(schedule)) == {skill.id for skill in baking.roadmap.skills}
    assert schedule.left_out == ()
    assert schedule.figures.gap == 0
    assert [project.id for project in schedule.projects if project.weeks] == ["rolls", "stall"]
    assert schedule.weeks[-1].blocks[-1].project == "stall", "the closing project comes last"


def test_a_project_comes_as_soon_as_its_skills_are_in_and_the_last_one_at_the_end(baking: Curriculum) -> None:
    old = baking.roadmap
    rolls, stall = old.projects
    early = rolls.model_copy(update={"skills": ("hygiene", "weighing")})
    later = early.model_copy(update={"id": "toast", "stage": "bread"})
    show = old.stages[0].model_copy(update={"id": "show", "title": "Show"})
    projects = (early, later, stall.model_copy(update={"stage": "show"}))
    roadmap = Roadmap.build(id=old.id, stages=(*old.stages, show), skills=old.skills, projects=projects, roles=old.roles)
    schedule = solve(problem(Curriculum(roadmap, baking.items, baking.resources), profile()))
    begun = list(dict.fromkeys(block.project or block.skill for week in schedule.weeks for block in week.blocks))
    assert begun.index("rolls") < begun.index("toast")
    assert begun.index("toast") < max(begun.index("dough"), begun.index("yeast"))
    assert schedule.weeks[-1].blocks[-1].project == "stall"


def recommended(curriculum: Curriculum, skill: str, *after: str) -> Curriculum:
    """Recommend skills before another one."""
    old = curriculum.roadmap
    skills = [s.model_copy(update={"recommended_after": after}) if s.id == skill else s for s in old.skills]
    roadmap = Roadmap.build(id=old.id, stages=old.stages, skills=skills, projects=old.projects, roles=old.roles)
    return Curriculum(roadmap, curriculum.items, curriculum.resources)


@pytest.mark.parametrize(
    ("skill", "before"), [("hygiene", "weighing"), ("weighing", "hygiene"), ("oven", "yeast"), ("pastry", "loaf")]
)
def test_what_is_recommended_before_a_skill_comes_before_it(baking: Curriculum, skill: str, before: str) -> None:
    order = list(hours_by_skill(solve(problem(recommended(baking, skill, before), profile()))))
    assert order.index(before) < order.index(skill)


@pytest.mark.parametrize("hours", [1.5, 6.0])
def test_what_is_recommended_counts_through_a_skill_that_is_left_out(baking: Curriculum, hours: float) -> None:
    old = recommended(baking, "pastry", "sourdough").roadmap
    hurried = Role(id="hurried", title="Hurried baker", skills=("loaf", "pastry"), core=("pastry",))
    roadmap = Roadmap.build(id=old.id, stages=old.stages, skills=old.skills, projects=(), roles=(hurried,))
    curriculum = Curriculum(roadmap, baking.items, baking.resources)
    schedule = solve(problem(curriculum, profile(goal={"role": "hurried"}, hours_per_week=hours)))
    studied = [block.skill for week in schedule.weeks for block in week.blocks if block.kind == "study"]
    assert "sourdough" not in studied
    assert max(n for n, skill in enumerate(studied) if skill == "loaf") < studied.index("pastry")


def test_a_smaller_project_never_takes_the_place_of_one_that_shows_more(baking: Curriculum) -> None:
    old = baking.roadmap
    crumbs = old.projects[0].model_copy(update={"id": "crumbs", "skills": ("dough",), "hours": 1.0})
    show = old.stages[0].model_copy(update={"id": "show", "title": "Show"})
    last = old.projects[1].model_copy(update={"stage": "show"})
    roles = [role.model_copy(update={"skills": (*role.skills, "yeast")}) for role in old.roles]

    def built(*projects: Project, hours: float) -> list[str]:
        roadmap = Roadmap.build(id=old.id, stages=(*old.stages, show), skills=old.skills, projects=(*projects, last), roles=roles)
        case = problem(Curriculum(roadmap, baking.items, baking.resources), profile(hours_per_week=hours, deadline="9 weeks"))
        return [project.id for project in solve(case).projects if project.weeks]

    for hours in (6.0, 7.0, 8.0, 9.0):
        alone = built(old.projects[0], hours=hours)
        both = built(crumbs, old.projects[0], hours=hours)
        assert ("rolls" in alone) <= ("rolls" in both), hours
    assert "crumbs" in built(crumbs, hours=9.0)


def test_what_is_recommended_is_not_required(baking: Curriculum) -> None:
    curriculum = recommended(baking, "loaf", "pastry")
    schedule = solve(problem(curriculum, profile(goal={"skills": ["loaf"]})))
    assert "pastry" not in hours_by_skill(schedule)
    assert "loaf" in hours_by_skill(schedule)


def test_what_is_recommended_from_a_later_stage_holds_nothing_up(baking: Curriculum) -> None:
    schedule = solve(problem(recommended(baking, "hygiene", "oven"), profile()))
    assert set(hours_by_skill(schedule)) == {skill.id for skill in baking.roadmap.skills}


@pytest.mark.parametrize("core", ["sourdough", "pastry"])
def test_the_core_of_a_role_comes_first_when_time_is_short(baking: Curriculum, core: str) -> None:
    old = baking.roadmap
    roles = [role.model_copy(update={"core": (core,)}) for role in old.roles if core in role.skills]
    roadmap = Roadmap.build(id=old.id, stages=old.stages, skills=old.skills, projects=old.projects, roles=roles)
    curriculum = Curriculum(roadmap, baking.items, baking.resources)
    schedule = solve(problem(curriculum, profile(hours_per_week=7, deadline="7 weeks")))
    assert schedule.short_of_time
    assert core in hours_by_skill(schedule)


def test_reasons_name_only_what_is_in_the_plan(baking: Curriculum) -> None:
    schedule = solve(problem(baking, profile(hours_per_week=7, deadline="5 weeks")))
    left_out = {baking.roadmap.by_id[item.skill].title for item in schedule.left_out}
    assert left_out
    assert not any(title in choice.why_now for choice in schedule.choices for title in left_out)


def test_what_is_known_is_not_studied_and_half_known_takes_less(baking: Curriculum) -> None:
    schedule = solve(problem(baking, profile(), {"hygiene": 0.9, "sourdough": 0.4}))
    hours = hours_by_skill(schedule)
    assert "hygiene" not in hours
    assert hours["sourdough"] == 7.5


def test_short_of_time_it_keeps_what_is_worth_most_and_offers_what_would_fit(baking: Curriculum) -> None:
    case = problem(baking, profile(deadline="4 weeks"))
    schedule = solve(case)
    assert schedule.short_of_time
    assert all(item.reason for item in schedule.left_out)
    assert 0 < schedule.figures.objective <= schedule.figures.bound
    offers = relaxations(case, schedule)
    assert {offer.kind for offer in offers} == {"hours_per_week", "deadline", "drop_skills"}
    for offer in offers:
        dropped = dict.fromkeys(offer.skills, "dropped")
        wider = Problem(
            case.roadmap, apply_relaxation(case.profile, offer), case.target, case.analysis, case.found, frozenset(), dropped
        )
        assert not solve(wider).short_of_time, offer.message


def test_one_step_less_would_not_do(baking: Curriculum) -> None:
    case = problem(baking, profile(deadline="4 weeks"))
    offers = {offer.kind: offer for offer in relaxations(case, solve(case))}
    hours, deadline = offers["hours_per_week"].hours_per_week, offers["deadline"].deadline
    assert hours is not None
    assert deadline is not None
    less = case.profile.model_copy(update={"hours_per_week": hours - 0.5})
    earlier = case.profile.model_copy(update={"deadline": deadline - timedelta(weeks=1)})
    for smaller in (less, earlier):
        assert solve(Problem(case.roadmap, smaller, case.target, case.analysis, case.found)).short_of_time


def test_languages_and_money_decide_what_can_be_used(baking: Curriculum) -> None:
    german = solve(problem(baking, profile(languages=["de"])))
    assert all("languages" not in item.reason for item in german.left_out)
    assert len(german.left_out) == len(baking.roadmap.skills)
    paid = solve(problem(baking, profile(languages=["de"], budget=Price(amount=25, currency="EUR").model_dump())))
    bought = {b.resource.url for w in paid.weeks for b in w.blocks if b.resource and isinstance(b.resource.cost, Price)}
    assert len(bought) <= 2
    assert "video" not in {b.resource.kind for w in solve(problem(baking, profile())).weeks for b in w.blocks if b.resource}


def test_formats_that_the_learner_likes_come_first(baking: Curriculum) -> None:
    likes = profile(languages=["en", "de"], budget={"amount": 500, "currency": "EUR"}, formats=["video"])
    part_known = dict.fromkeys(baking.roadmap.by_id, 0.55)
    first = solve(problem(baking, likes, part_known)).weeks[0].blocks[0]
    assert first.resource is not None
    assert first.resource.kind == "video"


def test_one_purchase_serves_all_skills_that_it_teaches(baking: Curriculum) -> None:
    shared = baking.resources[0].model_copy(
        update={
            "url": "https://bread.example.org/both",
            "language": "fr",
            "cost": Price(amount=20, currency="EUR"),
            "skills": ("hygiene", "weighing", "dough", "yeast"),
            "level": "beginner",
            "hours": 15.0,
        }
    )
    case = problem(baking, profile(languages=["fr"], budget={"amount": 20, "currency": "EUR"}))
    found = {skill: [shared] if skill in shared.skills else [] for skill in case.found}
    schedule = solve(replace(case, found=found))
    assert set(hours_by_skill(schedule)) == set(shared.skills)
    poor = replace(case, found=found, profile=case.profile.model_copy(update={"budget": Price(amount=19, currency="EUR")}))
    nothing = solve(poor)
    assert nothing.weeks == ()
    assert {item.cause for item in nothing.left_out} >= {"money"}
    offer = next(offer for offer in relaxations(poor, nothing) if offer.kind == "budget")
    assert offer.budget == Price(amount=20, currency="EUR")
    assert hours_by_skill(solve(replace(poor, profile=apply_relaxation(poor.profile, offer))))


def test_depth_takes_the_goal_further_and_breadth_takes_more(baking: Curriculum) -> None:
    broad = solve(problem(baking, profile(deadline="12 weeks")))
    deep = solve(problem(baking, profile(deadline="12 weeks", prefer="depth")))
    assert {choice.level for choice in broad.choices} == {"working"}
    assert "proficient" in {choice.level for choice in deep.choices}
    assert len(deep.choices) < len(broad.choices)
    ample = solve(problem(baking, profile(prefer="depth")))
    assert {choice.skill for choice in ample.choices if choice.level == "proficient"} == {"loaf", "sourdough", "pastry"}
    assert ample.left_out == ()


def test_finished_skills_come_back_at_growing_distances_with_items_of_the_bank(baking: Curriculum) -> None:
    case = replace(problem(baking, profile()), items=baking.items)
    weeks = solve(case).weeks
    reviews = [(week.number, block) for week in weeks for block in week.blocks if block.kind == "review"]
    bank = {item.skill for item in baking.items}
    skill = next(block.skill for _, block in reviews if block.skill in bank)
    numbers = [number for number, block in reviews if skill in (block.skill, *block.also)]
    assert len(numbers) >= 2
    assert [b - a for a, b in itertools.pairwise(numbers)] == sorted(b - a for a, b in itertools.pairwise(numbers))
    by_id = baking.items_by_id
    for _, block in reviews:
        assert block.hours == 0.5
        assert all(by_id[item].skill in (block.skill, *block.also) for item in block.items)
        assert bool(block.items) == bool(bank & {block.skill, *block.also})


def test_the_share_left_free_can_be_chosen(baking: Curriculum) -> None:
    planned = [solve(problem(baking, profile(hours_per_week=10, slack=slack))).weeks[0].planned_hours for slack in (0, 0.1, 0.5)]
    assert planned == [10, 9, 5]


def test_days_may_become_longer(baking: Curriculum) -> None:
    case = problem(baking, profile(hours_per_week=None, availability={"mon": 1, "sat": 2}, deadline="6 weeks"))
    offer = next(offer for offer in relaxations(case, solve(case)) if offer.kind == "availability")
    assert offer.availability is not None
    assert offer.availability.tue == 0
    assert offer.availability.sat - 2 == offer.availability.mon - 1 > 0
    assert not solve(replace(case, profile=apply_relaxation(case.profile, offer))).short_of_time


START = TODAY
NONSENSE: list[tuple[dict[str, object], str]] = [
    ({"hours_per_week": -3.0}, "-3.0 hours a week are not possible"),
    ({"hours_per_week": 500.0}, "500.0 hours a week are not possible"),
    ({"hours_per_week": float("nan")}, "nan hours a week are not possible"),
    ({"start": None}, "its dates are not settled"),
    ({"deadline": START - timedelta(days=1)}, "in the past"),
    ({"breaks": (Break.model_validate({"from": START, "to": START + timedelta(days=5000)}),)}, "leave no day to study"),
]


@pytest.mark.parametrize(("changes", "said"), NONSENSE)
def test_nonsense_is_refused_before_anything_is_solved(baking: Curriculum, changes: dict[str, object], said: str) -> None:
    case = problem(baking, profile())
    with pytest.raises(InputError, match=said):
        solve(replace(case, profile=case.profile.model_copy(update=changes)))


def test_cycles_dangling_edges_and_absurd_hours_are_refused_all_at_once(baking: Curriculum) -> None:
    case = problem(baking, profile())
    first, *others = baking.roadmap.skills
    knot = first.model_copy(update={"prerequisites": ("sourdough", "nowhere")})
    roadmap = baking.roadmap.model_copy(update={"skills": (knot, *others)})
    gaps = tuple(gap.model_copy(update={"hours": -1.0}) for gap in case.analysis.gaps[:1])
    analysis = case.analysis.model_copy(update={"gaps": gaps})
    with pytest.raises(InputError) as caught:
        solve(replace(case, roadmap=roadmap, analysis=analysis))
    text = str(caught.value)
    assert "round in a circle" in text
    assert "'hygiene' names the unknown 'nowhere'" in text
    assert "-1.0 hours are not possible" in text


def test_a_week_of_holiday_stays_empty(baking: Curriculum) -> None:
    pause = Break.model_validate({"from": TODAY + timedelta(days=7), "to": TODAY + timedelta(days=13)})
    weeks = solve(problem(baking, profile(start=TODAY, breaks=[pause.model_dump(by_alias=True)]))).weeks
    assert weeks[1].blocks == ()
    assert weeks[1].capacity_hours == 0
    assert weeks[0].blocks
    assert weeks[2].blocks


days = st.sampled_from([0, 0, 0.5, 1, 2, 3.5, 6])


@settings(max_examples=60, deadline=None)
@example(time=0.5, weeks=1, offset=0, breaks=[(0, 6)], mastery={})
@example(time=0.5, weeks=1, offset=0, breaks=[(0, 7)], mastery={})
@given(
    st.one_of(st.integers(1, 80).map(lambda n: n / 2), st.lists(days, min_size=7, max_size=7)),
    st.none() | st.integers(1, 40),
    st.integers(0, 6),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 30)), max_size=3),
    st.dictionaries(st.sampled_from(["hygiene", "dough", "oven", "loaf", "yeast"]), st.floats(0, 1)),
)
def test_no_plan_ever_breaks_a_hard_rule(
    time: float | list[float],
    weeks: int | None,
    offset: int,
    breaks: list[tuple[int, int]],
    mastery: dict[str, float],
) -> None:
    curriculum = CACHE.setdefault("baking", load_curriculum(str(BAKING)))
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    if isinstance(time, list):
        if sum(time) == 0:
            return
        given_time: dict[str, object] = {"availability": dict(zip(names, time, strict=True))}
    else:
        given_time = {"hours_per_week": time}
    start = TODAY + timedelta(days=offset)
    pauses = [{"from": start + timedelta(days=a), "to": start + timedelta(days=a + length)} for a, length in breaks]
    deadline = f"{weeks} weeks" if weeks else None
    person = LearnerProfile.model_validate(
        {"goal": Goal(role="baker").model_dump(), "start": start, "deadline": deadline, "breaks": pauses} | given_time
    )
    case = problem(curriculum, person, mastery)
    if isinstance(last := case.profile.deadline, date):
        until = [d for n in range((last - start).days + 1) if case.profile.free_on(d := start + timedelta(days=n))]
        if hours_of(case.profile, until) == 0:
            with pytest.raises(InputError, match="leave no day to study"):
                solve(case)
            return
    schedule = solve(case)
    check_time(schedule, case.profile)
    check_order(schedule, curriculum, case)
    check_hours(schedule, case)


CACHE: dict[str, Curriculum] = {}


def check_time(schedule: Schedule, person: LearnerProfile) -> None:
    assert person.start is not None
    for number, week in enumerate(schedule.weeks):
        assert week.starts_on == person.start + timedelta(weeks=number)
        free = [d for n in range(7) if person.free_on(d := week.starts_on + timedelta(days=n))]
        if isinstance(person.deadline, date):
            free = [d for d in free if d <= person.deadline]
        have = hours_of(person, free)
        assert week.planned_hours <= have + 1e-9
        assert all(0 < block.hours <= 4 and block.hours * 2 == int(block.hours * 2) for block in week.blocks)
        check_days(week, person, free)


def hours_of(person: LearnerProfile, free: list[date]) -> float:
    if person.availability:
        return sum(person.availability.on(day) for day in free)
    return (person.hours_per_week or 0) * len(free) / 7


def check_days(week: Week, person: LearnerProfile, free: list[date]) -> None:
    if person.availability is None:
        return
    for block in week.blocks:
        assert block.day in free
        spent = sum(other.hours for other in week.blocks if other.day == block.day)
        assert spent <= Availability.model_validate(person.availability).on(block.day)


def check_order(schedule: Schedule, curriculum: Curriculum, case: Problem) -> None:
    known = {item.skill for item in case.analysis.skipped}
    blocks = [block for week in schedule.weeks for block in week.blocks]
    last = {block.skill: n for n, block in enumerate(blocks) if block.kind == "study"}
    for place, block in enumerate(blocks):
        needs: tuple[str, ...] = ()
        if block.kind == "study":
            assert block.skill not in known
            needs = curriculum.roadmap.prerequisites[block.skill or ""]
        elif block.kind == "project":
            project = curriculum.roadmap.project(block.project or "")
            needs = project.skills if project else ()
        assert all(need in known or last[need] < place for need in needs)


def check_hours(schedule: Schedule, case: Problem) -> None:
    hours = hours_by_skill(schedule)
    out = {item.skill for item in schedule.left_out}
    for gap in case.analysis.gaps:
        assert (gap.skill in hours) != (gap.skill in out)
        if gap.skill in hours:
            assert hours[gap.skill] == pytest.approx(gap.hours)


def mine(url: str, hours: float, **more: object) -> Resource:
    facts = {"title": "My own", "provider": "Me", "kind": "book", "level": "beginner", "cost": "free", "language": "en"}
    facts |= {"hours_basis": "Mine", "seen_in": f"{ADDED} (on {TODAY})", "seen_at": TODAY.isoformat()}
    return Resource.model_validate(facts | {"url": url, "hours": hours, "skills": ["oven"]} | more)


def studied_from(curriculum: Curriculum, *own: Resource, **wishes: object) -> list[str]:
    given = problem(curriculum, profile(**wishes))
    found = {**given.found, "oven": (*own, *given.found["oven"])}
    choice = next(c for c in solve(replace(given, found=found)).choices if c.skill == "oven")
    return list(choice.resources)


def test_what_the_learner_has_is_taken_where_it_fits(baking: Curriculum) -> None:
    theirs = studied_from(baking, formats=["video"])
    small, big = mine("https://mine.example.org/small", 1), mine("https://mine.example.org/big", 40)
    assert small.url in studied_from(baking, small, formats=["video"]), "however little it holds, and in whatever format"
    assert set(theirs) & set(studied_from(baking, small)), "an hour does not fill the gap: the rest comes from the catalogue"
    assert studied_from(baking, big, formats=["video"]) == [big.url], "it fills the hours, so nothing else is taken"
    strange = mine("https://mine.example.org/de", 40, language="de")
    assert strange.url not in studied_from(baking, strange), "in no language they read"
    dear = mine("https://mine.example.org/dear", 40, cost="paid")
    assert dear.url not in studied_from(baking, dear, budget={"amount": 500, "currency": "EUR"}), "a price that nobody saw"
    found = mine("https://mine.example.org/found", 40, seen_in=f"{FOUND} (duckduckgo): oven")
    assert found.url not in studied_from(baking, found, formats=["video"]), "what the web brought gets no such bonus"


def test_the_plan_says_that_a_resource_is_the_learners_own(baking: Curriculum) -> None:
    given = problem(baking, profile())
    own = mine("https://mine.example.org/big", 40)
    solved = solve(replace(given, found={**given.found, "oven": (own,)}))
    assert "My own is one of yours, free" in next(c.why_these for c in solved.choices if c.skill == "oven")
