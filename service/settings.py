"""Everything that can be set, by environment variable `EARSHOT_…` or a file `.env`; each has a default that works."""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of one installation.

    Attributes:
        data_dir: Folder of the database, the secret key and the logs; made with access for its owner only.
        database_url: SQLAlchemy URL; by default SQLite in `data_dir`.
        secret_key: Key of the stand-ins and digests; by default made once and kept in `data_dir/secret.key`.
        host: Address to listen on.
        port: Port to listen on.
        policy: Redaction policy: research, strict, minimal, or a .yaml file.
        ner_pipeline: An installed spaCy pipeline that finds people, places and organisations; none uses earshot's own token
            classifier, "rules" the rules alone.
        case_numbers: Regular expressions of this site's own case numbers, as a JSON list ('["NF-[0-9]{6}"]').
        encoder: Folder of a sentence-transformers model; none uses the packaged all-MiniLM-L6-v2.
        max_note_characters: Longest note taken.
        max_bulk_lines: Most notes in one bulk request.
        batch_size: Notes that are coded together.
        audit_share: Share of the segments that is drawn by lot for blind review, 0 to 1. It is kept with each segment, as its
            inclusion probability, when the segment is first coded: a change holds for segments that come later.
        learn_after: Decisions after which the service learns by itself, and applies what is better; 0: only when asked to.
        tune_after: Decided segments from which learning also tunes the encoder on them, and keeps it where it is better for
            certain on decisions held out; 0: never. It takes minutes, and with it coding a segment takes 11 ms longer.
        least_segments: A figure about a group is shown only where it rests on so many segments.
        least_cases: … and on so many cases; else it is hidden ("c"), and with it whatever would give it away.
        session_hours: How long a login at the page lasts.
        log_file: Where `earshot serve` writes its log; none writes to standard error.
    """

    model_config = SettingsConfigDict(env_prefix="EARSHOT_", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Path("var")
    database_url: str | None = None
    secret_key: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    policy: str = "research"
    ner_pipeline: str | None = None
    case_numbers: tuple[str, ...] = ()
    encoder: Path | None = None
    max_note_characters: int = Field(default=2_000_000, ge=1_000)
    max_bulk_lines: int = Field(default=20_000, ge=1)
    batch_size: int = Field(default=32, ge=1, le=64)
    audit_share: float = Field(default=0.2, ge=0, le=1)
    learn_after: int = Field(default=0, ge=0)
    tune_after: int = Field(default=200, ge=0)
    least_segments: int = Field(default=10, ge=1)
    least_cases: int = Field(default=3, ge=2)
    session_hours: int = Field(default=12, ge=1)
    log_file: Path | None = None

    @property
    def database(self) -> str:
        """URL of the database."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'earshot.db'}"

    def prepare_folder(self) -> None:
        """Make the data folder, readable by its owner only."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)

    def key(self) -> bytes:
        """The installation's secret; made and kept on first use."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        return _kept_key(self.data_dir.resolve() / "secret.key")


@lru_cache(maxsize=8)
def _kept_key(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    return path.read_bytes()
