"""From redacted notes to coded notes: segments, one encoder pass over the batch, voices, codes."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import partial

from codebook.schema import Codebook
from models.code import FLOORS, REVISION, Coder, Floats, says_nothing
from models.encode import Encoder
from models.judge import Explain, Floors, Judgement
from models.learned import Learned
from models.segment import segment
from models.tuned.coder import Reading, TunedCoder, shipped
from models.types import CodedNote, CodedSegment, Coding, Reason, Segment, VoiceTag
from models.upper import Upper, UpperEncoder
from models.voice import tag_voices
from models.voices import agree
from redaction.types import RedactedNote


@dataclass(frozen=True, slots=True)
class NoteContext:
    """What is known of a note beside its text."""

    author_role: str | None = None
    note_type: str | None = None


class CodingPipeline:
    """Codes notes with one codebook. Holds nothing of them.

    Codes that the tuned coder knows by their meaning are its; all others are coded by the codebook's own sentences.

    Args:
        encoder: Makes the embeddings.
        codebook: Any codebook.
        tuned: Reads notes whole; none takes the one that comes with earshot.
    """

    def __init__(self, encoder: Encoder, codebook: Codebook, *, tuned: TunedCoder | None = None) -> None:
        self._encoder = encoder
        self._codebook = codebook
        self._learned: Learned | None = None
        self._uppers: dict[str, Encoder] = {}
        self._coder = Coder(codebook, encoder)
        self._tuned = tuned or shipped()
        columns = {code.id: self._tuned.column(code) for code in codebook.codes}
        self._columns = {code: column for code, column in columns.items() if column is not None}
        self._curve = self._tuned.curve(encoder.revision)
        self._floors = {code: self._floors_of(column) for code, column in columns.items()}

    def with_learned(self, learned: Learned | None) -> "CodingPipeline":
        """The same pipeline with what was learned from decisions over it. It must stand over this coder and this codebook."""
        other = copy(self)
        other._learned = learned  # noqa: SLF001 - its own kind
        return other

    @property
    def codebook(self) -> Codebook:
        """The codebook that it codes with."""
        return self._codebook

    @property
    def model_revision(self) -> str:
        """What codes: the base coder's revision, and those of what was learned over it and of its encoder, if it is tuned."""
        if self._learned is None:
            return self.base_revision
        upper = self._learned.upper
        encoder = "" if upper is None else f"+encoder-{upper.revision}"
        return f"{self.base_revision}+learned-{self._learned.revision}{encoder}"

    @property
    def base_revision(self) -> str:
        """The revisions of coder, reader and encoder."""
        coders = [] if len(self._columns) == len(self._codebook.codes) else [REVISION]
        return "+".join((*coders, self._tuned.revision, self._encoder.revision))

    @staticmethod
    def context(*, author_role: str | None = None, note_type: str | None = None) -> NoteContext:
        """What is known of a note beside its text."""
        return NoteContext(author_role, note_type)

    def code_notes(self, notes: Sequence[RedactedNote], contexts: Sequence[NoteContext]) -> list[CodedNote]:
        """The coded notes, in their order. A note's codes do not depend on the others of its batch.

        Args:
            notes: Any number of redacted notes.
            contexts: As many contexts.
        """
        segmented = [segment(note) for note in notes]
        kinds = [context.note_type or "" for context in contexts]
        texts = [note.text for note in notes]
        readings = self._tuned.read(list(zip(texts, segmented, kinds, strict=True)))
        embeddings = self._encoder.encode([one.text for segments in segmented for one in segments])
        coded: list[CodedNote] = []
        first = 0
        for note, segments, context, reading in zip(notes, segmented, contexts, readings, strict=True):
            vectors = embeddings[first : first + len(segments)]
            first += len(segments)
            rules = tag_voices(segments, author_role=context.author_role, note_type=context.note_type)
            voices = agree(segments, rules, reading.voices)
            judged = self._judge(note.text, segments, voices, vectors, reading)
            parts = zip(segments, voices, judged, strict=True)
            coded_segments = tuple(CodedSegment(one, voice, own.codings(), dict(own.scores)) for one, voice, own in parts)
            if self._learned is not None:
                coded_segments = self._relearned(self._learned, coded_segments, vectors)
            coded.append(CodedNote(coded_segments, vectors, self._codebook.version, self.model_revision, self.base_revision))
        return coded

    def learned_codings(
        self,
        learned: Learned,
        texts: Sequence[str],
        embeddings: Floats,
        scores: Sequence[Mapping[str, float]],
        base: Sequence[Sequence[Coding]],
    ) -> list[tuple[Coding, ...]]:
        """The codings of segments by what was learned, from what the base coder said of them.

        Where an encoder was tuned the segments are embedded once more, each alone: 11 ms a segment on one core, beside 5 ms for
        the packaged one in batches.

        Args:
            learned: Stands over this coder.
            texts: n redacted texts.
            embeddings: Shape (n, dimensions).
            scores: The base coder's n.
            base: The base coder's codings of each.

        Raises:
            EncoderUnreadable: What was tuned does not belong to this encoder.
        """
        own = embeddings if learned.upper is None else self._tuned_encoder(learned.upper).encode(texts)
        parts = zip(texts, embeddings, learned.judge(texts, own, scores), base, strict=True)
        return [
            learned.codings(text, told, own, floors=self._floors, explain=partial(self._explain, text=text, vector=vector))
            for text, vector, told, own in parts
        ]

    def judge_again(
        self,
        text: str,
        segments: Sequence[Segment],
        voices: Sequence[VoiceTag],
        vectors: Floats,
        known: Sequence[Mapping[str, float]],
        *,
        note_type: str | None,
    ) -> list[Judgement]:
        """What the base coder says of a note's segments that were coded before, from what is stored of them.

        Args:
            text: The redacted note.
            segments: n segments.
            voices: Their n voices.
            vectors: Shape (n, dimensions).
            known: Of each, scores that are as they were: of codes that mean the same. What the tuned coder lacks it reads.
            note_type: What kind of note it is.
        """
        missing = [code for code in self._columns if any(code not in one for one in known)]
        if missing:
            (reading,) = self._tuned.read([(text, segments, note_type or "")])
            scores = [dict(one.scores) for one in self._judge(text, segments, voices, vectors, reading)]
        elif len(self._columns) < len(self._codebook.codes):
            scores = self._coder.score(segments, voices, vectors)
        else:
            scores = [{} for _ in segments]
        told = []
        for place, one in enumerate(segments):
            kept = {code: known[place][code] for code in self._columns if code in known[place]}
            explain = partial(self._explain, text=one.text, vector=vectors[place])
            told.append(Judgement({code: (scores[place] | kept)[code] for code in self._floors}, self._floors, explain))
        return told

    def _tuned_encoder(self, upper: Upper) -> Encoder:
        if upper.revision not in self._uppers:
            self._uppers.clear()  # one is in force at a time; a proposal beside it comes and goes
            self._uppers[upper.revision] = UpperEncoder(self._encoder, upper)
        return self._uppers[upper.revision]

    def _explain(self, code: str, text: str, vector: Floats) -> Reason:
        return self._coder.explain(code, text, vector)

    def _relearned(self, learned: Learned, coded: Sequence[CodedSegment], vectors: Floats) -> tuple[CodedSegment, ...]:
        texts = [one.segment.text for one in coded]
        base = [one.codings for one in coded]
        put = self.learned_codings(learned, texts, vectors, [one.scores for one in coded], base)
        return tuple(replace(one, codings=own, base=one.codings) for one, own in zip(coded, put, strict=True))

    def _judge(
        self, text: str, segments: Sequence[Segment], voices: Sequence[VoiceTag], vectors: Floats, reading: Reading
    ) -> Iterable[Judgement]:
        """What is said of each segment of a note."""
        texts = [one.text for one in segments]
        if len(self._columns) < len(self._codebook.codes):
            scored = self._coder.score(segments, voices, vectors)
        else:
            scored = [dict.fromkeys(self._floors, 0.0) for _ in segments]
        if self._columns:
            chances = self._tuned.chances(reading.odds, texts, vectors, self._curve)
            for place, one in enumerate(texts):
                silent = says_nothing(one)
                for code, column in self._columns.items():
                    scored[place][code] = 0.0 if silent else round(float(chances[place, column]), 4)
        for place, one in enumerate(texts):
            yield Judgement(scored[place], self._floors, self._explainer(text, place, one, vectors[place], reading))

    def _explainer(self, text: str, place: int, own: str, vector: Floats, reading: Reading) -> Explain:
        def explain(code: str) -> Reason:
            reason = self._coder.explain(code, own, vector)
            column = self._columns.get(code)
            return reason if column is None else replace(reason, words=reading.words(text, place, column))

        return explain

    def _floors_of(self, column: int | None) -> Floors:
        if column is None:
            return FLOORS
        return Floors(float(self._curve.suggest[column]), float(self._curve.accept[column]))
