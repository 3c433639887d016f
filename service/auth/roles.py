"""The five roles, and who is asking."""

from dataclasses import dataclass
from enum import StrEnum

from service.errors import Forbidden


class Role(StrEnum):
    """What a key may be used for. An admin may do everything in its project."""

    INGEST = "ingest"  # post notes, see what became of them, delete them
    REVIEWER = "reviewer"  # read redacted segments, decide
    RESEARCHER = "researcher"  # codebooks, topics and learning
    ANALYST = "analyst"  # exports
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: a key of one project, with its roles."""

    key_id: str
    name: str
    project_id: str
    roles: frozenset[Role]

    def may(self, *roles: Role) -> bool:
        """Whether one of the roles, or admin, is among this key's."""
        return Role.ADMIN in self.roles or not self.roles.isdisjoint(roles)

    def must(self, *roles: Role) -> None:
        """Raise where `may` is false.

        Raises:
            Forbidden: The key has none of the roles.
        """
        if not self.may(*roles):
            raise Forbidden(f"this needs a key with the role {' or '.join(roles)}; ask your admin for one")
