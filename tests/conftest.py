"""What many tests need: a service on real parts in a temporary place."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from hypothesis import settings as hypothesis_settings
from running import Service, open_service

from service.app import create_app
from service.settings import Settings

# machines are noisy: how long an example takes says nothing about the code
hypothesis_settings.register_profile("earshot", deadline=None)
hypothesis_settings.load_profile("earshot")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", secret_key="a secret of these tests only")


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with TestClient(create_app(settings)) as client:
        yield open_service(client)
