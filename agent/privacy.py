"""What is kept on a learner, records and checkpoints alike: as one document, or gone for good."""

from __future__ import annotations

from pydantic import JsonValue, TypeAdapter
from pydantic_core import to_jsonable_python

from studywright.agent.checkpoints import forget_threads, newest_values
from studywright.tools.store import LearnerInfo, RecordStore
from studywright.tools.store.privacy import erase, everything_on, threads_of

Document = dict[str, JsonValue]


async def document_on(store: RecordStore, learner: LearnerInfo) -> Document:
    """Give everything on a learner: each row of the record store by table, and the newest checkpoint of each conversation."""
    checkpoints = {thread: await newest_values(store.address, thread) for thread in threads_of(store, learner.id)}
    found = {"format": 1, "learner": learner.id, "records": everything_on(store, learner.id), "checkpoints": checkpoints}
    return TypeAdapter(Document).validate_python(to_jsonable_python(found, fallback=str))


async def forget(store: RecordStore, learner: LearnerInfo) -> tuple[str, ...]:
    """Delete everything on a learner. Gives the backups that were deleted with it, since they held it too.

    Raises BusyError while another process works on the learner's plan. The records go first: should the process end in between,
    `studywright doctor --mend` takes the rest away.
    """
    threads = threads_of(store, learner.id)
    backups = erase(store, learner.id)
    await forget_threads(store.address, threads)
    return backups
