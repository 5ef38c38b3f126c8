from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from studywright.learning.roadmap import Curriculum, load_curriculum

BAKING = Path(__file__).parent / "data" / "baking"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def baking() -> Curriculum:
    return load_curriculum(str(BAKING))


@pytest.fixture(scope="session")
def shipped() -> Curriculum:
    return load_curriculum("ml-engineer-2026")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def environment(home: Path, columns: int = 80) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return kept | {"HOME": str(home), "COLUMNS": str(columns), "PYTHONUTF8": "1", "TERM": "xterm"}


@pytest.fixture
def cli(home: Path) -> Cli:
    """Run the real command in a process of its own, in an empty home folder."""

    def run(*arguments: str, columns: int = 80) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "studywright", *arguments],
            capture_output=True,
            text=True,
            env=environment(home, columns),
            cwd=home,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def profile_file(home: Path) -> Path:
    path = home / "profile.yaml"
    path.write_text("name: Ada\ngoal: {role: baker}\nhours_per_week: 6\nself_ratings: {basics: 0, bread: 0}\n")
    return path
