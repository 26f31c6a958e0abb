"""The exercise of the notebook on input normalization."""

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
        X_train = mean + spread * _unlike(rng, n, m)
        X_test = mean + spread * (_unlike(rng, n, m) * rng.uniform(0.4, 0.7, (n, 1)) + 1.0)
        cases.append((X_train, X_test))
    return cases


def _unlike(rng, n, m):
    """Values between -1.5 and 1.5 that are not all close together in any row."""
    steps = np.linspace(-1.2, 1.2, m) + rng.uniform(-0.2, 0.2, (n, m))
    return rng.permuted(steps, axis=1)


def _version(center=True, root=True, divide=True, square_raw=False, axis=1, ddof=0,
             own=False, pooled=False):
    """A version of `my_normalize` with one thing done otherwise."""

    def statistics(X):
        mu = X.mean(axis=axis, keepdims=True)
        squares = X**2 if square_raw else (X - mu) ** 2
        return mu, squares.sum(axis=axis, keepdims=True) / (X.shape[axis] - ddof)

    def apply(X, mu, variance):
        scale = np.sqrt(variance) if root else variance
        return (X - mu if center else X) / (scale if divide else 1)

    def mistaken(X_train, X_test):
        source = np.hstack([X_train, X_test]) if pooled else X_train
        used = statistics(source)
        return apply(X_train, *used), apply(X_test, *(statistics(X_test) if own else used))

    return mistaken


def _over_everything(X_train, X_test):
    mu, sigma = X_train.mean(), X_train.std()
    return (X_train - mu) / sigma, (X_test - mu) / sigma


def _swapped(X_train, X_test):
    return my_normalize(X_train, X_test)[::-1]


def _test_set_untouched(X_train, X_test):
    return my_normalize(X_train, X_test)[0], X_test


def _min_max(X_train, X_test):
    low, high = X_train.min(axis=1, keepdims=True), X_train.max(axis=1, keepdims=True)
    return (X_train - low) / (high - low), (X_test - low) / (high - low)


def _without_brackets(X_train, X_test):
    mu, sigma = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    return X_train - mu / sigma, X_test - mu / sigma


check_normalize_inputs = Exercise(
    my_normalize,
    _cases,
    ("X_train_norm", "X_test_norm"),
    {
        "You normalized the test set by its own mean and variance. Use the training set's for "
        "both, or the same penguin gets other inputs than in training.":
            _version(own=True),
        "Your averages run over the features (axis 0). Each feature (row) needs a mean of its "
        "own, over the examples: axis 1.": _version(axis=0),
        "Your averages run over the features (axis 0), and the test set uses its own. Average "
        "over the examples (axis 1), over those of the training set alone.":
            _version(axis=0, own=True),
        "You took one mean and one variance of all the numbers together. Each feature (row) "
        "needs its own: axis 1.": _over_everything,
        "You divided by the variance. Divide by its square root, sigma.": _version(root=False),
        "You did not subtract the mean. Subtract mu before you divide.": _version(center=False),
        "You only subtracted the mean. Divide by sigma as well.": _version(divide=False),
        "You averaged x^2 before subtracting the mean. That is not the variance: take the "
        "squares of X - mu.": _version(square_raw=True),
        "You divided by the root of the mean of x^2 and did not subtract the mean. Subtract mu "
        "first, then square, average and take the root.":
            _version(square_raw=True, center=False),
        "You divided by m - 1 in the variance. The course divides by m (`ddof=0`).":
            _version(ddof=1),
        "You took mu and sigma^2 from training and test set together. The test set must stay "
        "unseen: use the training set alone.": _version(pooled=True),
        "You returned the two in the wrong order. Return `X_train_norm` first, then "
        "`X_test_norm`.": _swapped,
        "You returned `X_test` as it came. Normalize it too, with the training set's mu and "
        "sigma.": _test_set_untouched,
        "You scaled between the smallest and the largest value. Here, subtract the mean and "
        "divide by sigma.": _min_max,
        "You wrote `X - mu / sigma`, which divides only mu. Put brackets around the difference: "
        "`(X - mu) / sigma`.": _without_brackets,
    },
    (
        "One mean and one variance for each feature, that is for each *row*: average along "
        "axis 1 with `keepdims=True`, so that mu has shape (n, 1).",
        "The order counts: mu first, then the mean of the squares of `X_train - mu`, then its "
        "square root, sigma.",
        "`mu` and `sigma` come from `X_train` alone. Return `(X_train - mu) / sigma` and "
        "`(X_test - mu) / sigma`.",
    ),
)
