"""Notes through the API: bulk, looking, deleting, and projects that know nothing of each other."""

import json
import threading

import pytest
from running import Service, open_service
from sqlalchemy import func, select

from service.store.tables import CodingRow, MentionRow, NoteRow, SegmentRow, StandInRow


def lines(count: int, **note: object) -> bytes:
    base = {"source_system": "bulk", "text": "Mrs Holt said she will ring. He likes it here."} | note
    return b"".join(json.dumps(base | {"external_id": f"n{number}"}).encode() + b"\n" for number in range(count))


def test_a_bulk_gives_a_result_for_each_line_in_order(service: Service) -> None:
    answer = service.client.post("/v1/notes:bulk", content=lines(75), headers=service.bearer("ingest"))
    results = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["Content-Type"].startswith("application/x-ndjson")
    assert [one["line"] for one in results] == list(range(1, 76))
    assert {one["status"] for one in results} == {202}
    again = service.client.post("/v1/notes:bulk", content=lines(75), headers=service.bearer("ingest"))
    repeated = [json.loads(line) for line in again.text.splitlines()]
    assert all(one["repeated"] for one in repeated)
    assert [one["id"] for one in repeated] == [one["id"] for one in results]


def test_a_note_twice_in_one_bulk_is_taken_once(service: Service) -> None:
    answer = service.client.post("/v1/notes:bulk", content=lines(1) * 3, headers=service.bearer("ingest"))
    results = [json.loads(line) for line in answer.text.splitlines()]
    assert len({one["id"] for one in results}) == 1
    assert [one["repeated"] for one in results] == [False, True, True]


def test_notes_of_one_case_that_come_at_once_agree_on_their_stand_ins(service: Service) -> None:
    texts = [f"Mrs Holt rang. Mr Adeyemi came. PC {name} wrote." for name in ("Nair", "Bello", "Quist", "Orme")]
    answers = []

    def post(number: int) -> None:
        answers.append(service.post(external_id=f"n{number}", case_key="c", text=texts[number]).status_code)

    threads = [threading.Thread(target=post, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [202] * 4
    with service.workshop.database.reading() as session:
        kept = list(session.scalars(select(NoteRow.text)))
        stand_ins = set(session.scalars(select(StandInRow.stand_in)))
    holts = {text.split("Mrs ")[1].split(" rang")[0] for text in kept}
    assert len(holts) == 1
    assert len(stand_ins) == 6, "six people, six stand-ins"


def test_a_case_system_sees_the_state_and_a_reviewer_the_redacted_text(service: Service) -> None:
    note_id = service.post(text="Mrs Holt rang.").json()["id"]
    service.coded(note_id)
    for role, sees in (("ingest", False), ("reviewer", True), ("researcher", True)):
        note = service.client.get(f"/v1/notes/{note_id}", headers=service.bearer(role)).json()
        assert note["state"] == "coded"
        assert (note["text"] is not None) == sees
        assert bool(note["segments"]) == sees
    assert service.client.get(f"/v1/notes/{note_id}", headers=service.bearer("analyst")).status_code == 403


def test_a_deleted_note_takes_everything_derived_with_it(service: Service) -> None:
    first = service.post(text="Mrs Holt rang. I feel safe here, she said.", case_key="c").json()["id"]
    service.coded(first)
    second = service.post(text="Mrs Holt rang twice. I feel safe here, she said.", case_key="c").json()["id"]
    service.coded(second)
    assert service.client.delete(f"/v1/notes/{second}", headers=service.bearer("ingest")).status_code == 204
    for note_id in (first, second):
        assert service.client.get(f"/v1/notes/{note_id}", headers=service.bearer("reviewer")).status_code == 404
    with service.workshop.database.reading() as session:
        left = {
            table.__tablename__: session.scalar(select(func.count()).select_from(table))
            for table in (NoteRow, MentionRow, SegmentRow, CodingRow, StandInRow)
        }
    assert set(left.values()) == {0}, left


@pytest.mark.parametrize("role", ["ingest", "reviewer", "researcher", "admin"])
def test_a_key_of_another_project_can_name_nothing_of_this_one(service: Service, role: str) -> None:
    note_id = service.post(text="I feel safe here, he said.").json()["id"]
    segment = service.coded(note_id)["segments"][0]["id"]
    stranger = open_service(service.client, "other").bearer(role)
    client = service.client
    answers = [
        client.get(f"/v1/notes/{note_id}", headers=stranger),
        client.delete(f"/v1/notes/{note_id}", headers=stranger),
        client.get(f"/v1/review/segments/{segment}", headers=stranger),
        client.post(
            f"/v1/review/segments/{segment}/decisions",
            json={"decisions": [{"verdict": "unsure"}]},
            headers=stranger | {"If-Match": '"0"'},
        ),
    ]
    assert {answer.status_code for answer in answers} <= {403, 404}
    queue = client.get("/v1/review/queue?status=all", headers=stranger)
    assert queue.status_code == 403 or queue.json()["items"] == []


def test_a_transcript_is_coded_by_its_speakers(service: Service) -> None:
    turns = [
        {"speaker": "Interviewer", "role": "interviewer", "text": "How is it there?"},
        {"speaker": "Amira", "role": "child", "text": "I feel safe there, they listen to me."},
    ]
    note = service.coded(service.post(turns=turns).json()["id"])
    assert "Amira" not in note["text"]
    voices = [one["voice"] for one in note["segments"]]
    assert voices == ["practitioner", "child.direct"]
