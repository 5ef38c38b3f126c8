from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studywright.learning.documents import MAX_BYTES, parse_document, read_document, validate_document
from studywright.learning.errors import InputError
from studywright.learning.learner import LearnerProfile


def test_every_value_knows_its_line() -> None:
    document = parse_document("a: 1\nb:\n  - x\n  - y: no\n", "f.yaml")
    assert document.data == {"a": 1, "b": ["x", {"y": "no"}]}
    assert document.line(("b", 1, "y")) == 4
    assert document.line(("b", 1, "y", "not there")) == 4


def test_json_is_read_too() -> None:
    assert parse_document('{"a": [1, 2.5, true, null, "x"]}', "f.json").data == {"a": [1, 2.5, True, None, "x"]}


def test_all_faults_are_told_at_once_with_lines_and_cures() -> None:
    text = "goal: {role: 7}\nhours_per_weak: 8\nlanguages: english\nbreaks:\n  - {from: 2027-02-01, to: 2027-01-01}\n"
    with pytest.raises(InputError) as raised:
        validate_document(parse_document(text, "p.yaml"), LearnerProfile)
    said = str(raised.value)
    assert "p.yaml:2: unknown key 'hours_per_weak'. Did you mean 'hours_per_week'?" in said
    assert "p.yaml:1:" in said
    assert "p.yaml:3:" in said
    assert "p.yaml:5:" in said
    assert "a break ends (2027-01-01) before it begins" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nb: *x\n", "alias"),
        ("a: !!python/object:os.system x\n", "tag"),
        ("a: 1\na: 2\n", "twice"),
        ("a: *nowhere\n", "alias"),
        ("!x a: 1\n", "tag"),
        ("[1]: 2\n", "no text"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("a: [1\n", "no valid YAML"),
        ("[" * 100 + "]" * 100, "nested"),
        ("a: \x00", "no valid YAML"),
    ],
)
def test_unsafe_or_broken_files_are_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_document(text, "f.yaml")


def test_a_file_that_is_no_text_or_not_there_or_too_large(tmp_path: Path) -> None:
    binary = tmp_path / "b"
    binary.write_bytes(b"\xff\xfe\x00")
    large = tmp_path / "l"
    large.write_text("#" * (MAX_BYTES + 1))
    for path, said in ((binary, "UTF-8"), (large, "larger"), (tmp_path / "none", "cannot be read"), (tmp_path, "cannot be read")):
        with pytest.raises(InputError, match=said):
            read_document(path)


characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x7f")
texts = st.text(characters)
keys = st.text(characters, max_size=160)  # YAML ends a key after 1,024 characters, and an escape takes six
values = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | texts


@given(st.recursive(values, lambda value: st.lists(value) | st.dictionaries(keys, value)))
def test_what_json_says_is_what_is_read(data: object) -> None:
    assert parse_document(json.dumps(data), "f.json").data == data


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        validate_document(parse_document(text, "f"), LearnerProfile)
    except InputError as error:
        assert error.faults
