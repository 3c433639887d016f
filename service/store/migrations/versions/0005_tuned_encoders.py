"""The tuned layers of an encoder that a learned state stands on."""

from alembic import op
import sqlalchemy as sa

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tuned_encoder",
        sa.Column("run_id", sa.String(length=26), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["learning_run.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id"),
    )


def downgrade() -> None:
    # heads without the encoder that they stand on would code nonsense: they go with it
    op.execute(
        "UPDATE learning_run SET state = 'failed', content = NULL, message = 'its tuned encoder is gone; learn again' "
        "WHERE id IN (SELECT run_id FROM tuned_encoder)"
    )
    op.drop_table("tuned_encoder")
