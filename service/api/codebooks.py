"""`/v1/codebooks`: the codebook in force, its versions, and putting another in force."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query

from service.actions import codebooks, preview
from service.actions.codebooks import CodebookChange, CodebookView, VersionView
from service.actions.preview import CodebookPreview
from service.api.deps import CodebookReader, Researcher
from service.doors import RawBody, TheLoop, TheWorkshop

router = APIRouter(prefix="/v1", tags=["codebooks"])
_AS_A_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A codebook as YAML or JSON.",
        "content": {"application/yaml": {"schema": {"type": "string"}}, "application/json": {"schema": {}}},
    }
}


@router.get("/codebooks")
def list_codebooks(workshop: TheWorkshop, principal: CodebookReader) -> list[VersionView]:
    """All versions of the project's codebook, newest first."""
    return codebooks.versions(workshop, principal)


@router.get("/codebooks/current")
def get_current(workshop: TheWorkshop, principal: CodebookReader) -> CodebookView:
    """The codebook in force."""
    return codebooks.show(workshop, principal)


@router.get("/codebooks/{version}")
def get_version(
    version: Annotated[str, Path(pattern="^[0-9a-f]{12}$")], workshop: TheWorkshop, principal: CodebookReader
) -> CodebookView:
    """One version."""
    return codebooks.show(workshop, principal, version)


@router.put(
    "/codebooks/current",
    openapi_extra=_AS_A_FILE,
)
def put_current(
    content: RawBody,
    workshop: TheWorkshop,
    loop: TheLoop,
    principal: Researcher,
    recode: Annotated[bool, Query(description="Code the notes that are here again.")] = True,
    if_match: Annotated[str | None, Header(max_length=40)] = None,
) -> CodebookChange:
    """Put a codebook in force. A wrong one is refused with all of its problems, by line."""
    seen = if_match.strip('"') if if_match else None
    change = codebooks.put(workshop, principal, content, recode=recode, seen=seen)
    loop.wake()
    return change


@router.post("/codebooks:preview", openapi_extra=_AS_A_FILE)
def preview_codebook(content: RawBody, workshop: TheWorkshop, principal: Researcher) -> CodebookPreview:
    """Which stored segments would gain or lose a code with this codebook. It is not put in force and nothing is stored."""
    return preview.preview(workshop, principal, content)
