"""Your turn: batch norm at test time."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_batch_norm_inference(Z, gamma, beta, mean, variance, epsilon):
    """Normalize with the mean and variance kept from training, then scale and shift."""
    Z_norm = (Z - mean) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


def _own_mean(Z, gamma, beta, mean, variance, epsilon):
    return my_batch_norm_inference(Z, gamma, beta, _mean(Z), variance, epsilon)


def _own_variance(Z, gamma, beta, mean, variance, epsilon):
    return my_batch_norm_inference(Z, gamma, beta, mean, _variance(Z), epsilon)


def _own_statistics(Z, gamma, beta, mean, variance, epsilon):
    return my_batch_norm_inference(Z, gamma, beta, _mean(Z), _variance(Z), epsilon)


def _spread_about_the_kept_mean(Z, gamma, beta, mean, variance, epsilon):
    spread = np.mean((Z - mean) ** 2, axis=1, keepdims=True)
    return my_batch_norm_inference(Z, gamma, beta, mean, spread, epsilon)


def _not_rooted(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean) / (variance + epsilon) + beta


def _neither_root_nor_epsilon(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean) / variance + beta


def _no_epsilon(Z, gamma, beta, mean, variance, epsilon):
    return my_batch_norm_inference(Z, gamma, beta, mean, variance, 0)


def _epsilon_of_its_own(Z, gamma, beta, mean, variance, epsilon):
    return my_batch_norm_inference(Z, gamma, beta, mean, variance, 1e-5)


def _epsilon_outside_the_root(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean) / (np.sqrt(variance) + epsilon) + beta


def _returns_Z_norm(Z, gamma, beta, mean, variance, epsilon):
    return my_batch_norm_inference(Z, 1, 0, mean, variance, epsilon)


def _no_gamma(Z, gamma, beta, mean, variance, epsilon):
    return my_batch_norm_inference(Z, 1, beta, mean, variance, epsilon)


def _no_beta(Z, gamma, beta, mean, variance, epsilon):
    return my_batch_norm_inference(Z, gamma, 0, mean, variance, epsilon)


def _gamma_and_beta_swapped(Z, gamma, beta, mean, variance, epsilon):
    return my_batch_norm_inference(Z, beta, gamma, mean, variance, epsilon)


def _scales_Z_itself(Z, gamma, beta, mean, variance, epsilon):
    return gamma * Z + beta


def _mean_not_subtracted(Z, gamma, beta, mean, variance, epsilon):
    return my_batch_norm_inference(Z, gamma, beta, 0, variance, epsilon)


def _beta_scaled(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (_returns_Z_norm(Z, gamma, beta, mean, variance, epsilon) + beta)


def _variance_squared(Z, gamma, beta, mean, variance, epsilon):
    return my_batch_norm_inference(Z, gamma, beta, mean, variance**2, epsilon)


def _brackets_missing(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean / np.sqrt(variance + epsilon)) + beta


def _mean(Z):
    return np.mean(Z, axis=1, keepdims=True)


def _variance(Z):
    return np.var(Z, axis=1, keepdims=True)


def _layers(rng):
    """Random layers, one of them with a single example, one unit nearly constant in training."""
    cases = []
    for (n, m), epsilon in zip(((3, 7), (6, 4), (5, 5), (4, 1)), (1e-4, 1e-3, 3e-5, 1e-2),
                               strict=True):
        mean = rng.uniform(1, 4, (n, 1))
        variance = rng.uniform(0.3, 3, (n, 1))
        variance[0] = 1e-4
        Z = mean + np.sqrt(variance) * rng.normal(0.8, 1.3, (n, m))
        gamma, beta = rng.uniform(1.5, 3, (n, 1)), rng.uniform(0.3, 1.2, (n, 1))
        cases.append((Z, gamma, beta, mean, variance, epsilon))
    return cases


check_batch_norm_inference = Exercise(
    solution_function=my_batch_norm_inference,
    cases=_layers,
    outputs=("Z_tilde",),
    mistakes={
        "You use the batch's own mean and variance. At test time use the arguments `mean` and "
        "`variance`.": _own_statistics,
        "You use the batch's own mean. At test time use the argument `mean`.": _own_mean,
        "You use the batch's own variance. At test time use the argument `variance`.":
            _own_variance,
        "You compute a variance from Z, about the kept mean. At test time use the argument "
        "`variance`.": _spread_about_the_kept_mean,
        "You divided by the variance, not by its square root.": _not_rooted,
        "You divided by the variance, without root and epsilon. Divide by "
        "sqrt(variance + epsilon).": _neither_root_nor_epsilon,
        "Epsilon is missing: it is added to the variance, under the root.": _no_epsilon,
        "You use an epsilon of your own, 1e-5. Use the argument `epsilon`.": _epsilon_of_its_own,
        "You add epsilon outside the root. It is added to the variance: "
        "sqrt(variance + epsilon).": _epsilon_outside_the_root,
        "gamma and beta are not applied: you return Z_norm.": _returns_Z_norm,
        "gamma is forgotten: you return Z_norm + beta.": _no_gamma,
        "beta is forgotten: you return gamma * Z_norm.": _no_beta,
        "gamma and beta are swapped: gamma scales, beta shifts.": _gamma_and_beta_swapped,
        "You scale and shift Z itself. gamma and beta are applied to Z_norm.": _scales_Z_itself,
        "beta is multiplied by gamma too: move it outside the brackets.": _beta_scaled,
        "`variance` is a square already: do not square it.": _variance_squared,
        "Brackets: subtract the mean before you divide.": _brackets_missing,
        "The mean is not subtracted from Z.": _mean_not_subtracted,
    },
    hints=(
        "It is the forward pass of training with two lines fewer: the mean and the variance are "
        "given.",
        "Nothing is averaged: no `np.mean`, no `np.var`. `mean` has shape (n, 1), so it lines up "
        "with Z's (n, m).",
        "`Z_norm = (Z - mean) / np.sqrt(variance + epsilon)`, and then "
        "`return gamma * Z_norm + beta`.",
    ),
)
