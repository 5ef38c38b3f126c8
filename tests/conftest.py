from __future__ import annotations

import io
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from studywright.agent.cli import main
from studywright.learning.roadmap import Curriculum, load_curriculum

BAKING = Path(__file__).parent / "data" / "baking"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Let a test run on one Monday morning, from where it can travel on; a process of its own has the real day."""
    with time_machine.travel(NOW) as traveller:
        yield traveller


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


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database of each kind."""
    return request.getfixturevalue("postgres") if request.param == "postgresql" else f"sqlite:///{tmp_path / 'records.db'}"


@pytest.fixture
def postgres() -> Iterator[str]:
    """Give the address of an empty database on a server."""
    server = os.environ.get("STUDYWRIGHT_TEST_POSTGRES")
    if not server:
        pytest.skip('no PostgreSQL server: eval "$(.ci/postgres start)" starts one')
    with fresh_database(server) as address:
        yield address


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """Make an empty database on a server, and drop it in the end."""
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        engine.dispose()


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
def program(
    home: Path, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Cli:
    """Run the command in this process, which is quicker: the same function, exit codes and output."""

    def run(*arguments: str, typed: str = "", columns: int = 80) -> subprocess.CompletedProcess[str]:
        for name, value in {"HOME": str(home), "COLUMNS": str(columns)}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["studywright", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else int(error.code is not None)
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, out, err)

    return run


@pytest.fixture
def profile_file(home: Path) -> Path:
    path = home / "profile.yaml"
    path.write_text("name: Ada\ngoal: {role: baker}\nhours_per_week: 6\nself_ratings: {basics: 0, bread: 0}\n")
    return path
