"""`show` and `export`."""

from __future__ import annotations

import sys
from pathlib import Path

from studywright.agent.cli.common import check_writable, console, database_there, open_store, plan_json, write_whole
from studywright.agent.output.markdown import render_markdown
from studywright.agent.output.paragraph import say
from studywright.agent.output.terminal import print_plan
from studywright.agent.verify import judge, with_own
from studywright.learning.documents import read_document, validate_document
from studywright.learning.errors import InputError
from studywright.learning.plan import StudyPlan
from studywright.learning.progress import with_progress
from studywright.learning.roadmap import Curriculum, available_roadmaps, load_curriculum
from studywright.tools.store import find_learner, plan_of_learner, works_of_learner


def run_show(file: Path | None, weeks: list[int] | None, everything: bool, database: str | None, as_json: bool) -> None:
    """Print a plan; one from a file is checked first, since anybody may have written it."""
    plan, source = _plan(file, database)
    if as_json:
        sys.stdout.write(plan_json(plan))
        return
    numbers = {week.number for week in plan.weeks}
    missing = sorted(set(weeks or ()) - numbers)
    if missing:
        raise InputError.of("--week", f"the plan has no week {missing[0]}", f"Give 1 to {max(numbers, default=0)}")
    wanted = sorted(numbers) if everything else weeks
    curriculum = _curriculum(source)
    print_plan(console(), _checked(plan, file, curriculum, database), curriculum.roadmap, weeks=wanted)


def run_export(form: str, file: Path | None, output: Path | None, database: str | None) -> None:
    """Write a plan in a form."""
    if form not in ("json", "md"):
        raise InputError.of("export", f"there is no form '{form}'", "Write json or md")
    check_writable(output)
    plan, source = _plan(file, database)
    if form == "json":
        text = plan_json(plan)
    else:
        curriculum = _curriculum(source)
        text = render_markdown(_checked(plan, file, curriculum, database), curriculum.roadmap)
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, text)
        say(console(error=True), f"Written to {output}")


def _plan(file: Path | None, database: str | None, learner: str | None = None) -> tuple[StudyPlan, str]:
    """Read a plan, and the name under which its roadmap was loaded."""
    if file is not None:
        plan = validate_document(read_document(file), StudyPlan)
        return plan, plan.roadmap.id
    with open_store(database) as store:
        info = find_learner(store, learner)
        found = with_progress(plan_of_learner(store, info.id), works_of_learner(store, info.id))
    return found, info.roadmap


def _checked(plan: StudyPlan, file: Path | None, curriculum: Curriculum, database: str | None) -> StudyPlan:
    """Put the guardrails' own verdicts onto a plan from a file, whatever it says of itself."""
    if file is None:
        return plan
    return plan.model_copy(update={"verdicts": judge(plan, with_own(curriculum, database_there(database)))})


def _curriculum(source: str) -> Curriculum:
    """Load the plan's roadmap, for its titles."""
    if source in available_roadmaps() or Path(source).exists():
        return load_curriculum(source)
    raise InputError.of(source, "the plan's roadmap is not there any more", "Put it back, or export the plan as json")
