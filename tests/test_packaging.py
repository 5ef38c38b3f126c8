from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

from tests.conftest import environment

ROOT = Path(__file__).parents[1]


def test_the_wheel_does_the_main_job_away_from_the_checkout(tmp_path: Path, home: Path) -> None:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True)
    wheel = next(tmp_path.glob("*.whl"))
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(site)
    assert not [name for name in names if name.startswith("studywright/") and "/__pycache__/" in name]
    assert {"studywright/py.typed", "studywright/prompts/interview/goal.md"} <= set(names)
    libraries = sysconfig.get_path("purelib")
    code = (
        f"import sys; sys.path[:] = [p for p in sys.path if 'site-packages' not in p] + [{str(site)!r}, {libraries!r}]\n"
        "import studywright; assert studywright.__file__.startswith({0!r}), studywright.__file__\n"
        "from studywright import StudyAgent, LearnerProfile, Goal\n"
        "plan = StudyAgent().plan(LearnerProfile(goal=Goal(skills=('docker',)), hours_per_week=5))\n"
        "assert plan.valid and plan.weeks\n"
    ).replace("{0!r}", repr(str(site)))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
