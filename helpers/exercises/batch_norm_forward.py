"""Your turn: batch norm's forward pass."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_batch_norm_forward(Z, gamma, beta, epsilon):
    """Normalize each unit over the examples, then scale and shift it."""
    mu = np.mean(Z, axis=1, keepdims=True)
    variance = np.mean((Z - mu) ** 2, axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    Z_tilde = gamma * Z_norm + beta
    return Z_tilde


def _averages_over_units(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(variance + epsilon) + beta


def _averages_over_everything(Z, gamma, beta, epsilon):
    return gamma * (Z - np.mean(Z)) / np.sqrt(np.var(Z) + epsilon) + beta


def _divided_by_m_minus_1(Z, gamma, beta, epsilon):
    mu, _ = _statistics(Z)
    variance = np.var(Z, axis=1, ddof=1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(variance + epsilon) + beta


def _divided_by_variance(Z, gamma, beta, epsilon):
    mu, variance = _statistics(Z)
    return gamma * (Z - mu) / (variance + epsilon) + beta


def _no_epsilon(Z, gamma, beta, epsilon):
    mu, variance = _statistics(Z)
    return gamma * (Z - mu) / np.sqrt(variance) + beta


def _neither_root_nor_epsilon(Z, gamma, beta, epsilon):
    mu, variance = _statistics(Z)
    return gamma * (Z - mu) / variance + beta


def _sum_of_squares(Z, gamma, beta, epsilon):
    mu, variance = _statistics(Z)
    return gamma * (Z - mu) / np.sqrt(variance * Z.shape[1] + epsilon) + beta


def _divided_by_units(Z, gamma, beta, epsilon):
    mu, variance = _statistics(Z)
    return gamma * (Z - mu) / np.sqrt(variance * Z.shape[1] / Z.shape[0] + epsilon) + beta


def _epsilon_of_its_own(Z, gamma, beta, epsilon):
    return my_batch_norm_forward(Z, gamma, beta, 1e-5)


def _epsilon_outside_the_root(Z, gamma, beta, epsilon):
    mu, variance = _statistics(Z)
    return gamma * (Z - mu) / (np.sqrt(variance) + epsilon) + beta


def _returns_Z_norm(Z, gamma, beta, epsilon):
    mu, variance = _statistics(Z)
    return (Z - mu) / np.sqrt(variance + epsilon)


def _no_gamma(Z, gamma, beta, epsilon):
    return _returns_Z_norm(Z, gamma, beta, epsilon) + beta


def _no_beta(Z, gamma, beta, epsilon):
    return gamma * _returns_Z_norm(Z, gamma, beta, epsilon)


def _swapped(Z, gamma, beta, epsilon):
    return my_batch_norm_forward(Z, beta, gamma, epsilon)


def _scales_Z_itself(Z, gamma, beta, epsilon):
    return gamma * Z + beta


def _mean_not_subtracted(Z, gamma, beta, epsilon):
    _, variance = _statistics(Z)
    return gamma * Z / np.sqrt(variance + epsilon) + beta


def _variance_about_zero(Z, gamma, beta, epsilon):
    mu, _ = _statistics(Z)
    return gamma * (Z - mu) / np.sqrt(np.mean(Z**2, axis=1, keepdims=True) + epsilon) + beta


def _statistics(Z):
    """Each unit's mean and variance (ddof = 0), as columns."""
    return np.mean(Z, axis=1, keepdims=True), np.var(Z, axis=1, keepdims=True)


def random_layers(rng):
    """Random layers: wide, tall and square, one of their units nearly constant.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    list of tuple
        Z, gamma, beta and epsilon of each; no epsilon is a framework's default.
    """
    cases = []
    for (n, m), epsilon in zip(((3, 7), (6, 4), (5, 5), (2, 12)), (1e-4, 3e-4, 3e-5, 1e-2),
                               strict=True):
        spread, place = rng.uniform(0.5, 3, (n, 1)), rng.uniform(1, 4, (n, 1))
        spread[0], place[0] = 0.01, 0.5
        Z_norm = _returns_Z_norm(rng.normal(size=(n, m)), 1, 0, epsilon=0)
        gamma, beta = rng.uniform(1.5, 3, (n, 1)), rng.uniform(0.3, 1.2, (n, 1))
        cases.append((spread * Z_norm + place, gamma, beta, epsilon))
    return cases


check_batch_norm_forward = Exercise(
    solution_function=my_batch_norm_forward,
    cases=random_layers,
    outputs=("Z_tilde",),
    mistakes={
        "Your averages run over the units: axis 0. Each unit needs its own mean and variance, "
        "taken over the examples: axis 1.": _averages_over_units,
        "You take one mean and one variance of the whole matrix. Each unit (row) needs its own: "
        "`axis=1, keepdims=True`.": _averages_over_everything,
        "You divided by m - 1 in the variance. Batch norm divides by m (`ddof=0`).":
            _divided_by_m_minus_1,
        "You divided by the variance, not by its square root.": _divided_by_variance,
        "You divided by the variance, without epsilon. Divide by sqrt(variance + epsilon).":
            _neither_root_nor_epsilon,
        "Your variance is a sum of squares: divide it by m, the number of examples.":
            _sum_of_squares,
        "You divided the squares by Z.shape[0], the number of units. The examples are columns: "
        "m is Z.shape[1].": _divided_by_units,
        "Epsilon is missing: it is added to the variance, under the root.": _no_epsilon,
        "You use an epsilon of your own, 1e-5. Use the argument `epsilon`.": _epsilon_of_its_own,
        "You add epsilon outside the root. It is added to the variance: "
        "sqrt(variance + epsilon).": _epsilon_outside_the_root,
        "gamma and beta are not applied: you return Z_norm.": _returns_Z_norm,
        "gamma is forgotten: you return Z_norm + beta.": _no_gamma,
        "beta is forgotten: you return gamma * Z_norm.": _no_beta,
        "gamma and beta are swapped: gamma scales, beta shifts.": _swapped,
        "You scale and shift Z itself. gamma and beta are applied to Z_norm.": _scales_Z_itself,
        "The mean is not subtracted from Z.": _mean_not_subtracted,
        "Your variance is the mean of z^2: a spread about zero. Subtract the mean before you "
        "square.": _variance_about_zero,
    },
    hints=(
        "Four lines are enough, one an equation: the mean, the variance, the normalized values, "
        "the scaled and shifted values. Examples are columns, so a mean over them runs along "
        "axis 1.",
        "`np.mean(Z, axis=1, keepdims=True)` has shape (n, 1): it lines up with Z's (n, m). The "
        "variance is the same mean, of `(Z - mu) ** 2`.",
        "`Z_norm = (Z - mu) / np.sqrt(variance + epsilon)`, and then "
        "`return gamma * Z_norm + beta`.",
    ),
)
