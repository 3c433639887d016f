"""The same notes written worse: other case, a typo in each name, invisible characters, look-alike letters. Labels follow."""

import random
import re
from collections.abc import Callable

from evaluation.labelled import Entity, LabelledNote
from redaction.types import MentionType

Change = Callable[[str, random.Random], str]

_ZERO_WIDTH = "\u200b"
_LOOKALIKES = str.maketrans("aceopxyABCEHKMOPTXi", "асеорхуАВСЕНКМОРТХі")
_WORD = re.compile(r"[^\W\d_]{4,}")
_SEED = 20261125


def lower_case(note: LabelledNote) -> LabelledNote:
    """Everything in lower case, as people write on a telephone."""
    return note.model_copy(update={"text": _letter_by_letter(note.text, str.lower)})


def capitals(note: LabelledNote) -> LabelledNote:
    """Everything in capitals, as some systems store it."""
    return note.model_copy(update={"text": _letter_by_letter(note.text, str.upper)})


def typos(note: LabelledNote) -> LabelledNote:
    """One typo in each person's name: a letter lost, doubled, or two changed round."""
    return _changed(note, _typo, only=MentionType.PERSON)


def invisible(note: LabelledNote) -> LabelledNote:
    """A zero-width space in the middle of each word of each detail."""
    return _changed(note, lambda words, _: _WORD.sub(lambda found: _ZERO_WIDTH.join(_halves(found[0])), words))


def lookalikes(note: LabelledNote) -> LabelledNote:
    """One Latin letter of each word of each person's name replaced by a Cyrillic one that looks the same."""
    return _changed(
        note, lambda words, chance: _WORD.sub(lambda found: _one_lookalike(found[0], chance), words), only=MentionType.PERSON
    )


PERTURBATIONS = {
    "lower_case": lower_case,
    "capitals": capitals,
    "typos": typos,
    "invisible": invisible,
    "lookalikes": lookalikes,
}
"""All of them by name."""


def _letter_by_letter(text: str, change: Callable[[str], str]) -> str:
    """Letters whose other case is longer ("ß") stay, so that offsets stay."""
    return "".join(changed if len(changed := change(letter)) == 1 else letter for letter in text)


def _changed(note: LabelledNote, change: Change, *, only: MentionType | None = None) -> LabelledNote:
    chance = random.Random(f"{_SEED} {note.id}")  # noqa: S311 - a lot for a test, no secret
    pieces: list[str] = []
    entities: list[Entity] = []
    position = length = 0
    for entity in sorted(note.entities, key=lambda entity: entity.start):
        between, words = note.text[position : entity.start], note.text[entity.start : entity.end]
        words = change(words, chance) if only in {None, entity.type} else words
        length += len(between)
        entities.append(entity.model_copy(update={"start": length, "end": length + len(words)}))
        pieces += [between, words]
        length += len(words)
        position = entity.end
    text = "".join([*pieces, note.text[position:]])
    return note.model_copy(update={"text": text, "entities": tuple(entities), "codings": (), "ignored": ()})


def _typo(words: str, chance: random.Random) -> str:
    longest = max(_WORD.finditer(words), key=lambda found: len(found[0]), default=None)
    if longest is None:
        return words
    word, place = longest[0], chance.randrange(1, len(longest[0]) - 1)
    kinds = (
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    )
    return words[: longest.start()] + chance.choice(kinds) + words[longest.end() :]


def _halves(word: str) -> tuple[str, str]:
    return word[: len(word) // 2], word[len(word) // 2 :]


def _one_lookalike(word: str, chance: random.Random) -> str:
    places = [place for place, letter in enumerate(word) if letter.translate(_LOOKALIKES) != letter]
    if not places:
        return word
    place = chance.choice(places)
    return word[:place] + word[place].translate(_LOOKALIKES) + word[place + 1 :]
