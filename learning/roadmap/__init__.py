"""The map: skills in stages with their prerequisites, the items that test them, the resources that teach them."""

from studywright.learning.roadmap.curriculum import Curriculum
from studywright.learning.roadmap.item import Item
from studywright.learning.roadmap.load import available_roadmaps, load_curriculum
from studywright.learning.roadmap.model import Hours, Levels, Project, Roadmap, Role, Skill, Source, SourceName, Stage
from studywright.learning.roadmap.resource import Price, Resource

__all__ = [
    "Curriculum",
    "Hours",
    "Item",
    "Levels",
    "Price",
    "Project",
    "Resource",
    "Roadmap",
    "Role",
    "Skill",
    "Source",
    "SourceName",
    "Stage",
    "available_roadmaps",
    "load_curriculum",
]
