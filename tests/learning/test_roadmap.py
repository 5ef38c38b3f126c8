from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import BAKING

from studywright.learning.errors import InputError
from studywright.learning.roadmap import Curriculum, Item, Roadmap, Skill, load_curriculum
from studywright.learning.roadmap.audit import audit
from studywright.learning.roadmap.graph import cycle_in, redundant_edges, topological_order


def test_a_roadmap_and_items_can_be_built_in_python() -> None:
    roadmap = Roadmap.build(id="mine", stages=["a"], skills=[Skill(id="x", title="X", stage="a", prerequisites=[])])
    item = Item(id="x-1", skill="x", stem="?", options=["a", "b", "c", "d"], answer=0, slip=0.1, guess=0.22)
    assert roadmap.order == ("x",)
    assert (item.p_slip, item.p_guess) == (0.1, 0.22)


def test_what_the_shipped_roadmap_promises(shipped: Curriculum) -> None:
    roadmap = shipped.roadmap
    assert 70 <= len(roadmap.skills) <= 100
    assert len(roadmap.roles) >= 3
    assert len([project for project in roadmap.projects if project.stage == "portfolio"]) == 5
    assert redundant_edges(roadmap.prerequisites) == []
    assert audit(shipped) == ()
    for skill in roadmap.skills:
        assert skill.summary, skill.id
        assert skill.hours_basis, skill.id
        assert skill.levels, skill.id
        items = [item for item in shipped.items if item.skill == skill.id and item.kind == "choice"]
        assert len(items) >= 2, skill.id
        assert all(item.explanation for item in items)
    assert all(resource.seen_in and resource.hours_basis and resource.summary for resource in shipped.resources)


def test_every_name_of_the_source_is_covered(shipped: Curriculum) -> None:
    assert shipped.roadmap.source is not None
    names = {entry.name for entry in shipped.roadmap.source.names}
    assert {"Docker", "Airflow", "Prefect", "FastAPI", "gRPC", "Pinecone", "Milvus", "LLM-as-a-Judge"} <= names


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("prerequisites: [loaf]", "prerequisites: [sourdough]", "circle"),
        ("prerequisites: [loaf]", "prerequisites: [laof]", "Did you mean 'loaf'"),
        ("prerequisites: [loaf]", "recommended_after: [laof]", "Did you mean 'loaf'"),
        ("stage: basics, prerequisites: []", "stage: basics, recommended_after: [dough]", "circle by their recommended_after"),
        ("stage: bread, prerequisites: [loaf]", "stage: cake, prerequisites: [loaf]", "unknown stage 'cake'"),
        ("id: oven, title", "id: dough, title", "stands twice"),
        ("novice_to_working: 12", "novice_to_working: -1", "greater than 0"),
        ("novice_to_working: 12", "novice: 12", "unknown key"),
        ("skills: [loaf], hours: 6", "skills: [cake], hours: 6", "'stall' names the unknown 'cake'"),
    ],
)
def test_a_faulty_roadmap_is_refused_with_the_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (BAKING / "roadmap.yaml").read_text().replace(old, new)
    (tmp_path / "roadmap.yaml").write_text(text)
    with pytest.raises(InputError) as raised:
        load_curriculum(str(tmp_path))
    assert said in str(raised.value)
    assert all(fault.line for fault in raised.value.faults)


def test_faults_of_all_files_come_together(tmp_path: Path) -> None:
    (tmp_path / "items").mkdir()
    (tmp_path / "roadmap.yaml").write_text((BAKING / "roadmap.yaml").read_text())
    (tmp_path / "items" / "all.yaml").write_text(
        "items:\n- {id: a, skill: nothing, stem: s, options: [a, b], answer: 0}\n- {id: a, skill: oven, stem: s, options: [a, b], answer: 5}\n"
    )
    (tmp_path / "resources.yaml").write_text("resources:\n- {url: ftp://x}\n")
    with pytest.raises(InputError) as raised:
        load_curriculum(str(tmp_path))
    sources = {Path(fault.source).name for fault in raised.value.faults}
    assert sources == {"all.yaml", "resources.yaml"}


@given(st.lists(st.sets(st.integers(0, 29)), min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_the_order_puts_prerequisites_first(parents: list[set[int]], random: Random) -> None:
    graph = {str(i): tuple(str(j) for j in sorted(given_parents) if j < i) for i, given_parents in enumerate(parents)}
    nodes = list(graph)
    random.shuffle(nodes)
    order = topological_order({node: graph[node] for node in nodes})
    assert sorted(order) == sorted(graph)
    assert all(order.index(parent) < order.index(node) for node in graph for parent in graph[node])
    assert cycle_in(graph) == ()
