"""Made-up accounts for the tests of linking, by hand and by hypothesis."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from marsad.codebook import Count, Incident, Language, Period, Place
from marsad.linking import Account

TUNIS = Place("Tunis", 2464470, 36.82, 10.17, "TN", "town")
ARIANA = Place("Ariana", 2473247, 36.86, 10.19, "TN", "town")
SFAX = Place("Sfax", 2467454, 34.74, 10.76, "TN", "town")
OUJDA = Place("Oujda", 2538474, 34.69, -1.91, "MA", "town")
SOMEWHERE = Place("Kasserine", 2473449, 35.17, 8.83, "TN", "region")
PLACES = (None, TUNIS, ARIANA, SFAX, OUJDA, SOMEWHERE)


def account(number: int = 1, report: int = 0, **values: Any) -> Account:
    """Return an account; `values` are its own (`lang`, `published`, `words` …) or its incident's."""
    digest = f"{report:064x}"
    lang: Language = values.pop("lang", "en")
    own = {name: values.pop(name) for name in ("words", "vector", "title") if name in values}
    published = values.pop("published", "2020-03-07")
    return Account(f"{digest[-16:]}-{number}", digest, Incident(**values), published, lang, **own)


def bombing(**values: Any) -> Account:
    """Return an account of one bombing in Tunis on 6 March 2020, with `values` told otherwise."""
    told: dict[str, Any] = {
        "outcome": "completed",
        "stage": "execution",
        "attack_type": ("bombing",),
        "weapons": ("explosives",),
        "target_type": ("police",),
        "suicide": True,
        "country": "TN",
        "place": TUNIS,
        "date": Period("2020-03-06"),
        "killed": Count(1),
        "wounded": Count(5),
    }
    return account(**{**told, **values})


def vector(seed: int, near: bytes | None = None, share: float = 0.0) -> bytes:
    """Return a made-up vector of unit length; with `near`, one whose cosine with it is about `share`."""
    rng = np.random.default_rng(seed)
    made = rng.normal(size=384)
    made /= np.linalg.norm(made)
    if near is not None:
        base = np.frombuffer(near, "<f2").astype(np.float64)
        made -= (made @ base) * base
        made = share * base + np.sqrt(1 - share * share) * made / np.linalg.norm(made)
    return np.asarray(made, "<f2").tobytes()


counts = st.none() | st.builds(
    Count, st.integers(0, 120), st.sampled_from(("exact", "at_least", "at_most", "about"))
)
days = st.sampled_from(
    ("2020", "2020-03", "2020-03-05", "2020-03-06", "2020-03-07", "2020-03-20", "2021-01-01")
)
scores = st.dictionaries(
    st.sampled_from(("outcome", "place", "date", "killed", "suicide", "weapons", "stage")),
    st.sampled_from((0.2, 0.55, 0.9, 1.0)),
)


def lists(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Return lists of the values, none twice, or `unknown` alone."""
    some = st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)
    return st.just(("unknown",)) | some


incidents = st.builds(
    Incident,
    outcome=st.sampled_from(("completed", "failed", "foiled", "unknown")),
    stage=st.sampled_from(("intent", "planning", "ready", "execution")),
    attack_type=lists("bombing", "armed_assault", "assassination"),
    suicide=st.booleans(),
    weapons=lists("explosives", "firearms", "melee"),
    actor=st.sampled_from(("lone", "cell", "group", "unknown")),
    affiliation=st.sampled_from((None, "Islamic State", "ISKP", "jihadist", "al-Shabaab")),
    suspects=counts,
    arrested=counts,
    killed=counts,
    wounded=counts,
    target_type=lists("police", "civilians", "religious"),
    country=st.sampled_from((None, "TN", "MA")),
    place=st.sampled_from(PLACES),
    date=st.none() | days.map(Period),
    agency=st.sampled_from((None, "Tunisian police", "BCIJ")),
    disruption=st.sampled_from(("none", "arrest", "raid", "unknown")),
    scores=scores,
)
words = st.frozensets(st.sampled_from(("~stng", "~gsgnd", "#117", "convoy", "hayat", "km4")), max_size=5)
vectors = st.none() | st.sampled_from([vector(1), vector(2), vector(3, vector(1), 0.7), bytes(768)])


@st.composite
def accounts(draw: st.DrawFn, least: int = 1, most: int = 6) -> list[Account]:
    """Return accounts of different keys, some of one report."""
    keys = draw(
        st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3)), min_size=least, max_size=most, unique=True)
    )
    published = st.none() | st.sampled_from(("2020-03-06", "2020-03-07", "2020-03-09", "2021-03-06"))
    return [
        Account(
            f"{report:016x}-{number}",
            f"{report:064x}",
            draw(incidents),
            draw(published),
            draw(st.sampled_from(("ar", "fr", "en"))),
            "",
            draw(words),
            draw(vectors),
        )
        for report, number in keys
    ]
