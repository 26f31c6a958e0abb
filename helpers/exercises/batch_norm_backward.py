"""Exercise of the notebook on batch norm's backward pass."""

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
    """Random layers; the last unit of each has a variance of 1e-4, where epsilon shows."""
    cases = []
    for n, m in ((3, 7), (2, 9), (5, 5), (4, 6)):
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


def _backward(take_mean=True, take_projection=True, scale=True, root=np.sqrt, axis=1,
              keepdims=True, m_inside=None):
    """A version of the right function with some of its parts changed."""

    def backward(dZ_tilde, Z_norm, gamma, variance, epsilon):
        dbeta = np.sum(dZ_tilde, axis=axis, keepdims=keepdims)
        dgamma = np.sum(dZ_tilde * Z_norm, axis=axis, keepdims=keepdims)
        count = m_inside or dZ_tilde.shape[axis]
        dZ = dZ_tilde
        if take_mean:
            dZ = dZ - dbeta / count
        if take_projection:
            dZ = dZ - Z_norm * (dgamma / count)
        factor = gamma if scale else 1
        return factor / root(variance + epsilon) * dZ, dgamma, dbeta

    return backward


def _without_epsilon(dZ_tilde, Z_norm, gamma, variance, epsilon):
    return my_batch_norm_backward(dZ_tilde, Z_norm, gamma, variance, 0)


def _epsilon_outside(dZ_tilde, Z_norm, gamma, variance, epsilon):
    return my_batch_norm_backward(
        dZ_tilde, Z_norm, gamma, (np.sqrt(variance) + epsilon) ** 2, 0)


def _after(change):
    """The right function, its outputs then changed."""

    def backward(dZ_tilde, *others):
        return change(dZ_tilde.shape[1], *my_batch_norm_backward(dZ_tilde, *others))

    return backward


MISTAKES = {
    "In `dZ` the mean's own gradient is missing: mu depends on every example, so the mean of "
    "`dZ_tilde` has to be taken out.": _backward(take_mean=False),
    "In `dZ` the variance's own gradient is missing: sigma^2 depends on every example, so "
    "`Z_norm` times the mean of `dZ_tilde * Z_norm` has to be taken out.":
        _backward(take_projection=False),
    "Your `dZ` treats mu and sigma^2 as constants. Both depend on every example, and each takes "
    "something out of `dZ_tilde`.": _backward(take_mean=False, take_projection=False),
    "In `dZ` gamma is missing: what reaches `Z_norm` is `gamma * dZ_tilde`.":
        _backward(scale=False),
    "`dgamma` and `dbeta` are swapped. The order is `dZ, dgamma, dbeta`, and `dbeta` is the one "
    "without `Z_norm`.": _after(lambda m, dZ, dgamma, dbeta: (dZ, dbeta, dgamma)),
    "Your `dgamma` is the plain sum of `dZ_tilde`, which is `dbeta`. gamma multiplies `Z_norm`, "
    "so sum `dZ_tilde * Z_norm`.": _after(lambda m, dZ, dgamma, dbeta: (dZ, dbeta, dbeta)),
    "`dgamma` and `dbeta` are averaged over the examples; they are sums. (The mean over the "
    "examples is already in the loss, and so in `dZ_tilde`.)":
        _after(lambda m, dZ, dgamma, dbeta: (dZ, dgamma / m, dbeta / m)),
    "Your sums run over the units: axis 0 instead of axis 1. One column is one example.":
        _backward(axis=0),
    "Your sums run over the units (axis 0) and lose their axis. Sum along axis 1 with "
    "`keepdims=True`.": _backward(axis=0, keepdims=False),
    "You divided by the variance instead of its square root.": _backward(root=lambda v: v),
    "Epsilon is missing under the square root.": _without_epsilon,
    "Epsilon belongs under the square root: `np.sqrt(variance + epsilon)`.": _epsilon_outside,
    "Inside `dZ` the two sums are not divided by m: what is taken out is a *mean* over the "
    "examples.": _backward(m_inside=1),
    "`dgamma` and `dbeta` have shape (n,); with `keepdims=True` they get gamma's shape (n, 1).":
        _after(lambda m, dZ, dgamma, dbeta: (dZ, dgamma[:, 0], dbeta[:, 0])),
}

HINTS = (
    "Start with the two easy ones: `dbeta` is the sum of `dZ_tilde` over the examples, `dgamma` "
    "the sum of `dZ_tilde * Z_norm`. Both have gamma's shape, (n, 1).",
    "`dZ` starts from `dZ_tilde`. Take out its mean over the examples (that is mu's share), then "
    "take out `Z_norm` times the mean of `dZ_tilde * Z_norm` (sigma^2's share).",
    "Multiply what is left by `gamma / np.sqrt(variance + epsilon)`. The two means are "
    "`dbeta / m` and `dgamma / m`, with `m = dZ_tilde.shape[1]`.",
)

check_batch_norm_backward = Exercise(
    my_batch_norm_backward, _cases, ("dZ", "dgamma", "dbeta"), MISTAKES, HINTS
)
