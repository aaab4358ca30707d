"""Writes what scipy and statsmodels answer to test/fixtures/results/scipy.json, the inputs beside the outputs.

Python is not needed to test: the file is committed. To make it anew, on Debian 12:

    apt-get install python3-scipy python3-statsmodels
    /usr/bin/python3 scripts/known-answers.py

What no function of either gives (Fieller's interval, one critical value of Dunnett's test, the delta method) is computed
from its definition here, by other means than in src/results/inference: roots of the test, a multivariate normal, numpy.
"""

import json
import math
import warnings
from pathlib import Path

import numpy as np
import scipy
import statsmodels
from scipy import optimize, special, stats
from statsmodels.stats import multitest, power, proportion

warnings.simplefilter("ignore")


def distributions():
    return {
        "normalTail": [[z, stats.norm.sf(z)] for z in (-8, -2.5, -0.3, 0, 0.1, 1, 1.96, 3, 6, 10, 30)],
        "normalAbove": [[p, stats.norm.isf(p)] for p in (1e-300, 1e-20, 1e-9, 0.001, 0.025, 0.05, 0.2, 0.5, 0.7, 0.975, 0.9999)],
        "studentTail": [[t, df, stats.t.sf(t, df)] for t in (-2, 0, 0.5, 1.96, 4, 12) for df in (1, 2.5, 9, 56.3, 1000, 250000)],
        "studentAbove": [[p, df, t_above(p, df)] for p in (1e-12, 0.0005, 0.025, 0.05, 0.4) for df in (1, 2.5, 9, 56.3, 1000, 250000)],
        "upperGamma": [[a, x, special.gammaincc(a, x)] for a in (0.5, 1, 2.5, 10, 200) for x in (0.01, 0.7, 3, 12, 190, 260)],
        "incompleteBeta": [[x, a, b, special.betainc(a, b, x)] for x in (0.001, 0.2, 0.5, 0.97) for a, b in ((0.5, 0.5), (2, 3), (40, 0.5), (300, 700))],
        "logGamma": [[x, special.gammaln(x)] for x in (0.01, 0.5, 1, 2.5, 9.99, 10, 171, 1e6)],
        "binomialUpTo": [[k, n, p, stats.binom.cdf(k, n, p)] for k, n, p in ((3, 10, 0.2), (48, 1000, 0.05), (500, 1000, 0.5), (990, 1000, 0.98))],
    }


def shares():
    """Miettinen and Nurminen for the difference, Koopman with their factor for the ratio, and the score test."""
    rows = []
    for x0, n0, x1, n1 in (
        (100, 1000, 130, 1000), (5, 100, 12, 80), (238, 3020, 309, 2980), (475, 9500, 30, 500), (1, 30, 9, 25),
        (2, 12, 8, 12), (9900, 10000, 9950, 10000), (49, 100, 51, 100), (50, 10000, 80, 10000), (14, 28, 16, 30),
    ):
        # statsmodels inverts its tests itself, but finds no bracket where a share is close to 0 or 1.
        score = lambda value: proportion.test_proportions_2indep(
            x1, n1, x0, n0, value=value, compare="ratio", method="score", correction=True
        ).statistic
        d, r, z = x1 / n1 - x0 / n0, (x1 / n1) / (x0 / n0), stats.norm.isf(0.025)
        difference = [optimize.brentq(lambda at: difference_score(x0, n0, x1, n1, at) - z, -0.999, d, xtol=1e-15),
                      optimize.brentq(lambda at: difference_score(x0, n0, x1, n1, at) + z, d, 0.999, xtol=1e-15)]
        ratio = [optimize.brentq(lambda at: score(at) - z, r * 0.01, r - 1e-9, xtol=1e-14),
                 optimize.brentq(lambda at: score(at) + z, r + 1e-9, r * 200, xtol=1e-13)]
        test = proportion.test_proportions_2indep(x1, n1, x0, n0, value=0, compare="diff", method="score", correction=True)
        guard = proportion.test_proportions_2indep(
            x1, n1, x0, n0, value=0.9, compare="ratio", method="score", correction=True, alternative="larger"
        )
        rows.append({
            "control": [x0, n0], "variant": [x1, n1], "difference": list(difference),
            "lift": [end - 1 for end in ratio], "p": test.pvalue, "guardScore": guard.statistic,
            "guardP": stats.norm.sf(without_skewness(guard.statistic, x0, n0, x1, n1, 0.9)),
        })
    return rows


def without_skewness(score, x0, n0, x1, n1, ratio):
    """Gart and Nam's correction by its definition, with the most likely share and the corrected score found as roots."""
    slope = lambda p: x0 / p - (n0 - x0) / (1 - p) + x1 / p - (n1 - x1) * ratio / (1 - ratio * p)
    p = optimize.brentq(slope, 1e-13, min(1, 1 / ratio) - 1e-13, xtol=1e-16)
    q = ratio * p
    third = stats.binom.stats(n1, q, moments="s") * stats.binom.std(n1, q) ** 3 / n1**3
    third -= ratio**3 * stats.binom.stats(n0, p, moments="s") * stats.binom.std(n0, p) ** 3 / n0**3
    skewness = third / (stats.binom.var(n1, q) / n1**2 + ratio**2 * stats.binom.var(n0, p) / n0**2) ** 1.5
    gap = lambda z: z + skewness * (z * z - 1) / 6 - score
    turn = -3 / skewness  # beyond it the expansion falls again
    low, high = (max(turn, -40), 40) if skewness > 0 else (-40, min(turn, 40))
    return turn if gap(low) * gap(high) > 0 else optimize.brentq(gap, low, high, xtol=1e-15)


def difference_score(x0, n0, x1, n1, d):
    """From the definition, with the most likely share found as a root: the cubic of statsmodels 0.13.5 is not that of
    Miettinen and Nurminen (it has count0 * diff where they have nobs0 * diff), so its intervals of differences are off."""
    low, high = max(0.0, -d), min(1.0, 1 - d)
    slope = lambda p: x0 / p - (n0 - x0) / (1 - p) + x1 / (p + d) - (n1 - x1) / (1 - p - d)
    p = optimize.brentq(slope, low + 1e-13, high - 1e-13, xtol=1e-16)
    variance = (p * (1 - p) / n0 + (p + d) * (1 - p - d) / n1) * (n0 + n1) / (n0 + n1 - 1)
    return (x1 / n1 - x0 / n0 - d) / math.sqrt(variance)


def t_above(p, df):
    """t.isf of scipy 1.10.1 is good to nine digits only, its tail to all of them."""
    near = stats.t.isf(p, df)
    return optimize.brentq(lambda t: math.log(stats.t.sf(t, df)) - math.log(p), near * 0.999, near * 1.001, xtol=1e-15, rtol=1e-15)


def moments(values):
    values = np.asarray(values, float)
    return {"subjects": len(values), "mean": values.mean(), "squares": ((values - values.mean()) ** 2).sum(),
            "cubes": ((values - values.mean()) ** 3).sum(), "positive": int((values > 0).sum())}


def fieller(a, b, df):
    """All ratios that a t test of b - ratio * a does not reject, by finding where it just does."""
    ma, va, mb, vb = a.mean(), a.var(ddof=1) / len(a), b.mean(), b.var(ddof=1) / len(b)
    t = t_above(0.025, df)
    beyond = lambda r: abs(mb - r * ma) / math.sqrt(vb + r * r * va) - t
    middle = mb / ma
    far = 1.0
    while beyond(middle + far) < 0:
        far *= 2
    return [optimize.brentq(beyond, middle - far, middle, xtol=1e-15) - 1, optimize.brentq(beyond, middle, middle + far, xtol=1e-15) - 1]


def means():
    rng = np.random.default_rng(7)
    rows = []
    for a, b in (
        (rng.normal(10, 3, 20), rng.normal(11, 5, 30)),
        (rng.lognormal(3, 1, 400), rng.lognormal(3.1, 1, 150)),
        (np.where(rng.random(3000) < 0.1, rng.lognormal(3, 1, 3000), 0), np.where(rng.random(900) < 0.12, rng.lognormal(3, 1, 900), 0)),
        (rng.poisson(2, 1000).astype(float), rng.poisson(2.2, 1000).astype(float)),
        (1e9 + rng.normal(5, 1, 100), 1e9 + rng.normal(6, 1, 120)),
    ):
        va, vb = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
        df = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
        reach = t_above(0.025, df) * math.sqrt(va + vb)
        rows.append({
            "control": moments(a), "variant": moments(b), "p": stats.ttest_ind(b, a, equal_var=False).pvalue,
            "difference": [b.mean() - a.mean() - reach, b.mean() - a.mean() + reach], "lift": fieller(a, b, df),
            "skewness": [stats.skew(a), stats.skew(b)],
        })
    return rows


def ratios():
    rng = np.random.default_rng(8)
    rows = []
    for subjects in (200, 1500):
        arms = []
        for rate in (3, 3.3):
            under = rng.poisson(rate, subjects)
            over = rng.gamma(2, 5, subjects) * under
            value = over.sum() / under.sum()
            rest = (over - value * under) / under.mean()
            arms.append({
                "arm": {
                    "subjects": subjects, "meanOver": over.mean(), "meanUnder": under.mean(),
                    "squaresOver": over.var() * subjects, "squaresUnder": under.var() * subjects,
                    "products": np.cov(over, under, ddof=0)[0, 1] * subjects,
                    "cubes": ((over - value * under) ** 3).sum(), "positive": int((under > 0).sum()),
                },
                "value": value, "variance": rest.var(ddof=1) / subjects, "skewness": stats.skew(over - value * under),
            })
        rows.append(arms)
    return rows


def adjusted():
    """CUPED is the line through the number before, with one slope: that of the pooled covariance within arms."""
    rng = np.random.default_rng(9)
    arms = []
    for lift in (0, 0.5):
        before = rng.gamma(2, 5, 500)
        after = 0.7 * before + rng.normal(3 + lift, 2, 500)
        arms.append((after, before))
    slope = sum(np.cov(y, x, ddof=0)[0, 1] * len(x) for y, x in arms) / sum(x.var() * len(x) for _, x in arms)
    level = np.concatenate([x for _, x in arms]).mean()
    rows = []
    for y, x in arms:
        rest = y - slope * (x - level)
        rows.append({
            "after": moments(y), "before": {key: value for key, value in moments(x).items() if key != "positive"},
            "products": ((y - y.mean()) * (x - x.mean())).sum(), "value": rest.mean(), "variance": rest.var(ddof=1) / len(rest),
        })
    return {"slope": slope, "arms": rows}


def dunnett():
    rows = []
    for ties in ([math.sqrt(0.5)] * 2, [math.sqrt(0.5)] * 3, [0.9, 0.5], [0.3, 0.6, 0.8]):
        within = lambda width: box(ties, width)
        width = optimize.brentq(lambda w: within(w) - 0.95, 1.9, 3.5, xtol=1e-7)
        rows.append({"ties": ties, "width": width, "p": [[p, 1 - within(stats.norm.isf(p / 2))] for p in (0.3, 0.04, 0.01)]})
    return rows


def box(ties, width):
    """That all of several correlated normal numbers lie within a width."""
    count = len(ties)
    matrix = np.array([[1.0 if i == j else ties[i] * ties[j] for j in range(count)] for i in range(count)])
    low, high = np.full(count, -width), np.full(count, width)
    value, _ = stats._mvn.mvnun(low, high, np.zeros(count), matrix, maxpts=2_000_000, abseps=1e-10, releps=1e-10) if hasattr(stats, "_mvn") else stats.mvn.mvnun(low, high, np.zeros(count), matrix, maxpts=2_000_000, abseps=1e-10, releps=1e-10)
    return value


def splits():
    rows = []
    for counts, shares_ in (([1000, 1100], [0.5, 0.5]), ([500, 500, 600], [1 / 3] * 3), ([3020, 2980], [0.5, 0.5]), ([9400, 600], [0.95, 0.05])):
        rows.append({"counts": counts, "shares": shares_, "p": stats.chisquare(counts, np.array(shares_) * sum(counts)).pvalue})
    return rows


def equalities():
    rows = []
    for had, subjects in (([30, 60], [1000, 1000]), ([5, 9, 40], [500, 700, 900])):
        table = [had, [n - x for n, x in zip(subjects, had)]]
        rows.append({"had": had, "subjects": subjects, "p": stats.chi2_contingency(table, correction=False)[1]})
    return rows


def plans():
    rows = []
    for ratio in (1, 0.25):
        total = power.NormalIndPower().solve_power(effect_size=0.05, alpha=0.05, power=0.8, ratio=ratio) * (1 + ratio)
        rows.append({"mean": 10, "deviation": 20, "lift": 0.1, "shares": [1 / (1 + ratio), ratio / (1 + ratio)], "power": 0.8, "total": total})
    return rows


def rates():
    ps = [0.01, 0.04, 0.03, 0.005, 0.8, 0.2]
    return {"ps": ps, "qs": list(multitest.multipletests(ps, method="fdr_bh")[1])}


def plain(value):
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value.item() if isinstance(value, np.generic) else value


answers = {
    "made with": f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, scripts/known-answers.py",
    "distributions": distributions(), "shares": shares(), "means": means(), "ratios": ratios(), "adjusted": adjusted(),
    "dunnett": dunnett(), "splits": splits(), "equalities": equalities(), "plans": plans(), "rates": rates(),
}
path = Path(__file__).parent.parent / "test/fixtures/results/scipy.json"
path.write_text(json.dumps(plain(answers), indent=1) + "\n")
