"""What the service refuses, one class for each cause. The message says what to do and never holds text of a note.

ServiceError
 ├── Refused                 422   what was sent cannot be taken
 │    └── BadCodebook        422   … because the codebook has these problems
 ├── TooLarge                413
 ├── Unauthenticated         401
 ├── Forbidden               403
 ├── NotFound                404
 ├── Conflict                409   it contradicts what is stored
 ├── Stale                   412   somebody decided in between
 ├── PreconditionMissing     428   a decision must say what it saw
 ├── Unreadable              400   no JSON, not UTF-8
 └── Unavailable             503   try again later
      └── StorageFull        507
"""

from typing import ClassVar


class ServiceError(Exception):
    """Something was refused; `status` and `slug` are what a problem document shows."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(self, detail: str, *, errors: list[dict[str, object]] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors or []


class Unreadable(ServiceError):
    """The body cannot be read."""

    status, slug, title = 400, "unreadable", "The request cannot be read"


class Unauthenticated(ServiceError):
    """No key, or none that is known."""

    status, slug, title = 401, "unauthenticated", "A valid key is needed"


class Forbidden(ServiceError):
    """The key lacks the role."""

    status, slug, title = 403, "forbidden", "This key may not do that"


class NotFound(ServiceError):
    """There is no such thing in this project."""

    status, slug, title = 404, "not-found", "Not found"


class Conflict(ServiceError):
    """It contradicts what is stored."""

    status, slug, title = 409, "conflict", "It contradicts what is stored"


class Stale(ServiceError):
    """Somebody decided in between."""

    status, slug, title = 412, "stale", "Somebody else decided in between"


class TooLarge(ServiceError):
    """More than is taken at once."""

    status, slug, title = 413, "too-large", "Too large"


class Refused(ServiceError):
    """What was sent is readable and cannot be taken."""

    status, slug, title = 422, "refused", "It cannot be taken as it is"


class BadCodebook(Refused):
    """The codebook has problems; `errors` lists them with line and fix."""

    slug, title = "bad-codebook", "The codebook has problems"


class PreconditionMissing(ServiceError):
    """A decision must say which state of the segment it saw."""

    status, slug, title = 428, "precondition-missing", "If-Match is needed"


class Unavailable(ServiceError):
    """Not now."""

    status, slug, title = 503, "unavailable", "Not available now"


class StorageFull(Unavailable):
    """Nothing was stored, because there is no room."""

    status, slug, title = 507, "storage-full", "No room to store it"


class DatabaseTooNew(ServiceError):
    """The database was written by a newer earshot."""

    status, slug, title = 503, "database-too-new", "The database is newer than this earshot"
