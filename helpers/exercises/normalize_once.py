"""Your turn: normalize a layer once, before it is trained."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_normalize_once(W, b, X):
    """New W and b, with which every unit's z has mean 0 and variance 1 on these examples."""
    Z = W @ X + b
    mu = np.mean(Z, axis=1, keepdims=True)
    sigma = np.std(Z, axis=1, keepdims=True)
    return W / sigma, (b - mu) / sigma


def _cases(rng):
    """No unit near mean 0 or spread 1; as many units as inputs or examples, too."""
    cases = []
    for n, inputs, m in ((3, 4, 6), (4, 4, 5), (2, 3, 8), (5, 5, 5)):
        W, b = rng.normal(size=(n, inputs)), rng.uniform(1, 3, (n, 1))
        X = rng.uniform(0, 1, (inputs, m)) + rng.uniform(0.5, 1, (inputs, 1))
        sigma = np.std(W @ X, axis=1, keepdims=True)
        cases.append((W * rng.choice([0.3, 3], (n, 1)) / sigma, b, X))
    return cases


WHOLE, NEW_W, NEW_B = "return W / sigma, (b - mu) / sigma", "return W / sigma", "(b - mu) / sigma"

check_normalize_once = Exercise(my_normalize_once, _cases, ("W", "b"), {
    "You left `b` as it was. Its share has to be scaled, and the mean subtracted.":
        f"{NEW_B} -> b",
    "Your `b` moves the mean to 0 before the scaling, but z is scaled: divide `b - mu` by sigma, "
    "too.": f"{NEW_B} -> b - mu",
    "Your new `b` is minus mu / sigma. But mu is the mean of W X + b, with the old b in it: add b "
    "/ sigma.": f"{NEW_B} -> -mu / sigma",
    "You scaled `b` and did not subtract the mean.": f"{NEW_B} -> b / sigma",
    "Your `b` is scaled, the mean is not: divide `b - mu` by sigma.": f"{NEW_B} -> b / sigma - mu",
    "Your new `b` is 0. Its share has to be scaled, and the mean subtracted.": f"{NEW_B} -> 0 * b",
    "The brackets are missing: `b - mu / sigma` divides only mu.": f"{NEW_B} -> b - mu / sigma",
    "The sign of your new `b` is wrong: subtract mu.": f"{NEW_B} -> (b + mu) / sigma",
    "`W` is as it was: its rows must be divided by sigma.": f"{NEW_W} -> return W",
    "You multiplied by sigma. Divide by it, and the spread becomes 1.":
        f"{WHOLE} -> return W * sigma, (b - mu) * sigma",
    "You divided by the variance. Divide by its root, sigma.": "np.std -> np.var",
    "You took the variance with `m - 1` (`ddof=1`). The course divides by m.":
        "np.std(Z, -> np.std(Z, ddof=1,",
    "You left `b` out of z. Then its new value is wrong: mu must contain it.":
        "W @ X + b -> W @ X",
    "One mean and one spread for all units together. Each unit (row) needs its own: axis 1.":
        ", axis=1, keepdims=True -> ",
    "You returned the normalized *values*. Return the weights and biases that make them.":
        f"{WHOLE} -> return (Z - mu) / sigma, b",
    "You returned the two in the wrong order: `W` first, then `b`.":
        f"{WHOLE} -> return {NEW_B}, W / sigma",
}, (
    "First compute `Z`, the layer on these images, then each unit's mean mu and spread sigma over "
    "them.",
    "What should come out is (Z - mu) / sigma. Write it as (another W) X + (another b).",
    "`(W @ X + b - mu) / sigma` is `(W / sigma) @ X + (b - mu) / sigma`. With `keepdims=True`, mu "
    "and sigma have shape (n, 1) and fit both.",
), {"broadcast": "mu and sigma should have shape (n, 1), one row a unit: average over the "
                 "examples, `axis=1`, with `keepdims=True`."})
