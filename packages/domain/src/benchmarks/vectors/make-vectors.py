"""Writes vectors.json: what lifelines 0.30.0 and statsmodels 0.15.0 say of drawn samples.

pip install lifelines==0.30.0 statsmodels==0.15.0 && python make-vectors.py
"""

import json
import pathlib

import numpy as np
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.utils import median_survival_times
from statsmodels.api import OLS
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

rng = np.random.default_rng(20240305)


def survival(n, rate, freeze):
    lasting = np.ceil(rng.exponential(rate, n))
    entered = rng.integers(0, freeze, n)
    follow_up = freeze - entered
    time = np.minimum(lasting, follow_up)
    observed = lasting <= follow_up
    fit = KaplanMeierFitter().fit(time, observed)
    bounds = fit.confidence_interval_survival_function_
    at = [float(t) for t in fit.survival_function_.index if t > 0]
    interval = median_survival_times(bounds)
    finite = lambda value: None if not np.isfinite(value) else float(value)
    return {
        "cases": [[float(t), bool(e)] for t, e in zip(time, observed)],
        "steps": [
            [t, *(float(v) for v in (fit.survival_function_.loc[t].iloc[0], *bounds.loc[t]))]
            for t in at
        ],
        "median": [finite(fit.median_survival_time_), *(finite(v) for v in interval.iloc[0])],
    }


def incidence(n, freeze):
    ends = ["restored", "withdrawn", "refused"]
    lasting = np.ceil(rng.exponential(40, n))
    end = rng.choice(3, n, p=[0.6, 0.25, 0.15])
    follow_up = rng.integers(1, freeze, n)
    # No ties: the reference breaks them by chance.
    time = np.minimum(lasting, follow_up) + np.arange(n) / 1000
    code = np.where(lasting <= follow_up, end + 1, 0)
    result = {"cases": [[float(t), ends[c - 1] if c else None] for t, c in zip(time, code)]}
    for cause, name in enumerate(ends, start=1):
        fit = AalenJohansenFitter(calculate_variance=True).fit(time, code, event_of_interest=cause)
        table = fit.cumulative_density_.iloc[:, 0]
        bounds = fit.confidence_interval_
        result[name] = [
            [float(t), float(table.loc[t]), *(float(v) for v in sorted(bounds.loc[t]))]
            for t in table.index
            if 0 < table.loc[t] < 1
        ]
    return result


def ratio(hits, n):
    return [hits, n, *(float(v) for v in proportion_confint(hits, n, method="wilson"))]


def parity(a, n, b, m):
    low, high = confint_proportions_2indep(a, n, b, m, compare="ratio", method="log")
    return [[a, n], [b, m], float(low), float(high)]


def clustered(people):
    n = rng.integers(1, 12, people)
    p = rng.beta(2, 3, people)
    hits = rng.binomial(n, p)
    y = np.concatenate([[1] * h + [0] * (k - h) for h, k in zip(hits, n)])
    groups = np.repeat(np.arange(people), n)
    fit = OLS(y, np.ones(len(y))).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}
    )
    variance = float(fit.cov_params()[0, 0]) * people / (people - 1)
    share = float(np.mean(y))
    effective = share * (1 - share) / max(variance, share * (1 - share) / len(y))
    z = 1.959963984540054
    centre = (share + z * z / (2 * effective)) / (1 + z * z / effective)
    half = z / (1 + z * z / effective) * np.sqrt(
        share * (1 - share) / effective + z * z / (4 * effective**2)
    )
    return {
        "clusters": [[int(h), int(k)] for h, k in zip(hits, n)],
        "interval": [float(centre - half), float(centre + half)],
    }


def kappa(n, agree):
    words = ["confirmed", "rejected", "unsure"]
    one = rng.choice(3, n, p=[0.5, 0.35, 0.15])
    two = np.where(rng.random(n) < agree, one, rng.choice(3, n))
    table = np.zeros((3, 3))
    np.add.at(table, (one, two), 1)
    fit = cohens_kappa(table)
    z = 1.959963984540054
    return {
        "answers": [[words[a], words[b]] for a, b in zip(one, two)],
        "kappa": [float(fit.kappa), float(fit.kappa - z * fit.std_kappa), float(fit.kappa + z * fit.std_kappa)],
    }


vectors = {
    "survival": [survival(20, 30, 60), survival(120, 50, 90), survival(40, 400, 100)],
    "incidence": [incidence(25, 60), incidence(90, 80)],
    "ratio": [ratio(3, 10), ratio(47, 50), ratio(1, 400)],
    "parity": [parity(30, 100, 12, 90), parity(5, 200, 9, 150)],
    "clustered": [clustered(12), clustered(60)],
    "kappa": [kappa(40, 0.7), kappa(200, 0.4)],
}
path = pathlib.Path(__file__).with_name("vectors.json")
path.write_text(json.dumps(vectors, separators=(",", ":")) + "\n")
