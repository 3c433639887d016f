"""The coder follows the codebook: not its order or names, both sides of a theme, boilerplate left out."""

import pytest

from codebook.load import load_codebook, parse_codebook, starter_path
from codebook.schema import Codebook
from models.encode import SentenceEncoder
from models.pipeline import CodingPipeline
from models.types import CodedNote, Outcome
from redaction.types import RedactedNote

pytestmark = pytest.mark.slow
BOOK = load_codebook(starter_path())


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture(scope="module")
def pipeline(encoder: SentenceEncoder) -> CodingPipeline:
    return CodingPipeline(encoder, BOOK)


def coded(pipeline: CodingPipeline, *texts: str) -> list[CodedNote]:
    notes = [RedactedNote(text, (), "test") for text in texts]
    return pipeline.code_notes(notes, [pipeline.context() for _ in notes])


def codes(pipeline: CodingPipeline, text: str) -> list[str]:
    (note,) = coded(pipeline, text)
    return [coding.code for coding in note.segments[0].codings]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('"I feel safe here, nobody shouts."', "safety.felt"),
        ('"I do not feel safe here, they shout."', "safety.lacking"),
        ('She said "nobody asked me about moving".', "heard.lacking"),
        ('"I trust my key worker, she kept her promise."', "trust.felt"),
        ('"I don\'t trust her, she broke her promise."', "trust.lacking"),
        ('He said "I want to stay here for good".', "stability.felt"),
        ('"I want to be a nurse when I grow up."', "hope"),
        ("[CHILD] shrugged and turned to the wall.", "silence"),
        ('"I\'m one of them now, they treat me the same."', "belonging.felt"),
        ('"I\'m worried about my mum."', "worry"),
    ],
)
def test_what_is_plainly_said_is_coded(pipeline: CodingPipeline, text: str, code: str) -> None:
    assert code in codes(pipeline, text)


@pytest.mark.parametrize(
    "text",
    [
        "No safeguarding concerns noted.",
        "Next visit booked for December.",
        "[PERSON 1].",
        "Health and safety checks completed.",
        "Mileage 22.",
    ],
)
def test_boilerplate_and_bare_names_carry_no_code(pipeline: CodingPipeline, text: str) -> None:
    assert codes(pipeline, text) == []


def test_every_coding_says_why_and_that_it_is_not_calibrated(pipeline: CodingPipeline) -> None:
    (note,) = coded(pipeline, 'He said "I feel safe with Nan, nobody shouts there".')
    first = note.segments[0]
    assert set(first.scores) == set(BOOK.by_id)
    for coding in first.codings:
        assert coding.calibrated is False
        assert coding.outcome in (Outcome.ACCEPT, Outcome.DOUBTFUL)
        assert coding.reason.nearest_example in BOOK.by_id[coding.code].examples
        assert 0 <= coding.confidence <= 1
    assert [one.confidence for one in first.codings] == sorted((one.confidence for one in first.codings), reverse=True)


def test_order_and_ids_of_codes_make_no_difference(encoder: SentenceEncoder, pipeline: CodingPipeline) -> None:
    content = BOOK.model_dump(mode="json")
    renamed = {code.id: f"x{number}.{code.id.replace('.', '-')}" for number, code in enumerate(BOOK.codes)}
    for code in content["codes"]:
        code["id"] = renamed[code["id"]]
        for counter in code["counter_examples"]:
            counter["instead"] = [renamed[one] for one in counter["instead"]]
    content["codes"].reverse()
    other = CodingPipeline(encoder, Codebook.model_validate(content))
    text = 'He said "I feel safe with Nan but I hate the new school, nobody asked me".'
    (one,), (two,) = coded(pipeline, text), coded(other, text)
    for code, score in one.segments[0].scores.items():
        assert two.segments[0].scores[renamed[code]] == pytest.approx(score, abs=2e-3)


def test_a_codebook_with_two_examples_a_code_works(encoder: SentenceEncoder) -> None:
    small = parse_codebook(
        "id: small\nname: Small\ncodes:\n"
        "  - {id: food, name: Food, definition: Meals and food., examples: [We had pizza for tea., I like the dinners.]}\n"
        "  - {id: pets, name: Pets, definition: Animals at home., examples: [The dog sleeps on my bed., I feed the rabbit.]}\n",
        name="small",
    )
    pipeline = CodingPipeline(encoder, small)
    assert codes(pipeline, '"The dog sleeps on my bed at night."') == ["pets"]
    assert codes(pipeline, '"We had pizza for tea on Friday."') == ["food"]


def test_a_note_s_codes_do_not_depend_on_its_batch(pipeline: CodingPipeline) -> None:
    texts = ['He said "I feel safe here".', "Long visit. " * 40, "😭", "", 'She told me "no one listens to me".']
    together = coded(pipeline, *texts)
    for text, note in zip(texts, together, strict=True):
        (alone,) = coded(pipeline, text)
        assert [one.voice for one in alone.segments] == [one.voice for one in note.segments]
        for mine, theirs in zip(alone.segments, note.segments, strict=True):
            assert [one.code for one in mine.codings] == [one.code for one in theirs.codings]
            assert mine.scores == pytest.approx(theirs.scores, abs=2e-3)
    assert together[3].segments == ()
    assert together[3].embeddings.shape == (0, 384)


def test_what_codes_is_named(pipeline: CodingPipeline) -> None:
    (note,) = coded(pipeline, "Hello there.")
    assert note.codebook == BOOK.version
    assert note.model == pipeline.model_revision
    assert "minilm-53aa5117" in note.model
