"""A plan that anybody wrote as a table: its rows, the skills they name, and the study plan they come to."""

from studywright.learning.table.match import Match, match_topic
from studywright.learning.table.plan import MatchedRow, plan_of
from studywright.learning.table.read import Row, Table, read_table

__all__ = ["Match", "MatchedRow", "Row", "Table", "match_topic", "plan_of", "read_table"]
