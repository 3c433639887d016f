"""What edits do to the topics of a run, and what follows from all of them; each is appended, so that an undo is a replay."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.actions.topics.viewing import NONE, topic_rows
from service.store.topic_tables import TopicEditRow, TopicMoveRow, TopicRow, TopicSegmentRow


def edits_of(session: Session, run_id: str) -> Sequence[TopicEditRow]:
    """The edits of a run, in their order."""
    return session.scalars(
        select(TopicEditRow).where(TopicEditRow.run_id == run_id).order_by(TopicEditRow.sequence)
    ).all()  # fmt: skip


def undone(edits: Sequence[TopicEditRow]) -> set[str]:
    """Ids of the edits that hold no more; an undo that was itself undone takes nothing back."""
    taken_back: set[str] = set()
    for one in reversed(edits):
        if one.kind == "undo" and one.id not in taken_back and one.undoes:
            taken_back.add(one.undoes)
    return taken_back


def origin(edits: Sequence[TopicEditRow], edit: TopicEditRow) -> TopicEditRow:
    """The edit that an undo, or an undo of an undo, is about in the end."""
    by_id = {one.id: one for one in edits}
    while edit.kind == "undo" and edit.undoes:
        edit = by_id[edit.undoes]
    return edit


def touched(edit: TopicEditRow) -> set[int]:
    """Numbers of the topics whose segments an edit changes."""
    match edit.kind:
        case "merge":
            return set(edit.what["topics"])
        case "split":
            return {edit.what["topic"], *edit.what["parts"]}
        case "move":
            return {*edit.what["from"], edit.what["to"]}
        case _:
            return set()


def apply(session: Session, edit: TopicEditRow) -> None:
    """Do what an edit says to the topics as they stand."""
    topics = {row.number: row for row in topic_rows(session, edit.run_id, gone=True)}
    what = edit.what
    match edit.kind:
        case "rename":
            _keep(topics[what["topic"]], edit, what["name"])
        case "merge":
            others = [one for one in what["topics"] if one != what["into"]]
            _put(session, edit, from_topics=others)
            for one in others:
                topics[one].state = "gone"
            _keep(topics[what["into"]], edit, what["name"])
        case "split":
            _put(session, edit)
            topics[what["topic"]].state = "gone"
            for one in what["parts"]:
                topics[one].state = "kept"
        case "move":
            _put(session, edit)
            # what is taken out of a topic comes back there unless the topic is kept, and so remembers
            for one in [what["to"]] if what["to"] != NONE else what["from"]:
                if one in topics:
                    topics[one].state = "kept"
    session.flush()


def replay(session: Session, run_id: str) -> None:
    """The topics as they were found, with all edits that hold."""
    for row in topic_rows(session, run_id, gone=True):
        row.name, row.name_by, row.state = (row.found[part] for part in ("name", "name_by", "state"))
    own = update(TopicSegmentRow).where(TopicSegmentRow.run_id == run_id)
    session.execute(own.values(topic=TopicSegmentRow.found, by_hand=False))
    session.flush()
    edits = edits_of(session, run_id)
    taken_back = undone(edits)
    for edit in edits:
        if edit.id not in taken_back and edit.kind != "undo":
            apply(session, edit)


def _keep(topic: TopicRow, edit: TopicEditRow, name: str | None) -> None:
    if topic.state == "gone":  # a part whose split was undone
        return
    topic.state = "kept"
    if name is not None:
        topic.name, topic.name_by = name, edit.by


def _put(session: Session, edit: TopicEditRow, *, from_topics: Sequence[int] = ()) -> None:
    own = update(TopicSegmentRow).where(TopicSegmentRow.run_id == edit.run_id)
    if edit.kind == "merge":
        session.execute(own.where(TopicSegmentRow.topic.in_(from_topics)).values(topic=edit.what["into"]))
        return
    moves = select(TopicMoveRow).where(TopicMoveRow.edit_id == edit.id)
    here = moves.with_only_columns(TopicMoveRow.segment_id)
    there = moves.with_only_columns(TopicMoveRow.topic).where(TopicMoveRow.segment_id == TopicSegmentRow.segment_id)
    put = own.where(TopicSegmentRow.segment_id.in_(here)).values(topic=there.scalar_subquery())
    if edit.kind == "move":
        put = put.values(by_hand=True)
    session.execute(put, execution_options={"synchronize_session": False})
