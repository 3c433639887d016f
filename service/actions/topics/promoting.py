"""A topic is proposed as a code, with its examples, a definition to begin from, and the segments it would be given to."""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import numpy as np
from pydantic import ValidationError
from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from ulid import ULID

from codebook.schema import Code
from service.actions.codebooks import in_force
from service.actions.topics.asked import PromotionIn, Selection
from service.actions.topics.selecting import ROWS, TEXT, chosen, pieces
from service.actions.topics.types import Promotion, TopicSegmentPage
from service.actions.topics.viewing import closest, done_run, page_of, topic_row
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict, NotFound, Refused
from service.store import audit
from service.store.tables import NoteRow, SegmentRow
from service.store.topic_tables import TopicPromotionRow, TopicPromotionSegmentRow, TopicRow, TopicSegmentRow

_LONGEST = 2_000
_TERMS = 6


def promote(workshop: Workshop, principal: Principal, run_id: str, number: int, asked: PromotionIn) -> Promotion:
    """Propose a topic as a code; the codebook changes only when somebody approves it.

    Whoever proposes it releases the redacted text of the examples, which stays in the codebook from its approval on. The
    segments it would be given to are those of the project's coded notes whose cosine to the topic's centre is at least its
    `least`, the 10th percentile of its own.

    Raises:
        NotFound: The project has no such run, or the run no such topic, or the topic no such segment.
        Conflict: The run is not done, or the codebook has a code of this id.
        Refused: An example is too long for a codebook, or the code is none.
    """
    principal.must(Role.RESEARCHER)
    codebook = in_force(workshop, principal)
    with workshop.database.reading() as session:
        run = done_run(session, principal, run_id, only="has topics")
        topic = topic_row(session, run, number)
        code = _code(topic, asked, _examples(session, topic, asked.examples), codebook.by_id.keys())
        close = _close(session, run.project_id, topic)
    with workshop.database.writing() as session:
        row = TopicPromotionRow(
            id=str(ULID()), project_id=principal.project_id, run_id=run_id, topic=number, topic_key=topic.key, state="proposed",
            code=code.model_dump(mode="json"), examples=list(dict.fromkeys(asked.examples)), segments=0,
            proposed_by=principal.name, proposed_at=datetime.now(UTC),
        )  # fmt: skip
        session.add(row)
        session.flush()
        row.segments = _list(session, row.id, close)
        audit.record(
            session, project_id=row.project_id, actor=principal.key_id, action="topics.promote",
            subject=f"{row.id} from {run_id} topic {number}",
        )  # fmt: skip
        session.flush()
        return view(row)


def promotions(workshop: Workshop, principal: Principal) -> list[Promotion]:
    """The proposed codes of the project and what became of them, newest first."""
    principal.must(Role.RESEARCHER, Role.ANALYST)
    with workshop.database.reading() as session:
        wanted = select(TopicPromotionRow).where(TopicPromotionRow.project_id == principal.project_id)
        return [view(row) for row in session.scalars(wanted.order_by(TopicPromotionRow.id.desc()).limit(200))]


def promotion(workshop: Workshop, principal: Principal, promotion_id: str) -> Promotion:
    """One proposed code.

    Raises:
        NotFound: The project has none of this id.
    """
    principal.must(Role.RESEARCHER, Role.ANALYST)
    with workshop.database.reading() as session:
        return view(promotion_row(session, principal, promotion_id))


def segments(
    workshop: Workshop, principal: Principal, promotion_id: str, *, limit: int, cursor: str | None = None
) -> TopicSegmentPage:
    """The segments that a proposed code would be given to, closest first.

    Raises:
        NotFound: The project has no such proposal.
        Refused: The cursor is none of ours.
    """
    principal.must(Role.RESEARCHER, Role.ANALYST)
    with workshop.database.writing() as session:
        promotion_row(session, principal, promotion_id)
        wanted = closest(TopicPromotionSegmentRow, cursor).where(TopicPromotionSegmentRow.promotion_id == promotion_id)
        found = session.execute(wanted.limit(limit + 1)).all()
        audit.record(
            session, project_id=principal.project_id, actor=principal.key_id, action="topics.look",
            subject=f"{promotion_id}, {min(len(found), limit)} segments",
        )  # fmt: skip
    return page_of(found, limit, lambda place: {"closeness": round(place.closeness, 4), "by_hand": False})


def promotion_row(session: Session, principal: Principal, promotion_id: str) -> TopicPromotionRow:
    """The row of a proposal of the principal's project.

    Raises:
        NotFound: The project has none of this id.
    """
    row = session.get(TopicPromotionRow, promotion_id)
    if row is None or row.project_id != principal.project_id:
        raise NotFound("this project has no such proposed code")
    return row


def view(row: TopicPromotionRow) -> Promotion:
    """A proposal as it is shown."""
    return Promotion(
        id=row.id, run=row.run_id, topic=row.topic, topic_key=row.topic_key, state=row.state, code=row.code,
        example_segments=tuple(row.examples), segments=row.segments, proposed_by=row.proposed_by, proposed_at=row.proposed_at,
        settled_by=row.settled_by, settled_at=row.settled_at, reason=row.reason, version=row.version,
    )  # fmt: skip


def _examples(session: Session, topic: TopicRow, ids: Sequence[str]) -> tuple[str, ...]:
    wanted = (
        select(SegmentRow.id, TEXT)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .join(TopicSegmentRow, TopicSegmentRow.segment_id == SegmentRow.id)
        .where(TopicSegmentRow.run_id == topic.run_id, TopicSegmentRow.topic == topic.number, SegmentRow.id.in_(ids))
    )
    texts: dict[str, str] = dict(session.execute(wanted).all())
    if missing := len(set(ids) - texts.keys()):
        raise NotFound(f"{missing} of these examples are no segments of the topic")
    if any(len(text) > _LONGEST for text in texts.values()):
        raise Refused(f"an example in a codebook has at most {_LONGEST} characters; take shorter segments")
    return tuple(dict.fromkeys(texts[one].strip() for one in ids))


def _code(topic: TopicRow, asked: PromotionIn, examples: tuple[str, ...], taken: Collection[str]) -> Code:
    name = asked.name or topic.name[:120]
    identifier = asked.id or _free(name, taken)
    if identifier in taken:
        raise Conflict("the codebook has a code of this id; take another")
    stub = f"{name}: what is said about {', '.join(topic.terms[:_TERMS])}." if topic.terms else f"{name}."
    try:
        return Code(
            id=identifier, name=name, theme=asked.theme, definition=asked.definition or stub, applies=asked.applies,
            examples=examples,
        )  # fmt: skip
    except ValidationError:
        raise Refused("no code can be made of this topic; give it an id, a name and examples with words in them") from None


def _free(name: str, taken: Collection[str]) -> str:
    """An id made of a name that no code of the codebook has."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    base = plain[:60] if plain[:1].isalpha() else f"topic-{plain}"[:60].strip("-")
    return next(one for one in (base, *(f"{base}-{count}" for count in range(2, 10_000))) if one not in taken)


def _close(session: Session, project_id: str, topic: TopicRow) -> list[tuple[str, float]]:
    """The segments near enough to a topic, with their cosine; read piece by piece."""
    centre = np.frombuffer(topic.centre, np.float32).astype(np.float64)
    if not centre.size:
        raise Conflict("this run is of an earlier earshot; start the search again and propose its topic")
    direction = centre / max(float(np.linalg.norm(centre)), 1e-12)
    found: list[tuple[str, float]] = []
    for part in pieces(session, chosen(session, project_id, Selection())):
        if part.vectors.shape[1] != len(direction):
            raise Refused("the notes were embedded by another encoder since; start the search again")
        cosines = np.asarray(part.vectors, np.float64) @ direction
        found += [(part.ids[place], float(cosines[place])) for place in np.flatnonzero(cosines >= topic.least)]
    return found


def _list(session: Session, promotion_id: str, close: Sequence[tuple[str, float]]) -> int:
    listed = 0
    for first in range(0, len(close), ROWS):
        some = dict(close[first : first + ROWS])
        present = session.scalars(select(SegmentRow.id).where(SegmentRow.id.in_(some))).all()
        rows = [{"promotion_id": promotion_id, "segment_id": one, "closeness": some[one]} for one in present]
        if rows:
            session.execute(insert(TopicPromotionSegmentRow), rows)
        listed += len(rows)
    return listed
