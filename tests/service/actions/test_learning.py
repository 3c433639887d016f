"""Learning end to end: decisions make coding better, what would change is shown first, and all of it can be taken back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from codebook.load import parse_codebook
from evaluation.corpus.load import read_corpus
from evaluation.labelled import LabelledNote
from service.actions import codebooks, coding, intake, learning, preview, review, watching
from service.actions.posted import NoteIn
from service.actions.projects import ensure_project, issue_key
from service.actions.review_types import DecisionIn
from service.actions.standing import Verdict
from service.actions.workshop import Workshop
from service.app import open_workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict, Forbidden, NotFound
from service.settings import Settings
from service.store import audit
from service.store.tables import ApiKey, AuditRow, CodingRow, DecisionRow, LearningRunRow, NoteRow, SegmentRow

pytestmark = pytest.mark.slow
DOCUMENTS = 36
# of one's own words and few examples, so that nothing that comes with earshot knows these codes
BOOK = """
id: own
name: A study of its own
codes:
  - id: unsafe
    name: Unsafe
    definition: A child tells of fear or of being hurt.
    examples: [I was frightened of him., It does not feel safe there.]
  - id: heard
    name: Heard
    definition: Somebody took up what a child wanted.
    examples: [She listened to me and it was changed., They asked what I thought.]
  - id: strong
    name: Strong
    definition: Something that a child is good at or proud of.
    examples: [I won the race and was proud., He is really good at drawing.]
"""
FROM_CORPUS = {"safety.lacking": "unsafe", "heard.felt": "heard", "strength": "strong"}


class Study:
    """A project whose notes are coded, with decisions as the corpus's labels have them."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        book = parse_codebook(BOOK.encode(), name="own")
        self.project = ensure_project(workshop, slug="own", name="Own", purpose="testing", codebook=book)
        self.person = Principal("k", "R. Haddad", self.project, frozenset({Role.ADMIN}))
        self.notes: dict[str, LabelledNote] = {}
        self._add_key()

    def _add_key(self) -> None:
        issue_key(self.workshop, project=self.project, name="R. Haddad", roles=[Role.ADMIN])
        with self.workshop.database.reading() as session:
            key = session.scalars(select(ApiKey.id).where(ApiKey.project_id == self.project)).one()
        self.person = Principal(key, "R. Haddad", self.project, frozenset({Role.ADMIN}))

    def take(self, notes: list[LabelledNote]) -> None:
        posted = [NoteIn(source_system="t", external_id=one.id, text=one.text, case_key=one.case_key) for one in notes]
        receipts = intake.take_many(self.workshop, self.person, posted)
        for one, receipt in zip(notes, receipts, strict=True):
            assert isinstance(receipt, intake.Receipt)
            self.notes[receipt.id] = one
        self.work()

    def work(self) -> None:
        while waiting := coding.waiting(self.workshop, limit=32):
            assert coding.code_batch(self.workshop, waiting)

    def decide(self, *, notes: set[str] | None = None) -> None:
        """As the labels say: the codes that apply are added, the others rejected, or none applies."""
        with self.workshop.database.reading() as session:
            segments = session.scalars(select(SegmentRow).order_by(SegmentRow.id)).all()
        for segment in segments:
            if notes is not None and segment.note_id not in notes:
                continue
            codes = self.labels(segment)
            told = [DecisionIn(verdict=Verdict.ADD, code=code) for code in sorted(codes)]
            told += [DecisionIn(verdict=Verdict.REJECT, code=code) for code in set(FROM_CORPUS.values()) - codes if codes]
            review.decide(self.workshop, self.person, segment.id, told or [DecisionIn(verdict=Verdict.NONE_APPLIES)], seen=0)

    def labels(self, segment: SegmentRow) -> set[str]:
        found = set()
        for one in self.notes[segment.note_id].codings:
            shared = min(one.end, segment.source_end) - max(one.start, segment.source_start)
            if shared > 0.5 * (segment.source_end - segment.source_start):
                found |= {FROM_CORPUS[code] for code in one.codes if code in FROM_CORPUS}
        return found

    def learn(self) -> learning.LearningRun:
        run = learning.start(self.workshop, self.person)
        assert learning.work_next(self.workshop)
        return learning.run(self.workshop, self.person, run.id)

    def machine(self) -> dict[str, Any]:
        """Everything that follows from what codes: codings in force, doubts, models; byte by byte."""
        with self.workshop.database.reading() as session:
            rows = session.execute(
                select(CodingRow)
                .join(SegmentRow, SegmentRow.id == CodingRow.segment_id)
                .join(NoteRow, NoteRow.id == SegmentRow.note_id)
                .where(CodingRow.model == NoteRow.model, CodingRow.codebook == NoteRow.codebook)
                .order_by(CodingRow.segment_id, CodingRow.code)
            ).scalars()
            codings = [
                json.dumps([row.segment_id, row.code, row.model, row.confidence, row.calibrated, row.outcome, row.reason])
                for row in rows
            ]
            segments = [
                (row.id, row.doubt, row.reviewed, json.dumps(row.scores), row.embedding)
                for row in session.scalars(select(SegmentRow).order_by(SegmentRow.id))
            ]
            models = sorted({str(one) for one in session.scalars(select(NoteRow.model))})
        return {"codings": codings, "segments": segments, "models": models}

    def decisions(self) -> list[str]:
        with self.workshop.database.reading() as session:
            return sorted(session.scalars(select(DecisionRow.id)))


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    folder: Path = tmp_path_factory.mktemp("learning")
    workshop = open_workshop(
        Settings(data_dir=folder / "var", secret_key="a secret of these tests only", ner_pipeline="rules", tune_after=0)
    )
    study = Study(workshop)
    study.take([note for note in read_corpus("dev") if note.codings][:DOCUMENTS])
    study.decide()
    yield study
    workshop.database.close()


@pytest.fixture
def study(decided: Study) -> Iterator[Study]:
    """With nothing learned; what a test learned is gone after it."""
    yield decided
    try:
        while True:
            learning.revert(decided.workshop, decided.person)
    except Conflict:
        pass
    with decided.workshop.database.writing() as session:
        session.execute(delete(LearningRunRow))
        session.execute(delete(CodingRow).where(CodingRow.model.contains("+learned-")))


def test_decisions_make_coding_better_and_what_changes_is_shown_before_it_does(study: Study) -> None:
    before, decisions = study.machine(), study.decisions()
    run = study.learn()
    assert run.state == "proposed", run.message
    assert run.figures is not None
    assert run.figures["average_precision"]["after"] > run.figures["average_precision"]["before"]
    assert run.figures["log_loss"]["high"] < 0
    assert "With 95% confidence" in run.figures["guarantee"]
    assert study.machine() == before, "a proposal changes nothing"
    applied = learning.apply(study.workshop, study.person, run.id)
    assert applied.state == "applied"
    assert applied.settled_by == "R. Haddad"
    after = study.machine()
    assert all(model.endswith(f"+learned-{run.revision}") for model in after["models"])
    assert [one[3:] for one in after["segments"]] == [one[3:] for one in before["segments"]], "scores stay the base coder's"
    assert study.decisions() == decisions
    assert any(json.loads(one)[4] for one in after["codings"]), "codes with decisions enough are calibrated"
    assert changed(before, after) == shown(run)


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, dict[str, int]]:
    old, new = ({(row[0], row[1]): row[5] for row in map(json.loads, one["codings"])} for one in (before, after))
    found: dict[str, dict[str, int]] = {}
    for segment, code in old.keys() | new.keys():
        one, two = old.get((segment, code)), new.get((segment, code))
        if one != two:
            kind = "newly_coded" if one is None else "no_longer_coded" if two is None else "outcome_changed"
            kinds = found.setdefault(code, {})
            kinds[kind] = kinds.get(kind, 0) + 1
    return found


def shown(run: learning.LearningRun) -> dict[str, dict[str, int]]:
    return {code: {kind: one["segments"] for kind, one in kinds.items()} for code, kinds in (run.changes or {}).items()}


def test_reverting_brings_back_the_earlier_codings_byte_by_byte(study: Study) -> None:
    before = study.machine()
    run = study.learn()
    learning.apply(study.workshop, study.person, run.id)
    first = study.machine()
    assert first != before
    back = learning.revert(study.workshop, study.person, run.id)
    assert back.state == "reverted"
    assert study.machine() == before
    with pytest.raises(Conflict, match="nothing that was learned is in force"):
        learning.revert(study.workshop, study.person)
    learning.apply(study.workshop, study.person, run.id)
    assert study.machine() == first, "and applied again it is the same again"


def test_what_is_no_better_than_what_is_in_force_is_refused(study: Study) -> None:
    run = study.learn()
    learning.apply(study.workshop, study.person, run.id)
    again = study.learn()
    assert again.state == "refused"
    assert "not better" in (again.message or "")
    with pytest.raises(Conflict, match="only one that is proposed"):
        learning.apply(study.workshop, study.person, again.id)


def test_notes_that_come_later_are_coded_with_it_and_go_back_with_it(study: Study) -> None:
    run = study.learn()
    learning.apply(study.workshop, study.person, run.id)
    later = [note for note in read_corpus("dev") if note.codings][DOCUMENTS : DOCUMENTS + 2]
    study.take(later)
    with study.workshop.database.reading() as session:
        new = [row for row in session.scalars(select(NoteRow)) if row.external_id in {one.id for one in later}]
    assert {row.model for row in new} == set(study.machine()["models"])
    together = study.machine()
    learning.revert(study.workshop, study.person)
    reverted = study.machine()
    assert not any("learned" in model for model in reverted["models"])
    with study.workshop.database.writing() as session:
        session.execute(delete(CodingRow).where(CodingRow.model.contains("+learned-")))
    learning.apply(study.workshop, study.person, run.id)
    assert study.machine() == together, "coded at once or from what is stored, it is the same"


def test_a_crash_while_applying_leaves_the_old_state(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    run, before = study.learn(), study.machine()

    def crash(*_: Any, **__: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(audit, "record", crash)  # the very last thing that is written
        with pytest.raises(MemoryError):
            learning.apply(study.workshop, study.person, run.id)
    assert study.machine() == before
    assert learning.run(study.workshop, study.person, run.id).state == "proposed"


def test_a_run_that_a_killed_process_left_is_done_again(study: Study) -> None:
    run = learning.start(study.workshop, study.person)
    with study.workshop.database.writing() as session:
        session.execute(update(LearningRunRow).values(state="running"))
    assert learning.work_next(study.workshop)
    assert learning.run(study.workshop, study.person, run.id).state == "proposed"
    assert not learning.work_next(study.workshop)


def test_by_itself_after_enough_decisions_unless_a_person_took_one_back(study: Study) -> None:
    settings = study.workshop.settings.model_copy(update={"learn_after": 50})
    itself = Workshop(settings, study.workshop.database)
    assert not learning.work_next(study.workshop), "by default it learns when asked to"
    assert learning.work_next(itself)
    (run,) = learning.runs(itself, study.person)
    assert (run.state, run.automatic, run.settled_by) == ("applied", True, "earshot")
    assert not learning.work_next(itself), "no decisions since"
    learning.revert(itself, study.person)
    with itself.database.writing() as session:
        session.execute(update(LearningRunRow).values(created_at=run.created_at.replace(year=2000)))
    assert learning.work_next(itself)
    assert learning.runs(itself, study.person)[0].state == "proposed"


def test_a_shift_makes_confidences_uncalibrated_again_and_says_why(study: Study) -> None:
    run = study.learn()
    learning.apply(study.workshop, study.person, run.id)
    assert not watching.look(study.workshop, run.id).moved
    with study.workshop.database.writing() as session:
        # as if all notes had come since, with scores that lie elsewhere
        session.execute(update(LearningRunRow).values(settled_at=run.created_at.replace(year=2000)))
        rows = session.scalars(select(SegmentRow)).all()
        kept = {row.id: row.scores for row in rows}
        for row in rows:
            row.scores = dict.fromkeys(row.scores, 0.98)
    moved = watching.look(study.workshop, run.id).moved
    assert moved
    told = learning.run(study.workshop, study.person, run.id)
    assert told.moved
    assert all("segments" in why for why in told.moved.values())
    calibrated = {(row[1], row[4]) for row in map(json.loads, study.machine()["codings"])}
    assert not any(flag for code, flag in calibrated if code in told.moved)
    with study.workshop.database.writing() as session:
        for row in session.scalars(select(SegmentRow)):
            row.scores = kept[row.id]


def test_a_changed_codebook_is_tried_and_nothing_is_stored(study: Study) -> None:
    before = study.machine()
    changed_book = BOOK.replace("I won the race and was proud.", "It feels unsafe at home.").replace("hurt.", "hurt by others.")
    found = preview.preview(study.workshop, study.person, changed_book.encode())
    assert found.segments == len(before["segments"])
    assert found.left == 0
    assert found.codes
    for kinds in found.codes.values():
        for one in kinds.values():
            assert one["segments"] >= len(one["ids"]) > 0
    assert study.machine() == before
    assert preview.preview(study.workshop, study.person, BOOK.encode()).codes == {}, "the same codebook changes nothing"
    assert found.version not in {one.version for one in codebooks.versions(study.workshop, study.person)}


def test_who_may_not_and_what_is_none(study: Study) -> None:
    for role in (Role.INGEST, Role.REVIEWER, Role.ANALYST):
        other = Principal("k", "other", study.project, frozenset({role}))
        for act in (learning.start, learning.runs, learning.look, learning.revert):
            with pytest.raises(Forbidden):
                act(study.workshop, other)
        with pytest.raises(Forbidden):
            preview.preview(study.workshop, other, BOOK.encode())
    with pytest.raises(NotFound):
        learning.run(study.workshop, study.person, "none")


def test_a_dry_run_keeps_nothing_and_every_step_is_in_the_audit_log(study: Study) -> None:
    look = learning.look(study.workshop, study.person)
    assert look["figures"]["better"]
    assert learning.runs(study.workshop, study.person) == []
    run = study.learn()
    assert run.revision == look["revision"], "the same decisions teach the same"
    learning.apply(study.workshop, study.person, run.id)
    learning.revert(study.workshop, study.person)
    with study.workshop.database.reading() as session:
        told = set(session.scalars(select(AuditRow.action).where(AuditRow.subject == run.id)))
        assert audit.first_broken(session) is None
    assert told == {"learning.start", "learning.proposed", "learning.apply", "learning.revert"}
