"""What holds for all tests: no network, and property tests that give the same result on every machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("marsad", deadline=None, derandomize=True)
settings.load_profile("marsad")

_LOCAL = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a socket reach this machine only; any other address is a failure of the test."""
    connect = socket.socket.connect

    def connect_locally(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and not str(host).startswith(_LOCAL):
            pytest.fail(f"a test reached for the network: {address!r}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect_locally)
    yield
