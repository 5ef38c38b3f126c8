"""`resources verify`: checking the links of a whole catalogue."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from studywright.agent.cli.common import console, open_store, print_json
from studywright.agent.output.paragraph import say
from studywright.agent.session import utc_now
from studywright.agent.validate import open_curriculum
from studywright.learning.errors import AddressError, StoreError
from studywright.tools.catalogue import Catalogue
from studywright.tools.store.links import save_checks
from studywright.tools.web.fetch import Web
from studywright.tools.web.links import LinkCheck, check_links
from studywright.tools.web.settings import rules_in_force

NO_NETWORK = 4
INVALID = 3
SHOWN = 40


def run_verify(own: bool, name: str, database: str | None, as_json: bool) -> None:
    """Check every link, keep what was found, and show what is wrong. Exit code 3 when a link is dead, 4 with no network."""
    curriculum = open_curriculum(name)
    errors = console(error=True)
    shipped = () if own else (resource.url for resource in curriculum.resources)
    added: Sequence[str] = ()
    unkept: StoreError | None = None
    try:
        with open_store(database) as store:
            added = [resource.url for resource in Catalogue(curriculum, store.engine).own]
    except StoreError as error:
        if own or isinstance(error, AddressError):
            raise
        unkept = error
        say(errors, f"{error}. Only the links of the catalogue are checked, not those you added.", style="yellow")
    checks = _checked(list(dict.fromkeys([*added, *shipped])), errors)
    try:
        if unkept is None:
            with open_store(database) as store:
                save_checks(store.engine, checks)
    except StoreError as error:
        unkept = error
    if unkept is not None:
        say(errors, f"What was found is not kept: {unkept}.", style="yellow")
    reached = any(check.status is not None for check in checks)
    if as_json:
        print_json([json.loads(json.dumps(vars(check), default=str)) for check in checks])
    else:
        _show(checks, reached)
    if checks and not reached:
        sys.exit(NO_NETWORK)
    if any(check.state == "dead" for check in checks):
        sys.exit(INVALID)


def _checked(urls: Sequence[str], screen: Console) -> tuple[LinkCheck, ...]:
    """Check with a bar on standard error, where somebody looks on."""
    columns = (TextColumn("links"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True) as progress:
        task = progress.add_task("links", total=len(urls))
        return asyncio.run(_check(urls, lambda check: progress.advance(task)))


async def _check(urls: Sequence[str], told: Callable[[LinkCheck], None]) -> tuple[LinkCheck, ...]:
    async with Web(rules_in_force()) as web:
        return await check_links(web, urls, utc_now, told)


def _show(checks: Sequence[LinkCheck], reached: bool) -> None:
    screen = console()
    if not checks:
        say(screen, "There is no link to check.")
        return
    if not reached:
        say(screen, f"None of {len(checks)} links could be checked: there is no network. Everything else works without one.")
        return
    wrong = [check for state in ("dead", "moved", "unknown") for check in checks if check.state == state]
    for check in wrong[:SHOWN]:
        say(screen, f"{check.state}: {check.url}", style="red" if check.state == "dead" else "yellow", hang=2)
        say(screen, check.why + (f": {check.target}" if check.target else ""), indent=2, hang=2)
    if len(wrong) > SHOWN:
        say(screen, f"... and {len(wrong) - SHOWN} more; all of them with --json")
    counts = Counter(check.state for check in checks)
    say(
        screen,
        f"{len(checks)} links: " + ", ".join(f"{counts[state]} {state}" for state in ("alive", "moved", "dead", "unknown")),
    )
