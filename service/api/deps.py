"""Who is asking, checked for the role that the route names."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from service.auth.keys import principal_of_key
from service.auth.roles import Principal, Role
from service.doors import TheWorkshop
from service.errors import Unauthenticated

_bearer = HTTPBearer(auto_error=False, description="A key made with `earshot keys create`.")


def requires(*roles: Role) -> Callable[..., Principal]:
    """A dependency that lets pass whoever has one of the roles (or admin).

    Raises:
        Unauthenticated, Forbidden: When called, for anybody else.
    """

    def checked(
        workshop: TheWorkshop, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
    ) -> Principal:
        if credentials is None:
            raise Unauthenticated("send 'Authorization: Bearer <key>'; make a key with: earshot keys create")
        with workshop.database.reading() as session:
            principal = principal_of_key(session, credentials.credentials)
        principal.must(*roles)
        return principal

    checked.roles = roles  # type: ignore[attr-defined]  # read by the test that no route is without a role
    return checked


Ingest = Annotated[Principal, Depends(requires(Role.INGEST))]
Reader = Annotated[Principal, Depends(requires(Role.INGEST, Role.REVIEWER, Role.RESEARCHER))]
Reviewer = Annotated[Principal, Depends(requires(Role.REVIEWER, Role.RESEARCHER))]
Researcher = Annotated[Principal, Depends(requires(Role.RESEARCHER))]
CodebookReader = Annotated[Principal, Depends(requires(Role.REVIEWER, Role.RESEARCHER, Role.ANALYST))]
TopicReader = Annotated[Principal, Depends(requires(Role.RESEARCHER, Role.ANALYST))]
Analyst = Annotated[Principal, Depends(requires(Role.ANALYST, Role.RESEARCHER))]
