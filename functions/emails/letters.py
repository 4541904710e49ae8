"""Letters: their templates, and what becomes of one with the facts it is about.

A letter is a pair of files in the folder `templates`, which is all there is to adding one:
`<name>.txt` begins with its subject (`Subject: …` and an empty line), `<name>.html` is what stands
inside `frame.html`. A `$name` in either is a fact that whoever asks for the letter must give, but
for the two every letter has: `$greeting`, and `$frontend_url`, with which every link begins. A
`$token` is the secret that proves the address: whoever asks gives the fact `proof`, from which it
follows, and never the secret.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from shared.events.messages.email_requested import Fact
from shared.once import once

from .wording import Unfit, worded

_FOLDER = Path(__file__).with_name("templates")
_FRAME = "frame.html"
_SUBJECT = "Subject: "
_GIVEN = frozenset({"greeting", "frontend_url"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever the letter is for, as far as its words depend on them."""

    full_name: str | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Pair:
    subject: Template
    text: Template
    html: Template

    @property
    def facts(self) -> frozenset[str]:
        parts = (self.subject, self.text, self.html)
        return frozenset(name for part in parts for name in part.get_identifiers()) - _GIVEN


def names() -> frozenset[str]:
    return frozenset(_templates())


def expect_fit(template: str, facts: Mapping[str, Fact]) -> None:
    """Raises `Unfit` unless there is such a letter and it can be written with these facts."""
    if "token" in facts:
        raise Unfit("nobody tells a secret")
    told = {**facts, "token": ""} if "proof" in facts else facts
    write(template, told, Reader(), "")


def write(template: str, facts: Mapping[str, Fact], reader: Reader, frontend_url: str) -> Written:
    """Raises `Unfit`."""
    pair = _templates().get(template)
    if pair is None:
        raise Unfit("there is no letter of this name")
    words = {name: worded(name, facts, reader.time_zone) for name in pair.facts}
    words |= {"greeting": _greeting(reader), "frontend_url": frontend_url}
    # A subject is one line, whatever the facts have in them.
    subject = " ".join(pair.subject.substitute(words).split())
    escaped = {name: html.escape(word) for name, word in words.items()}
    body = pair.html.substitute(escaped)
    framed = _frame().substitute(escaped, subject=html.escape(subject), body=body)
    return Written(subject, pair.text.substitute(words), framed)


def _greeting(reader: Reader) -> str:
    return f"Hello {reader.full_name}," if reader.full_name else "Hello,"


@once
def _templates() -> Mapping[str, _Pair]:
    return {file.stem: _pair(file) for file in sorted(_FOLDER.glob("*.txt"))}


def _pair(file: Path) -> _Pair:
    first, _, text = file.read_text().partition("\n\n")
    if not first.startswith(_SUBJECT):
        raise ValueError(f"{file.name} does not begin with its subject")
    subject = first.removeprefix(_SUBJECT)
    markup = file.with_suffix(".html").read_text()
    return _Pair(Template(subject), Template(text), Template(markup))


@once
def _frame() -> Template:
    return Template((_FOLDER / _FRAME).read_text())
