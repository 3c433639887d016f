"""Names to put into training texts: drawn evenly by country of origin, with a share of words that are names, and typos."""

import csv
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from redaction.recognizers.cues import NAMES_THAT_ARE_WORDS

_WORD_SHARE, _NICK_SHARE, _UK_SHARE, _RARE_SHARE = 0.08, 0.05, 0.3, 0.08
_NO_NAME = frozenset(
    "an am as at be by do go he hi if in is it me my no of oh ok on or so to up us we the and she her him".split()
)
_STREETS = "Road|Street|Lane|Avenue|Close|Drive|Crescent|Grove|Terrace|Way|Court|Gardens|Place|Rise|Walk|Row|Hill|View".split(
    "|"
)
_SCHOOLS = "Primary|Primary School|Academy|High School|Nursery|Infants|Juniors|School|College|High".split("|")


@dataclass(frozen=True, slots=True)
class Names:
    """Pools to draw from."""

    forenames: dict[str, list[str]]
    surnames: dict[str, list[str]]
    uk_forenames: list[str]
    uk_weights: list[float]
    places: list[str]
    schools: list[str]

    def forename(self, chance: random.Random) -> str:
        """A first name: British, a word that is a name, rare and made up, or from any country, each as likely."""
        lot = chance.random()
        for share, draw in (
            (_WORD_SHARE, self.word),
            (_NICK_SHARE, self.nickname),
            (_UK_SHARE, self._british),
            (_RARE_SHARE, self._made_up),
        ):
            if lot < share:
                return draw(chance)
            lot -= share
        return chance.choice(self.forenames[chance.choice(sorted(self.forenames))])

    def word(self, chance: random.Random) -> str:
        """A first name that is a word too."""
        return chance.choice(sorted(NAMES_THAT_ARE_WORDS)).capitalize()

    def nickname(self, chance: random.Random) -> str:
        """A name cut short: "Mo", "Kez", "Siobh"."""
        pools = [self.uk_forenames, self.forenames[chance.choice(sorted(self.forenames))]]
        whole = chance.choice(chance.choice(pools))
        cut = whole[: chance.choice([2, 3, 3, 4])].rstrip("-' .’")
        return cut if len(cut) > 1 and cut.casefold() not in _NO_NAME else whole

    def surname(self, chance: random.Random) -> str:
        """A last name from any country, each as likely."""
        lot = chance.random()
        if lot < _WORD_SHARE / 2:
            return chance.choice(sorted(NAMES_THAT_ARE_WORDS)).capitalize()
        if lot < _RARE_SHARE:
            return self._made_up(chance)
        name = chance.choice(self.surnames[chance.choice(sorted(self.surnames))])
        return f"{name}-{self.surname(chance)}" if chance.random() < 0.04 else name  # noqa: PLR2004

    def place(self, chance: random.Random) -> str:
        """A British city, town, village or suburb."""
        return chance.choice(self.places)

    def school(self, chance: random.Random) -> str:
        """An English school, or a place or surname with a school's word behind it, or the bare first words."""
        lot = chance.random()
        if lot < 0.45:  # noqa: PLR2004
            return chance.choice(self.schools)
        if lot < 0.6:  # noqa: PLR2004
            return " ".join(chance.choice(self.schools).split()[:2])
        base = self.place(chance) if chance.random() < 0.6 else self.surname(chance)  # noqa: PLR2004
        return f"{base} {chance.choice(_SCHOOLS)}"

    def street(self, chance: random.Random) -> str:
        """A street of a made-up name."""
        base = self.place(chance) if chance.random() < 0.5 else self.surname(chance)  # noqa: PLR2004
        return f"{base} {chance.choice(_STREETS)}"

    def _british(self, chance: random.Random) -> str:
        return chance.choices(self.uk_forenames, self.uk_weights)[0]

    def _made_up(self, chance: random.Random) -> str:
        """Two halves of names: what no list has, only its place in the sentence tells."""
        first, second = (chance.choice(self.forenames[chance.choice(sorted(self.forenames))]) for _ in range(2))
        return (first[: max(2, len(first) // 2)] + second[len(second) // 2 :].lower()).capitalize()


def load_names(folder: Path) -> Names:
    """The pools from the data folder."""
    with (folder / "uk_first_names.csv").open(encoding="utf-8") as rows:
        uk = [(row["name"], float(row["births"]) ** 0.5) for row in csv.DictReader(rows)]
    with (folder / "uk_places.csv").open(encoding="utf-8") as rows:
        places = [row["name"] for row in csv.DictReader(rows) if len(row["name"]) < 24 and "(" not in row["name"]]  # noqa: PLR2004
    with (folder / "england_schools.csv").open(encoding="utf-8") as rows:
        schools = [re.sub(r"\s*\(.*?\)", "", row["name"]) for row in csv.DictReader(rows)]
    return Names(
        forenames=_by_country(folder / "forenames_by_country.csv"),
        surnames=_by_country(folder / "surnames_by_country.csv"),
        uk_forenames=[name for name, _ in uk],
        uk_weights=[weight for _, weight in uk],
        places=places,
        schools=schools,
    )


def _by_country(path: Path) -> dict[str, list[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8-sig") as rows:
        for row in csv.DictReader(rows):
            for name in re.split(r"[/,]", row["Romanized Name"] or ""):
                if re.fullmatch(r"[^\W\d_][\w'’. -]{1,24}", name.strip()) and name.strip()[0].isupper():
                    names[row["Country"]].add(name.strip().title() if name.isupper() else name.strip())
    return {country: sorted(found) for country, found in names.items()}
