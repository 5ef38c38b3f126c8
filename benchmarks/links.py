"""Checking 2,000 links on this machine, one in ten slow, one in ten broken. Run: python -m benchmarks.links."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection

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


def serve(port: Connection) -> None:
    """Answer in a process of its own, so that the server's work does not count as ours; runs until it is ended."""

    async def forever() -> None:
        served = {path: answer for path, (_, answer, _) in answers().items()} | {"/circle": redirect("/circle")}
        async with Loopback(served) as server:
            port.send(server.port)
            await asyncio.Event().wait()

    asyncio.run(forever())


async def measure(port: int) -> None:
    """Check them all, and print what came out."""
    right = answers()
    urls = {f"http://h{n % HOSTS}.example:{port}/{n}": f"/{n}" for n in range(LINKS)}
    async with Web(Rules(loopback=True), resolver=here) as web:
        begun, used = time.perf_counter(), time.process_time()
        checks = await check_links(web, urls, lambda: datetime.now(UTC))
        took, worked = time.perf_counter() - begun, time.process_time() - used
    wrong = [(urls[c.url], c.state, right[urls[c.url]][0], c.why) for c in checks if c.state != right[urls[c.url]][0]]
    work = sum(seconds for *_, seconds in right.values()) / CONNECTIONS
    print(f"{len(checks)} links at {HOSTS} hosts, {CONNECTIONS} at once: {dict(Counter(c.state for c in checks))}")
    print(f"called wrong: {len(wrong)} {wrong[:5]}")
    print(
        f"{took:.1f} s, of which {worked:.1f} s of a processor; "
        f"the slowest answer {SLOW_SECONDS:.1f} s, the work divided by the parallelism {work:.1f} s"
    )
    for name, bound in (
        ("2 x slowest + work / parallelism", 2 * SLOW_SECONDS + work),
        ("2 x (slowest + work / parallelism)", 2 * (SLOW_SECONDS + work)),
    ):
        print(f"at most {name} = {bound:.1f} s: {'kept' if took <= bound else 'NOT kept'}")


def main() -> None:
    """Run."""
    processes = get_context("spawn")
    ours, theirs = processes.Pipe()
    server = processes.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    try:
        asyncio.run(measure(ours.recv()))
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
