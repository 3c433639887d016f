"""The share of segments that is drawn by lot for blind review, and how each decision came about.

Segments stored before have no lot yet; they get one, with the share that is set then, when the audit queue is first asked for.
Decisions made before were made with the machine's suggestions in sight.
"""

from alembic import op
import sqlalchemy as sa

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("segment") as segment:
        segment.add_column(sa.Column("lot", sa.Float(), nullable=True))
        segment.add_column(sa.Column("inclusion_probability", sa.Float(), nullable=True))
    with op.batch_alter_table("decision") as decision:
        decision.add_column(sa.Column("mode", sa.String(length=12), nullable=False, server_default="doubtful"))
        decision.add_column(sa.Column("suggestion_visible", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("decision") as decision:
        decision.drop_column("suggestion_visible")
        decision.drop_column("mode")
    with op.batch_alter_table("segment") as segment:
        segment.drop_column("inclusion_probability")
        segment.drop_column("lot")
