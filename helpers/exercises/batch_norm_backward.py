"""Your turn: batch norm's backward pass."""

import numpy as np

from helpers.batch_norm import batch_norm_forward
from helpers.exercises.batch_norm_forward import ROOT, random_layers
from helpers.exercises.exercise import Exercise


def my_batch_norm_backward(dZ_tilde, Z_norm, gamma, variance, epsilon):
    """Gradients of the loss with respect to Z, gamma and beta."""
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


def _cases(rng):
    """Random layers, none with the notebook's 6 examples: its `m` must not fit."""
    cases = []
    for Z, gamma, beta, epsilon in random_layers(rng):
        n, m = Z.shape
        gamma *= rng.choice([-1, 1], (n, 1))
        _, cache = batch_norm_forward(Z, gamma, beta, epsilon)
        # A mean clearly apart from 0, and a part along Z_norm, so that no term is small by luck.
        mean, part = rng.uniform(0.5, 2, (2, n, 1))
        dZ_tilde = rng.normal(size=(n, m)) + mean + part * cache.Z_norm
        cases.append((dZ_tilde, cache.Z_norm, gamma, cache.variance, epsilon))
    return cases


NO_MEAN, NO_VARIANCE = " - dbeta / m -> ", " - Z_norm * dgamma / m -> "
PLUS_MEAN, PLUS_VARIANCE = "- dbeta -> + dbeta", "- Z_norm -> + Z_norm"
NO_GAMMA = "gamma / np -> 1 / np"
PART = "* dgamma / m"  # of the variance
LAST, FLAT = "dZ, dgamma, dbeta", "dgamma[:, 0], dbeta[:, 0]"

check_batch_norm_backward = Exercise(my_batch_norm_backward, _cases, ("dZ", "dgamma", "dbeta"), {
    # What is taken out of dZ_tilde, and what it is multiplied by.
    "In `dZ` the mean's own gradient is missing: mu depends on every example, so the mean of "
    "`dZ_tilde` has to be taken out.": NO_MEAN,
    "In `dZ` the variance's own gradient is missing: sigma^2 depends on every example, so `Z_norm` "
    "times the mean of `dZ_tilde * Z_norm` has to be taken out.": NO_VARIANCE,
    "Your `dZ` treats mu and sigma^2 as constants. Both depend on every example, and each takes "
    "something out of `dZ_tilde`.": (NO_MEAN, NO_VARIANCE),
    "In `dZ` gamma is missing: what reaches `Z_norm` is `gamma * dZ_tilde`.": NO_GAMMA,
    "Your `dZ` is `dZ_tilde` over the square root and no more: gamma is missing, and so is what mu "
    "and sigma^2 each take out.": (NO_GAMMA, NO_MEAN, NO_VARIANCE),
    "gamma is in `dZ` twice. It comes in once: `gamma * dZ_tilde`.": "gamma / np -> gamma**2 / np",
    "gamma is in the `Z_norm` term of your `dZ` twice: in the bracket and in front of it.":
        f"{PART} -> * gamma {PART}",
    "In `dZ` you divided by the variance, not by its root.": f"{ROOT} -> (variance + epsilon)",
    "Epsilon is missing under the square root.": " + epsilon -> ",
    "Epsilon belongs under the square root: `np.sqrt(variance + epsilon)`.":
        f"{ROOT} -> (np.sqrt(variance) + epsilon)",
    "In `dZ`, `dZ_tilde` itself is missing.": "dZ_tilde - dbeta -> -dbeta",
    "In `dZ`, `Z_norm` is missing before dgamma.": "Z_norm * dgamma -> dgamma",
    # Signs.
    "In `dZ` the mean's part has the wrong sign. In stages: `dmu` is *minus* a sum, and `dmu / m` "
    "is added. In one line: the mean is subtracted.": PLUS_MEAN,
    "In `dZ` the variance's part has the wrong sign. In stages: `dvariance` begins with a minus, "
    "-0.5. In one line: the `Z_norm` term is subtracted.": PLUS_VARIANCE,
    "In `dZ` both parts have the wrong sign: both are subtracted.": (PLUS_MEAN, PLUS_VARIANCE),
    # How many examples.
    "Inside `dZ` the two sums are not divided by m: a *mean* is taken out there.": " / m -> ",
    "In `dZ` what is taken out for mu is m times too large: mu is a mean, and one example counts "
    "only 1/m in it.": "dbeta / m -> dbeta",
    "In `dZ` what is taken out for sigma^2 is m times too large: sigma^2 is a mean, too, and one "
    "example counts only 1/m in it.": "dgamma / m -> dgamma",
    "`m` is the notebook's 6. Count the columns of `dZ_tilde` instead.": "dZ_tilde.shape[1] -> 6",
    "Your `m` counts the units; the examples are the columns: `shape[1]`.": "shape[1] -> shape[0]",
    "You divided by `m - 1`. Batch norm's means divide by m.": "shape[1] -> shape[1] - 1",
    "Inside `dZ` you divided by m twice: `np.mean` has already done it.": "/ m -> / m**2",
    "`dgamma` and `dbeta` are averaged, and inside `dZ` divided by m once more. They are sums; "
    "only `dZ` divides them by m.": ("/ m -> / m**2", f"{LAST} -> dZ, dgamma / m, dbeta / m"),
    # Single stages.
    "In `dZ` the variance's part is too large by the factor `variance + epsilon`. In stages: the "
    "power in `dvariance` is -3/2, not -1/2.": f"{PART} -> {PART} * (variance + epsilon)",
    "In `dZ` the variance's part is divided by the root once too often. In stages: `Z_norm` stands "
    "where `Z_c` belongs, in `dvariance` or in `dZ_c`.": f"{PART} -> {PART} / {ROOT}",
    "In `dZ` the variance's part is divided by the root twice too often. In stages: `Z_norm` "
    "stands where `Z_c` belongs, both in `dvariance` and in `dZ_c`.":
        f"{PART} -> {PART} / (variance + epsilon)",
    "Your `Z_c` lacks epsilon: undo the division with `Z_norm * np.sqrt(variance + epsilon)`.":
        f"{PART} -> {PART} * variance / (variance + epsilon)",
    "In `dZ` the variance's part is halved. In stages, look at `dZ_c`: the slope of a square "
    "begins with a 2.": f"{PART} -> {PART} / 2",
    "In `dZ` the variance's part is doubled. In stages, look at `dvariance`: the slope of one over "
    "a root begins with -0.5.": f"{PART} -> {PART} * 2",
    # The other two outputs.
    "`dgamma` and `dbeta` are swapped. The order is `dZ, dgamma, dbeta`, and `dbeta` is the one "
    "without `Z_norm`.": f"{LAST} -> dZ, dbeta, dgamma",
    "Your `dgamma` is the plain sum of `dZ_tilde`, which is `dbeta`. gamma multiplies `Z_norm`, so "
    "sum `dZ_tilde * Z_norm`.": f"{LAST} -> dZ, dbeta, dbeta",
    "gamma is in your `dgamma`: sum `dZ_tilde * Z_norm`.": f"{LAST} -> dZ, gamma * dgamma, dbeta",
    "`dgamma` and `dbeta` are averaged over the examples; they are sums. (The mean is already in "
    "the loss, and so in `dZ_tilde`.)": f"{LAST} -> dZ, dgamma / m, dbeta / m",
    "Your sums run over the units: axis 0 instead of axis 1. One column is one example.":
        ("axis=1 -> axis=0", "shape[1] -> shape[0]"),
    "Your sums run over the units (axis 0) and lose their axis. Sum along axis 1 with "
    "`keepdims=True`.": ("axis=1, keepdims=True -> axis=0", "shape[1] -> shape[0]"),
    "`dgamma` and `dbeta` have shape (n,); with `keepdims=True` they get gamma's shape (n, 1).":
        f"{LAST} -> dZ, {FLAT}",
    "Two things. `dgamma` and `dbeta` have shape (n,): sum with `keepdims=True`. And your `dZ` "
    "treats mu and sigma^2 as constants; both depend on every example.":
        (NO_MEAN, NO_VARIANCE, f"{LAST} -> dZ, {FLAT}"),
}, (
    "A line for each box of the graph, from the right. `Z_c` is `Z_norm * root`, where `root` is "
    "`np.sqrt(variance + epsilon)`. Sums run along axis 1, with `keepdims=True`.",
    "`dvariance` is `-0.5 / root**3` times the sum of `dZ_norm * Z_c`. `dZ_c` has two parts, "
    "`dZ_norm / root` and `2 * Z_c / m * dvariance`; so has `dZ`: `dZ_c` and `dmu / m`.",
    "In one line: take out of `dZ_tilde` its mean over the examples (mu's share) and `Z_norm` "
    "times the mean of `dZ_tilde * Z_norm` (sigma^2's share); the rest times `gamma / root`.",
))
