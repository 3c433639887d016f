"""Idempotency-Key: the same request again gets the same answer and changes nothing."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from service.actions.workshop import Workshop
from service.auth.roles import Principal
from service.errors import Conflict
from service.store.tables import IdempotencyRow


def once(
    workshop: Workshop, principal: Principal, *, key: str, request: str, do: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """The answer kept for this key, or `do`'s, which is then kept. `request` is a keyed digest of the request.

    `do` must itself be safe to repeat: two requests with one key at the same moment may both run it.

    Raises:
        Conflict: The key was used for another request.
    """
    place = (principal.project_id, key)
    with workshop.database.reading() as session:
        kept = session.get(IdempotencyRow, place)
    if kept is None:
        answer = do()
        with workshop.database.writing() as session:
            kept = session.get(IdempotencyRow, place)
            if kept is None:
                now = datetime.now(UTC)
                session.add(
                    IdempotencyRow(
                        project_id=principal.project_id,
                        key=key,
                        request=request,
                        answer=answer,
                        created_at=now,
                    )
                )
                return answer
    if kept.request != request:
        raise Conflict("this Idempotency-Key was used for another request; use a new one")
    return kept.answer
