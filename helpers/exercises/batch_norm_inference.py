"""Your turn: batch norm at test time."""

import numpy as np

from helpers.exercises.batch_norm_forward import LAST, NORMALIZING, ROOT
from helpers.exercises.exercise import Exercise


def my_batch_norm_inference(Z, gamma, beta, mean, variance, epsilon):
    """Normalize with the mean and variance kept from training, then scale and shift."""
    Z_norm = (Z - mean) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


def _layers(rng):
    """Random layers, one of them with a single example, one unit nearly constant in training."""
    cases = []
    for (n, m), epsilon in zip(((3, 7), (6, 4), (5, 5), (4, 1)), (1e-4, 1e-3, 3e-5, 1e-2),
                               strict=True):
        mean, variance = rng.uniform(1, 4, (n, 1)), rng.uniform(0.3, 3, (n, 1))
        variance[0] = 1e-4
        Z = mean + np.sqrt(variance) * rng.normal(0.8, 1.3, (n, m))
        gamma, beta = rng.uniform(1.5, 3, (n, 1)), rng.uniform(0.3, 1.2, (n, 1))
        cases.append((Z, gamma, beta, mean, variance, epsilon))
    return cases


OWN_MEAN = "(Z - mean) -> (Z - Z.mean(axis=1, keepdims=True))"
OWN_VARIANCE = "(variance -> (Z.var(axis=1, keepdims=True)"

check_batch_norm_inference = Exercise(my_batch_norm_inference, _layers, ("Z_tilde",), {
    "You use the batch's own mean and variance. At test time use the arguments `mean` and "
    "`variance`.": (OWN_MEAN, OWN_VARIANCE),
    "You use the batch's own mean. At test time use the argument `mean`.": OWN_MEAN,
    "You use the batch's own variance. At test time use the argument `variance`.": OWN_VARIANCE,
    "You compute a variance from `Z`, about the kept mean. At test time use the argument "
    "`variance`.": "(variance -> (np.mean((Z - mean) ** 2, axis=1, keepdims=True)",
    "You divided by the variance, without root and epsilon. Divide by `sqrt(variance + epsilon)`.":
        f"{ROOT} -> variance",
    "beta is multiplied by gamma too: move it outside the brackets.":
        f"{LAST} -> gamma * (Z_norm + beta)",
    "`variance` is a square already: do not square it.": "(variance -> (variance ** 2",
    "Brackets: subtract the mean before you divide.": "(Z - mean) / -> Z - mean /",
    "The mean is not subtracted from `Z`.": "(Z - mean) -> Z",
    **NORMALIZING,
}, (
    "It is the forward pass of training with two lines fewer: the mean and the variance are given.",
    "Nothing is averaged: no `np.mean`, no `np.var`. `mean` has shape (n, 1), so it lines up with "
    "Z's (n, m).",
    "`Z_norm = (Z - mean) / np.sqrt(variance + epsilon)`, and then `return gamma * Z_norm + beta`.",
))
