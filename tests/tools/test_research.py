from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from benchmarks.loopback import Answer, Loopback, page, slow
from tests.conftest import BAKING, NOW, TODAY
from tests.tools.web.engines import Engines, Row

from studywright.agent.output.markdown import render_markdown
from studywright.agent.session import begin_session
from studywright.agent.start import Start
from studywright.learning.errors import NetworkError
from studywright.learning.learner import Goal, LearnerProfile
from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Curriculum, load_curriculum
from studywright.tools.catalogue import Catalogue
from studywright.tools.research import NO_NETWORK, Finding, Going, Need, Online, Research
from studywright.tools.store import RecordStore, open_engine
from studywright.tools.web.address import Rules
from studywright.tools.web.fetch import Web
from studywright.tools.web.finds import Hosts, rank_finds, search_query
from studywright.tools.web.page import Page
from studywright.tools.web.search import Found
from studywright.tools.web.settings import SearchSettings

NEED = Need("oven", level="beginner", languages=("en",))
OFFLINE = SearchSettings("duckduckgo", "http://127.0.0.1:9", None, seconds=1)


async def unreachable(host: str, port: int) -> Sequence[str]:
    raise NetworkError("the name could not be looked up")


def test_online_with_no_network_the_catalogue_stands_and_a_note_says_so(baking: Curriculum, tmp_path: Path) -> None:
    async def run() -> Finding:
        engine = open_engine(f"sqlite:///{tmp_path}/x.db")
        catalogue = Catalogue(baking, engine)
        async with Web(resolver=unreachable) as web:
            online = Online(web, engine, catalogue, OFFLINE, lambda: NOW)
            return await Research(baking.roadmap, catalogue, online).find(NEED)

    found = asyncio.run(run())
    assert found.resources == tuple(Catalogue(baking).for_skill("oven"))
    assert (found.links, found.notes) == ({}, (NO_NETWORK,))


SITE = "bread.example.org:8080"
TEXT = "".join(
    f"<p>An oven at {n * 10} degrees bakes loaf {n} by heat from above and below; steam helps its crust.</p>" for n in range(30)
)
NEW = f"http://{SITE}/new-oven"


def article(title: str, text: str = TEXT) -> Answer:
    return page(
        f"<html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"
    )


def plan_online(
    tmp_path: Path, engines: Engines, site: dict[str, Answer], otherwise: Answer
) -> tuple[StudyPlan, Catalogue, list[str]]:
    """Make a plan online, in a world that is this machine: the site of the catalogue, and a search engine."""
    roadmap = tmp_path / "baking"
    if not roadmap.exists():
        shutil.copytree(BAKING, roadmap)
        catalogue = roadmap / "resources.yaml"
        catalogue.write_text(catalogue.read_text().replace("https://bread.example.org", f"http://{SITE}"))
    here = f"127.{os.getpid() % 250 + 2}.{os.getpid() // 250 % 250}.9"  # port 8080 is one of the web's; the address is ours alone

    async def resolver(host: str, port: int) -> Sequence[str]:
        return [here]

    async def run() -> StudyPlan | None:
        async with engines, Loopback(site, otherwise, host=here, port=8080) as server:
            asked.append(server)
            settings = SearchSettings("duckduckgo", engines.proxy, engines.ca_file, seconds=2, budget=10)
            going = Going(settings, lambda: Web(Rules(loopback=True), resolver=resolver, seconds=2))
            ratings = {"basics": 0, "bread": 0}
            profile = LearnerProfile(goal=Goal(skills=("oven",)), hours_per_week=6, self_ratings=ratings)
            start = Start(roadmap=str(roadmap), today=TODAY, interactive=False, questions=0, profile=profile)
            async with begin_session(store, start, now=lambda: NOW, online=going) as session:
                return await session.plan()

    asked: list[Loopback] = []
    store = RecordStore(f"sqlite:///{tmp_path}/records.db", lambda: NOW)
    plan = asyncio.run(run())
    assert plan is not None
    return plan, Catalogue(load_curriculum(str(roadmap)), store.engine), asked[0].asked


ROWS: list[Row] = [
    ("Ovens for beginners: a tutorial", NEW, "All about the oven"),
    ("Cars", f"http://{SITE}/cars", "Nothing about bread"),
]


def test_a_new_find_enters_the_plan_only_with_its_provenance_and_joins_the_catalogue(tmp_path: Path) -> None:
    gone = {r.url.removeprefix("https://bread.example.org") for r in load_curriculum(str(BAKING)).resources if "oven" in r.skills}
    site = dict.fromkeys(gone, page(status=404)) | {
        "/new-oven": article("Oven basics for beginners"),
        "/cars": article("Cars", "<p>Engines, wheels, roads.</p>"),
    }
    site["/robots.txt"] = page("", Content_Type="text/plain")
    plan, catalogue, _ = plan_online(tmp_path, Engines(tmp_path, ROWS), site, page())
    planned = {b.resource.url: b.resource for week in plan.weeks for b in week.blocks if b.resource and b.skill == "oven"}
    assert plan.valid
    assert set(planned) == {NEW}
    assert planned[NEW].seen_in.startswith("web search (duckduckgo): ")
    assert planned[NEW].seen_at == NOW.date()
    assert "new: found in the web on 23 Nov 2026" in render_markdown(plan, load_curriculum(str(tmp_path / "baking")).roadmap)
    assert NEW in {resource.url for resource in catalogue.own}
    assert f"http://{SITE}/cars" not in {resource.url for resource in catalogue.own}


def test_an_engine_that_answers_nonsense_leaves_the_catalogue_and_a_word(tmp_path: Path) -> None:
    rows: list[Row] = [("Inside", "http://10.0.0.1/", ""), ("Script", "javascript:alert(1)", "")]
    plan, catalogue, _ = plan_online(tmp_path, Engines(tmp_path, rows), {}, page())
    assert plan.valid
    assert plan.weeks
    told = [verdict.message for verdict in plan.verdicts if verdict.guardrail == "research"]
    assert told == ["the web search answers nonsense: these skills are planned from the catalogue"]
    assert not [verdict for verdict in plan.verdicts if verdict.guardrail == "links"], "all links were checked today"
    assert catalogue.own == ()
    again, _, asked_again = plan_online(tmp_path, Engines(tmp_path, rows), {}, page())
    assert asked_again == [], "checked within a day, they are not asked again"
    assert again.valid


def test_a_slow_site_is_not_called_dead(tmp_path: Path) -> None:
    plan, _, _ = plan_online(tmp_path, Engines(tmp_path, ROWS), {}, slow(5, page()))
    assert plan.valid
    assert [v.message for v in plan.verdicts if v.guardrail == "links"], "they count as not checked"


def found(
    title: str, position: int = 1, url: str = "https://new.example.org/x", written: date | None = None, text: str = ""
) -> tuple[Found, Page]:
    result = Found(title=title, url=url, snippet="", query="q", engines="e", position=position, at=NOW)
    body = text or f"{title}. Docker packs programs into containers; a Dockerfile says how. " * 20
    return result, Page(url=url, title=title, site="x", text=body, words=900, written=written)


def test_finds_are_ranked_by_more_than_their_position(shipped: Curriculum) -> None:
    skill = shipped.roadmap.by_id["docker"]
    hosts = Hosts.of(shipped.resources)
    known = max(hosts.counts, key=lambda host: hosts.counts[host])

    def order(*finds: tuple[Found, Page]) -> list[str]:
        return [page.title for _, page in rank_finds(finds, skill, "beginner", hosts, TODAY)]

    assert order(found("Docker internals, advanced"), found("Docker for beginners", 2))[0] == "Docker for beginners"
    old, new = found("Docker", written=TODAY - timedelta(days=4000)), found("Docker now", 2, written=TODAY)
    assert order(old, new)[0] == "Docker now"
    assert order(found("Docker a"), found("Docker b", 2, url=f"https://{known}/b"))[0] == "Docker b"
    assert order(found("Cooking", text="How to make soup with carrots and onions. " * 30)) == []
    assert search_query(skill, "beginner", ("video",), 2026) == "Docker and containers for beginners video 2026"


@pytest.mark.parametrize("kind", ["article", "course"])
def test_hours_of_a_find_say_what_they_rest_on(shipped: Curriculum, kind: str) -> None:
    from studywright.tools.web.finds import as_resource

    hosts, skill = Hosts.of(shipped.resources), shipped.roadmap.by_id["docker"]
    result, read = found(f"Docker: {'a course' if kind == 'course' else 'how it works'}")
    made = as_resource(result, read, skill, "beginner", hosts)
    assert made.kind == kind
    assert ("900 words" if kind == "article" else "Not measured") in made.hours_basis
    assert made.cost == "paid", "a price that nobody saw: it can be found, and stays out of plans"
    whole = as_resource(result, read.model_copy(update={"free": True}), skill, "beginner", hosts)
    assert whole.cost == ("free" if kind == "article" else "paid"), "of a course only the page about it was read"
