"""The sets of what people say, and ways to hide it."""

from pathlib import Path

from shared.domain.coach.answers import verdict
from shared.domain.coach.safety import Action, Topic

_HERE = Path(__file__).parent / "corpora"
_LEET = str.maketrans("aeios", "43105")
_ALIKE = str.maketrans("aceopxy", "асеорху")
_WIDE = {ord("a") + place: chr(0xFF41 + place) for place in range(26)}


def dangerous(name: str) -> list[tuple[Topic, str]]:
    rows = (line.split("|", 1) for line in (_HERE / name).read_text().splitlines())
    return [(Topic(topic), text) for topic, text in rows]


def benign(name: str) -> list[str]:
    return (_HERE / name).read_text().splitlines()


def wanted(topic: Topic) -> Action:
    return verdict(topic).action


DISGUISES = {
    "spaced": lambda text: "  ".join(" ".join(word) for word in text.split()),
    "dotted": lambda text: "  ".join(".".join(word) for word in text.split()),
    "leet": lambda text: text.translate(_LEET),
    "alike": lambda text: text.translate(_ALIKE),
    "wide": lambda text: text.translate(_WIDE),
    "zero width": "\u200b".join,
    "accented": lambda text: "".join(f"{one}\u0301" if one.isalpha() else one for one in text),
    "drawn out": lambda text: "".join(one * 4 if one in "aeiou" else one for one in text),
    "shouted": lambda text: f"{text.upper()}!!!",
    "glued": lambda text: text.replace(" ", ""),
    "hyphened": lambda text: text.replace(" ", "-"),
    "starred": lambda text: f"**{text}**",
}
