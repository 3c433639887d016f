"""Who is speaking in a segment: by speaker label, quotation and its attribution, reporting verb, behaviour, genre.

First version, by rules in the order of their strength; the confidence is the strength of the rule, not a probability.
The meanings are those of the starter codebook ("Voice" and "Hard calls, decided").
"""

import re
from collections.abc import Sequence

from models.speakers import CHILD_ROLES, FAMILY_ROLES, normal_role
from models.types import Segment, Voice, VoiceTag
from models.voice_words import (
    BEHAVIOUR,
    CHILD_GENRE,
    CHILD_HEADING,
    CHILD_NOUN,
    COLLECTIVE,
    COLLECTIVE_GENRE,
    FAMILY_GENRE,
    FAMILY_NOUN,
    FEELING,
    FIRST_PERSON,
    PROFESSIONAL_NOUN,
    PRONOUN,
    QUOTE,
    REPORTING,
    TO_CHILD,
    YOU_BEHAVED,
)


def tag_voices(
    segments: Sequence[Segment], *, author_role: str | None = None, note_type: str | None = None
) -> tuple[VoiceTag, ...]:
    """The voice of each segment of one note, in their order.

    Args:
        segments: All segments of the note.
        author_role: Who wrote the note ("social worker", "foster carer", "child"), where known.
        note_type: What kind of note it is, where known.
    """
    genre = _genre(segments, author_role, note_type)
    tags: list[VoiceTag] = []
    subject = Voice.CHILD_REPORTED  # whom "he" and "she" mean until somebody is named
    for segment in segments:
        subject = _last_subject(segment.text, subject)
        tags.append(_tag(segment, genre, subject))
    return tuple(tags)


def _genre(segments: Sequence[Segment], author_role: str | None, note_type: str | None) -> Voice:
    """Whose words the note's plain sentences are."""
    kind = (note_type or "").casefold()
    author = normal_role(author_role) if author_role else ""
    text = " ".join(segment.text for segment in segments)
    if author in CHILD_ROLES or CHILD_GENRE.search(kind):
        return Voice.CHILD_DIRECT
    if COLLECTIVE_GENRE.search(kind):
        return Voice.CHILDREN_COLLECTIVE
    if len(TO_CHILD.findall(text)) >= 2 and not any(segment.speaker for segment in segments):  # noqa: PLR2004
        return Voice.CHILD_REPORTED  # a record written to the child
    if author in FAMILY_ROLES or FAMILY_GENRE.search(kind):
        return Voice.FAMILY
    return Voice.PRACTITIONER


def _tag(segment: Segment, genre: Voice, subject: Voice) -> VoiceTag:
    if segment.speaker is not None and (tag := _of_speaker(segment, genre)):
        return tag
    text = segment.text
    if tag := _of_genre(text, genre):
        return tag
    if segment.heading and CHILD_HEADING.search(segment.heading) and FIRST_PERSON.search(QUOTE.sub(" ", text)):
        return VoiceTag(Voice.CHILD_DIRECT, 0.75, "first person under a heading for the child's own words")
    if tag := _of_quotation(text, subject, genre):
        return tag
    if tag := _of_report(text, subject):
        return tag
    if tag := _of_behaviour(text, subject):
        return tag
    if genre is Voice.CHILDREN_COLLECTIVE and re.search(r"\b(?:we|us|our)\b", text, re.IGNORECASE):
        return VoiceTag(Voice.CHILDREN_COLLECTIVE, 0.7, "a group's minutes")
    if genre is Voice.FAMILY:
        return VoiceTag(Voice.FAMILY, 0.65, "a carer's or relative's own record")
    return VoiceTag(Voice.PRACTITIONER, 0.6, "nothing says otherwise in a professional's record")


def _of_genre(text: str, genre: Voice) -> VoiceTag | None:
    """What follows from the kind of note, whatever the sentence is."""
    if not re.search(r"\w", text):
        return VoiceTag(Voice.CHILD_NONVERBAL, 0.7, "emoji alone")
    if genre is Voice.CHILD_DIRECT:
        return VoiceTag(Voice.CHILD_DIRECT, 0.85, "the child's own message, letter or form")
    if genre is Voice.CHILD_REPORTED and re.search(r"\b(?:you|your|you're|you've)\b", text, re.IGNORECASE):
        if YOU_BEHAVED.search(text):
            return VoiceTag(Voice.CHILD_NONVERBAL, 0.65, "record written to the child, behaviour")
        return VoiceTag(Voice.CHILD_REPORTED, 0.8, "record written to the child")
    if COLLECTIVE.search(text):
        return VoiceTag(Voice.CHILDREN_COLLECTIVE, 0.7, "children speaking as one")
    return None


def _of_speaker(segment: Segment, genre: Voice) -> VoiceTag | None:
    role = segment.speaker_role
    if re.fullmatch(r"[\[(*].*[\])*]", segment.text) and role in CHILD_ROLES:
        return VoiceTag(Voice.CHILD_NONVERBAL, 0.8, "what a speaker shows, in brackets")
    if role in CHILD_ROLES:
        if role == "participant" and genre is Voice.FAMILY:
            return VoiceTag(Voice.FAMILY, 0.7, "speaker label: participant in a carers' study")
        if not re.search(r"\w", segment.text):
            return VoiceTag(Voice.CHILD_NONVERBAL, 0.75, "emoji alone")
        return VoiceTag(Voice.CHILD_DIRECT, 0.95, f"speaker label: {role}")
    if role == "children":
        return VoiceTag(Voice.CHILDREN_COLLECTIVE, 0.9, "speaker label: a group")
    if role in FAMILY_ROLES:
        return VoiceTag(Voice.FAMILY, 0.9, f"speaker label: {role}")
    if role is not None:
        return VoiceTag(Voice.PRACTITIONER, 0.9, f"speaker label: {role}")
    if genre in (Voice.CHILD_DIRECT, Voice.CHILDREN_COLLECTIVE):
        return VoiceTag(Voice.CHILD_DIRECT, 0.7, "a speaker in a child's genre")
    if re.match(r"\[(?:PERSON|FRIEND|SIBLING|BROTHER|SISTER)", segment.speaker or ""):
        return VoiceTag(Voice.CHILD_DIRECT, 0.5, "a speaker whose role is not known")
    return VoiceTag(Voice.UNCLEAR, 0.4, "a speaker whose role is not known")


def _of_quotation(text: str, subject: Voice, genre: Voice) -> VoiceTag | None:
    quoted = [found[0] for found in QUOTE.finditer(text) if len(found[0].split()) > 1]
    if not quoted:
        return None
    speaker = _quoted_speaker(QUOTE.sub(" ", text), subject)
    if speaker is Voice.FAMILY:
        return VoiceTag(Voice.FAMILY, 0.75, "quotation of a relative or carer")
    if speaker is Voice.PRACTITIONER:
        return VoiceTag(Voice.PRACTITIONER, 0.7, "quotation of a professional")
    share = sum(map(len, quoted)) / len(text)
    if genre is Voice.PRACTITIONER and share < 0.15:  # noqa: PLR2004 - a word in inverted commas is no quotation
        return None
    return VoiceTag(Voice.CHILD_DIRECT, 0.85, "quotation of the child")


def _quoted_speaker(rest: str, subject: Voice) -> Voice:
    """Who says what was quoted, from the rest of the sentence: who stands before the verb, or soon after it."""
    reporting = REPORTING.search(rest)
    if reporting is None:
        return _attributed(rest, subject)
    before, after = rest[: reporting.start()], " ".join(rest[reporting.end() :].split()[:3])
    if before.strip(" ,.-–") or not after:
        return _attributed(before, subject)
    return _attributed(after, subject)


def _of_report(text: str, subject: Voice) -> VoiceTag | None:
    reporting = REPORTING.search(text)
    if not reporting:
        felt = FEELING.search(text)
        if felt and _attributed(text[: felt.start()], subject) is Voice.CHILD_REPORTED and _names_child(text[: felt.end()]):
            return VoiceTag(Voice.CHILD_REPORTED, 0.6, "what the child feels or wants")
        return None
    speaker = _attributed(text[: reporting.start()], subject)
    if re.match(r"\s*I\b", text[: reporting.start()]):
        return None  # the writer asks or tells
    if speaker is Voice.FAMILY:
        return VoiceTag(Voice.FAMILY, 0.7, "reported words of a relative or carer")
    if speaker is Voice.PRACTITIONER:
        return VoiceTag(Voice.PRACTITIONER, 0.65, "reported words of a professional")
    return VoiceTag(Voice.CHILD_REPORTED, 0.8, "reporting verb with the child as speaker")


def _of_behaviour(text: str, subject: Voice) -> VoiceTag | None:
    behaviour = BEHAVIOUR.search(text)
    if behaviour and _attributed(text[: behaviour.start()], subject) is Voice.CHILD_REPORTED:
        return VoiceTag(Voice.CHILD_NONVERBAL, 0.65, "behaviour of the child")
    return None


def _attributed(before: str, subject: Voice) -> Voice:
    """Who is the speaker or actor, judging by the last noun before the verb; a pronoun means the last subject."""
    last: tuple[int, Voice] = (-1, subject)
    for pattern, voice in (
        (CHILD_NOUN, Voice.CHILD_REPORTED),
        (FAMILY_NOUN, Voice.FAMILY),
        (PROFESSIONAL_NOUN, Voice.PRACTITIONER),
    ):
        for found in pattern.finditer(before):
            if found.start() >= last[0] and not re.match(r"['’]s\b", before[found.end() :]):
                last = (found.start(), voice)
    if last[0] < 0 and re.match(r"\s*I\b", before):
        return Voice.PRACTITIONER
    return last[1]


def _last_subject(text: str, subject: Voice) -> Voice:
    """Whom pronouns of this and later segments mean: whoever stands at the beginning of the segment."""
    head = " ".join(QUOTE.sub(" ", text).split()[:3])
    if CHILD_NOUN.search(head):
        return Voice.CHILD_REPORTED
    if FAMILY_NOUN.search(head):
        return Voice.FAMILY
    if PROFESSIONAL_NOUN.search(head):
        # pronouns after a professional mostly go back to the child
        return subject if subject is not Voice.FAMILY else Voice.CHILD_REPORTED
    return subject


def _names_child(before: str) -> bool:
    return bool(CHILD_NOUN.search(before) or PRONOUN.search(before)) and not FIRST_PERSON.search(before)
