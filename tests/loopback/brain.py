"""A brain that does each role's work honestly and simply, from the text of the request alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.loopback.chat import Chat, Json, Reply


@dataclass(frozen=True)
class HonestBrain:
    """Answers every role; `understood` is what the interviewer finds in the learner's first talk."""

    understood: dict[str, Json]

    def __call__(self, chat: Chat) -> Reply:
        """Reply to a request."""
        if chat.role == "probe":
            return Reply(text="ok")
        found: Json = getattr(self, f"_{chat.role}")(chat)
        return chat.answer(found)

    def _interviewer(self, chat: Chat) -> Json:
        return self.understood

    def _examiner(self, chat: Chat) -> Json:
        marks: list[Json] = []
        for part in re.split(r"^Question ", chat.user, flags=re.M)[1:]:
            number = int(part.split(":")[0])
            rubric = re.findall(r"^  \d+\. ", part.split("<answer")[0], flags=re.M)
            said = part.split(">\n", 1)[1].split("\n</answer")[0]
            pieces = [piece.strip() for piece in re.split(r"[.;\n]", said) if len(piece.strip()) >= 8]
            points: list[Json] = [
                {"met": n < len(pieces), "quote": pieces[n] if n < len(pieces) else ""} for n in range(len(rubric))
            ]
            marks.append({"answer": number, "points": points, "follow_up": "Why so?"})
        return {"marks": marks}

    def _researcher(self, chat: Chat) -> Json:
        shown = re.findall(r"^(\d+)\. .*\n  1\. .*\n  2\. ", chat.user, flags=re.M)
        return {"picks": [{"skill": int(number), "candidate": 2} for number in shown]}

    def _mentor(self, chat: Chat) -> Json:
        weeks = re.findall(r"^(\d+): (.+)$", chat.user.split("Weeks:\n")[1].split("\nSkills:")[0], flags=re.M)
        skills = re.findall(r"^(\d+): (.+)$", chat.user.split("\nSkills:\n")[1], flags=re.M)
        return {
            "weeks": [
                {"week": int(n), "focus": f"A calm week with {names.split(';')[0]}, so that it sits well."} for n, names in weeks
            ],
            "reasons": [
                {"skill": int(n), "reason": f"{name} is what you will lean on in much of your later work."} for n, name in skills
            ],
        }

    def _judge(self, chat: Chat) -> Json:
        names = re.findall(r"^- (\w+):", chat.user.split("Rubric:")[1].split("\nPlan:")[0], flags=re.M)
        reason = "Weeks 1 to 12 lay the ground, a project stands in weeks 13 to 17, and reviews come in nearly every week."
        return {"findings": [{"criterion": name, "reason": reason, "holds": True} for name in names]}

    def _cartographer(self, chat: Chat) -> Json:
        levels: Json = {"beginner": "Knows the words.", "working": "Does it alone.", "proficient": "Teaches it."}
        skill: dict[str, Json] = {"title": "Joining wood", "summary": "Joins two boards.", "size": "small", "levels": levels}
        first: Json = {**skill, "id": "joints", "prerequisites": []}
        second: Json = {**skill, "id": "frames", "title": "Frames", "prerequisites": ["joints"]}
        project: Json = {
            "id": "stool",
            "title": "A stool",
            "summary": "Build a stool.",
            "skills": ["frames"],
            "size": "small",
            "deliverable": "A stool that bears you.",
        }
        stage: Json = {"id": "wood", "title": "Wood", "skills": [first, second], "projects": [project]}
        return {"id": "joinery", "title": "Joinery", "role": "Joiner", "goal_skills": ["frames"], "stages": [stage]}


TALK = (
    "I want to become a baker. I can study six hours a week, have no deadline and want free material only. "
    "I read English. I never met the basics. As for bread, I tried it once."
)

UNDERSTOOD: dict[str, Json] = {
    "goal": {"value": "baker", "quote": "become a baker"},
    "hours": {"value": "6", "quote": "six hours a week"},
    "deadline": {"value": "none", "quote": "no deadline"},
    "budget": {"value": "free", "quote": "free material only"},
    "languages": {"value": "en", "quote": "I read English"},
    "ratings": [
        {"stage": "basics", "value": 0, "quote": "I never met the basics"},
        {"stage": "bread", "value": 2, "quote": "As for bread, I tried it once"},
    ],
    "background": "",
}
