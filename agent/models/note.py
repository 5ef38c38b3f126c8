"""What a role of a model said, as the journal keeps it: so it is paid for once, and the same journal gives the same plan."""

from __future__ import annotations

from collections.abc import Sequence

from studywright.agent.roles.role import DepsT, OutputT, Role
from studywright.learning.base import Frozen
from studywright.learning.plan import RoleUsage, Usage
from studywright.tools.store import JournalEntry

NOTE = "note"
"""The kind of such an entry of the journal."""


class Note(Frozen):
    """The outcome of asking a role once. `output` is the JSON of its output, or "" when the deterministic way took over."""

    role: str
    about: str = ""
    """What it was asked about: a question's id, or "" when the role has one task a thread."""
    prompt: int = 0
    """Version of the prompt."""
    output: str = ""
    usage: Usage = Usage()
    notice: str = ""
    """One line for the learner, when something went another way than hoped."""


def note_of(entry: JournalEntry) -> Note | None:
    """Read a note; None when the entry is none."""
    return Note.model_validate_json(entry.value) if entry.kind == NOTE else None


def notes_of(entries: Sequence[JournalEntry]) -> tuple[Note, ...]:
    """Read all notes of a journal, in order."""
    return tuple(note for entry in entries if (note := note_of(entry)) is not None)


def usage_of(notes: Sequence[Note]) -> Usage:
    """Add up what was used."""
    models = dict.fromkeys(note.usage.model for note in notes if note.usage.model)
    return Usage(
        model=", ".join(models) or None,
        requests=sum(note.usage.requests for note in notes),
        input_tokens=sum(note.usage.input_tokens for note in notes),
        output_tokens=sum(note.usage.output_tokens for note in notes),
        roles=tuple(_share(role, notes) for role in dict.fromkeys(note.role for note in notes if note.usage.requests)),
    )


def _share(role: str, notes: Sequence[Note]) -> RoleUsage:
    used = [note.usage for note in notes if note.role == role]
    return RoleUsage(
        role=role,
        requests=sum(usage.requests for usage in used),
        input_tokens=sum(usage.input_tokens for usage in used),
        output_tokens=sum(usage.output_tokens for usage in used),
    )


def heard(role: Role[DepsT, OutputT], deps: DepsT, note: Note) -> OutputT | None:
    """Read back what a role said; None when it said nothing that holds for these dependencies."""
    if not note.output:
        return None
    output = role.output.model_validate_json(note.output)
    return None if list(role.faults(deps, output)) else output
