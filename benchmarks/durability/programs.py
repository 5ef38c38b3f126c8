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
    """Run the real command in a process of its own, and kill it some seconds after it was started."""
    return _command(arguments, lines, kill_after, talking=False)


def command_talking(arguments: Sequence[str], lines: Sequence[str], kill_after: float = 0.0) -> Outcome:
    """Run the real command in a process of its own, and kill it some seconds after its first prompt."""
    return _command(arguments, lines, kill_after, talking=True)


def seconds_of_command(arguments: Sequence[str], lines: Sequence[str]) -> tuple[float, float]:
    """Run the real command to its end; gives the seconds until its first prompt, and those from there on."""
    begun = time.perf_counter()
    with _started(arguments, lines) as process:
        _until_prompt(process)
        prompt = time.perf_counter()
        process.communicate()
    return prompt - begun, time.perf_counter() - prompt


def _command(arguments: Sequence[str], lines: Sequence[str], kill_after: float, *, talking: bool) -> Outcome:
    with _started(arguments, lines) as process:
        shown = _until_prompt(process) if talking else b""
        try:
            shown += process.communicate(timeout=kill_after or None)[0]
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            shown += process.communicate()[0]
    return _outcome(process.returncode, shown.decode())


def _started(arguments: Sequence[str], lines: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start the command, with all lines typed in already."""
    typed, typing = os.pipe()
    os.write(typing, "".join(f"{line}\n" for line in lines).encode())
    os.close(typing)
    command = [sys.executable, "-m", "studywright", *arguments]
    process = subprocess.Popen(command, stdin=typed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0)
    os.close(typed)
    return process


def _until_prompt(process: subprocess.Popen[bytes]) -> bytes:
    """Read up to the first prompt."""
    shown = b""
    while process.stdout is not None and b"> " not in shown and (more := process.stdout.read(4096)):
        shown += more
    return shown


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
