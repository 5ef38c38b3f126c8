from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studywright.learning.roadmap import Curriculum
from studywright.tools.catalogue import Catalogue


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


@given(st.text(max_size=80))
def test_no_query_is_an_error(query: str) -> None:
    Catalogue(CURRICULUM).search(query)


def _curriculum() -> Curriculum:
    from tests.conftest import BAKING

    from studywright.learning.roadmap import load_curriculum

    return load_curriculum(str(BAKING))


CURRICULUM = _curriculum()
