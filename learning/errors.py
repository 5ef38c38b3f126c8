"""The exceptions of studywright, in one tree.

StudywrightError          anything studywright raises on purpose; `exit_code` is what a command ends with
├── InputError            what was given cannot be used: a list of faults, all at once (exit code 2)
├── StoreError            the record store cannot be opened, read or written (exit code 2)
│   └── AddressError      the address of a record store is none (exit code 2)
├── NetworkError          the network, or who we asked there, does not answer as it should (exit code 4)
│   └── RefusedError      an address that we do not go to (exit code 4)
├── BusyError             another process holds the planning thread (exit code 1)
└── StaleAnswerError      an answer to a question that is no longer open (exit code 1)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with an input: where it stands, what is wrong, and what to write instead."""

    source: str
    line: int | None
    message: str
    cure: str = ""

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {self.message}" + (f". {self.cure}" if self.cure else "")


class StudywrightError(Exception):
    """Base of all errors that studywright raises on purpose; its text is meant for the user."""

    exit_code = 1


class InputError(StudywrightError):
    """Bad input, refused whole. `faults` lists everything that is wrong with it, not only the first thing."""

    exit_code = 2

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    @classmethod
    def of(cls, source: str, message: str, cure: str = "") -> InputError:
        """Build the error of a single fault."""
        return cls([Fault(source, None, message, cure)])


class StoreError(StudywrightError):
    """The record store cannot be used: not writable, locked, damaged, or made by a newer version."""

    exit_code = 2


class AddressError(StoreError):
    """What was given as the address of a record store is none; no store is meant that could be done without."""


class NetworkError(StudywrightError):
    """The network, or who we asked there, does not answer as it should. What works offline still works."""

    exit_code = 4


class RefusedError(NetworkError):
    """An address that we do not go to: not of the web, or in a private network."""


class BusyError(StudywrightError):
    """Another process is working on the same planning thread. Try again when it has ended."""


class StaleAnswerError(StudywrightError):
    """The answer belongs to a question that is no longer the open one; nothing was recorded."""
