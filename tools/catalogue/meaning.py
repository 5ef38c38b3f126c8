"""Meaning as vectors: small static embeddings that come inside the wheel of wordllama. No download, no network.

A text is the mean of its tokens' vectors (256 numbers), of length 1. Kept as bytes for scoring, and as the bits of its
signs for a first look at very many: two texts are near when few bits differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from wordllama.inference import WordLlamaInference

Vectors = NDArray[np.float32]
DIMENSIONS = 256
SCALE = 400.0
"""Numbers of a vector of length 1 and 256 dimensions lie almost all within ±0.3: times 400 they use the range of a byte."""


def embed(texts: Sequence[str]) -> Vectors:
    """Embed texts; shape (number, 256), each row of length 1 (or 0, for a text with no token)."""
    if not texts:
        return np.zeros((0, DIMENSIONS), np.float32)
    found = np.asarray(_model().embed([text or " " for text in texts]), dtype=np.float32)
    length = np.linalg.norm(found, axis=1, keepdims=True)
    scaled: Vectors = found / np.maximum(length, 1e-9)
    return scaled


def to_bytes(vectors: Vectors) -> list[bytes]:
    """Pack each vector into 256 bytes."""
    return [row.tobytes() for row in np.clip(np.rint(vectors * SCALE), -127, 127).astype(np.int8)]


def from_bytes(packed: Sequence[bytes]) -> Vectors:
    """Unpack what `to_bytes` packed."""
    flat = np.frombuffer(b"".join(packed), dtype=np.int8).astype(np.float32)
    return (flat / SCALE).reshape(-1, DIMENSIONS)


def signs_of(vectors: Vectors) -> NDArray[np.uint64]:
    """Give the signs as bits; shape (number, 4)."""
    return np.packbits(vectors > 0, axis=1).view(np.uint64)


def familiar(word: str) -> bool:
    """Say whether a word, or its stem, is one token of the model: then it is a common word, and no slip of one."""
    stems = [word, *(word.removesuffix(end) for end in ("s", "es", "ed", "ing", "er", "ly") if len(word) - len(end) > 3)]
    tokens = _model().tokenize(list(dict.fromkeys(stems)))
    return any(sum(found.attention_mask) <= 1 for found in tokens)


@lru_cache(maxsize=1)
def _model() -> WordLlamaInference:
    """Load the weights once: they are constants of the package, and take 0.15 s."""
    import logging

    level = logging.getLogger().level
    handlers = list(logging.getLogger().handlers)
    import wordllama

    # importing wordllama sets up the root logger: put it back, or every library starts to talk
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)
    folder = Path(wordllama.__file__).parent
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)
