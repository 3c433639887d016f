"""One note followed all the way: posted raw, kept redacted, coded, decided about, exported."""

import csv
import io

import pandas as pd
import pyarrow.parquet as pq
import pytest
from running import Service

TEXT = (
    "SV to placement 4/11/25. Mia Okafor (9) seen alone in her room, tel for carer 07700 900461.\n"
    'Mia said "I feel safe here, nobody shouts at night". Then she showed me her drawing of the dog.\n'
    "Next visit booked for December."
)
PEOPLE = [{"name": "Mia Okafor", "role": "child"}, {"name": "Jan Poole", "role": "foster carer"}]


@pytest.mark.slow
def test_a_note_from_post_to_exported_row(service: Service) -> None:
    posted = service.post(
        text=TEXT, people=PEOPLE, case_key="case-1", note_type="statutory visit", author_role="social worker",
        event_date="2025-11-04", attributes={"age_band": "8-10"},
    )  # fmt: skip
    assert posted.status_code == 202
    note = service.coded(posted.json()["id"])

    assert note["state"] == "coded"
    assert "Mia" not in note["text"]
    assert "07700" not in note["text"]
    assert note["text"].count("[CHILD]") == 2
    assert {"PERSON", "PHONE", "DATE"} <= {mention["type"] for mention in note["mentions"]}

    said = next(one for one in note["segments"] if "I feel safe here" in one["text"])
    assert said["voice"] == "child.direct"
    safe = next(one for one in said["suggestions"] if one["code"] == "safety.felt")
    assert 0 < safe["confidence"] <= 1
    assert safe["calibrated"] is False
    assert safe["reason"]["nearest_example"] or safe["reason"]["cues"]
    booked = next(one for one in note["segments"] if one["text"].startswith("Next visit"))
    assert booked["suggestions"] == []

    decided = service.client.post(
        f"/v1/review/segments/{said['id']}/decisions",
        json={"decisions": [{"verdict": "accept", "code": "safety.felt"}]},
        headers=service.bearer("reviewer") | {"If-Match": '"0"'},
    )
    assert decided.status_code == 201
    assert decided.headers["ETag"] == '"1"'

    answer = service.client.get("/v1/exports/segments.csv", headers=service.bearer("analyst"))
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    (row,) = [row for row in rows if row["segment_id"] == said["id"] and row["code"] == "safety.felt"]
    assert (row["value"], row["value_by"], row["person_by"]) == ("present", "person", "reviewer of default")
    assert (row["theme"], row["direction"], row["voice"]) == ("safety", "felt", "child.direct")
    assert (row["attr_age_band"], row["event_date"], row["case_key"]) == ("8-10", "2025-11-04", "case-1")
    assert row["note_has_child_voice"] == "true"
    assert row["codebook_version"] == note["codebook"]
    assert row["model_revision"] == note["model"]
    assert "text" not in row

    parquet = service.client.get("/v1/exports/segments.parquet?text=true", headers=service.bearer("analyst"))
    table = pq.read_table(io.BytesIO(parquet.content)).to_pandas()
    assert len(table) == len(rows)
    found = table[(table.segment_id == said["id"]) & (table.code == "safety.felt")].iloc[0]
    assert found.value == "present"
    assert "I feel safe here" in found.text
    assert isinstance(found.person_at, pd.Timestamp)


@pytest.mark.slow
def test_the_same_person_keeps_the_stand_in_through_a_case_and_only_there(service: Service) -> None:
    people = [{"name": "Mia Okafor", "role": "child"}]
    texts = {
        "a": ("case-1", "Mia talked about her friend Tyrese. PC Dean Holt came later."),
        "b": ("case-1", "Phoned PC Dean Holt. Nothing new about Mia."),
        "c": ("case-2", "DC Priya Nair rang. Then PC Dean Holt."),
    }
    kept = {}
    for name, (case, text) in texts.items():
        posted = service.post(external_id=name, case_key=case, text=text, people=people if case == "case-1" else [])
        kept[name] = service.coded(posted.json()["id"])["text"]
    officer = kept["b"].split("PC ")[1].split("]")[0]
    assert officer in kept["a"]
    assert "[CHILD]" in kept["a"]
    assert "[CHILD]" in kept["b"]
    assert "Holt" not in "".join(kept.values())
    stored = service.client.get("/v1/review/queue?status=all", headers=service.bearer("reviewer")).text
    assert "Okafor" not in stored
