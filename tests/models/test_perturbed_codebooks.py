"""Codes follow their definitions: not the order, ids or names of the codebook."""

import pytest

from codebook.load import load_codebook, parse_codebook, starter_path
from codebook.schema import Codebook
from evaluation.perturbed import Codings, evaluate_perturbed, perturbations
from evaluation.remembered import Remembered
from models.encode import Encoder, SentenceEncoder
from models.pipeline import CodingPipeline
from redaction.types import RedactedNote

TEXTS = (
    'He said "I feel safe with Nan, nobody shouts there". School was closed. He is scared of the man downstairs.',
    'She told me "nobody asked me about moving". She trusts her key worker, who kept her promise.',
    "They are like my real family. I miss my brother. I want to be a nurse when I grow up. [CHILD] shrugged and turned away.",
    "We had pizza for tea. The dog sleeps on my bed at night. I walk to school with Sam. The teacher is kind.",
)
SMALL = parse_codebook(
    "id: small\nname: Small\ncodes:\n"
    "  - {id: food, name: Food, definition: Meals and food., examples: [We had pizza for tea., I like the dinners.]}\n"
    "  - {id: pets, name: Pets, definition: Animals at home., examples: [The dog sleeps on my bed., I feed the rabbit.]}\n"
    "  - {id: school, name: School, definition: Going to school., examples: [The teacher is kind., I walk to school.]}\n",
    name="small",
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Remembered(SentenceEncoder())


def code_with(encoder: Encoder, codebook: Codebook) -> Codings:
    pipeline = CodingPipeline(encoder, codebook)
    notes = [RedactedNote(text, (), "test") for text in TEXTS]
    coded = pipeline.code_notes(notes, [pipeline.context() for _ in notes])
    return [[frozenset(coding.code for coding in one.codings) for one in note.segments] for note in coded]


@pytest.mark.slow
@pytest.mark.parametrize("book", [load_codebook(starter_path()), SMALL], ids=["starter", "small"])
def test_codes_follow_the_definitions(encoder: Encoder, book: Codebook) -> None:
    assert sum(len(codes) for note in code_with(encoder, book) for codes in note) >= 3
    report = evaluate_perturbed(book, lambda changed: code_with(encoder, changed), resamples=10)
    assert {name: metric.value for name, metric in report.metrics.items()} == {
        "follow/order": 1.0,
        "follow/ids": 1.0,
        "follow/names": 1.0,
        "follow/definitions": 1.0,
    }


def test_a_coder_that_goes_by_ids_or_names_or_order_is_found_out() -> None:
    documents = [[frozenset({"food"}), frozenset({"pets"})], [frozenset({"school"})]]

    def by_id(_: Codebook) -> Codings:
        return documents

    def by_place(book: Codebook) -> Codings:
        return [[frozenset({book.codes[0].id})]]

    def by_name(book: Codebook) -> Codings:
        return [[frozenset(code.id for code in book.codes if code.name == "Food")]]

    found = {
        coder.__name__: {
            name.removeprefix("follow/"): metric.value
            for name, metric in evaluate_perturbed(SMALL, coder, resamples=10).metrics.items()
        }
        for coder in (by_id, by_place, by_name)
    }
    assert found["by_id"]["ids"] == 0
    assert found["by_id"]["definitions"] == pytest.approx(1 / 5)  # the third of three codes keeps its meaning
    assert found["by_place"]["order"] == 0
    assert found["by_name"]["names"] == 0


def test_what_is_changed_and_what_is_not() -> None:
    book = load_codebook(starter_path())
    changed = perturbations(book)
    assert changed["order"].codebook.version == book.version
    for name in ("ids", "definitions"):
        for before, after in changed[name].means.items():
            old, new = book.by_id[before], changed[name].codebook.by_id[after]
            assert (old.definition, old.examples, old.cues, old.direction) == (
                new.definition,
                new.examples,
                new.cues,
                new.direction,
            )
    swapped = changed["definitions"].codebook
    assert [(code.id, code.name) for code in swapped.codes] == [(code.id, code.name) for code in book.codes]
    assert all(old.definition != new.definition for old, new in zip(book.codes, swapped.codes, strict=True))
    names = changed["names"].codebook
    assert all(
        old.name != new.name and old.definition == new.definition for old, new in zip(book.codes, names.codes, strict=True)
    )
