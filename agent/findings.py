"""What the check found, shown to the learner, who may object: an objection counts as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from studywright.agent.evidence import evidence_in_words
from studywright.agent.question import Option, Question
from studywright.learning.assessment import MASTERED, Assessment
from studywright.learning.goals import Target, skills_named
from studywright.learning.interview import UnreadableAnswerError
from studywright.learning.roadmap import Curriculum, Roadmap
from studywright.prompts import load_prompt

QUESTION = "findings"
SHOWN = 10
"""Skills listed for objection: those on which most hours rest with least certainty. Others can be named as well."""

_FINE = {"", "?", "ok", "okay", "yes", "y", "right", "all right", "it is right", "no", "nothing", "none"}
_NOT = re.compile(r"^\s*-|\b(?:not|no|never|don't|dont|cannot|can't)\b", re.I)


def findings_question(assessment: Assessment, target: Target, curriculum: Curriculum, seq: int) -> Question:
    """Ask whether what was found is right."""
    roadmap, mastery = curriculum.roadmap, assessment.mastery
    words = evidence_in_words(assessment.standing, curriculum)
    needed = [skill for skill in roadmap.skills if skill.id in target.needed]
    known = sum(mastery[skill.id] >= MASTERED for skill in needed)
    prompt = load_prompt(QUESTION, {"known": str(known), "total": str(len(needed))})
    doubt = {s.id: mastery[s.id] * (1 - mastery[s.id]) * s.hours.novice_to_working for s in needed}
    shown = sorted(sorted(needed, key=lambda s: -doubt[s.id])[:SHOWN], key=lambda s: -mastery[s.id])
    return Question(
        seq=seq,
        id=QUESTION,
        phase="findings",
        text=prompt.text,
        why=prompt.sections["Why"],
        how=prompt.sections["How"],
        options=tuple(Option(value=s.id, label=f"{s.title}: {_verdict(mastery[s.id], words.get(s.id))}") for s in shown),
        step=1,
        steps=1,
    )


def known_in_words(assessment: Assessment, curriculum: Curriculum) -> str:
    """List by stage what is most likely known; "" when nothing is."""
    mastery = assessment.mastery
    parts = []
    for stage in curriculum.roadmap.stages:
        skills = [skill for skill in curriculum.roadmap.skills if skill.stage == stage.id]
        known = [skill.title for skill in skills if mastery[skill.id] >= MASTERED]
        if known:
            parts.append(f"all {len(skills)} of {stage.title}" if len(known) == len(skills) else ", ".join(known))
    return "; ".join(parts)


def _verdict(p: float, words: str | None) -> str:
    said = "known" if p >= MASTERED else "to study"
    return f"{said} ({p:.0%} sure that you know it; {words or 'going by your answers around it'})"


def read_claims(text: str, question: Question, roadmap: Roadmap) -> str:
    """Read objections; gives what the journal keeps, such as "+docker -git". Raises UnreadableAnswerError."""
    if text.strip().casefold().rstrip(".!") in _FINE:
        return ""
    claims: dict[str, bool] = {}
    unread = []
    for part in filter(None, map(str.strip, re.split(r"[,;\n]", text))):
        number = re.fullmatch(r"(?:not\s+|-\s*)?(\d+)", part, re.I)
        at = int(number.group(1)) - 1 if number else -1
        named = (question.options[at].value,) if 0 <= at < len(question.options) else skills_named(part, roadmap)
        if not named:
            unread.append(part)
        claims.update(dict.fromkeys(named, not _NOT.search(part)))
    if unread:
        names = ", ".join(f"'{part[:40]}'" for part in unread[:3])
        raise UnreadableAnswerError(
            f"No skill of this roadmap is called {names}. Give the number or the name of a skill, or Enter."
        )
    return " ".join(f"{'+' if knows else '-'}{skill}" for skill, knows in claims.items())


def claims_of(value: str) -> Mapping[str, bool]:
    """Give what the journal kept: each skill, and whether the learner says they know it."""
    return {part[1:]: part[0] == "+" for part in value.split()}


def after_claims(
    before: Mapping[str, float], after: Mapping[str, float], claims: Mapping[str, bool], roadmap: Roadmap
) -> Iterator[str]:
    """Say for each objection what became of it."""
    for skill, knows in claims.items():
        title, p = roadmap.by_id[skill].title, after[skill]
        if (p >= MASTERED) == knows:
            done = "left out of the plan" if knows else "in the plan, if the goal needs it"
            yield f"{title}: {done} ({before[skill]:.0%} -> {p:.0%})"
        else:
            kept = "stays in the plan: more speaks against it" if knows else "still taken for known: more speaks for it"
            yield f"{title}: {kept} ({before[skill]:.0%} -> {p:.0%})"
