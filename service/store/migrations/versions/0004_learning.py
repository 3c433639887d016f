"""What was learned from people's decisions: runs, and the states that came of them."""

from alembic import op
import sqlalchemy as sa
import service.store.tables

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learning_run",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("codebook", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=True),
        sa.Column("revision", sa.String(length=8), nullable=True),
        sa.Column("base", sa.String(length=80), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=26), nullable=True),
        sa.Column("decided", sa.String(length=26), nullable=True),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.Column("created_at", service.store.tables.UtcDateTime(), nullable=False),
        sa.Column("finished_at", service.store.tables.UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(length=120), nullable=True),
        sa.Column("settled_at", service.store.tables.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("learning_run") as batch:
        batch.create_index("learning_state", ["project_id", "state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("learning_run") as batch:
        batch.drop_index("learning_state")
    op.drop_table("learning_run")
