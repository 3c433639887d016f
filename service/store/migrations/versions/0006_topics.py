"""Topics as rows of their own, with edits, and topics proposed as codes; searches made before keep what they found."""

import json
from typing import Any

from alembic import op
import sqlalchemy as sa
from ulid import ULID

import service.store.tables

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# columns are added and dropped in place: a batch would write the tables anew, and what points at them would go

def _run_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("doing", sa.String(length=80), nullable=True),
        sa.Column("share", sa.Float(), nullable=False, server_default="0"),
        sa.Column("selection", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("figures", sa.JSON(), nullable=True),
        sa.Column("joins", sa.JSON(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
    ]


def _segment_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("found", sa.Integer(), nullable=False, server_default="-1"),
        sa.Column("closeness", sa.Float(), nullable=False, server_default="0"),
        sa.Column("by_hand", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("pinned", sa.Boolean(), nullable=False, server_default="0"),
    ]


def upgrade() -> None:
    for column in _run_columns():
        op.add_column("topic_run", column)
    for column in _segment_columns():
        op.add_column("topic_segment", column)
    op.create_index("topic_run_state", "topic_run", ["state", "id"])
    op.create_index("topic_segment_close", "topic_segment", ["run_id", "topic", "closeness", "segment_id"])
    op.create_table(
        "topic",
        sa.Column("run_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_by", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("spread", sa.Float(), nullable=False),
        sa.Column("least", sa.Float(), nullable=False),
        sa.Column("centre", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["topic_run.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "number"),
    )
    op.create_table(
        "topic_edit",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("run_id", sa.String(length=26), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.String(length=26), nullable=True),
        sa.Column("key_id", sa.String(length=26), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", service.store.tables.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["topic_run.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run_id", "sequence"),
    )
    op.create_table(
        "topic_move",
        sa.Column("edit_id", sa.String(length=26), nullable=False),
        sa.Column("segment_id", sa.String(length=34), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edit_id"], ["topic_edit.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("edit_id", "segment_id"),
    )
    op.create_table(
        "topic_promotion",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("run_id", sa.String(length=26), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("topic_key", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("code", sa.JSON(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.String(length=120), nullable=False),
        sa.Column("proposed_at", service.store.tables.UtcDateTime(), nullable=False),
        sa.Column("settled_by", sa.String(length=120), nullable=True),
        sa.Column("settled_at", service.store.tables.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("version", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.ForeignKeyConstraint(["run_id"], ["topic_run.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("topic_promotion_project", "topic_promotion", ["project_id", "id"])
    op.create_table(
        "topic_promotion_segment",
        sa.Column("promotion_id", sa.String(length=26), nullable=False),
        sa.Column("segment_id", sa.String(length=34), nullable=False),
        sa.Column("closeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["promotion_id"], ["topic_promotion.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("promotion_id", "segment_id"),
    )
    _topics_as_rows()
    op.drop_column("topic_run", "topics")


def _topics_as_rows() -> None:
    """Of searches made before: the topics; the options in their new words; where a waiting one had others, it is asked anew."""
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE topic_segment SET found = topic"))
    runs = connection.execute(sa.text("SELECT id, topics, options FROM topic_run")).all()
    for run_id, topics, options in runs:
        asked = json.loads(options or "{}")
        selection = {"child_voice": asked.get("child_voice_only", False), "residue": asked.get("uncoded_only", False)}
        found = json.loads(topics or "null") or []
        connection.execute(
            sa.text("UPDATE topic_run SET selection = :selection, options = :options, found = :found, share = :share WHERE id = :id"),
            {
                "selection": json.dumps(selection),
                "options": json.dumps({"seed": asked.get("seed", 0), "most": asked.get("max_topics")}),
                "found": len(found) if topics else None,
                "share": 1.0 if topics else 0.0,
                "id": run_id,
            },
        )
        for number, one in enumerate(found):
            name = one.get("name") or ", ".join(one.get("terms", [])[:2]) or f"Topic {number + 1}"
            connection.execute(
                sa.text(
                    "INSERT INTO topic VALUES (:run, :number, :key, :name, 'earshot', 'found', :found, :terms, :weights, :size, "
                    ":examples, 0, 1, x'')"
                ),
                {
                    "run": run_id,
                    "number": one.get("number", number),
                    "key": str(ULID()),
                    "name": name[:200],
                    "found": json.dumps({"name": name[:200], "name_by": "earshot", "state": "found"}),
                    "terms": json.dumps(one.get("terms", [])),
                    "weights": json.dumps(one.get("weights", [])),
                    "size": one.get("size", 0),
                    "examples": json.dumps(one.get("examples", [])),
                },
            )


def downgrade() -> None:
    op.add_column("topic_run", sa.Column("topics", sa.JSON(), nullable=True))
    connection = op.get_bind()
    for run_id, state, selection, options in connection.execute(
        sa.text("SELECT id, state, selection, options FROM topic_run")
    ).all():
        rows = connection.execute(
            sa.text("SELECT number, name, terms, weights, size, examples FROM topic WHERE run_id = :id ORDER BY number"),
            {"id": run_id},
        )
        topics = [
            {
                "number": number, "size": size, "name": name, "terms": json.loads(terms), "weights": json.loads(weights),
                "examples": json.loads(examples), "example_texts": [],
            }
            for number, name, terms, weights, size, examples in rows
        ]  # fmt: skip
        chosen, asked = json.loads(selection or "{}"), json.loads(options or "{}")
        connection.execute(
            sa.text("UPDATE topic_run SET topics = :topics, options = :options WHERE id = :id"),
            {
                "topics": json.dumps(topics) if state == "done" else None,
                "options": json.dumps({
                    "child_voice_only": chosen.get("child_voice", False), "uncoded_only": chosen.get("residue", False),
                    "seed": asked.get("seed", 0), "max_topics": asked.get("most"),
                }),
                "id": run_id,
            },
        )  # fmt: skip
    for table in ("topic_promotion_segment", "topic_promotion", "topic_move", "topic_edit", "topic"):
        op.drop_table(table)
    op.drop_index("topic_segment_close", "topic_segment")
    op.drop_index("topic_run_state", "topic_run")
    for table, columns in (("topic_segment", _segment_columns()), ("topic_run", _run_columns())):
        for column in columns:
            op.drop_column(table, column.name)
