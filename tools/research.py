"""Research for one skill: the catalogue always; links and the web only when asked to go online."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine

from studywright.learning.base import Level
from studywright.learning.errors import NetworkError, StoreError
from studywright.learning.roadmap import Resource, Roadmap, Skill
from studywright.learning.roadmap.resource import Kind
from studywright.tools.catalogue import Catalogue
from studywright.tools.store.cache import WebCache
from studywright.tools.store.links import checks_since, save_checks
from studywright.tools.web.fetch import Web
from studywright.tools.web.finds import Hosts, as_resource, rank_finds, search_query
from studywright.tools.web.links import LinkCheck, check_links
from studywright.tools.web.page import Page, PageReader
from studywright.tools.web.search import Found, WebSearch
from studywright.tools.web.settings import SearchSettings, rules_in_force

FRESH = timedelta(hours=24)
"""A link checked within this time counts as checked today."""

PAGES_READ = 3
NEW_FINDS = 2
"""Finds of the web that a skill is offered at the most."""

FROM_THE_CATALOGUE = "These skills are planned from the catalogue alone, without what you added"
NO_NETWORK = "there is no network: links were not checked, and nothing was searched"


@dataclass(frozen=True)
class Need:
    """What is looked for: resources for a skill, of about this level, in languages the learner reads."""

    skill: str
    level: Level
    languages: tuple[str, ...]
    kinds: tuple[Kind, ...] = ()
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """What was found for a skill: resources, what checks of their links said, and what has to be told."""

    resources: tuple[Resource, ...]
    links: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def open_web() -> Web:
    """Make the guarded requests that plans use."""
    return Web(rules_in_force())


@dataclass(frozen=True)
class Going:
    """How to go online: how to search, and how requests are made."""

    search: SearchSettings
    web: Callable[[], Web] = open_web


class Online:
    """Everything that goes to the network, for one plan."""

    def __init__(
        self, web: Web, engine: Engine, catalogue: Catalogue, settings: SearchSettings, now: Callable[[], datetime]
    ) -> None:
        cache = WebCache(engine, now)
        self.search = WebSearch(cache, settings, now, rules=web.rules)
        self.reader = PageReader(web, cache)
        self.hosts = Hosts.of(catalogue.shipped)
        self._web = web
        self._engine = engine
        self._now = now

    async def check(self, urls: Sequence[str]) -> dict[str, LinkCheck]:
        """Check links, unless they were checked within FRESH; what is learnt is kept."""
        known = dict(await asyncio.to_thread(checks_since, self._engine, urls, self._now() - FRESH))
        open_ones = [url for url in urls if url not in known or known[url].state == "unknown"]
        found = await check_links(self._web, open_ones, self._now)
        await asyncio.to_thread(save_checks, self._engine, found)
        return known | {check.url: check for check in found}

    async def finds(self, need: Need, skill: Skill) -> list[Resource]:
        """Search, read the first pages, and give those that are about the skill, best first. Raises NetworkError."""
        today = self._now().date()
        results = await self.search.search(search_query(skill, need.level, need.kinds, today.year))
        if not results:  # for words as common as ours; and an engine that limits us gives nothing as well
            raise NetworkError("the web search found nothing")
        pages = await asyncio.gather(*(self._page(result) for result in results[:PAGES_READ]))
        read = [(result, page) for result, page in zip(results, pages, strict=False) if page is not None]
        ranked = await asyncio.to_thread(rank_finds, read, skill, need.level, self.hosts, today)
        made = [as_resource(result, page, skill, need.level, self.hosts) for result, page in ranked]
        return [r for r in made if r.language in need.languages and r.url not in need.barred][:NEW_FINDS]

    async def _page(self, result: Found) -> Page | None:
        try:
            return await self.reader.read(result.url)
        except NetworkError:
            return None


class Research:
    """Research for a plan. Without `online` nothing goes to the network, and no time is lost."""

    def __init__(self, roadmap: Roadmap, catalogue: Catalogue, online: Online | None = None) -> None:
        self._roadmap = roadmap
        self._catalogue = catalogue
        self._online = online
        self._fault: StoreError | None = None

    async def find(self, need: Need) -> Finding:
        """Find resources for a skill.

        Never fails for the sake of the network or the record store: then the catalogue stands alone, and a note says so.
        """
        try:
            if self._fault is not None:  # each skill would wait for the same lock
                raise self._fault
            every = await asyncio.to_thread(self._catalogue.for_skill, need.skill)
            found = [resource for resource in every if resource.url not in need.barred]
            return Finding(tuple(found)) if self._online is None else await self._beyond(need, found, self._online)
        except StoreError as error:
            self._fault = error
            shipped = self._catalogue.shipped_for_skill(need.skill)
            return Finding(tuple(r for r in shipped if r.url not in need.barred), notes=(f"{error}. {FROM_THE_CATALOGUE}",))

    async def _beyond(self, need: Need, found: Sequence[Resource], online: Online) -> Finding:
        """Check the links of what was found, and search the web for more."""
        notes: list[str] = []
        checks = await online.check([resource.url for resource in found])
        if found and all(check.status is None for check in checks.values()):
            return Finding(tuple(found), notes=(NO_NETWORK,))
        new: list[Resource] = []
        try:
            new = await online.finds(need, self._roadmap.by_id[need.skill])
        except NetworkError as error:
            notes.append(f"{error}: these skills are planned from the catalogue")
        known = {resource.url for resource in found}
        alive = [r for r in found if r.url not in checks or checks[r.url].state != "dead"]
        states: dict[str, str] = {url: check.state for url, check in checks.items() if check.state != "unknown"}
        added = [resource for resource in new if resource.url not in known]
        return Finding((*alive, *added), states | {r.url: "alive" for r in added}, tuple(notes))
