"""Coding is written once, whoever runs it again; a note that breaks the coder is shown as failed and stops nobody."""

from typing import Any

import pytest
from running import Service
from sqlalchemy import func, select

from service.actions import coding
from service.store.tables import CodingRow, NoteRow, SegmentRow

pytestmark = pytest.mark.slow


def counts(service: Service) -> tuple[int | None, int | None]:
    with service.workshop.database.reading() as session:
        return (
            session.scalar(select(func.count()).select_from(SegmentRow)),
            session.scalar(select(func.count()).select_from(CodingRow)),
        )


def test_a_second_run_of_a_job_changes_nothing(service: Service) -> None:
    note_id = service.post(text='He said "I feel safe here".').json()["id"]
    service.coded(note_id)
    before = counts(service)
    assert coding.code_batch(service.workshop, [note_id]) == 0
    assert coding.code_batch(service.workshop, [note_id, "gone"]) == 0
    assert counts(service) == before


def test_a_run_that_was_overtaken_writes_nothing(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    note_id = service.post(text='He said "I feel safe here".').json()["id"]
    service.coded(note_id)
    before = counts(service)
    with service.workshop.database.reading() as session:
        row = session.get_one(NoteRow, note_id)
        note = coding.redacted_note(session, row)
    # another worker loaded the note while it still waited, and comes to write now
    monkeypatch.setattr(coding, "_load", lambda *_: {service.project: [(row, note)]})
    assert coding.code_batch(service.workshop, [note_id]) == 0
    assert counts(service) == before


def test_a_note_that_breaks_the_coder_fails_visibly_and_can_be_tried_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.pipeline import CodingPipeline

    works = CodingPipeline.code_notes

    def breaks(self: CodingPipeline, notes: Any, contexts: Any) -> Any:
        if any("poison" in note.text for note in notes):
            raise ValueError("cannot code this")
        return works(self, notes, contexts)

    monkeypatch.setattr(CodingPipeline, "code_notes", breaks)
    bad = service.post(external_id="bad", text="poison here").json()["id"]
    good = service.post(external_id="good", text="He said he feels safe.").json()["id"]
    assert service.coded(good)["state"] == "coded"
    failed = service.coded(bad)
    assert failed["state"] == "failed"
    assert failed["failure"] == "coding failed 3 times (ValueError)"
    monkeypatch.setattr(CodingPipeline, "code_notes", works)
    assert service.client.post(f"/v1/notes/{bad}:retry", headers=service.bearer("ingest")).status_code == 202
    assert service.coded(bad)["state"] == "coded"
    assert service.client.post(f"/v1/notes/{bad}:retry", headers=service.bearer("ingest")).status_code == 409
