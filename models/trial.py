"""Whether heads over an encoder tuned on the decisions beat heads over the packaged one, on decisions held out by case."""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from codebook.schema import Codebook
from models.encode import Encoder
from models.head import Floats
from models.held_out import (
    Comparison,
    Flags,
    Once,
    calibrated_out_of_fold,
    compare,
    folds,
    macro_average_precision,
    out_of_fold,
)
from models.learn import Decided
from models.tune_last import FEWEST, FEWEST_CODES, enough, tune_last
from models.upper import NotTunable, UpperEncoder

FOLDS = 3
"""Parts that are held out of tuning, one after another: each costs a tuning."""
MARGIN = 0.02
"""Share of the log-loss that a tuned encoder must spare, for it costs a second pass over every segment that is coded."""
_BATCH = 64


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What came of tuning.

    Attributes:
        kept: Whether the tuned encoder is better by enough.
        why: The same in a sentence.
        comparison: The packaged encoder before, the tuned one after; none where it did not come to that.
        odds: Log-odds out of fold over tuned encoders, shape (n, codes), where it did.
    """

    kept: bool
    why: str
    comparison: Comparison | None = None
    odds: Floats | None = field(default=None, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON, for the figures of a run."""
        return {"kept": self.kept, "why": self.why, "comparison": self.comparison and asdict(self.comparison)}


def try_tuned(codebook: Codebook, encoder: Once, decided: Decided, base: Floats, *, after: int) -> Trial:
    """Tune for each of three parts on the other two, learn heads over that, and compare on what was held out.

    A tuned encoder is kept only where log-loss falls for certain (a paired bootstrap by case) and by `MARGIN` of it at
    least, and average precision does not fall. Where it ranks the first part no better nothing more is tuned: what loses
    costs one tuning, what wins three, and one on everything.

    Args:
        codebook: Its codes are the columns.
        encoder: The packaged one.
        decided: n segments with their cases.
        base: Log-odds of the base coder, shape (n, codes).
        after: Decided segments that it takes; 0 is never.
    """
    if after == 0:
        return Trial(kept=False, why="the encoder is never tuned (EARSHOT_TUNE_AFTER=0)")
    if not enough(decided.labels, after):
        wanted = f"{after} decided segments, {FEWEST} of them for each of {FEWEST_CODES} codes"
        return Trial(kept=False, why=f"the encoder is tuned from {wanted}")
    fold, codes = folds(decided.groups, number=FOLDS), [code.id for code in codebook.codes]
    first = fold == 0
    plain = out_of_fold(codebook, encoder, decided, base, fold=fold)
    try:
        odds = tuned_out_of_fold(codebook, encoder, decided, base, wanted=first)
        ranks = [macro_average_precision(one[first], decided.labels[first]) for one in (plain, odds)]
        if ranks[1] <= ranks[0]:
            why = f"tuned, it ranks a first part held out no better (average precision {ranks[1]:.3f}, before {ranks[0]:.3f})"
            return Trial(kept=False, why=why)
        odds[~first] = tuned_out_of_fold(codebook, encoder, decided, base, wanted=~first)[~first]
    except NotTunable as error:
        return Trial(kept=False, why=str(error))
    before, tuned = (calibrated_out_of_fold(codes, one, decided) for one in (plain, odds))
    found = compare(before, tuned, decided.labels, decided.groups)
    kept = found.better and found.log_loss.after <= (1 - MARGIN) * found.log_loss.before
    if kept:
        why = "tuned, it is better on decisions that were held out"
    elif found.better:
        why = f"tuned, it spares less than {MARGIN:.0%} of the log-loss, which is not worth a second pass"
    else:
        why = f"tuned, it is not kept: {found.why}"
    return Trial(kept, why, found, odds)


def tuned_out_of_fold(
    codebook: Codebook,
    encoder: Once,
    decided: Decided,
    base: Floats,
    *,
    known: Flags | None = None,
    wanted: Flags | None = None,
) -> Floats:
    """Log-odds out of fold, shape (n, codes), over encoders that are tuned on the other folds only.

    Args:
        codebook: Its codes are the columns.
        encoder: The packaged one.
        decided: n segments with their cases.
        base: Log-odds of the base coder, shape (n, codes).
        known: Rows that may be learned from; none: all.
        wanted: Rows to judge, whole folds; none: all. The others stay as `base` has them.

    Raises:
        NotTunable: The encoder has no layers that can be tuned apart.
    """
    fold = folds(decided.groups, number=FOLDS)
    if wanted is not None:
        fold = np.where(wanted, fold, -1)

    def tune(told: Decided) -> Encoder:
        return UpperEncoder(encoder.encoder, tune_last(encoder.encoder, told.texts, told.labels), batch=_BATCH)

    return out_of_fold(codebook, encoder, decided, base, known=known, tune=tune, fold=fold)
