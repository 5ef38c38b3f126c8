"""What a check says."""

from __future__ import annotations

from studywright.learning.base import Frozen


class Remark(Frozen):
    """Something to mend, with the check that found it."""

    check: str
    message: str
