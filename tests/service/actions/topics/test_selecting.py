"""Which segments are looked at: by code, voice, attribute, day, kind of note, and what no code explains."""

from datetime import date
from typing import Any

import pytest
import topical
from pydantic import ValidationError

from service.actions.topics import selecting
from service.actions.topics.asked import Selection
from service.store.tables import NoteRow

CHILD = ("child.direct",)


def chosen(place: Any, **selection: Any) -> set[str]:
    with place.workshop.database.reading() as session:
        found = selecting.chosen(session, place.project, Selection(**selection))
    return {one.decode() for one in found}


def spoken(place: Any) -> list[str]:
    """Segments with a child's voice: every other one."""
    return [one for one in place.segments if int(one[-1]) % 2]


def test_nothing_said_is_everything_that_is_coded_and_current(place: Any) -> None:
    assert chosen(place) == set(place.segments)
    with place.workshop.database.writing() as session:
        session.get_one(NoteRow, place.segments[0].split("-")[0]).state = "received"
        session.get_one(NoteRow, place.segments[-1].split("-")[0]).current = False
    assert chosen(place) == set(place.segments[6:-6])


def test_by_voice_as_a_person_says_it(place: Any) -> None:
    assert chosen(place, voices=CHILD) == chosen(place, child_voice=True) == set(spoken(place))
    topical.decide(place.workshop, place.segments[0], "voice", voice="child.direct")
    topical.decide(place.workshop, place.segments[1], "voice", voice="family")
    assert chosen(place, child_voice=True) == {*spoken(place), place.segments[0]} - {place.segments[1]}


def test_by_attribute_day_and_kind_of_note(place: Any) -> None:
    assert len(chosen(place, attributes={"age_band": "11-15"})) == 8 * 6
    assert chosen(place, attributes={"age_band": "none"}) == set()
    assert len(chosen(place, note_types=("letter",))) == 12 * 6
    assert len(chosen(place, since=date(2025, 2, 1), until=date(2025, 3, 31))) == 8 * 6
    assert len(chosen(place, since=date(2025, 2, 1), note_types=("letter",))) == 8 * 6
    with pytest.raises(ValidationError):
        Selection(since=date(2025, 2, 1), until=date(2025, 1, 1))


def test_by_code_as_machine_or_people_say(place: Any) -> None:
    one, two, three, four, *_ = place.segments
    topical.code(place.workshop, one, "hope")
    topical.code(place.workshop, two, "hope", "doubtful")
    topical.code(place.workshop, three, "worry")
    topical.decide(place.workshop, four, "add", "hope")
    assert chosen(place, codes=("hope",)) == {one, two, four}
    assert chosen(place, codes=("hope", "worry")) == {one, two, three, four}
    assert chosen(place, codes=("hope",), coded_by=("accept",)) == {one}
    assert chosen(place, codes=("hope",), coded_by=("doubtful",)) == {two}
    assert chosen(place, codes=("hope",), coded_by=("person",)) == {four}
    topical.decide(place.workshop, one, "reject", "hope")
    assert chosen(place, codes=("hope",)) == {two, four}


def test_the_residue_is_what_a_child_says_and_no_code_explains(place: Any) -> None:
    voiced = spoken(place)
    assert chosen(place, residue=True) == set(voiced)
    topical.code(place.workshop, voiced[0], "hope")
    topical.code(place.workshop, voiced[1], "hope", "doubtful")
    topical.decide(place.workshop, voiced[2], "add", "worry")
    topical.decide(place.workshop, voiced[3], "none_applies")
    assert chosen(place, residue=True) == set(voiced[3:])
    topical.decide(place.workshop, voiced[0], "reject", "hope")
    assert chosen(place, residue=True) == {voiced[0], *voiced[3:]}, "what a person took away explains nothing"
    with pytest.raises(ValidationError):
        Selection(residue=True, codes=("hope",))


def test_the_sample_is_the_same_whatever_else_there_is(place: Any) -> None:
    import numpy as np

    ids = np.array(place.segments, "S34")
    some = set(ids[selecting.sample(ids, 40)])
    assert len(some) == 40
    fewer = ids[:100]
    assert some & set(fewer) <= set(fewer[selecting.sample(fewer, 40)])
    assert len(selecting.sample(ids, 1_000)) == len(ids)
