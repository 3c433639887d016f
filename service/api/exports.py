"""`/v1/exports`: data sets for analysts, streamed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from service.actions.exporting import segments_table
from service.actions.workshop import Workshop
from service.api.deps import Analyst
from service.auth.roles import Principal
from service.doors import TheWorkshop
from service.export.files import as_csv, as_parquet

router = APIRouter(prefix="/v1/exports", tags=["exports"])

WithText = Annotated[bool, Query(description="Add the redacted text of each segment.")]
Writer = Callable[[Sequence[str], Iterator[dict[str, Any]]], Iterator[bytes]]


@router.get("/segments.csv", response_class=StreamingResponse)
def get_csv(workshop: TheWorkshop, principal: Analyst, text: WithText = False) -> StreamingResponse:
    """Note × segment × code as CSV."""
    return _file(workshop, principal, as_csv, "segments.csv", "text/csv; charset=utf-8", with_text=text)


@router.get("/segments.parquet", response_class=StreamingResponse)
def get_parquet(workshop: TheWorkshop, principal: Analyst, text: WithText = False) -> StreamingResponse:
    """Note × segment × code as Parquet."""
    media_type = "application/vnd.apache.parquet"
    return _file(workshop, principal, as_parquet, "segments.parquet", media_type, with_text=text)


def _file(
    workshop: Workshop, principal: Principal, write: Writer, name: str, media_type: str, *, with_text: bool
) -> StreamingResponse:
    table = segments_table(workshop, principal, with_text=with_text)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(write(table.columns, table.rows), media_type=media_type, headers=headers)
