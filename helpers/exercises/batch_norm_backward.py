"""Exercise of the notebook on batch norm's backward pass."""

from typing import NamedTuple

import numpy as np

from helpers.batch_norm import batch_norm_forward
from helpers.exercises.exercise import Exercise


def my_batch_norm_backward(dZ_tilde, Z_norm, gamma, variance, epsilon):
    """Gradients of the loss with respect to Z, gamma and beta."""
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


def _cases(rng):
    """Random layers; the last unit of each has a variance of 1e-4, where epsilon shows.

    None has the notebook's 6 examples: its `m` must not fit.
    """
    cases = []
    for n, m in ((3, 7), (2, 9), (5, 5), (4, 8)):
        spread = rng.uniform(0.5, 2, size=(n, 1))
        Z = rng.normal(size=(n, m))
        Z = (Z - Z.mean(axis=1, keepdims=True)) / Z.std(axis=1, keepdims=True)
        spread[-1] = 1e-2
        Z = spread * Z + rng.normal(0, 3, size=(n, 1))
        gamma = rng.uniform(1.2, 3, size=(n, 1)) * rng.choice([-1, 1], size=(n, 1))
        epsilon = 1e-5
        _, cache = batch_norm_forward(Z, gamma, np.ones((n, 1)), epsilon)
        # A mean clearly apart from 0, and a part along Z_norm, so that no term is small by luck.
        dZ_tilde = rng.normal(size=(n, m)) + rng.uniform(0.5, 2, size=(n, 1))
        dZ_tilde = dZ_tilde + rng.uniform(0.5, 2, size=(n, 1)) * cache.Z_norm
        cases.append((dZ_tilde, cache.Z_norm, gamma, cache.variance, epsilon))
    return cases


class _Layer(NamedTuple):
    """What a share of a mistake may depend on."""

    n: int
    m: int
    gamma: np.ndarray
    variance: np.ndarray
    variance_and_epsilon: np.ndarray


def _shares(mean=1, variance=1, factor=1):
    """The right function, the shares of mu and sigma^2 in dZ, and dZ itself, multiplied.

    Each factor is a number, or a function of a `_Layer`.
    """

    def backward(dZ_tilde, Z_norm, gamma, variance_, epsilon):
        _, dgamma, dbeta = my_batch_norm_backward(dZ_tilde, Z_norm, gamma, variance_, epsilon)
        layer = _Layer(*dZ_tilde.shape, gamma, variance_, variance_ + epsilon)
        of_mean, of_variance, of_all = (
            share(layer) if callable(share) else share for share in (mean, variance, factor))
        dZ = dZ_tilde - of_mean * dbeta / layer.m - of_variance * Z_norm * dgamma / layer.m
        return of_all * gamma / np.sqrt(layer.variance_and_epsilon) * dZ, dgamma, dbeta

    return backward


def _counting(count):
    """The right function with `count` of a `_Layer` in place of m."""
    return _shares(mean=lambda layer: layer.m / count(layer),
                   variance=lambda layer: layer.m / count(layer))


def _over_units(keepdims):
    """The right function with its sums along axis 0."""

    def backward(dZ_tilde, Z_norm, gamma, variance, epsilon):
        dbeta = np.sum(dZ_tilde, axis=0, keepdims=keepdims)
        dgamma = np.sum(dZ_tilde * Z_norm, axis=0, keepdims=keepdims)
        dZ = dZ_tilde - (dbeta + Z_norm * dgamma) / dZ_tilde.shape[0]
        return gamma / np.sqrt(variance + epsilon) * dZ, dgamma, dbeta

    return backward


def _without_epsilon(dZ_tilde, Z_norm, gamma, variance, epsilon):
    return my_batch_norm_backward(dZ_tilde, Z_norm, gamma, variance, 0)


def _epsilon_outside(dZ_tilde, Z_norm, gamma, variance, epsilon):
    return my_batch_norm_backward(
        dZ_tilde, Z_norm, gamma, (np.sqrt(variance) + epsilon) ** 2, 0)


def _gamma_in_dgamma(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ, dgamma, dbeta = my_batch_norm_backward(dZ_tilde, Z_norm, gamma, variance, epsilon)
    return dZ, gamma * dgamma, dbeta


def _averaged_twice(dZ_tilde, *others):
    m = dZ_tilde.shape[1]
    dZ, dgamma, dbeta = _counting(lambda layer: layer.m**2)(dZ_tilde, *others)
    return dZ, dgamma / m, dbeta / m


def _after(change):
    """The right function, its outputs then changed."""

    def backward(dZ_tilde, *others):
        return change(dZ_tilde.shape[1], *my_batch_norm_backward(dZ_tilde, *others))

    return backward


MISTAKES = {
    # What is taken out of dZ_tilde, and what it is multiplied by.
    "In `dZ` the mean's own gradient is missing: mu depends on every example, so the mean of "
    "`dZ_tilde` has to be taken out.": _shares(mean=0),
    "In `dZ` the variance's own gradient is missing: sigma^2 depends on every example, so "
    "`Z_norm` times the mean of `dZ_tilde * Z_norm` has to be taken out.": _shares(variance=0),
    "Your `dZ` treats mu and sigma^2 as constants. Both depend on every example, and each takes "
    "something out of `dZ_tilde`.": _shares(mean=0, variance=0),
    "In `dZ` gamma is missing: what reaches `Z_norm` is `gamma * dZ_tilde`.":
        _shares(factor=lambda layer: 1 / layer.gamma),
    "Your `dZ` is `dZ_tilde` over the square root and no more: gamma is missing, and so is what "
    "mu and sigma^2 each take out.":
        _shares(mean=0, variance=0, factor=lambda layer: 1 / layer.gamma),
    "gamma is in your `dZ` twice. It comes in once, by `gamma * dZ_tilde`.":
        _shares(factor=lambda layer: layer.gamma),
    "gamma is in the `Z_norm` term of your `dZ` twice: in the bracket and in front of it.":
        _shares(variance=lambda layer: layer.gamma),
    "You divided by the variance instead of its square root.":
        _shares(factor=lambda layer: layer.variance_and_epsilon**-0.5),
    "Epsilon is missing under the square root.": _without_epsilon,
    "Epsilon belongs under the square root: `np.sqrt(variance + epsilon)`.": _epsilon_outside,
    # Signs.
    "In `dZ` the mean's part has the wrong sign. In stages: `dmu` is *minus* a sum, and "
    "`dmu / m` is added. In one line: the mean is subtracted.": _shares(mean=-1),
    "In `dZ` the variance's part has the wrong sign. In stages: `dvariance` begins with a minus, "
    "-0.5. In one line: the `Z_norm` term is subtracted.": _shares(variance=-1),
    "In `dZ` both parts have the wrong sign: the mean of `dZ_tilde` and the `Z_norm` term are "
    "subtracted.": _shares(mean=-1, variance=-1),
    # How many examples.
    "Inside `dZ` the two sums are not divided by m: what is taken out is a *mean* over the "
    "examples.": _counting(lambda layer: 1),
    "In `dZ` the mean's part alone is not divided by m: `dmu / m` in stages, `dbeta / m` in one "
    "line.": _shares(mean=lambda layer: layer.m),
    "In `dZ` the variance's part alone is not divided by m: `2 * Z_c / m` in stages, "
    "`dgamma / m` in one line.": _shares(variance=lambda layer: layer.m),
    "`m` here is the notebook's 6, not this batch's size: `m = dZ_tilde.shape[1]`.":
        _counting(lambda layer: 6),
    "Your `m` counts the units: `dZ_tilde.shape[0]`. The examples are the columns: "
    "`m = dZ_tilde.shape[1]`.": _counting(lambda layer: layer.n),
    "You divided by m - 1. Batch norm's variance is a plain mean, so it is m here too.":
        _counting(lambda layer: layer.m - 1),
    "Inside `dZ` you divided by m twice: `np.mean` has already done it.":
        _counting(lambda layer: layer.m**2),
    "`dgamma` and `dbeta` are averaged, and inside `dZ` divided by m once more. They are sums; "
    "only inside `dZ` they are divided by m.": _averaged_twice,
    # Single stages.
    "In `dvariance` the power is wrong: it is `-0.5 / std**3`, with "
    "`std = np.sqrt(variance + epsilon)`.":
        _shares(variance=lambda layer: layer.variance_and_epsilon),
    "In one place `Z_norm` stands where `Z_c` belongs: look at `dvariance` and at `dZ_c`.":
        _shares(variance=lambda layer: layer.variance_and_epsilon**-0.5),
    "In `dvariance` and in `dZ_c`, `Z_norm` stands where `Z_c` belongs.":
        _shares(variance=lambda layer: 1 / layer.variance_and_epsilon),
    "Your `Z_c` lacks epsilon: undo the division with `Z_norm * np.sqrt(variance + epsilon)`.":
        _shares(variance=lambda layer: layer.variance / layer.variance_and_epsilon),
    "The variance's part of `dZ` is half of what it should be: a square has the derivative "
    "`2 * Z_c`.": _shares(variance=0.5),
    "The variance's part of `dZ` is twice what it should be: `dvariance` begins with -0.5, from "
    "the square root.": _shares(variance=2),
    # The other two outputs.
    "`dgamma` and `dbeta` are swapped. The order is `dZ, dgamma, dbeta`, and `dbeta` is the one "
    "without `Z_norm`.": _after(lambda m, dZ, dgamma, dbeta: (dZ, dbeta, dgamma)),
    "Your `dgamma` is the plain sum of `dZ_tilde`, which is `dbeta`. gamma multiplies `Z_norm`, "
    "so sum `dZ_tilde * Z_norm`.": _after(lambda m, dZ, dgamma, dbeta: (dZ, dbeta, dbeta)),
    "Your `dgamma` has a gamma in it: sum `dZ_tilde * Z_norm`, not `dZ_norm * Z_norm`.":
        _gamma_in_dgamma,
    "`dgamma` and `dbeta` are averaged over the examples; they are sums. (The mean over the "
    "examples is already in the loss, and so in `dZ_tilde`.)":
        _after(lambda m, dZ, dgamma, dbeta: (dZ, dgamma / m, dbeta / m)),
    "Your sums run over the units: axis 0 instead of axis 1. One column is one example.":
        _over_units(keepdims=True),
    "Your sums run over the units (axis 0) and lose their axis. Sum along axis 1 with "
    "`keepdims=True`.": _over_units(keepdims=False),
    "`dgamma` and `dbeta` have shape (n,); with `keepdims=True` they get gamma's shape (n, 1).":
        _after(lambda m, dZ, dgamma, dbeta: (dZ, dgamma[:, 0], dbeta[:, 0])),
}

HINTS = (
    "Start with the two easy ones: `dbeta` is the sum of `dZ_tilde` over the examples, `dgamma` "
    "the sum of `dZ_tilde * Z_norm`. Both have gamma's shape, (n, 1).",
    "`dZ` starts from `dZ_tilde`. Take out its mean over the examples (that is mu's share), then "
    "take out `Z_norm` times the mean of `dZ_tilde * Z_norm` (sigma^2's share). Staged instead: "
    "`Z_c = Z_norm * np.sqrt(variance + epsilon)`, then the lines of section 3.",
    "Multiply what is left by `gamma / np.sqrt(variance + epsilon)`. The two means are "
    "`dbeta / m` and `dgamma / m`, with `m = dZ_tilde.shape[1]`.",
)

check_batch_norm_backward = Exercise(
    my_batch_norm_backward, _cases, ("dZ", "dgamma", "dbeta"), MISTAKES, HINTS
)
