"""Asking a role once: what it said goes into the journal before anything is made of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from studywright.agent.models.note import NOTE, Note, heard, notes_of
from studywright.agent.roles.role import DepsT, OutputT, Role
from studywright.agent.state import Context
from studywright.tools.store import JournalEntry


async def consult(
    context: Context, entries: Sequence[JournalEntry], role: Role[DepsT, OutputT], deps: DepsT, about: str = ""
) -> tuple[OutputT | None, list[JournalEntry]]:
    """Give what the role says, None when the deterministic way takes over, and the journal. Asked before, it is read back."""
    told = [note for note in notes_of(entries) if note.role == role.name and note.about == about]
    if told:
        return heard(role, deps, told[-1]), list(entries)
    if context.advisor is None:
        output, note = None, Note(role=role.name, about=about)
    else:
        said = await context.advisor.ask(role, deps, entries, about)
        output, note = said.output, said.note
    entry = JournalEntry(len(entries), NOTE, role.name, note.model_dump_json())
    await asyncio.to_thread(context.store.append, context.thread, entry)
    return output, [*entries, entry]
