"""Estimates through the API: what was drawn and decided blind puts the machine right; small numbers hidden; purposes kept."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from running import Service
from sqlalchemy import select, update

from models.types import Voice
from service.settings import Settings
from service.store.tables import ApiKey, AuditRow, DecisionRow, NoteRow, SegmentRow

pytestmark = pytest.mark.slow
TEXT = "He said he feels safe with his carer. She told me nobody asked her about moving. Visit booked for Tuesday."
NOTES, SEGMENTS = 60, 4


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"audit_share": 0.5})


@pytest.fixture
def studied(service: Service) -> tuple[Service, dict[str, bool]]:
    """One coded note multiplied in the store, decided blind at random; and the truth about every segment."""
    service.coded(service.post(text=TEXT).json()["id"])
    generator = np.random.default_rng(0)
    truth: dict[str, bool] = {}
    with service.workshop.database.writing() as session:
        first, one = session.scalars(select(NoteRow)).one(), session.scalars(select(SegmentRow)).first()
        assert one is not None
        note, segment = ({k: getattr(row, k) for k in row.__table__.columns.keys()} for row in (first, one))  # noqa: SIM118
        session.execute(update(NoteRow).values(current=False))
        for number in range(NOTES):
            placement = ("foster", "home")[number % 2]
            session.add(
                NoteRow(
                    **note | {
                        "id": f"note{number:03}", "external_id": f"x{number}", "current": True,
                        "case_key": f"case{number // 2}",
                        "attributes": {"placement": placement, "age": number % 7, "rare": "yes" if number < 2 else "no"},
                        "event_date": date(2025, 1 + number % 12, 3),
                    }
                )
            )  # fmt: skip
            session.flush()
            for index in range(SEGMENTS):
                place = f"note{number:03}-{index}"
                truth[place] = bool(generator.random() < (0.6 if placement == "home" else 0.2))
                seen = 0.8 if truth[place] else 0.2
                lot = float(generator.random())
                session.add(
                    SegmentRow(
                        **segment | {
                            "id": place, "note_id": f"note{number:03}", "index": index, "lot": lot,
                            "inclusion_probability": 0.5,
                            "scores": {"worry": float(np.clip(seen + generator.normal(0, 0.15), 0, 1))},
                        }
                    )
                )  # fmt: skip
                session.flush()
                if lot < 0.5:
                    verdicts = [("add", "worry", None)] if truth[place] else []
                    _decide(session, place, [*verdicts, ("no_other", None, None), ("voice", None, "child.direct")])
    return service, truth


def _decide(session: Any, place: str, verdicts: list[tuple[str, str | None, str | None]]) -> None:
    key = session.scalars(select(ApiKey)).first()
    now = session.scalars(select(NoteRow)).first().received_at
    for sequence, (verdict, code, voice) in enumerate(verdicts, 1):
        session.add(
            DecisionRow(
                id=f"{place}-{sequence}", segment_id=place, sequence=sequence, verdict=verdict, code=code, voice=voice,
                memo=None, undoes=None, mode="audit", suggestion_visible=False, codebook="x",
                key_id=key.id, decided_by="r", decided_at=now,
            )
        )  # fmt: skip


def ask(service: Service, role: str = "analyst", **asked: Any) -> Any:
    body = {"purpose": "a test of estimates", "code": "worry"} | asked
    return service.client.post("/v1/estimates", json=body, headers=service.bearer(role))


def test_a_share_holds_the_truth_and_says_what_it_rests_on(studied: tuple[Service, dict[str, bool]]) -> None:
    service, truth = studied
    answer = ask(service, population="these").json()
    (found,) = answer["results"]
    assert found["estimate"]["low"] <= np.mean(list(truth.values())) <= found["estimate"]["high"]
    assert (found["segments"], found["cases"], found["undecided"]) == (NOTES * SEGMENTS, NOTES // 2, 0)
    width, alone = (found[name]["high"] - found[name]["low"] for name in ("estimate", "labelled_only"))
    assert width < 0.6 * alone
    assert answer["speaks_of"].startswith("the stored notes")
    assert "cases like these" in ask(service).json()["speaks_of"]
    with service.workshop.database.reading() as session:
        kept = session.scalars(select(AuditRow).where(AuditRow.action == "estimate.prevalence")).first()
        assert kept is not None
        assert kept.subject == "a test of estimates (worry)"


def test_groups_differences_trends_coefficients_and_voices(studied: tuple[Service, dict[str, bool]]) -> None:
    service, _ = studied
    groups = {one["name"]: one for one in ask(service, by="attribute:placement").json()["results"]}
    assert set(groups) == {"", "foster", "home"}
    assert groups["home"]["estimate"]["low"] > groups["foster"]["estimate"]["high"]
    (apart,) = ask(service, measure="difference", by="attribute:placement", between=["home", "foster"]).json()["results"]
    assert 0.2 < apart["estimate"]["low"] < 0.4 < apart["estimate"]["high"] < 0.7
    (line,) = ask(service, measure="trend", by="month").json()["results"]
    assert line["estimate"]["low"] < 0.05
    fitted = ask(service, measure="regression", on=["attribute:placement", "attribute:age"], family="logistic").json()[
        "results"
    ]
    assert [one["name"] for one in fitted] == ["(all)", "attribute:placement=home (against foster)", "attribute:age"]
    assert fitted[1]["estimate"]["low"] > 0
    voices = ask(service, measure="voices", code=None).json()["results"]
    assert [one["name"] for one in voices] == list(Voice)
    assert voices[0]["estimate"]["value"] > 0.9
    for of in ("notes", "cases"):
        (whole,) = ask(service, of=of).json()["results"]
        assert whole["refused"] or whole["estimate"]["value"] > groups[""]["estimate"]["value"]


def test_what_rests_on_few_is_hidden_and_what_would_give_it_away(studied: tuple[Service, dict[str, bool]]) -> None:
    service, _ = studied
    found = {one["name"]: one for one in ask(service, by="attribute:rare").json()["results"]}
    assert found["yes"]["hidden"] == found["no"]["hidden"] == "c"
    assert found["yes"]["segments"] is None
    assert found["yes"]["estimate"] is None
    refused = ask(service, measure="regression", on=["attribute:rare"])
    assert refused.status_code == 422
    assert "yes" not in refused.json()["detail"]


def test_what_waits_is_said(studied: tuple[Service, dict[str, bool]]) -> None:
    service, _ = studied
    with service.workshop.database.writing() as session:
        for one in session.scalars(select(DecisionRow).where(DecisionRow.segment_id >= "note030")):
            session.delete(one)
    answer = ask(service).json()
    assert answer["results"][0]["undecided"] > 40
    assert any("no blind answer yet" in one for one in answer["notes"])
    assert any("came later was decided less often" in one for one in answer["notes"])


def test_nothing_is_invented(service: Service) -> None:
    assert ask(service).status_code == 409
    service.coded(service.post(text=TEXT).json()["id"])
    (found,) = ask(service).json()["results"]
    assert found["hidden"] == "c"  # one case


@pytest.mark.parametrize(
    "asked",
    [
        {"code": "no such code"}, {"code": None}, {"purpose": ""}, {"measure": "difference"}, {"measure": "trend"},
        {"measure": "trend", "by": "note_type"}, {"by": "text"}, {"of": "notes", "measure": "trend", "by": "month"},
        {"measure": "regression"}, {"between": ["a", "b"]},
    ],
)  # fmt: skip
def test_what_cannot_be_asked(service: Service, asked: dict[str, Any]) -> None:
    assert ask(service, **asked).status_code == 422


def test_who_may_not(service: Service) -> None:
    for role in ("ingest", "reviewer"):
        assert ask(service, role).status_code == 403
