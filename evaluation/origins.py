"""The same sentences with names of different origins: is anybody's name hidden less reliably than another's?"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from evaluation.labelled import Entity, LabelledNote
from redaction.types import MentionType

PATH = Path(__file__).parent / "origins.yaml"
_GAP = re.compile(r"\{(first2?|last|full)\}")


def origin_notes() -> list[LabelledNote]:
    """A note for each sentence, origin and first name; its `kind` is the origin."""
    content: dict[str, Any] = YAML(typ="safe").load(PATH.read_text(encoding="utf-8"))
    return [note for origin, names in content["origins"].items() for note in _of_origin(origin, names, content["sentences"])]


def _of_origin(origin: str, names: dict[str, list[str]], sentences: list[str]) -> Iterator[LabelledNote]:
    count = len(names["first"])
    for number, sentence in enumerate(sentences):
        for place in range(count):
            first, last = names["first"][place], names["last"][(place + number) % count]
            filled = {"first": first, "last": last, "full": f"{first} {last}", "first2": names["first"][(place + 5) % count]}
            yield _filled(f"{origin}-{number}-{place}", origin, sentence, filled)


def _filled(identifier: str, origin: str, sentence: str, words: dict[str, str]) -> LabelledNote:
    text = ""
    entities: list[Entity] = []
    position = 0
    for gap in _GAP.finditer(sentence):
        text += sentence[position : gap.start()]
        entities.append(Entity(start=len(text), end=len(text) + len(words[gap[1]]), type=MentionType.PERSON))
        text += words[gap[1]]
        position = gap.end()
    return LabelledNote(id=identifier, kind=origin, text=text + sentence[position:], entities=tuple(entities))
