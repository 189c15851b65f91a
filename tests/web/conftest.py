"""The application as a client meets it, without a socket: every error comes back as a response."""

import os
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

# to compile takes half a second a shape, and test_trainer holds XLA's numbers against torch's
os.environ.setdefault("TRAINER", "torch")
# as Starlette's client calls the server
os.environ.setdefault("ACTIVATION_LAB_ALLOWED_HOSTS", "testserver")


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """The application with the settings of nobody's environment."""
    return create_app(Settings(device="cpu", allowed_origins=""))


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of `app`."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def answer_to(client: TestClient) -> Callable[[str], Response]:
    """The answer of `app` to a GET of an address, each asked for once: what grows takes seconds to answer."""
    return cache(client.get)
