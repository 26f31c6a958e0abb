"""Your turn: normalize the inputs."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_normalize(X_train, X_test):
    """Normalize both sets by the training set's mean and spread."""
    mu = np.mean(X_train, axis=1, keepdims=True)
    variance = np.mean((X_train - mu) ** 2, axis=1, keepdims=True)
    sigma = np.sqrt(variance)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


def _cases(rng):
    """Few examples, so that m and m - 1 differ; as many in both sets, so that a wrong axis runs."""
    cases = []
    for n, m in ((3, 5), (4, 4), (2, 6), (5, 3)):
        mean = rng.uniform(0.5, 2, (n, 1)) * rng.choice([-1, 1], (n, 1))
        spread = rng.uniform(0.5, 3, (n, 1))
        spread[rng.integers(n)] = 0.01  # a variance of 1e-4: an epsilon of 1e-5 would show
        # Not all close together in any row.
        steps = np.linspace(-1.2, 1.2, m) + rng.uniform(-0.2, 0.2, (2, n, m))
        train, test = rng.permuted(steps, axis=-1)
        narrower = rng.uniform(0.4, 0.7, (n, 1))
        cases.append((mean + spread * train, mean + spread * (narrower * test + 1)))
    return cases


TRAIN, TEST = "(X_train - mu) /", "(X_test - mu) /"
OWN = (f"{TEST} sigma -> (X_test - np.mean(X_test, axis=1, keepdims=True)) / "
       "np.std(X_test, axis=1, keepdims=True)")
BOTH = "np.hstack([X_train, X_test])"
NOT_CENTRED = (f"{TRAIN} -> X_train /", f"{TEST} -> X_test /")
RAW_SQUARES = "(X_train - mu) ** 2 -> X_train**2"

check_normalize_inputs = Exercise(my_normalize, _cases, ("X_train_norm", "X_test_norm"), {
    "You normalized the test set by its own mean and variance. Use the training set's for both, or "
    "the same penguin gets other inputs than in training.": OWN,
    "You subtract the test set's own mean from it. Subtract the training set's: both sets are "
    "moved and scaled alike.": f"{TEST} -> (X_test - np.mean(X_test, axis=1, keepdims=True)) /",
    "Your averages run over the features (axis 0). Each feature (row) needs a mean of its own, "
    "over the examples: axis 1.": "axis=1 -> axis=0",
    "Your averages run over the features (axis 0), and the test set uses its own. Average over the "
    "examples (axis 1), over those of the training set alone.": (OWN, "axis=1 -> axis=0"),
    "You took one mean and one variance of all the numbers together. Each feature (row) needs its "
    "own: axis 1.": ", axis=1, keepdims=True -> ",
    "You divided by the variance. Divide by its root, sigma.": "np.sqrt(variance) -> variance",
    "You did not subtract the mean. Subtract mu before you divide.": NOT_CENTRED,
    "You only subtracted the mean. Divide by sigma as well.": " / sigma -> ",
    "You averaged x^2, not the squares of `X - mu`: subtract the mean first.": RAW_SQUARES,
    "You divided by the root of the mean of x^2 and did not subtract the mean. Subtract mu first, "
    "then square, average and take the root.": (RAW_SQUARES, *NOT_CENTRED),
    "You divided by `m - 1` in the variance. The course divides by m (`ddof=0`).":
        "np.mean((X_train - mu) ** 2 -> np.var(X_train, ddof=1",
    "You took mu and sigma^2 of both sets. The test set stays unseen: use the training set alone.":
        (f"np.mean(X_train -> np.mean({BOTH}", f"np.mean((X_train -> np.mean(({BOTH}"),
    "You returned the two in the wrong order. Return `X_train_norm` first, then `X_test_norm`.":
        (f"{TRAIN} sigma, -> other,", f"{TEST} -> {TRAIN}", f"other -> {TEST} sigma"),
    "You returned `X_test` as it came. Normalize it, by mu and sigma. (Of a training set that is "
    "normalized already they are 0 and 1.)": f"{TEST} sigma -> X_test",
    "You did not subtract mu from the test set.": f"{TEST} -> X_test /",
    "You scaled by the smallest and largest value. Subtract the mean and divide by sigma instead.":
        ("mu = np.mean -> mu = np.min",
         "np.sqrt(variance) -> np.max(X_train, axis=1, keepdims=True) - mu"),
    "You wrote `X - mu / sigma`, which divides only mu. Put brackets around the difference: `(X - "
    "mu) / sigma`.": (f"{TRAIN} -> X_train - mu /", f"{TEST} -> X_test - mu /"),
}, (
    "One mean and one variance for each feature, that is for each *row*: average along axis 1 "
    "with `keepdims=True`, so that mu has shape (n, 1).",
    "The order counts: mu first, then the mean of the squares of `X_train - mu`, then its square "
    "root, sigma.",
    "`mu` and `sigma` come from `X_train` alone. Return `(X_train - mu) / sigma` and `(X_test - "
    "mu) / sigma`.",
))
