"""Labelled notes as segments that people decided about: what heads are learned from and measured on."""

from collections.abc import Sequence

import numpy as np

from codebook.schema import Codebook
from evaluation.corpus.duplicates import blanked
from evaluation.corpus.second import units
from evaluation.labelled import LabelledNote
from models.encode import Encoder
from models.learn import Decided


def decided_segments(notes: Sequence[LabelledNote], codebook: Codebook, encoder: Encoder) -> Decided:
    """Every segment of the notes with the codes that its label has; one that no label lists carries none.

    Details count as their type, so that no name is learned. A segment's group is its case, or its note where it has none.
    """
    texts, labels, groups = [], [], []
    for note in notes:
        listed = {(coding.start, coding.end): coding.codes for coding in note.codings}
        for start, end in units(note):
            said = listed.get((start, end), ())
            texts.append(blanked(note, start, end))
            labels.append([code.id in said for code in codebook.codes])
            groups.append(f"case {note.case_key}" if note.case_key else f"note {note.id}")
    told = np.array(labels, dtype=np.float32).reshape(len(texts), len(codebook.codes))
    return Decided(texts, encoder.encode(texts), told, groups)
