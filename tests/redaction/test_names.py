"""Names: known beforehand in all their forms, introduced by title, role, label or grammar, and wherever they come back."""

import time

import pytest

from redaction.detect import Detector
from redaction.known import known_detections
from redaction.name_forms import TypoIndex, fold, name_parts, one_typo_apart
from redaction.policy import load_policy
from redaction.pseudonyms import CaseMemory
from redaction.redactor import Redactor
from redaction.types import Note, Person, RedactedNote

MIA = Person("Mia Okafor", "child", ("Mimi",))


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor(Detector(), load_policy())


def redact(redactor: Redactor, text: str, *people: Person) -> RedactedNote:
    return redactor.redact(Note(text, people), CaseMemory(b"sixteen bytes or more", salt="s"))


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Mia Okafor came.", ["Mia Okafor"]),
        ("mia was quiet", ["mia"]),
        ("MIA WAS QUIET", ["MIA"]),
        ("Okafor family", ["Okafor"]),
        ("Mia's room", ["Mia"]),
        ("Mimi said", ["Mimi"]),
        ("contact w/ MO today", ["MO"]),
        ("M.O. rang", ["M.O"]),
        ("Mia\nOkafor", ["Mia\nOkafor"]),
        ("Mía Òkafor", ["Mía Òkafor"]),
        ("Miss Okafro rang", ["Okafro"]),
        ("she sat with the dog", []),
    ],
)
def test_somebody_known_is_found_in_every_form(text: str, hidden: list[str]) -> None:
    assert [text[one.start : one.end] for one in known_detections(text, [MIA])] == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("I hope she will come in summer", []),
        ("She said Hope came. Hope's coat is here.", ["Hope", "Hope"]),
        ("Will said yes, he will.", ["Will"]),
    ],
)
def test_a_name_that_is_a_word_is_found_where_it_is_a_name(text: str, hidden: list[str]) -> None:
    people = [Person("Hope Adeyemi"), Person("Will Ferreira"), Person("Summer Quist")]
    assert [text[one.start : one.end] for one in known_detections(text, people)] == hidden


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mrs Wexbridge rang.", "Wexbridge"),
        ("mr okonkwo was there", "okonkwo"),
        ("SW Sarah Lunt visited.", "Sarah Lunt"),
        ("Her brother Kofi hid.", "Kofi"),
        ("Mum (Kelechi) cried.", "Kelechi"),
        ("Foster carers Jan and Steve were in.", "Steve"),
        ("Present: T. Bello, Aoife Byrne (HV)", "Aoife Byrne"),
        ("Present: T. Bello, Aoife Byrne (HV)", "T. Bello"),
        ("Amira: I am fine\nSW: ok\nAmira: yes", "Amira"),
        ("A boy called Dai ap Rhys pushed him.", "Dai ap Rhys"),
        ("He told Nguyen-Smith about it.", "Nguyen-Smith"),
        ("My name is Zoë.", "Zoë"),
        ("I saw Tyrese's mum there.", "Tyrese"),
        ("Seen with O'Neill today.", "O'Neill"),
        ("Kind regards,\nPriya Nair", "Priya Nair"),
        ("Joana da Silva was in.", "Joana da Silva"),
    ],
)
def test_an_introduced_name_is_hidden(redactor: Redactor, text: str, name: str) -> None:
    redacted = redact(redactor, text)
    assert name not in redacted.text
    assert name in [text[one.start : one.end] for one in redacted.mentions]


@pytest.mark.parametrize(
    "text",
    [
        "Contact at the Family Centre on Tuesday.",
        "No safeguarding concerns noted. Wishes and Feelings gathered.",
        "He loves Minecraft, Peppa Pig and Welsh cakes.",
        "Strengths and Difficulties Questionnaire completed in December.",
        "SW to chase CAMHS and the IRO before the LAC review.",
        "Interviewer: How was it?\nP04: Fine.",
        "She speaks Polish and English, and goes to Year 6.",
        "Mum and Dad came to the meeting at School.",
    ],
)
def test_harmless_capitals_stay(redactor: Redactor, text: str) -> None:
    assert redact(redactor, text).text == text


def test_what_is_found_once_is_hidden_everywhere(redactor: Redactor) -> None:
    text = "Mrs Adaeze Wexbridge rang. adaeze was upset. WEXBRIDGE again. Wexbrigde called. Adaeze's son."
    redacted = redact(redactor, text)
    assert "exbri" not in redacted.text.casefold()
    assert "adaeze" not in redacted.text.casefold()
    assert {one.stand_in for one in redacted.mentions} == {"[PERSON 1]"}


def test_roles_known_beforehand_become_the_stand_ins(redactor: Redactor) -> None:
    people = (MIA, Person("Kelechi Okafor", "mum"), Person("Priya Nair", "social worker"), Person("Sam Holt", "social worker"))
    redacted = redact(redactor, "Mia, Kelechi, Priya Nair and Sam Holt met.", *people)
    assert redacted.text == "[CHILD], [MOTHER], [SOCIAL WORKER] and [SOCIAL WORKER 2] met."


def test_a_speaker_label_is_hidden_and_its_role_kept(redactor: Redactor) -> None:
    note = Note("Amira: I like it.", speakers=(("Amira", "child"),))
    redacted = redactor.redact(note, CaseMemory(b"sixteen bytes or more", salt="s"))
    assert redacted.speakers == (("[CHILD]", "child"),)
    assert redacted.text == "[CHILD]: I like it."


def test_redacting_twice_changes_nothing(redactor: Redactor) -> None:
    once = redact(redactor, "Mia Okafor of 14 Marl Rd, LS6 2AB, ring 07700 900123. SW Priya Nair.", MIA)
    twice = redact(redactor, once.text)
    assert twice.text == once.text
    assert twice.mentions == ()


def test_a_name_between_brackets_is_no_stand_in(redactor: Redactor) -> None:
    assert "OKAFOR" not in redact(redactor, "[MIA OKAFOR] was seen.", MIA).text


def test_hidden_letters_do_not_hide_a_name(redactor: Redactor) -> None:
    text = "Mi\u200ba O\u200dkafor and Мia, ring 07700\u00a0900\u00a0123"
    redacted = redact(redactor, text, MIA)
    assert redacted.text == "[CHILD] and [CHILD], ring [PHONE 1]"
    assert all(text[one.start : one.end] for one in redacted.mentions)


def test_offsets_lead_back_to_what_was_hidden(redactor: Redactor) -> None:
    text = "SV: Mia Okafor, DOB 12/03/2016, at 14 Marl Rd with Mrs Holt."
    redacted = redact(redactor, text, MIA)
    for one in redacted.mentions:
        assert redacted.text[one.redacted_start : one.redacted_end] == one.stand_in
        assert redacted.source_span(one.redacted_start, one.redacted_end) == (one.start, one.end)


def test_ten_thousand_names_take_time_in_proportion() -> None:
    people = [
        Person(f"{first}{last}a {last}{first}son")
        for first in ("Ba", "Ke", "Lo", "Mi", "Tu")
        for last in map(_syllables, range(400))
    ]
    text = " and ".join(person.name for person in people)
    began = time.process_time()
    found = known_detections(text, people)
    assert len(found) >= len(people)
    assert time.process_time() - began < 20


def _syllables(number: int) -> str:
    return "".join("bdfgklmnprst"[number // base % 12] + "aeiou"[number // base % 5] for base in (1, 12, 144))


@pytest.mark.parametrize(
    ("first", "second", "near"),
    [
        ("okafor", "okafro", True),
        ("okafor", "okafr", True),
        ("okafor", "okaford", True),
        ("okafor", "okator", True),
        ("okafor", "okatro", False),
        ("a", "a", True),
    ],
)  # fmt: skip
def test_one_typo(first: str, second: str, *, near: bool) -> None:
    assert one_typo_apart(first, second) is near
    index = TypoIndex()
    index.add("okafor", "x")
    if first == "okafor":
        assert (index.find(second) == "x") is near


def test_forms_are_folded() -> None:
    assert fold("Zoë O’Neill-Ng's") == "zoe oneill ng"
    assert name_parts("Dr. Joana da Silva") == ["joana", "silva"]


def test_initials_of_a_name_in_the_note_are_hidden_too(redactor: Redactor) -> None:
    hidden = redact(redactor, "SW Chantelle Dunnock late.\n1. Review of plan: agreed.\nCD to ring the school by Friday.").text
    assert "CD" not in hidden
    assert "Chantelle" not in hidden
