"""What every action works with: settings, database, secret, and the heavy parts, each loaded once, when first needed."""

import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from codebook.load import load_codebook, parse_codebook, starter_path
from codebook.schema import Codebook
from service.actions.in_force import in_force
from service.errors import NotFound
from service.settings import Settings
from service.store.database import Database
from service.store.tables import CodebookVersion

if TYPE_CHECKING:
    from models.encode import Encoder
    from models.pipeline import CodingPipeline
    from redaction.redactor import Redactor

# What is loaded holds nothing of any note and never changes, so all workshops of a process share it.
_LOCK = threading.RLock()


class Workshop:
    """The parts of one running earshot, shared by all requests and workers."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self.watched: dict[str, int] = {}
        """How many notes were coded when shift was last looked for, by learned state."""

    @property
    def secret(self) -> bytes:
        """Key of stand-ins and digests."""
        return self.settings.key()

    @property
    def redactor(self) -> "Redactor":
        """The redactor under the policy of the settings."""
        return build_redactor(self.settings)

    @property
    def encoder(self) -> "Encoder":
        """The sentence encoder."""
        return build_encoder(self.settings)

    def codebook(self, project_id: str, version: str) -> Codebook:
        """A version of a project's codebook.

        Raises:
            NotFound: The project has no such version.
        """
        with self.database.reading() as session:
            row = session.get(CodebookVersion, (project_id, version))
        if row is None:
            raise NotFound(f"this project has no codebook version {version}")
        return _codebook(row.content)

    def pipeline(self, project_id: str, version: str) -> "CodingPipeline":
        """The coding pipeline for a codebook version, with what the project learned from decisions over it."""
        base = self.base_pipeline(project_id, version)
        with self.database.reading() as session:
            return base.with_learned(in_force(session, project_id, version, base.base_revision)[1])

    def base_pipeline(self, project_id: str, version: str) -> "CodingPipeline":
        """The coding pipeline for a codebook version, without what was learned."""
        with _LOCK:
            return _pipeline(self.settings.encoder, self.codebook(project_id, version))


def build_redactor(settings: Settings) -> "Redactor":
    """A redactor as the settings want it.

    Raises:
        RedactionError: The policy or the spaCy pipeline named there cannot be loaded.
    """
    with _LOCK:
        return _redactor(settings.ner_pipeline, settings.policy, settings.case_numbers)


def build_encoder(settings: Settings) -> "Encoder":
    """An encoder as the settings want it.

    Raises:
        ModelError: The weights are missing or corrupted.
    """
    with _LOCK:
        return _encoder(settings.encoder)


def build_pipeline(settings: Settings, codebook: Codebook) -> "CodingPipeline":
    """A coding pipeline for a codebook that belongs to no project, with the encoder of the settings."""
    with _LOCK:
        return _pipeline(settings.encoder, codebook)


def starter_pipeline() -> "CodingPipeline":
    """The coding pipeline for the starter codebook, with the packaged encoder or that of the settings."""
    with _LOCK:
        return _pipeline(Settings().encoder, load_codebook(starter_path()))


@lru_cache(maxsize=4)
def _redactor(pipeline: str | None, policy: str, case_numbers: tuple[str, ...]) -> "Redactor":
    from redaction.detect import Detector
    from redaction.policy import load_policy
    from redaction.redactor import Redactor

    return Redactor(Detector(pipeline=pipeline, case_numbers=case_numbers), load_policy(policy))


@lru_cache(maxsize=2)
def _encoder(path: Path | None) -> "Encoder":
    from models.encode import SentenceEncoder

    return SentenceEncoder(path)


@lru_cache(maxsize=64)
def _codebook(content: str) -> Codebook:
    return parse_codebook(content, name="codebook")


@lru_cache(maxsize=16)
def _pipeline(encoder: Path | None, codebook: Codebook) -> "CodingPipeline":
    from models.pipeline import CodingPipeline

    return CodingPipeline(_encoder(encoder), codebook)
