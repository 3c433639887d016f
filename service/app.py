"""The application: doors, workshop and work loop put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import structlog
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy import select

from service.actions import coding, learning, watching
from service.actions.topics import running as searching
from service.actions.workshop import Workshop
from service.api import bulk, codebooks, estimates, exports, health, notes, problems, review, topic_pictures, topics
from service.api import learning as learning_door
from service.api.limits import BodyGuard
from service.pages import router as pages
from service.settings import Settings
from service.store.database import Database
from service.store.migrate import upgrade
from service.store.tables import Project
from service.watch import Watch
from service.work.embedded import WorkLoop

_log = structlog.get_logger("earshot.app")
_DESCRIPTION = """\
Codes what children say, at scale. Notes come in raw and are redacted before anything is stored; redacted segments are
coded with the themes of the project's codebook, each with a confidence and a reason; people decide about the doubtful
ones. For understanding services, not for decisions about one child.

Errors are problem documents (RFC 9457). Send a key as `Authorization: Bearer <key>`.
"""
# JSON may need six characters for one of the text ("\\u0000"), and a note is more than its text.
_BODY_BYTES_A_CHARACTER = 2


@dataclass(slots=True)
class Warming:
    """Whether the models are loaded, or why they cannot be."""

    done: bool = False
    failure: str | None = None


def create_app(settings: Settings) -> FastAPI:
    """The application for these settings. Nothing is opened or loaded before it starts."""
    app = FastAPI(
        title="earshot",
        version=version("earshot"),
        description=_DESCRIPTION,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    problems.install(app)
    for door in (notes, bulk, review, codebooks, learning_door, topics, topic_pictures, exports, estimates, health):
        app.include_router(door.router)
    pages.install(app)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "pages" / "static"), name="static")
    app.add_middleware(
        BodyGuard,
        limit=settings.max_note_characters * _BODY_BYTES_A_CHARACTER,
        streamed=frozenset({"/v1/notes:bulk"}),
    )
    app.add_middleware(Watch)
    app.add_middleware(CorrelationIdMiddleware)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    workshop = open_workshop(settings)
    warming = Warming()
    loop = WorkLoop(
        (
            lambda: warm(workshop, warming),
            lambda: warming.done and code_next(workshop),
            lambda: warming.done and searching.work_next(workshop),
            lambda: warming.done and learning.work_next(workshop),
            lambda: warming.done and watching.watch(workshop),
        )
    )
    app.state.workshop, app.state.loop, app.state.warming = workshop, loop, warming
    loop.start()
    _log.info("started", version=app.version)
    yield
    loop.stop()
    workshop.database.close()
    _log.info("stopped")


def open_workshop(settings: Settings) -> Workshop:
    """Folder, database in its present shape, and workshop.

    Raises:
        DatabaseTooNew: The database was written by a newer earshot.
    """
    settings.prepare_folder()
    database = Database(settings.database)
    upgrade(database)
    return Workshop(settings, database)


def warm(workshop: Workshop, warming: Warming) -> bool:
    """Load what is heavy before the first note needs it; whether there was something to load."""
    if warming.done:
        return False
    try:
        _ = workshop.redactor
        with workshop.database.reading() as session:
            projects = session.execute(select(Project.id, Project.codebook_version)).all()
        _ = workshop.encoder
        for project_id, codebook in projects:
            workshop.pipeline(project_id, codebook)
    except Exception as error:  # noqa: BLE001 - shown at /readyz and tried again, whatever it is
        warming.failure = f"the models cannot be loaded: {error}" if _is_ours(error) else type(error).__name__
        _log.error("warm.failed", error_type=type(error).__name__)
        return False
    warming.done, warming.failure = True, None
    return True


def _is_ours(error: Exception) -> bool:
    return type(error).__module__.split(".")[0] in {"models", "redaction", "codebook", "service"}


def code_next(workshop: Workshop) -> bool:
    """Code the next batch that waits; whether there was one."""
    waiting = coding.waiting(workshop, limit=workshop.settings.batch_size)
    return bool(waiting) and coding.code_batch(workshop, waiting) > 0
