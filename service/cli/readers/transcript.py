"""Transcripts (.vtt, .srt): cues become turns, one for each time that a speaker speaks."""

import html
import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

from webvtt import Caption, WebVTT
from webvtt.errors import MalformedCaptionError, MalformedFileError

from redaction.types import Turn
from service.cli.readers.checks import check_text, read_text
from service.cli.readers.errors import ReaderError
from service.cli.readers.types import InputNote

_VOICE = re.compile(r"<v(?:\.[\w-]+)*[ \t]+([^>]+)>")
# up to four capitalised words: "Mia:", "Ms O'Brien-Shah:", "INTERVIEWER 2:", but not "and then he said:"
_LABEL = re.compile(r"([A-Z\d][\w.'’-]*(?: [A-Z\d(][\w.'’)-]*){0,3})\s?:\s+(?=\S)")
_TAG = re.compile(r"<[^<>\n]*>")
_UNKNOWN = "Unknown speaker"


def read_transcript(path: Path) -> Iterator[InputNote]:
    """The one note of a transcript: turns, or a text where no cue says who speaks. Its id is the file's name.

    The speaker of a cue is taken from `<v Name>`, else from "Name: " at the beginning of a line; a cue
    without either goes on with the speaker before it. Consecutive cues of one speaker are joined.

    Raises:
        ReaderError: It is not UTF-8, no transcript, or a cue in it cannot be read.
    """
    with path.open("rb") as stream:
        content = read_text(stream, where=path.name)
    captions = _captions(content, suffix=path.suffix.casefold(), where=path.name)
    spoken = [said for caption in captions for said in _utterances(caption.raw_text)]
    check_text("\n".join(text for _, text in spoken), where=path.name)
    if all(speaker is None for speaker, _ in spoken):
        yield InputNote(id=path.stem, text="\n".join(text for _, text in spoken))
    else:
        yield InputNote(id=path.stem, turns=tuple(_turns(spoken)))


def _captions(content: str, *, suffix: str, where: str) -> list[Caption]:
    lines = content.strip().split("\n")
    try:
        captions: list[Caption] = WebVTT.from_buffer(iter(lines), format=suffix.removeprefix(".")).captions
    except (MalformedFileError, MalformedCaptionError):
        beginning = "'WEBVTT'" if suffix == ".vtt" else "'1' and a line of times"
        raise ReaderError(f"{where} is no {suffix} transcript; its first line must be {beginning}") from None
    # webvtt-py passes over cues whose times it cannot read: their words would be lost without a sound
    timed = sum("-->" in line and bool(after.strip()) for line, after in pairwise(lines))
    readable = sum(bool(caption.raw_text.strip()) for caption in captions)
    if readable < timed:
        raise ReaderError(
            f"{where}: {timed - readable} of {timed} cues cannot be read; each needs a line of times such as "
            + ("'00:01:02.000 --> 00:01:05.000'" if suffix == ".vtt" else "a number and '00:01:02,000 --> 00:01:05,000'")
        )
    return captions


def _utterances(cue: str) -> Iterator[tuple[str | None, str]]:
    """(speaker or None, words) of each part of a cue that one speaker says."""
    if _VOICE.search(cue):
        before, *parts = _VOICE.split(cue)
        labelled: list[tuple[str | None, str]] = [(None, before), *zip(parts[::2], parts[1::2], strict=True)]
    else:
        labelled = [_labelled(line) for line in cue.split("\n")]
    for speaker, words in labelled:
        text = " ".join(html.unescape(_TAG.sub("", words)).split())
        if text:
            yield speaker and " ".join(html.unescape(speaker).split()), text


def _labelled(line: str) -> tuple[str | None, str]:
    plain = _TAG.sub("", line).strip()
    label = _LABEL.match(plain)
    return (label[1], plain[label.end() :]) if label else (None, plain)


def _turns(spoken: list[tuple[str | None, str]]) -> Iterator[Turn]:
    current = _UNKNOWN
    carried: list[tuple[str, str]] = []
    for speaker, text in spoken:
        current = speaker or current
        carried.append((current, text))
    for name, said in groupby(carried, key=lambda utterance: utterance[0]):
        yield Turn(speaker=name, text=" ".join(text for _, text in said))
