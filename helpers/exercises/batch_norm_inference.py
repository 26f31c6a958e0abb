"""Your turn: batch norm at test time."""

import numpy as np

from helpers.exercises.batch_norm_forward import NORMALIZING, ROOT, random_layers
from helpers.exercises.exercise import Exercise


def my_batch_norm_inference(Z, gamma, beta, mean, variance, epsilon):
    """Normalize with the mean and variance kept from training, then scale and shift."""
    Z_norm = (Z - mean) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


def _layers(rng):
    """Layers whose batch lies beside what training saw; the last with a single example."""
    cases = []
    for training, gamma, beta, epsilon in random_layers(rng):
        mean, variance = training.mean(axis=1, keepdims=True), training.var(axis=1, keepdims=True)
        Z = mean + np.sqrt(variance) * rng.normal(0.8, 1.3, training.shape)
        cases.append((Z, gamma, beta, mean, variance, epsilon))
    cases[-1] = (cases[-1][0][:, :1], *cases[-1][1:])
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
    "You divide by the bare variance. Divide by `sqrt(variance + epsilon)`.": f"{ROOT} -> variance",
    "mean and variance are swapped.": ("mean) -> variance)", "(variance + -> (mean +"),
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
