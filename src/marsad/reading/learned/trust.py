"""How much the rules' own claim weighs beside the network's: added to the score of the value that they claim.

The network has seen the rules' claims in training; what is added here is chosen on dev, a number a field, and
is 0 where dev does not speak for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from marsad.codebook import Claim, Count, Value
from marsad.codebook.fields import fields
from marsad.reading.learned.arrays import Incidence
from marsad.reading.learned.candidates import FIELDS, IDEOLOGIES, KINDS
from marsad.reading.learned.features import COUNTS
from marsad.reading.learned.outputs import Array, Said


def trusting(
    said: Said, incidence: Incidence, ruled: Mapping[str, Claim], trust: Mapping[str, float]
) -> Said:
    """Return what the network says, the scores of what the rules claim raised by `trust`, field by field."""
    told, options = dict(said.fields), dict(said.options)
    for name, more in trust.items():
        if not more:
            continue
        value = ruled[name].value if name in ruled else None
        if name in options:
            constant = len(options[name]) - len(incidence.candidates)
            options[name] = options[name] + more * _same_option(name, value, incidence, constant)
        elif fields()[name].kind == "truth":
            told[name] = told[name] + (more if value else -more)
        elif isinstance(value, tuple):
            values = [one for one in fields()[name].values if one != "unknown"]
            told[name] = told[name] + np.array(
                [more if one in value else -more for one in values], np.float32
            )
        elif value is not None:
            told[name] = told[name] + np.array(
                [more * (one == value) for one in fields()[name].values], np.float32
            )
    return replace(said, fields=told, options=options)


def _same_option(name: str, value: Value, incidence: Incidence, constant: int) -> Array:
    """Return 1 for each option that says the value: the `constant` ones first, then every candidate."""
    kind = "number" if name in COUNTS else KINDS[FIELDS.index(name)]
    if name in COUNTS:
        number = value.value if isinstance(value, Count) else None
        fixed = [number is None, number == 0, number == 1, number is not None and number > 1]
    else:
        fixed = [value is None, *(value == one for one in IDEOLOGIES)][:constant]
    same = [
        c.kind == kind
        and c.value is not None
        and value is not None
        and fields()[name].compare(value, c.value) == 1.0
        for c in incidence.candidates
    ]
    return np.array([*fixed, *same], np.float32)
