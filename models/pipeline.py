"""From redacted notes to coded notes: segments, voices, one encoder pass over the batch, codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from codebook.schema import Codebook
from models.code import REVISION, Coder
from models.encode import Encoder
from models.segment import segment
from models.types import CodedNote, CodedSegment
from models.voice import tag_voices
from redaction.types import RedactedNote


@dataclass(frozen=True, slots=True)
class NoteContext:
    """What is known of a note beside its text."""

    author_role: str | None = None
    note_type: str | None = None


class CodingPipeline:
    """Codes notes with one codebook. Holds nothing of them.

    Args:
        encoder: Makes the embeddings.
        codebook: Any codebook.
    """

    def __init__(self, encoder: Encoder, codebook: Codebook) -> None:
        self._encoder = encoder
        self._codebook = codebook
        self._coder = Coder(codebook, encoder)

    @property
    def model_revision(self) -> str:
        """What codes: the rules' revision and the encoder's."""
        return f"{REVISION}+{self._encoder.revision}"

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
        embeddings = self._encoder.encode([one.text for segments in segmented for one in segments])
        coded: list[CodedNote] = []
        first = 0
        for segments, context in zip(segmented, contexts, strict=True):
            vectors = embeddings[first : first + len(segments)]
            first += len(segments)
            voices = tag_voices(segments, author_role=context.author_role, note_type=context.note_type)
            results = self._coder.code(segments, voices, vectors)
            parts = zip(segments, voices, results, strict=True)
            coded_segments = tuple(CodedSegment(one, voice, *result) for one, voice, result in parts)
            coded.append(CodedNote(coded_segments, vectors, self._codebook.version, self.model_revision))
        return coded
