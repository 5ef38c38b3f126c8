"""The program as a learner runs it, killed after some seconds: as a process of its own, or quicker in a fork of this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.durability.scripted import Outcome
from studywright.agent.cli import main

Run = Callable[[Sequence[str], Sequence[str], float], Outcome]
"""Runs the program with arguments, typing lines in, and kills it after some seconds (0: never)."""


def command(arguments: Sequence[str], lines: Sequence[str], kill_after: float = 0.0) -> Outcome:
    """Run the real command in a process of its own, from its first import on."""
    process = subprocess.Popen(
        [sys.executable, "-m", "studywright", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        shown, _ = process.communicate("".join(f"{line}\n" for line in lines), timeout=kill_after or None)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        shown, _ = process.communicate()
    return _outcome(process.returncode, shown)


def fork(arguments: Sequence[str], lines: Sequence[str], kill_after: float = 0.0) -> Outcome:
    """Run the program in a fork, with everything imported already, type lines in, and kill it after some seconds."""
    typed, typing = os.pipe()
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(typed, 0)
        os.dup2(writes, 1)
        os.dup2(writes, 2)
        for end in (typed, typing, reads, writes):
            os.close(end)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - for the rest of the process
        sys.argv = ["studywright", *arguments]
        code = 1
        try:
            main()
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        finally:
            sys.stdout.flush()
            os._exit(code)
    os.close(typed)
    os.close(writes)
    os.write(typing, "".join(f"{line}\n" for line in lines).encode())
    os.close(typing)
    if kill_after:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reads) as pipe:
        shown = pipe.read()
    _, status = os.waitpid(child, 0)
    return _outcome(os.waitstatus_to_exitcode(status), shown)


def _outcome(code: int, shown: str) -> Outcome:
    """Read what became of it: an answer is acknowledged by the prompt that follows it, the last one by the end."""
    if code > 0:
        raise RuntimeError(f"the program failed: {shown[-500:]}")
    ended = code == 0
    return Outcome(ended, tuple(range(1, shown.count("> ") + ended)))
