"""Reports that go to the browser and come back with a form: the server keeps nothing until it is told.

They are signed with the visitor's own cookie: what comes back is what was coded, for the same visitor.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict

from marsad.codebook import Report
from marsad.sources.entry import Entry
from marsad.web.refusal import Refusal
from marsad.web.security.secrets import mark, same

LARGEST = 16 * 1024 * 1024
"""Bytes that a pack may grow to when it is opened."""
PURPOSE = "marsad add "


def pack(entries: Sequence[Entry], cookie: str) -> tuple[str, str]:
    """Return reports as one line, and its signature."""
    told = [{**asdict(one.report), "path": one.path, "line": one.line} for one in entries]
    raw = zlib.compress(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    line = base64.b64encode(raw).decode("ascii")
    return line, mark(cookie, PURPOSE + line)


def unpack(line: str, signature: str, cookie: str, strange: str) -> list[Entry]:
    """Return the reports of a line; raises Refusal (`strange`) where it is none of this visitor."""
    if not line or not same(signature, mark(cookie, PURPOSE + line)):
        raise Refusal("wrong", strange)
    opened = zlib.decompressobj()
    raw = opened.decompress(base64.b64decode(line), LARGEST)
    if opened.unconsumed_tail:
        raise Refusal("large")
    found = []
    for one in json.loads(raw.decode("utf-8", "surrogatepass")):
        path, number = one.pop("path"), one.pop("line")
        found.append(Entry(Report(**one), path, number))
    return found
