"""A tuned encoder in force survives a restart and goes with its run; where it is damaged that is said and nothing is lost."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import feelings
import pytest
from sqlalchemy import delete, select, update

from codebook.load import parse_codebook
from models.errors import ModelError
from service.actions import coding, in_force, intake, learning, review, workshop
from service.actions.posted import NoteIn
from service.actions.projects import ensure_project, issue_key
from service.actions.review_types import DecisionIn
from service.actions.standing import Verdict
from service.actions.workshop import Workshop
from service.app import open_workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict
from service.settings import Settings
from service.store.tables import ApiKey, CodingRow, LearningRunRow, NoteRow, SegmentRow, TunedEncoderRow

pytestmark = pytest.mark.slow
LATER = "Was heartbroken after tea at the new flat. Was overjoyed after the swimming lesson."


@dataclass
class Study:
    """A project whose remarks are coded and decided; `workshop` changes when the service is started again."""

    settings: Settings
    workshop: Workshop = field(init=False)
    person: Principal = field(init=False)

    def __post_init__(self) -> None:
        self.workshop = open_workshop(self.settings)
        book = parse_codebook(feelings.BOOK.encode(), name="feelings")
        project = ensure_project(self.workshop, slug="feelings", name="F", purpose="testing", codebook=book)
        issue_key(self.workshop, project=project, name="R. Haddad", roles=[Role.ADMIN])
        with self.workshop.database.reading() as session:
            key = session.scalars(select(ApiKey.id).where(ApiKey.project_id == project)).one()
        self.person = Principal(key, "R. Haddad", project, frozenset({Role.ADMIN}))

    def restart(self) -> None:
        """As after the end of the process: nothing that was read before is known."""
        self.workshop.database.close()
        in_force._KEPT.clear()
        for kept in (workshop._pipeline, workshop._encoder):
            kept.cache_clear()
        self.workshop = open_workshop(self.settings)

    def take(self, name: str, text: str) -> None:
        note = NoteIn(source_system="t", external_id=name, text=text, case_key=name)
        (receipt,) = intake.take_many(self.workshop, self.person, [note])
        assert isinstance(receipt, intake.Receipt)

    def work(self) -> None:
        while waiting := coding.waiting(self.workshop, limit=32):
            assert coding.code_batch(self.workshop, waiting)

    def decide(self, told: list[str | None]) -> None:
        with self.workshop.database.reading() as session:
            rows = session.scalars(select(SegmentRow.id).order_by(SegmentRow.id)).all()
        for segment, code in zip(rows, told, strict=True):
            others = [DecisionIn(verdict=Verdict.REJECT, code=one) for one in feelings.CODES if one != code]
            own = [DecisionIn(verdict=Verdict.ADD, code=code), *others] if code else [DecisionIn(verdict=Verdict.NONE_APPLIES)]
            review.decide(self.workshop, self.person, segment, own, seen=0)

    def machine(self) -> list[str]:
        """What is in force of every segment, byte by byte."""
        with self.workshop.database.reading() as session:
            rows = session.scalars(
                select(CodingRow)
                .join(SegmentRow, SegmentRow.id == CodingRow.segment_id)
                .join(NoteRow, NoteRow.id == SegmentRow.note_id)
                .where(CodingRow.model == NoteRow.model, CodingRow.codebook == NoteRow.codebook)
                .order_by(CodingRow.segment_id, CodingRow.code)
            )
            codings = [
                json.dumps([row.segment_id, row.code, row.model, row.confidence, row.calibrated, row.outcome, row.reason])
                for row in rows
            ]
            segments = [
                json.dumps([row.id, row.doubt, row.reviewed, row.scores, row.embedding.hex()])
                for row in session.scalars(select(SegmentRow).order_by(SegmentRow.id))
            ]
            return codings + segments + sorted({one for one in session.scalars(select(NoteRow.model)) if one})


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    folder: Path = tmp_path_factory.mktemp("tuned")
    settings = Settings(
        data_dir=folder / "var", secret_key="a secret of these tests only", ner_pipeline="rules", tune_after=100
    )
    study = Study(settings)
    told = feelings.remarks()
    for case in dict.fromkeys(case for _, case, _ in told):
        study.take(case, " ".join(f"{text}." for text, own, _ in told if own == case))
    study.work()
    study.decide([code for _, _, code in told])
    yield study
    study.workshop.database.close()


@pytest.fixture(scope="module")
def run(study: Study) -> learning.LearningRun:
    started = learning.start(study.workshop, study.person)
    assert learning.work_next(study.workshop)
    return learning.run(study.workshop, study.person, started.id)


def test_it_is_kept_where_it_wins_and_the_figures_say_so(study: Study, run: learning.LearningRun) -> None:
    assert run.state == "proposed", run.message
    assert run.figures is not None
    told = run.figures["encoder"]
    assert told["kept"], told["why"]
    assert told["comparison"]["log_loss"]["high"] < 0
    with study.workshop.database.reading() as session:
        (content,) = session.scalars(select(TunedEncoderRow.content).where(TunedEncoderRow.run_id == run.id))
    assert len(content) < 7_200_000
    assert b"overjoyed" not in content


def test_applied_started_again_and_reverted_it_comes_and_goes_byte_by_byte(study: Study, run: learning.LearningRun) -> None:
    before = study.machine()
    learning.apply(study.workshop, study.person, run.id)
    first = study.machine()
    assert f"+learned-{run.revision}+encoder-" in first[-1]
    study.restart()
    assert study.machine() == first
    learning.revert(study.workshop, study.person, run.id)
    assert study.machine() == before
    with study.workshop.database.writing() as session:
        session.execute(delete(CodingRow).where(CodingRow.model.contains("+learned-")))
    learning.apply(study.workshop, study.person, run.id)
    assert study.machine() == first, "made anew from stored weights it is the same"
    study.take("later", LATER)
    study.work()
    with study.workshop.database.reading() as session:
        assert len(set(session.scalars(select(NoteRow.model)))) == 1
    together = study.machine()
    learning.revert(study.workshop, study.person, run.id)
    with study.workshop.database.writing() as session:
        session.execute(delete(CodingRow).where(CodingRow.model.contains("+learned-")))
    learning.apply(study.workshop, study.person, run.id)
    assert study.machine() == together, "coded when it came or from what is stored, it is the same"
    learning.revert(study.workshop, study.person, run.id)


def test_damaged_it_is_refused_plainly_notes_wait_and_it_can_be_taken_back(study: Study, run: learning.LearningRun) -> None:
    before = study.machine()
    learning.apply(study.workshop, study.person, run.id)
    with study.workshop.database.writing() as session:
        session.execute(update(TunedEncoderRow).values(content=b"\0" * 64))
    study.restart()
    study.take("last", LATER)
    waiting = coding.waiting(study.workshop, limit=32)
    with pytest.raises(ModelError, match="earshot learn --revert"):
        coding.code_batch(study.workshop, waiting)
    assert coding.waiting(study.workshop, limit=32) == waiting, "no note is blamed for it"
    again = learning.start(study.workshop, study.person)
    assert learning.work_next(study.workshop)
    assert "earshot learn --revert" in (learning.run(study.workshop, study.person, again.id).message or "")
    learning.revert(study.workshop, study.person)
    assert study.machine() == before
    study.work()
    with pytest.raises(Conflict, match="cannot be read"):
        learning.apply(study.workshop, study.person, run.id)
    with study.workshop.database.writing() as session:
        session.execute(delete(LearningRunRow))
    with study.workshop.database.reading() as session:
        assert session.scalars(select(TunedEncoderRow.run_id)).all() == [], "layers go with their run"
