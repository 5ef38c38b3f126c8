"""Profiles and answers from files or programs: refused whole, with all faults, or taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from studywright.agent.checking import DONT_KNOW
from studywright.guardrails.entrance import resource_faults, roadmap_faults, typed_faults
from studywright.learning.documents import Document, read_document, validate_document
from studywright.learning.errors import Fault, InputError
from studywright.learning.goals import goal_faults
from studywright.learning.learner import LearnerProfile, date_faults
from studywright.learning.roadmap import Curriculum, available_roadmaps, load_curriculum


def read_profile(path: Path, curriculum: Curriculum, today: date) -> LearnerProfile:
    """Read and check a profile file. Raises InputError."""
    document = read_document(path)
    try:
        profile = validate_document(document, LearnerProfile)
    except InputError as error:
        raise InputError([*error.faults, *_further_faults(document, curriculum, today)]) from error
    check_profile(profile, curriculum, today, document)
    return profile


def _further_faults(document: Document, curriculum: Curriculum, today: date) -> tuple[Fault, ...]:
    """Find the faults of dates and names in what is sound of a faulty profile, so that all are told at once."""
    if not isinstance(document.data, dict):
        return ()
    try:
        LearnerProfile.model_validate(document.data)
    except ValidationError as error:
        faulty = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}
    sound: dict[str, object] = {key: value for key, value in document.data.items() if key not in faulty}
    if "hours_per_week" not in sound and "availability" not in sound:
        sound["hours_per_week"] = 1
    sound.setdefault("goal", {"role": curriculum.roadmap.roles[0].id} if curriculum.roadmap.roles else {"text": "x"})
    try:
        check_profile(LearnerProfile.model_validate(sound), curriculum, today, document)
    except InputError as error:
        return error.faults
    except ValidationError:
        return ()
    return ()


def check_profile(profile: LearnerProfile, curriculum: Curriculum, today: date, document: Document | None = None) -> None:
    """Check a profile against the roadmap and the day. Raises InputError with all faults."""
    document = document or Document("the profile", {}, {})
    found = [*date_faults(profile, today), *goal_faults(profile, curriculum.roadmap), *_typed(profile)]
    if found:
        raise InputError([document.fault(tuple(location), message, cure) for location, message, cure in found])


def _typed(profile: LearnerProfile) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Find what must not be let in among the learner's own words; they are never repeated."""
    for location, text in (
        (("name",), profile.name),
        (("background",), profile.background),
        (("goal", "text"), profile.goal.text or ""),
    ):
        yield from ((location, f"'{'.'.join(location)}' cannot be taken: {fault}", "") for fault in typed_faults(text))


def open_curriculum(name: str) -> Curriculum:
    """Load a roadmap, and refuse one of somebody else's that carries hostile text. Raises InputError with all faults."""
    curriculum = load_curriculum(name)
    if name in available_roadmaps():
        return curriculum
    found = [*roadmap_faults(curriculum.roadmap)]
    found += [(f"the resource {resource.url}", fault) for resource in curriculum.resources for fault in resource_faults(resource)]
    if found:
        raise InputError([Fault(name, None, f"{what} {problem}", "Take it out") for what, problem in found])
    return curriculum


def read_answers(path: Path, curriculum: Curriculum) -> dict[str, str]:
    """Read and check a file of answers. Raises InputError."""
    document = read_document(path)
    if not isinstance(document.data, dict):
        raise InputError([document.fault((), "is no list of answers", "Write lines such as docker-1: 2")])
    return check_answers(document.data, curriculum, document)


def check_answers(given: Mapping[str, object], curriculum: Curriculum, document: Document | None = None) -> dict[str, str]:
    """Check answers by item: the index of an option, its text, or dont-know; any text for an open item."""
    document = document or Document("the answers", {}, {})
    answers: dict[str, str] = {}
    faults: list[Fault] = []
    for name, said in given.items():
        item = curriculum.items_by_id.get(name)
        if item is None:
            faults.append(document.fault((name,), f"unknown item '{name}'", "Use an item id of the roadmap's bank"))
            continue
        text = str(said).strip()
        if refused := typed_faults(text):
            faults += [document.fault((name,), f"the answer to '{name}' cannot be taken: {fault}") for fault in refused]
            continue
        by_text = {option.casefold(): str(index) for index, option in enumerate(item.options)}
        if item.kind == "open" or text in (DONT_KNOW, *by_text.values()):
            answers[name] = text
        elif text.casefold() in by_text:
            answers[name] = by_text[text.casefold()]
        else:
            cure = f"Write 0 to {len(item.options) - 1}, an option's own text, or {DONT_KNOW}"
            faults.append(document.fault((name,), f"'{text[:60]}' is no answer to '{name}'", cure))
    if faults:
        raise InputError(faults)
    return answers
