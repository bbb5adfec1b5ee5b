"""Writes capture-vectors.json: two looks at a closed population, in exact fractions.

`estimates`: Chapman's estimate as an exact fraction, written as what was seen plus what was not, and
the interval of Chao 1987 from the variance of Seber 1970, over log-normal quantiles of the standard
library. `unbiased`: for a population of known size and two random looks, the chance of each overlap by
counting; over it the estimates have to average to the size.

python make-capture-vectors.py
"""

import json
import math
import pathlib
from fractions import Fraction
from statistics import NormalDist


def estimate(one, other, both):
    seen = one + other - both
    missed_by_other, missed_by_one = one - both, other - both
    unseen = Fraction(missed_by_other * missed_by_one, both + 1)
    variance = Fraction(
        (one + 1) * (other + 1) * missed_by_other * missed_by_one, (both + 1) ** 2 * (both + 2)
    )
    row = {"one": one, "other": other, "both": both, "total": float(seen + unseen)}
    if unseen == 0:
        return {**row, "lower": seen, "upper": seen}
    # The unseen are log-normal: their logarithm has the variance log(1 + cv^2).
    spread = math.sqrt(math.log1p(float(variance / unseen**2)))
    logs = NormalDist(math.log(float(unseen)), spread)
    return {
        **row,
        "lower": seen + math.exp(logs.inv_cdf(0.025)),
        "upper": seen + math.exp(logs.inv_cdf(0.975)),
    }


def unbiased(size, one, other):
    overlaps = range(max(0, one + other - size), min(one, other) + 1)
    ways = math.comb(size, other)
    chance = {
        both: Fraction(math.comb(one, both) * math.comb(size - one, other - both), ways)
        for both in overlaps
    }
    assert sum(chance.values()) == 1
    return {
        "size": size,
        "one": one,
        "other": other,
        "chances": [[both, float(share)] for both, share in chance.items()],
    }


vectors = {
    "estimates": [
        estimate(*counts)
        for counts in [(30, 20, 10), (120, 45, 40), (12, 9, 0), (400, 380, 371), (25, 25, 25), (7, 90, 7)]
    ],
    # Exact only where both looks together cover the population.
    "unbiased": [unbiased(40, 25, 20), unbiased(100, 60, 55), unbiased(12, 6, 6)],
}
path = pathlib.Path(__file__).with_name("capture-vectors.json")
path.write_text(json.dumps(vectors, separators=(",", ":")) + "\n")
