"""How orders to a language model read, in the languages in which they are met: stems that must occur, and the pattern.

The stems are looked for first, since that costs nothing; texts are read folded to small letters.
"""

# ruff: noqa: E501 - a pattern is read best on one line

from __future__ import annotations

import re

_WHAT = r"(instruction|prompt|rule|message|guideline|direction|command|context|polic(y|ies)|constraint|restriction|safety)s?"
_AI = r"(ai|llm|language model|assistant|agent|bot)"
_KEPT = r"(prompt|instructions|api key|password|secret|credential|environment variable)s?"
_DROP = ("ignore", "disregard", "forget", "override", "bypass", "discard", "dismiss", "skip", "neglect", "violate")
_GIVE = ("reveal", "print", "repeat", "show", "leak", "output", "exfiltrate", "send", "tell", "email")

_ORDERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        _DROP,
        rf"\b({'|'.join(_DROP)})\b.{{0,40}}\b(previous|prior|above|earlier|preceding|all|any|every|your|the|these|those|system|former)"
        rf"\b.{{0,40}}\b{_WHAT}",
    ),
    (
        _DROP[:3],
        r"\b(ignore|disregard|forget)\b.{0,20}\b(everything|all|anything)\b.{0,30}\b(above|before|previous|told|said|know|learned)\b",
    ),
    (
        ("you are", "now on", "act as"),
        r"\byou are (now|no longer)\b|\bfrom now on,? you\b|\bact as (if you|an? (unrestricted|jailbroken|admin|different))\b",
    ),
    (
        _GIVE,
        rf"\b({'|'.join(_GIVE)})\b.{{0,30}}\b(your|its|the (system|hidden|user'?s|learner'?s)|my)\b.{{0,20}}\b{_KEPT}",
    ),
    (
        ("system", "assistant", "im_start", "im_end", "endoftext", "inst", "sys", "user", "developer"),
        r"<\|?/?\s*(system|assistant|user|im_start|im_end|endoftext)\s*\|?>|\[/?(inst|system|sys)\]|\b(system|developer) override\b"
        r"|^\s*(assistant|system|developer)\s*:\s*\S",
    ),
    (("<sys", "</sys"), r"<<\s*/?sys\s*>>"),
    (("begin", "end", "new", "start", "updated"), r"\b(begin|end|new|start of|updated)\s+(system|instructions|system prompt)\s*[:\]>.-]"),
    (("anything now", "developer mode", "dan mode"), r"\bdo anything now\b|\b(developer|dan) mode\b"),
    (("note to", "reading", "parsing", "processing"), rf"\bnote to (the |any )?{_AI}s?\b|\b{_AI}s? (reading|parsing|processing) this\b"),
    (("dear", "hey", "attention", "hello", "if you"), rf"\b(dear|hey|attention|hello),? {_AI}\b|\bif you are an? {_AI}\b"),
    (("call", "invoke", "run", "execute"), r"\b(call|invoke|run|execute) the [a-z_ ]{0,20}(tool|function)\b"),
    (("your ",), r"\byour (new|real|only) ((task|goal|instructions?)\b|(role|job)\s*((is|are|was)\b|[:=]))"),
    # German, French, Spanish, Portuguese, Italian, Dutch, Polish, Turkish, Swedish, Danish
    (("ignorier", "vergiss", "vergesst", "missacht"), r"(ignorier|vergiss|vergesst|missacht).{0,40}(anweisung|vorgabe|regel|befehl|instruktion|prompt)"),
    (("ignor", "oubli"), r"\b(ignor|oubli)\w+.{0,40}\b(instruction|consigne|règle|regle|directive)"),
    (("ignora", "olvida", "omite"), r"\b(ignora|olvida|omite)\w*.{0,40}\b(instruccion|indicacion|regla|orden|mensaje)"),
    (("ignor", "esque", "desconsider"), r"\b(ignor|esque|desconsider)\w*.{0,40}\b(instruc|regra|ordens|mensagen)"),
    (("ignora", "dimentica", "trascura"), r"\b(ignora|dimentica|trascura)\w*.{0,40}\b(istruzion|regol|comand|messagg)"),
    (("negeer", "vergeet"), r"\b(negeer|vergeet)\b.{0,40}(instructie|opdracht|regel|aanwijzing)"),
    (("zignoruj", "zapomnij", "pomin"), r"\b(zignoruj|zapomnij|pomin)\b.{0,40}(instrukcj|polece|zasad)"),
    (("talimat", "komut", "kural"), r"(talimat|komut|kural)\w*.{0,40}(yok say|unut|gormezden gel|dikkate alma)"),
    (("ignorer", "glom", "glem"), r"\b(ignorera|glom|ignorer|glem)\b.{0,40}(instruktion|regl|instruks|anvisning)"),
    # Russian, Ukrainian, Greek, Arabic, Persian, Hebrew, Hindi
    (("игнорир", "забуд", "не обращай", "игнору", "ігнору"), r"(игнорир|забуд|не обращай|игнору|ігнору).{0,40}(инструкци|указани|правил|інструкц|вказівк)"),
    (("αγνοησε", "αγνόησε", "ξεχνα", "ξέχνα"), r"(αγνόησε|αγνοησε|ξέχνα|ξεχνα).{0,40}(οδηγ|κανόν|κανον|εντολ)"),
    (("تجاهل", "انس"), r"(تجاهل|انس).{0,40}(تعليمات|القواعد|الأوامر|الاوامر)"),
    (("نادیده", "فراموش"), r"(دستور|قوانین).{0,40}(نادیده|فراموش)|(نادیده|فراموش).{0,40}(دستور|قوانین)"),
    (("התעלם", "שכח"), r"(התעלם|שכח).{0,40}(הוראות|כללים)"),
    (("अनदेखा", "नज़रअंदाज़", "भूल"), r"(निर्देश|नियम).{0,40}(अनदेखा|नज़रअंदाज़|भूल)|(अनदेखा|भूल).{0,40}(निर्देश|नियम)"),
    # Chinese, Japanese, Korean, Vietnamese, Indonesian
    (("忽略", "无视", "無視", "忘记", "忘記", "忽視"), r"(忽略|无视|無視|忘记|忘記|忽視).{0,20}(指令|指示|规则|規則|提示|说明|說明|命令)"),
    (("無視", "忘れ"), r"(指示|命令|プロンプト|ルール).{0,10}(無視|忘れ)"),
    (("무시", "잊"), r"(무시|잊).{0,20}(지시|명령|규칙)|(지시|명령|규칙|지침).{0,15}(무시|잊)"),
    (("bỏ qua", "bo qua", "quên", "quen"), r"(bỏ qua|bo qua|quên|quen).{0,40}(hướng dẫn|huong dan|chỉ dẫn|chi dan|lệnh|lenh|quy tắc|quy tac)"),
    (("abaikan", "lupakan"), r"\b(abaikan|lupakan)\b.{0,40}\b(instruksi|perintah|aturan)"),
)  # fmt: skip
SECTION = re.compile(r"###\s*(system|instruction)")
WORDS = re.compile(r"[a-z]+")
HEAD = 3
"""Letters of a Latin stem's first word by which its patterns are found."""


def _by_head() -> dict[str, tuple[re.Pattern[str], ...]]:
    found: dict[str, tuple[re.Pattern[str], ...]] = {}
    for stems, pattern in _ORDERS:
        compiled = re.compile(pattern, re.S)
        for stem in dict.fromkeys(WORDS.findall(stem)[0][:HEAD] for stem in stems if stem.isascii() and WORDS.search(stem)):
            found[stem] = (*found.get(stem, ()), compiled)
    return found


BY_HEAD = _by_head()
BY_STEM = tuple((stems, re.compile(pattern, re.S)) for stems, pattern in _ORDERS if not all(stem.isascii() for stem in stems))


def is_order(text: str) -> bool:
    """Say whether a text (in small letters) gives an order to a language model."""
    heads = {word[:HEAD] for word in WORDS.findall(text)} & BY_HEAD.keys()
    if any(pattern.search(text) for head in heads for pattern in BY_HEAD[head]):
        return True
    if "###" in text and SECTION.search(text):
        return True
    if text.isascii():
        return False
    return any(pattern.search(text) for stems, pattern in BY_STEM if any(stem in text for stem in stems))
