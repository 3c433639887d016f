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


# columns are added and dropped in place: a batch would write the tables anew, and with the old segments their decisions would go


def upgrade() -> None:
    op.add_column("segment", sa.Column("lot", sa.Float(), nullable=True))
    op.add_column("segment", sa.Column("inclusion_probability", sa.Float(), nullable=True))
    op.add_column("decision", sa.Column("mode", sa.String(length=12), nullable=False, server_default="doubtful"))
    op.add_column("decision", sa.Column("suggestion_visible", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("decision", "suggestion_visible")
    op.drop_column("decision", "mode")
    op.drop_column("segment", "inclusion_probability")
    op.drop_column("segment", "lot")
