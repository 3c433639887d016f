"""From redacted notes to coded notes: segments, one encoder pass over the batch, voices, codes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from codebook.schema import Codebook
from models.code import FLOORS, REVISION, Coder, Floats, says_nothing
from models.encode import Encoder
from models.judge import Explain, Floors, Judgement
from models.segment import segment
from models.tuned.coder import Reading, TunedCoder, shipped
from models.types import CodedNote, CodedSegment, Reason, Segment, VoiceTag
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
        self._coder = Coder(codebook, encoder)
        self._tuned = tuned or shipped()
        columns = {code.id: self._tuned.column(code) for code in codebook.codes}
        self._columns = {code: column for code, column in columns.items() if column is not None}
        self._curve = self._tuned.curve(encoder.revision)
        self._floors = {code: self._floors_of(column) for code, column in columns.items()}

    @property
    def model_revision(self) -> str:
        """What codes: the revisions of coder, reader and encoder."""
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
            coded.append(CodedNote(coded_segments, vectors, self._codebook.version, self.model_revision))
        return coded

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
