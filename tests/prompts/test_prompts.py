from __future__ import annotations

import pytest

from studywright.prompts import PromptError, load_prompt, prompt_names
from studywright.prompts.loader import _parse


@pytest.mark.parametrize("name", prompt_names())
def test_every_prompt_renders(name: str) -> None:
    _, variables, _ = _parse(name)
    prompt = load_prompt(name, {variable: f"<{variable}>" for variable in variables})
    assert prompt.version >= 1
    assert prompt.text
    assert set(prompt.sections) >= ({"Task"} if name.startswith("roles/") else {"Why", "How"})
    assert "$" not in prompt.text + "".join(prompt.sections.values())


def test_variables_must_be_just_those_declared() -> None:
    for variables in ({}, {"roadmap": "x", "more": "y"}):
        with pytest.raises(PromptError, match="takes"):
            load_prompt("interview/goal", variables)
    with pytest.raises(PromptError, match="no prompt"):
        load_prompt("nothing")
