"""What holds for all tests: no network, and property tests that give the same result on every machine."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

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


Offer = Callable[..., Path]


@pytest.fixture
def offer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Offer]:
    """Return a function that puts a distribution with readers on the path, as an installer would.

    It takes the distribution's name, its readers (`{"mine": "module:read"}`) and its modules
    (`{"module": source}`), or the folder that holds them; it returns the folder that is now on the path.
    """
    folders: list[Path] = []

    def add(
        dist: str,
        readers: Mapping[str, str],
        modules: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Path:
        site = tmp_path / f"site-{dist}"
        info = site / f"{dist.replace('-', '_')}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {dist}\nVersion: 1.0\n", "utf-8")
        lines = ["[marsad.readers]", *(f"{name} = {value}" for name, value in readers.items())]
        (info / "entry_points.txt").write_text("\n".join(lines) + "\n", "utf-8")
        for name, source in (modules or {}).items():
            (site / f"{name}.py").write_text(source, "utf-8")
        for one in (site, *([folder] if folder else [])):
            folders.append(one)
            monkeypatch.syspath_prepend(one)
        return site

    yield add
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and any(Path(file).is_relative_to(folder) for folder in folders):
            del sys.modules[name]
