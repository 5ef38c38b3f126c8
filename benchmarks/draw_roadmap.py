"""Draw the prerequisites of a roadmap: docs/roadmap.svg. Needs Graphviz (`dot`). Run: python -m benchmarks.draw_roadmap."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from textwrap import wrap

from studywright.learning.roadmap import Roadmap, load_curriculum

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "roadmap.svg"
COLOURS = ("#dbe9f6", "#d9f0d8", "#fde8cf", "#e6def2", "#f9dcdc", "#e3e3e3")
"""One a stage, repeated when there are more; light enough for black text."""

LABEL_WIDTH = 20


def dot_source(roadmap: Roadmap) -> str:
    """Give the graph in Graphviz's language: an arrow from each prerequisite to what rests on it."""
    return "\n".join(_lines(roadmap)) + "\n"


def _lines(roadmap: Roadmap) -> Iterator[str]:
    yield "digraph roadmap {"
    yield '  graph [rankdir=LR, ranksep=0.55, nodesep=0.12, fontname="Helvetica", bgcolor="white"];'
    yield '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, margin="0.08,0.05", height=0.3];'
    yield '  edge [color="#777777", arrowsize=0.6];'
    colours = {stage.id: COLOURS[index % len(COLOURS)] for index, stage in enumerate(roadmap.stages)}
    for skill in roadmap.skills:
        yield f'  "{skill.id}" [label={_label(skill.title)}, fillcolor="{colours[skill.stage]}", tooltip={_quoted(skill.summary)}];'
    for child, parents in roadmap.prerequisites.items():
        for parent in parents:
            yield f'  "{parent}" -> "{child}";'
    yield "  subgraph cluster_legend {"
    yield '    label="Stages"; color="#aaaaaa";'
    for stage in roadmap.stages:
        yield f'    "stage {stage.id}" [label={_label(stage.title)}, fillcolor="{colours[stage.id]}"];'
    yield "  }"
    yield "}"


def _label(title: str) -> str:
    return _quoted("\\n".join(wrap(title, LABEL_WIDTH)))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def arrows(svg: str) -> set[tuple[str, str]]:
    """Read the arrows back from a drawing, each a prerequisite and what rests on it."""
    titles = (unescape(part.split("</title>", 1)[0]) for part in svg.split("<title>")[1:])
    return {(parent, child) for parent, arrow, child in (title.partition("->") for title in titles) if arrow}


def main() -> None:
    """Draw the shipped roadmap."""
    source = dot_source(load_curriculum("ml-engineer-2026").roadmap)
    drawn = subprocess.run(["dot", "-Tsvg"], input=source, capture_output=True, text=True, check=True)
    PICTURE.write_text(drawn.stdout, encoding="utf-8")


if __name__ == "__main__":
    main()
