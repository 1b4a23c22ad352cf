"""Bodies that are too large or come too slowly are refused before anything reads them whole."""

from __future__ import annotations

import asyncio
from typing import NoReturn

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class _OverError(Exception):
    """A body that is refused, with the status that says why."""

    def __init__(self, status: int, said: str) -> None:
        self.status = status
        self.said = said
        super().__init__(said)


class Limits:
    """Counts the bytes of a body and the time that it takes."""

    def __init__(self, app: ASGIApp, *, largest: int, slowest: float) -> None:
        self.app = app
        self.largest = largest
        self.slowest = slowest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 400, 408 or 413."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False
        over: _OverError | None = None
        meter = _Meter(receive, self.largest, self.slowest)

        async def told(message: Message) -> None:
            nonlocal started
            if over is not None or meter.over is not None:
                return
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            meter.foresee(dict(scope["headers"]).get(b"content-length"))
            await self.app(scope, meter.receive, told)
        except _OverError as error:
            over = error
        over = over or meter.over
        if over is not None and not started:
            answer = PlainTextResponse(f"{over.said}\n", over.status, {"connection": "close"})
            await answer(scope, receive, send)


class _Meter:
    """Hands a body on, and measures it."""

    def __init__(self, receive: Receive, largest: int, slowest: float) -> None:
        self._receive = receive
        self.largest = largest
        self.slowest = slowest
        self.over: _OverError | None = None
        self._bytes = 0
        self._until: float | None = None
        self._whole = False

    def foresee(self, length: bytes | None) -> None:
        """Refuse by what the header says."""
        if length is None:
            return
        if not length.isdigit():
            raise _OverError(400, "the length of the body is no number")
        if len(length) > 15 or int(length) > self.largest:
            self._refuse(413, f"the body is larger than {self.largest} bytes")

    async def receive(self) -> Message:
        """Return the next part of the body."""
        if self._whole:
            return await self._receive()
        loop = asyncio.get_running_loop()
        self._until = self._until or loop.time() + self.slowest
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            self._refuse(408, f"the body took longer than {self.slowest:g} seconds")
        self._bytes += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._bytes > self.largest:
            self._refuse(413, f"the body is larger than {self.largest} bytes")
        return message

    def _refuse(self, status: int, said: str) -> NoReturn:
        self.over = _OverError(status, said)
        raise self.over
