from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
import time_machine
import yaml
from benchmarks.draw_roadmap import PICTURE, arrows
from benchmarks.generate_docs import generated

from studywright.learning.learner import LearnerProfile
from studywright.learning.roadmap import Curriculum
from tests.conftest import BAKING, Cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_generated_pages_and_schemas_are_up_to_date() -> None:
    for path, text in generated().items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"run: python -m benchmarks.generate_docs ({path})"


def test_the_picture_shows_the_roadmap_as_it_is(shipped: Curriculum) -> None:
    drawn = arrows(PICTURE.read_text(encoding="utf-8"))
    edges = {(parent, child) for child, parents in shipped.roadmap.prerequisites.items() for parent in parents}
    assert drawn == edges, "run: python -m benchmarks.draw_roadmap"


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "profiles").glob("*.yaml")), ids=lambda p: p.stem)
def test_the_example_profiles_fit_their_schema(path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "profile.schema.json").read_text())
    data = yaml.safe_load(path.read_text())
    jsonschema.validate(data, schema)
    LearnerProfile.model_validate(data)


def test_roadmap_files_fit_their_schemas() -> None:
    examples = (ROOT / "examples" / "roadmaps").iterdir()
    for folder in (BAKING, ROOT / "learning" / "roadmaps" / "ml-engineer-2026", *examples):
        for name, files in (
            ("roadmap", [folder / "roadmap.yaml"]),
            ("resources", [folder / "resources.yaml"]),
            ("items", sorted((folder / "items").glob("*.yaml"))),
        ):
            schema = json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text())
            for file in files:
                data = json.loads(json.dumps(yaml.load(file.read_text(), yaml.CSafeLoader), default=str))
                jsonschema.validate(data, schema)


def test_no_file_names_a_machine_or_a_package_host() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("*.txt"), *(ROOT / "docs").rglob("*.md")]:
        text = path.read_text(encoding="utf-8")
        assert "/work/" not in text
        assert "index-url" not in text


@pytest.mark.parametrize("command", ["plan --profile", "verify examples"])
def test_the_readme_shows_what_the_commands_print(
    command: str, program: Cli, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.move_to(datetime(2026, 11, 26, tzinfo=UTC))
    monkeypatch.chdir(ROOT)
    block = next(b for b in README.split("```")[1::2] if b.startswith(f"\n$ studywright {command}"))
    first, _, shown = block.strip("\n").partition("\n")
    printed = program(*first.split()[2:], columns=72).stdout
    for piece in f"{shown}\n".split("...\n"):
        assert piece in re.sub(r" +\n", "\n", printed)
