"""Checking 2,000 links on this machine, one in ten slow, one in ten broken. Run: python -m benchmarks.links."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from benchmarks.loopback import Answer, Loopback, hang_up, page, redirect, slow
from studywright.tools.web.address import Rules
from studywright.tools.web.fetch import CONNECTIONS, Web
from studywright.tools.web.links import check_links

LINKS = 2_000
HOSTS = 200
SLOW_SECONDS = 1.0
QUICK_SECONDS = 0.02
BROKEN: tuple[tuple[str, Answer], ...] = (
    ("dead", page(status=404)),
    ("dead", redirect("/circle")),
    ("dead", redirect("http://169.254.169.254/")),
    ("unknown", page(status=503)),
    ("unknown", hang_up),
)


def answers() -> dict[str, tuple[str, Answer, float]]:
    """Give for each path the right state, the answer, and the seconds it takes."""
    made: dict[str, tuple[str, Answer, float]] = {}
    for n in range(LINKS):
        if n % 10 == 3:
            made[f"/{n}"] = ("alive", slow(SLOW_SECONDS, page()), SLOW_SECONDS)
        elif n % 10 == 7:
            state, answer = BROKEN[n // 10 % len(BROKEN)]
            made[f"/{n}"] = (state, slow(QUICK_SECONDS, answer), QUICK_SECONDS)
        elif n % 10 == 9:
            made[f"/{n}"] = ("moved", slow(QUICK_SECONDS, redirect("/0")), 2 * QUICK_SECONDS)
        else:
            made[f"/{n}"] = ("alive", slow(QUICK_SECONDS, page()), QUICK_SECONDS)
    return made


async def here(host: str, port: int) -> Sequence[str]:
    """Find every name on this machine; an address is itself."""
    return ["127.0.0.1"] if host.endswith(".example") else [host]


async def measure() -> None:
    """Check them all, and print what came out."""
    right = answers()
    served: dict[str, Answer] = {path: answer for path, (_, answer, _) in right.items()} | {"/circle": redirect("/circle")}
    async with Loopback(served) as server, Web(Rules(loopback=True), resolver=here) as web:
        urls = {server.url(f"/{n}", f"h{n % HOSTS}.example"): f"/{n}" for n in range(LINKS)}
        begun = time.perf_counter()
        checks = await check_links(web, urls, lambda: datetime.now(UTC))
        took = time.perf_counter() - begun
    wrong = [(urls[c.url], c.state, right[urls[c.url]][0], c.why) for c in checks if c.state != right[urls[c.url]][0]]
    work = sum(seconds for *_, seconds in right.values()) / CONNECTIONS
    print(f"{len(checks)} links at {HOSTS} hosts, {CONNECTIONS} at once: {dict(Counter(c.state for c in checks))}")
    print(f"called wrong: {len(wrong)} {wrong[:5]}")
    print(f"{took:.1f} s; the slowest answer {SLOW_SECONDS:.1f} s, the work divided by the parallelism {work:.1f} s")
    print(
        f"at most 2 x (slowest + work / parallelism) = {2 * (SLOW_SECONDS + work):.1f} s: {'kept' if took <= 2 * (SLOW_SECONDS + work) else 'NOT kept'}"
    )


def main() -> None:
    """Run."""
    asyncio.run(measure())


if __name__ == "__main__":
    main()
