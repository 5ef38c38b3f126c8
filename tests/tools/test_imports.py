from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import TODAY

from studywright.learning.errors import InputError
from studywright.learning.roadmap import Curriculum, Price
from studywright.tools.catalogue.imports import Imported, read_import


def read(tmp_path: Path, text: str, curriculum: Curriculum, name: str = "mine.csv", skills: tuple[str, ...] = ()) -> Imported:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_import(path, curriculum.roadmap, TODAY, skills)


def test_a_csv_with_all_columns_and_with_few(tmp_path: Path, baking: Curriculum) -> None:
    full, short = read(
        tmp_path,
        "url,title,skills,kind,level,cost,language,hours,provider,summary\n"
        'https://bread.example.net/book,"Bread, a book",sourdough; oven,book,working,20 eur,de,12,The Press,Good\n'
        "https://bread.example.net/film,A video about dough,dough,,,,,,,\n",
        baking,
    ).resources
    assert (full.title, full.skills, full.cost, full.hours) == (
        "Bread, a book",
        ("sourdough", "oven"),
        Price(amount=20, currency="EUR"),
        12,
    )
    assert (full.seen_in, full.seen_at, full.hours_basis) == ("added by you (mine.csv:2)", TODAY, "Your own figure")
    assert (short.kind, short.cost, short.level, short.provider) == ("video", "free", "beginner", "bread.example.net")
    assert short.hours_basis.startswith("Taken for a video")


def test_every_faulty_row_is_named_with_its_line(tmp_path: Path, baking: Curriculum) -> None:
    found = read(
        tmp_path,
        "url,title,skills,kind,hours\n"
        "https://bread.example.net/1,Fine,dough,,\n"
        "https://bread.example.net/2,Rust,rust,,\n"
        "http://10.0.0.1/x,Private,dough,,\n"
        "https://bread.example.net/3,,dough,thing,minus\n"
        "https://bread.example.net/4,No skill,,,\n"
        "https://bread.example.net/1,Again,dough,,\n"
        "https://bread.example.net/5,Too much,dough,book,1,2,3\n",
        baking,
    )
    assert [r.title for r in found.resources] == ["Fine"]
    assert sorted({fault.line for fault in found.faults}) == [3, 4, 5, 6, 7, 8]
    assert len([fault for fault in found.faults if fault.line == 5]) == 3


def test_a_markdown_list_takes_skills_from_its_headings(tmp_path: Path, baking: Curriculum) -> None:
    text = """# My links
Some words, and [a link](https://elsewhere.example.net/) inside them.

## Sourdough
- [The starter](https://bread.example.net/starter) - how to begin
* [All of it](https://bread.example.net/all)
1. [A book](https://bread.example.net/book "with a title"): long

## Other
- [Dough, kneaded](https://bread.example.net/knead)
- [Nothing known](https://bread.example.net/none)
- [Bad](ftp://bread.example.net/)
"""
    found = read(tmp_path, text, baking, "links.md")
    assert [(r.title, r.skills[0], r.summary) for r in found.resources] == [
        ("The starter", "sourdough", "how to begin"),
        ("All of it", "sourdough", ""),
        ("A book", "sourdough", "long"),
        ("Dough, kneaded", "dough", ""),
    ]
    assert {fault.line for fault in found.faults} == {11, 12}
    named = read(tmp_path, text, baking, "links.md", skills=("oven",))
    assert {fault.line for fault in named.faults} == {12}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "column 'url' is missing"),
        ("title\nx\n", "column 'url' is missing"),
        ("url,title,colour\n", "unknown column 'colour'"),
        ('url,title\n"https://a.example.org/,x\n', "no valid CSV"),
        ("url,title\n", "holds no resource"),
    ],
)
def test_files_that_are_no_import(tmp_path: Path, baking: Curriculum, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, text, baking)


def test_files_that_cannot_be_read(tmp_path: Path, baking: Curriculum) -> None:
    (tmp_path / "latin.csv").write_bytes(b"url,title\nhttps://a.example.org/,caf\xe9\n")
    for name, said in (("none.csv", "cannot be read"), ("latin.csv", "no text in UTF-8"), (".", "cannot be read")):
        with pytest.raises(InputError, match=said):
            read_import(tmp_path / name, baking.roadmap, TODAY)
