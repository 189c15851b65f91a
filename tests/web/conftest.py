"""The application as a client meets it, without a socket: every error comes back as a response."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """The application with the settings of nobody's environment."""
    return create_app(Settings(device="cpu", allowed_origins=""))


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of `app`."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
