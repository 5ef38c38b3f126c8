from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from benchmarks.retrieval.__main__ import Query, queries, score
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import TODAY

from studywright.learning.roadmap import Curriculum, Resource
from studywright.tools.catalogue import Catalogue, Filters
from studywright.tools.catalogue.facets import nearest
from studywright.tools.catalogue.join import join
from studywright.tools.catalogue.spelling import Speller
from studywright.tools.store import open_engine


def test_words_find_titles_skills_and_aliases(baking: Curriculum) -> None:
    catalogue = Catalogue(baking)
    assert catalogue.search("sourdough")[0].resource.skills == ("sourdough",)
    assert catalogue.search("washing hands")[0].resource.skills == ("hygiene",)
    assert catalogue.search("film about yeast")[0].resource.kind == "video"


def test_scores_fall_and_the_limit_holds(baking: Curriculum) -> None:
    hits = Catalogue(baking).search("bread oven", limit=5)
    assert len(hits) == 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].score == 1.0


def test_all_resources_of_a_skill(baking: Curriculum) -> None:
    assert len(Catalogue(baking).for_skill("oven")) == 2
    assert Catalogue(baking).for_skill("nothing") == ()


@pytest.mark.parametrize("query", ["", "   ", '"', "OR AND NOT", "title:x", "a*", "))((", "\x00"])
def test_odd_queries_find_nothing_bad(baking: Curriculum, query: str) -> None:
    Catalogue(baking).search(query)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_query_is_an_error(query: str) -> None:
    CATALOGUE.search(query)


def _curriculum() -> Curriculum:
    from tests.conftest import BAKING

    from studywright.learning.roadmap import load_curriculum

    return load_curriculum(str(BAKING))


CATALOGUE = Catalogue(_curriculum())


def own(url: str, title: str, *skills: str, **more: object) -> Resource:
    facts = {
        "provider": "Me",
        "kind": "book",
        "level": "beginner",
        "cost": "free",
        "language": "en",
        "hours": 20.0,
        "hours_basis": "Mine",
    }
    return Resource.model_validate(
        facts | {"url": url, "title": title, "skills": skills, "seen_in": "added by you", "seen_at": TODAY} | more
    )


MINE = own("https://mine.example.org/oven", "Heat and its ways", "oven")


def test_a_misspelt_word_is_mended_and_a_real_one_left_alone(baking: Curriculum) -> None:
    assert Catalogue(baking).search("sourdogh")[0].resource.skills == ("sourdough",)
    speller = Speller(["yeast monster sourdough"])
    assert speller.mend("month") == "month"
    assert speller.mend("yaest") == "yeast"
    assert speller.mend("sord") == "sord"


@pytest.mark.parametrize(
    "filters",
    [
        Filters(skills=frozenset({"oven"})),
        Filters(levels=frozenset({"working"})),
        Filters(kinds=frozenset({"video"})),
        Filters(languages=frozenset({"de"})),
        Filters(free=True, most_hours=6),
    ],
)
def test_filters_hold_for_every_hit_and_lose_none(baking: Curriculum, filters: Filters) -> None:
    hits = Catalogue(baking).search("bread", 100, filters)
    assert {hit.resource.url for hit in hits} == {r.url for r in baking.resources if filters.admit(r)}


def test_what_a_learner_adds_is_found_marked_and_first_for_its_skill(baking: Curriculum, database: str) -> None:
    Catalogue(baking, open_engine(database)).add([MINE])
    catalogue = Catalogue(baking, open_engine(database))
    assert catalogue.own == (MINE,)
    hit = catalogue.search("heat and its ways")[0]
    assert (hit.resource, hit.own) == (MINE, True)
    assert catalogue.for_skill("oven")[0] == MINE
    assert catalogue.remove(MINE.url)
    assert not catalogue.remove(MINE.url)
    assert MINE not in [hit.resource for hit in catalogue.search("heat and its ways")]


def test_an_own_entry_stands_in_for_one_of_the_roadmap(baking: Curriculum) -> None:
    theirs = baking.resources[0]
    mine = theirs.model_copy(update={"title": "My copy", "skills": ("oven",)})
    catalogue = Catalogue(baking)
    catalogue.search("bread")
    catalogue.add([mine])
    assert theirs not in [r for skill in theirs.skills for r in catalogue.for_skill(skill)]
    assert mine in catalogue.for_skill("oven")
    assert [hit.resource for hit in catalogue.search("bread", 100)].count(theirs) == 0
    catalogue.remove(mine.url)
    assert theirs in [hit.resource for hit in catalogue.search("bread", 100)]


def test_the_table_follows_the_roadmap_when_it_changes(baking: Curriculum, database: str) -> None:
    engine = open_engine(database)
    Catalogue(baking, engine).search("bread")
    fewer = Curriculum(baking.roadmap, baking.items, baking.resources[:3])
    assert len(Catalogue(fewer, engine).search("bread", 100)) == 3


def test_two_roadmaps_in_one_database_do_not_mix(baking: Curriculum, shipped: Curriculum, database: str) -> None:
    engine = open_engine(database)
    assert Catalogue(shipped, engine).search("docker")
    for hit in Catalogue(baking, engine).search("docker bread", 100):
        assert hit.resource in baking.resources


@given(st.lists(st.lists(st.integers(0, 9), unique=True), max_size=4))
def test_what_every_ranking_puts_first_is_first_when_joined(rankings: list[list[int]]) -> None:
    joined = join(rankings, k=5)
    assert set(joined) == {key for ranking in rankings for key in ranking}
    firsts = {ranking[0] for ranking in rankings if ranking}
    if len(firsts) == 1 and all(rankings):
        assert joined[0] in firsts


@given(st.integers(1, 40), st.integers(0, 50), st.integers(0, 2**32 - 1))
def test_the_nearest_are_the_nearest(size: int, number: int, seed: int) -> None:
    distances = np.random.default_rng(seed).integers(0, 256, size).astype(np.uint16)
    found = nearest(distances, None, number)
    assert distances[found].tolist() == sorted(distances.tolist())[:number]


@pytest.mark.parametrize("kind", ["plain", "misspelt"])
def test_queries_that_share_words_with_titles_are_answered(shipped: Curriculum, database: str, kind: str) -> None:
    asked = [query for group in queries() for query in group if query.kind == kind]
    assert recall(Catalogue(shipped, open_engine(database)), asked, shipped) == 1.0


def test_it_finds_what_learners_ask_for(shipped: Curriculum, database: str) -> None:
    """A floor well below what benchmarks/retrieval measures, on the queries that nothing was tuned on."""
    tuning, held = queries()
    assert (len(tuning), len(held)) == (80, 40)
    assert recall(Catalogue(shipped, open_engine(database)), held, shipped) >= 0.8


def recall(catalogue: Catalogue, asked: Sequence[Query], curriculum: Curriculum) -> float:
    """Give the share of queries that are answered among the first five."""
    answered, _ = score(lambda ask: [frozenset(hit.resource.skills) for hit in catalogue.search(ask, 5)], asked, curriculum)
    return answered


def test_an_own_book_comes_before_a_page_that_shares_only_its_common_words(shipped: Curriculum, database: str) -> None:
    mine = own("https://mine.example.org/seeds", "A practical guide to Zymurgy for learning machines", "neural-networks")
    catalogue = Catalogue(shipped, open_engine(database))
    catalogue.add([mine])
    for query in (
        "zymurgy",
        "a practical guide to zymurgy",
        "zymurgy machine learning",
        "practical machine learning zymurgy course",
    ):
        first = catalogue.search(query, 5)[0]
        assert (first.resource, first.own) == (mine, True), query


@pytest.mark.parametrize("title", ["The CI/CD cookbook", "Node.js by night", "C++, state-of-the-art", "docs.python.org at ease"])
def test_words_are_found_whatever_joins_them(baking: Curriculum, database: str, title: str) -> None:
    """PostgreSQL's own parser takes "CI/CD" for a path and "node.js" for a host."""
    mine = own("https://mine.example.org/x", title, "oven")
    catalogue = Catalogue(baking, open_engine(database))
    catalogue.add([mine])
    (place,) = {found.words[0] for word in re.findall(r"[^\W_]{2,}", title)[1:] if (found := catalogue.rankings(word)).words}
    assert place == 0, "the first one in"
