"""A learned state: corrects the base coder where people decided enough, leaves the rest alone, is stored and read back."""

import numpy as np
import pytest

from codebook.load import parse_codebook
from models.encode import Encoder, SentenceEncoder
from models.held_out import Comparison
from models.judge import Floors
from models.learn import Decided, HeadsUnreadable
from models.learn_state import InForce, learn_state
from models.learned import Learned
from models.types import Coding, Outcome, Reason

BOOK = parse_codebook(
    b"""
id: pets
name: Pets
codes:
  - {id: dog, name: Dog, definition: A dog is there., examples: [The dog barks., A puppy came.]}
  - {id: cat, name: Cat, definition: A cat is there., examples: [The cat sleeps., A kitten came.]}
""",
    name="pets",
)
THINGS = ("park", "garden", "kitchen", "street", "car", "shed", "yard", "hall")
FLOORS = {"dog": Floors(0.5, 0.9), "cat": Floors(0.5, 0.9)}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return SentenceEncoder()


@pytest.fixture(scope="module")
def state(encoder: Encoder) -> tuple[Learned, Comparison]:
    """Of the dog there are 120 decisions from 12 cases, of the cat one; the base coder says nothing of either."""
    texts = [f"{'Rex the hound ran' if row % 2 else 'Nobody went'} to the {THINGS[row % 8]} at {row}" for row in range(120)]
    labels = np.full((120, 2), np.nan, np.float32)
    labels[:, 0] = np.arange(120) % 2
    labels[0, 1] = 1
    base = np.random.default_rng(0).normal(-1, 0.5, (120, 2)).astype(np.float32)
    decided = Decided(texts, encoder.encode(texts), labels, [f"case {row // 10}" for row in range(120)], base)
    return learn_state(BOOK, encoder, decided, base, base="base-1", in_force=InForce())[:2]


def told(state: Learned, encoder: Encoder, text: str) -> tuple[Coding, ...]:
    (own,) = state.judge([text], encoder.encode([text]), [{"dog": 0.3, "cat": 0.6}])
    base = [Coding("cat", 0.6, calibrated=False, outcome=Outcome.DOUBTFUL, reason=Reason(cues=("kept",)))]
    return state.codings(text, own, base, floors=FLOORS, explain=lambda code: Reason(nearest_example=code))


def test_what_people_decided_is_better_than_a_base_coder_that_says_nothing(state: tuple[Learned, Comparison]) -> None:
    assert state[1].better
    assert state[1].average_precision.after > 0.9 > state[1].average_precision.before


def test_codes_with_few_decisions_stay_as_the_base_coder_has_them(state: tuple[Learned, Comparison], encoder: Encoder) -> None:
    learned = state[0]
    assert learned.taught == {"dog"}
    codings = {one.code: one for one in told(learned, encoder, "Rex the hound ran to the park again")}
    assert codings["cat"] == Coding("cat", 0.6, calibrated=False, outcome=Outcome.DOUBTFUL, reason=Reason(cues=("kept",)))
    assert codings["dog"].calibrated
    assert codings["dog"].confidence > 0.8
    assert codings["dog"].reason.nearest_example == "dog"
    assert "hound" in codings["dog"].reason.words
    assert "dog" not in {one.code for one in told(learned, encoder, "Nobody went to the park again")}


def test_a_code_that_moved_is_not_calibrated_and_never_taken(state: tuple[Learned, Comparison], encoder: Encoder) -> None:
    moved = state[0].despite({"dog": "unlike those before"})
    codings = {one.code: one for one in told(moved, encoder, "Rex the hound ran to the park again")}
    assert not codings["dog"].calibrated
    assert codings["dog"].outcome is Outcome.DOUBTFUL
    assert moved.revision == state[0].revision


def test_stored_and_read_back_it_says_the_same(state: tuple[Learned, Comparison], encoder: Encoder) -> None:
    learned = state[0]
    again = Learned.from_bytes(learned.to_bytes())
    text = "Rex the hound ran to the park again"
    assert told(again, encoder, text) == told(learned, encoder, text)
    assert again.revision == learned.revision
    assert b"hound" not in learned.to_bytes()
    for broken in (b"", b"PK", learned.to_bytes()[:-20], learned.to_bytes()[:60]):
        with pytest.raises(HeadsUnreadable, match="earshot learn"):
            Learned.from_bytes(broken)
