"""What is wrong with a labelled document, or may be: errors refuse it, hints are for its writer's judgement.

Errors are what no judgement can make right: a code the codebook does not have, a mark that holds a title or white space,
a telephone number, NHS number or mail address that could be somebody's. Hints are what is often a slip: a name marked
here and not there, a capitalised word that nobody marked, a segment of two sentences.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from stdnum.gb import nhs

from evaluation.labelled import Entity, LabelledNote
from models.segment import segment
from redaction.types import MentionType, RedactedNote

# Ofcom, telephone numbers for drama use: nobody has them.
_FICTIONAL_PHONES = re.compile(
    r"07700900\d{0,3}|02079460\d{0,3}|02890180\d{0,3}|02896496\d{0,3}|02920180\d{0,3}|03069990\d{0,3}|08081570\d{0,3}|01632960\d{0,3}"
    r"|01(?:1[3-8]|21|31|41|51|61)496\d{0,4}|0191498\d{0,4}"
)
_RESERVED_MAIL = re.compile(r"example\.(?:org|com|net)|\.(?:example|test|invalid)\b", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|PC|DC|DS|Sgt|Sister|Nurse|Judge|HHJ|Cllr|Auntie|Aunty|Uncle|Nan|Nana|Grandma)\.? "
)
_CAPITALISED = re.compile(r"(?<![\w'’@.#])[A-ZÀ-ÞĀĂĄĆČĐĒĘĢĪĶĻŁĽŃŅŇŐŘŚŞŠȘŤŢȚŪŮŰŹŻŽ][^\W\d_'’-]{2,}(?:['’-][^\W\d_]+)*")
_REPEATED = frozenset({"PERSON", "LOCATION", "SCHOOL", "ORGANISATION", "ADDRESS"})
_ORDINARY = frozenset(
    """Mum Mam Mummy Mom Dad Daddy Nan Nana Gran Granny Grandma Grandad Grandpa Auntie Aunty Uncle Sister Brother Baby Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Weds Thu Thur Thurs Fri Sat Sun January February March April May June July
    August September October November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Christmas Easter Eid Ramadan Diwali
    English Welsh Scottish Irish Polish Kurdish Arabic Somali Bengali Punjabi Urdu Tamil Romanian Ukrainian Vietnamese Albanian Tigrinya
    Pashto Dari Farsi Portuguese Turkish Chinese Mandarin Cantonese Lithuanian British Asian African Black White Muslim Christian Hindu
    Sikh Catholic Interviewer Present Actions Action Seen Alone Visit Year Ref Tel Mob Email Dear Love Regards Makaton Lego Minecraft
    Roblox PlayStation Xbox Fortnite YouTube TikTok Snapchat WhatsApp Instagram Facebook Netflix Teams Zoom Home Office England Wales
    Scotland Northern Ireland Britain Europe Iran Iraq Syria Sudan Eritrea Afghanistan Vietnam Albania Poland Nigeria Ghana Kenya
    House Worries Good Things Dreams Wishes Child Mother Father Carer Social Worker Manager Chair Panel Review Minutes Facilitator
    Group Voice Note Form Section Part Police Court Children Services Team Early Help""".split()
)


_WORDS_TOO = frozenset(
    "will hope mark rose faith sunny bill grace summer autumn joy dawn robin jack patience happy blessing comfort".split()
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a document; an error refuses it, a hint asks its writer to look."""

    document: str
    message: str
    is_error: bool = True


def check_note(note: LabelledNote, *, codes: Collection[str]) -> Iterator[Finding]:
    """What is wrong with one document, or may be.

    Args:
        note: The document.
        codes: The ids of the codebook.
    """
    for message in (*_wrong_codings(note, codes), *_wrong_details(note)):
        yield Finding(note.id, message)
    for message in (*_unmarked_repeats(note), *_unmarked_names(note), *_long_segments(note), *_thinness(note)):
        yield Finding(note.id, message, is_error=False)


def check_all(notes: Sequence[LabelledNote], *, codes: Collection[str]) -> Iterator[Finding]:
    """What is wrong with documents one by one and among each other: ids, and authors or cases that cross the split."""
    for note in notes:
        yield from check_note(note, codes=codes)
    for identifier, count in Counter(note.id for note in notes).items():
        if count > 1:
            yield Finding(identifier, f"{count} documents have this id")
    for what in ("author", "case_key"):
        parts: dict[str, set[str | None]] = {}
        for note in notes:
            if key := getattr(note, what):
                parts.setdefault(key, set()).add(note.split)
        for key, splits in parts.items():
            if len(splits) > 1:
                yield Finding(key, f"this {what} is in more than one part of the split: {sorted(map(str, splits))}")


def _wrong_codings(note: LabelledNote, codes: Collection[str]) -> Iterator[str]:
    last = 0
    if not note.codings:
        yield "no segment is listed"
    for coding in sorted(note.codings, key=lambda coding: coding.start):
        words = note.text[coding.start : coding.end]
        if unknown := set(coding.codes) - set(codes):
            yield f"unknown code {', '.join(sorted(unknown))}"
        if len(set(coding.codes)) < len(coding.codes):
            yield f"a code twice on one segment at {coding.start}"
        if coding.start < last:
            yield f"segments overlap at {coding.start}"
        if words != words.strip() or "\n" in words:
            yield f"a segment at {coding.start} begins or ends with white space, or runs over two lines"
        last = coding.end


def _wrong_details(note: LabelledNote) -> Iterator[str]:
    for entity in note.entities:
        words = note.text[entity.start : entity.end]
        if words != words.strip():
            yield f"{entity.type} with white space at its edge: {words!r}"
        if entity.type == MentionType.PERSON and (_TITLE.match(words) or re.search(r"['’]s$", words)):
            yield f"PERSON is marked without title and possessive: {words!r}"
        yield from _somebodys(entity, words)


def _somebodys(entity: Entity, words: str) -> Iterator[str]:
    digits = re.sub(r"^(?:\+44|0044)(?:\(?0\)?)?", "0", re.sub(r"[^\d+]", "", words.translate(str.maketrans("oOlI", "0011"))))
    if entity.type == MentionType.PHONE and len(digits) > 6 and not _FICTIONAL_PHONES.fullmatch(digits):  # noqa: PLR2004
        yield f"PHONE outside the ranges kept for fiction: {words!r}"
    if entity.type == MentionType.NHS_NUMBER and not digits.startswith("99") and nhs.is_valid(digits):
        yield f"NHS_NUMBER must begin 999 or be mistyped: {words!r}"
    if entity.type == MentionType.EMAIL and "@" in words and not _RESERVED_MAIL.search(words):
        yield f"EMAIL must be at a reserved domain (example.org, .example): {words!r}"


def _unmarked(note: LabelledNote) -> str:
    """The text with every detail blanked, offsets kept."""
    text = list(note.text)
    for entity in note.entities:
        text[entity.start : entity.end] = " " * (entity.end - entity.start)
    return "".join(text)


def _unmarked_repeats(note: LabelledNote) -> Iterator[str]:
    rest = _unmarked(note)
    marked = {note.text[entity.start : entity.end] for entity in note.entities if entity.type in _REPEATED}
    names = {note.text[entity.start : entity.end] for entity in note.entities if entity.type == MentionType.PERSON}
    known = {name for person in note.people for name in (person.name, *person.aliases)}
    parts = {part for name in marked for part in (name, *name.split()) if part[:1].isupper() and len(part) > 2}  # noqa: PLR2004
    parts |= {part for name in known for part in name.split() if part[:1].isupper()}
    lower = {part.lower() for name in names for part in name.split() if len(part) > 3}  # noqa: PLR2004 - "bee", "may" are words
    for words in sorted(parts - _ORDINARY | lower - _WORDS_TOO):
        if found := re.search(rf"(?<![\w]){re.escape(words)}(?![\w])", rest):
            near = rest[max(0, found.start() - 15) : found.end() + 15].replace("\n", " ")
            yield f"marked elsewhere, not here: {words!r} in …{near}…"


def _unmarked_names(note: LabelledNote) -> Iterator[str]:
    rest = _unmarked(note)
    words = Counter(
        found[0]
        for found in _CAPITALISED.finditer(rest)
        if re.search(r"[a-z,;)’'\"\d-] $", rest[: found.start()][-3:])
        and (word := re.split(r"['’-]", found[0])[0]) not in _ORDINARY | {"I", "Mrs", "Miss"}
        and not re.search(rf"\b{word.lower()}\b", rest)
    )
    if words:
        yield f"capitalised inside a sentence and not marked: {', '.join(words)}"


def _long_segments(note: LabelledNote) -> Iterator[str]:
    bounds = segment(RedactedNote(note.text, (), "unredacted@0"))
    for coding in note.codings:
        inside = [part for part in bounds if coding.start <= (part.start + part.end) // 2 < coding.end]
        if len(inside) > 1:
            yield f"two sentences in one segment? {note.text[coding.start : coding.end]!r}"


def _thinness(note: LabelledNote) -> Iterator[str]:
    counts = {"words": (len(note.text.split()), 120), "details": (len(note.entities), 13), "segments": (len(note.codings), 10)}
    thin = [f"{count} {what} (at least {least})" for what, (count, least) in counts.items() if count < least]
    if thin:
        yield f"thin: {', '.join(thin)}"
