"""Words for numbers, languages and currencies, as learners write them."""

from __future__ import annotations

import re

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
NUMBERS = {word: str(number) for number, word in enumerate(_SMALL.split())} | {
    "twenty": "20",
    "twenty-five": "25",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "a couple of": "2",
}

LANGUAGES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "portuguese": "pt",
    "italian": "it",
    "dutch": "nl",
    "polish": "pl",
    "turkish": "tr",
    "ukrainian": "uk",
    "russian": "ru",
    "hindi": "hi",
    "chinese": "zh",
    "japanese": "ja",
}
CURRENCIES = {"€": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR", "$": "USD", "dollars": "USD", "usd": "USD"} | {
    "£": "GBP",
    "pounds": "GBP",
    "gbp": "GBP",
    "chf": "CHF",
}


def in_figures(text: str) -> str:
    """Write the numbers of a text in figures; gives it in lower case."""
    plain = text.casefold()
    for word, figure in NUMBERS.items():
        plain = re.sub(rf"\b{word}\b", figure, plain)
    return plain
