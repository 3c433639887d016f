"""What cannot be taken is refused with a problem document that says what to mend; nothing of it is stored or shown."""

import json
from typing import Any

import pytest
from running import Service
from sqlalchemy import func, select

from service.store.tables import NoteRow

SECRET = "Quenlathe"
GOOD: dict[str, Any] = {"source_system": "t", "external_id": "n1", "text": f"Seen {SECRET} today."}


def stored(service: Service) -> int:
    with service.workshop.database.reading() as session:
        return session.scalar(select(func.count()).select_from(NoteRow)) or 0


@pytest.mark.parametrize(
    ("content", "status", "mends"),
    [
        (json.dumps(GOOD | {"text": ""}), 422, "empty"),
        (json.dumps(GOOD | {"text": "  \n\t "}), 422, "empty"),
        (json.dumps({k: v for k, v in GOOD.items() if k != "text"}), 422, "either text or turns"),
        (json.dumps(GOOD | {"text": SECRET * 600_000}), 413, "bytes"),
        (json.dumps(GOOD | {"text": "x" * 2_000_001}), 413, "2,000,000 characters"),
        (json.dumps(GOOD | {"text": f"{SECRET}\x00"}), 422, "NUL"),
        (json.dumps(GOOD | {"text": f"{SECRET} \ud83d"}), 422, None),
        (json.dumps(GOOD).encode("utf-16"), 400, "UTF-8"),
        (json.dumps(GOOD).encode("latin-1").replace(b"Seen", b"S\xe9\xe9n"), 400, "UTF-8"),
        (json.dumps(GOOD)[:-20], 400, "well-formed JSON"),
        ("[]", 422, None),
        ("null", 422, None),
        ("", 422, None),
        (json.dumps(GOOD | {SECRET: 1}), 422, "no field of this name"),
        (json.dumps(GOOD | {"event_date": "2025-02-30"}), 422, "event_date"),
        (json.dumps(GOOD | {"event_date": SECRET}), 422, "event_date"),
        (json.dumps(GOOD | {"people": [{"nmae": SECRET}]}), 422, "people"),
        (json.dumps(GOOD | {"attributes": {"age band": "8"}}), 422, "attributes"),
        (json.dumps(GOOD | {"attributes": {"nested": {"a": 1}}}), 422, "attributes"),
        (json.dumps(GOOD | {"revision": 0}), 422, "revision"),
        (json.dumps(GOOD | {"language": "??"}), 422, "language"),
    ],
)
def test_a_note_that_cannot_be_taken(service: Service, content: str | bytes, status: int, mends: str | None) -> None:
    body = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    headers = service.bearer("ingest") | {"Content-Type": "application/json"}
    answer = service.client.post("/v1/notes", content=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert {"type", "title", "status", "detail", "instance"} <= problem.keys()
    assert SECRET not in answer.text
    if mends:
        assert mends in answer.text
    assert stored(service) == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 401), ({"Authorization": "Bearer wrong"}, 401), ({"Authorization": "Basic eDp5"}, 401)],
)
def test_without_a_key_nothing_is_taken(service: Service, headers: dict[str, str], status: int) -> None:
    answer = service.client.post("/v1/notes", json=GOOD, headers=headers)
    assert answer.status_code == status
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert stored(service) == 0


def test_a_key_without_the_role_is_refused(service: Service) -> None:
    answer = service.client.post("/v1/notes", json=GOOD, headers=service.bearer("analyst"))
    assert answer.status_code == 403
    assert "ingest" in answer.json()["detail"]
    assert stored(service) == 0


def test_good_lines_are_taken_whatever_the_others_are(service: Service) -> None:
    lines = [json.dumps(GOOD | {"external_id": f"n{number}"}) for number in range(6)]
    lines[1] = lines[1][:-15]
    lines[3] = json.dumps(GOOD | {"external_id": "n3", "text": ""})
    lines.insert(4, "")
    content = "\n".join(lines).encode()
    answer = service.client.post("/v1/notes:bulk", content=content, headers=service.bearer("ingest"))
    results = [json.loads(line) for line in answer.text.splitlines()]
    assert [(one["line"], one["status"]) for one in results] == [
        (1, 202),
        (2, 400),
        (3, 202),
        (4, 422),
        (6, 202),
        (7, 202),
    ]
    assert SECRET not in answer.text
    assert stored(service) == 4


def test_a_bulk_with_too_many_lines_says_where_it_stopped(service: Service) -> None:
    limit = service.workshop.settings.max_bulk_lines
    content = b"\n" * (limit + 5) + json.dumps(GOOD).encode()
    answer = service.client.post("/v1/notes:bulk", content=content, headers=service.bearer("ingest"))
    assert json.loads(answer.text.splitlines()[-1])["status"] == 413
    assert stored(service) == 0


def test_the_same_note_again_answers_as_the_first_time_and_a_changed_one_is_a_revision(
    service: Service,
) -> None:
    first = service.post(text="Seen at home.").json()
    again = service.post(text="Seen at home.").json()
    assert again["id"] == first["id"]
    assert again["repeated"]
    changed = service.post(text="Seen at home, later.").json()
    assert (changed["revision"], changed["repeated"]) == (2, False)
    older = service.post(text="Something else.", revision=1)
    assert older.status_code == 409
    assert stored(service) == 2
    old = service.client.get(f"/v1/notes/{first['id']}", headers=service.bearer("ingest")).json()
    assert old["current"] is False


def test_an_idempotency_key_answers_alike_and_is_of_one_request(service: Service) -> None:
    headers = service.bearer("ingest") | {"Idempotency-Key": "k1"}
    first = service.client.post("/v1/notes", json=GOOD, headers=headers)
    assert service.client.post("/v1/notes", json=GOOD, headers=headers).json() == first.json()
    other = service.client.post("/v1/notes", json=GOOD | {"text": "other"}, headers=headers)
    assert other.status_code == 409
    assert stored(service) == 1


@pytest.mark.parametrize(
    ("mend", "line", "message"),
    [
        (("id: safety.lacking", "id: safety.felt"), True, "safety.felt"),
        (("codes:", "codes: ["), True, None),
        (("definition:", "definitoin:"), True, "definit"),
    ],
)
def test_a_wrong_codebook_is_refused_with_every_problem_and_the_old_one_stays(
    service: Service, mend: tuple[str, str], *, line: bool, message: str | None
) -> None:
    before = service.client.get("/v1/codebooks/current", headers=service.bearer("researcher")).json()
    content = before["yaml"].replace(*mend, 1)
    assert content != before["yaml"]
    answer = service.client.put("/v1/codebooks/current", content=content, headers=service.bearer("researcher"))
    assert answer.status_code == 422
    problems = answer.json()["errors"]
    assert all(problem["fix"] for problem in problems)
    assert line == any(problem["line"] for problem in problems)
    if message:
        assert message in answer.text
    after = service.client.get("/v1/codebooks/current", headers=service.bearer("researcher")).json()
    assert after["version"] == before["version"]


def test_a_full_disk_refuses_the_note_and_a_later_one_is_taken(service: Service) -> None:
    from sqlalchemy import event, text

    engine = service.workshop.database.engine
    with engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()

    def limited(connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    event.listen(engine, "begin", limited)
    try:
        answer = service.post(text="Seen at home. " * 40_000)
    finally:
        event.remove(engine, "begin", limited)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert answer.status_code == 507
    assert answer.headers["Retry-After"]
    assert stored(service) == 0
    assert service.post(text="Seen at home.").status_code == 202
