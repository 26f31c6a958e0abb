"""Batch normalization of one layer: forward, backward, and at test time.

A layer's values are a matrix Z (n units, m examples): one row a unit, one column an example;
gamma and beta, every mean and every variance are columns (n, 1). Means are taken along a row, over
the examples of the mini-batch, and variances are divided by m (ddof = 0), in the units of Z
squared. A leading axis is carried along: Z (K, n, m), gamma (K, n, 1) are one layer in K networks.
Results have the type of Z; integers become float64. What does not fit is refused with a TypeError
or ValueError that names the argument. NaN and infinity spread over their own unit and no further.

Source: Ioffe & Szegedy (2015), "Batch Normalization: Accelerating Deep Network Training by
Reducing Internal Covariate Shift"; the lecture "Normalizing activations in a network".
"""

from typing import NamedTuple

import numpy as np

from helpers.arguments import matrix, number, shaped

EPSILON = 1e-5  # as in PyTorch; Keras has 1e-3

# What beginners take for constants on the way back, see `mistaken_gradient`.
MISTAKES = ("mu and sigma^2", "mu", "sigma^2")


class BatchNormCache(NamedTuple):
    """What the forward pass keeps for the backward pass and for the running averages.

    Z_norm (n, m); gamma (n, 1), a copy; each unit's mean and variance over the mini-batch; and its
    standard_deviation, sqrt(variance + epsilon): what the values were divided by.
    """

    Z_norm: np.ndarray
    gamma: np.ndarray
    mean: np.ndarray
    variance: np.ndarray
    standard_deviation: np.ndarray


def batch_norm_forward(Z, gamma, beta, epsilon=EPSILON):
    """Normalize each unit over the mini-batch, then scale by gamma and shift by beta::

        mu      = mean of Z over the examples
        sigma^2 = mean of (Z - mu)^2
        Z_norm  = (Z - mu) / sqrt(sigma^2 + epsilon)
        Z_tilde = gamma * Z_norm + beta

    Returns Z_tilde (n, m) and a `BatchNormCache`. Z_norm's own variance is
    sigma^2 / (sigma^2 + epsilon): a little below 1. A constant unit, and a batch of one example,
    give Z_norm = 0, so Z_tilde = beta; with epsilon = 0, which is allowed, they give NaN.
    Source: Ioffe & Szegedy (2015), algorithm 1.

    >>> Z_tilde, cache = batch_norm_forward([[2, 4, 6, 8, 10]], [[1]], [[0]])
    >>> cache.mean, cache.variance
    (array([[6.]]), array([[8.]]))
    >>> Z_tilde.round(2)
    array([[-1.41, -0.71,  0.  ,  0.71,  1.41]])
    """
    Z = matrix("Z", Z)
    gamma, beta = _columns(Z, gamma=gamma, beta=beta)
    epsilon = number("epsilon", epsilon, low=0, high=np.finfo(Z.dtype).max)
    m = Z.shape[-1]
    with np.errstate(all="ignore"):  # a unit with NaN, infinity or no spread says so by its values
        # Measured from the first example, the values keep their digits when the mean is far
        # larger than the spread, and a constant unit becomes exactly zero.
        first = Z[..., :1]
        Z_norm = Z - first
        offset = _sum(Z_norm) / m
        Z_norm -= offset
        mean = first + offset
        variance = _sum_of_products(Z_norm, Z_norm) / m
        standard_deviation = np.sqrt(variance + epsilon)
        Z_norm /= standard_deviation
        Z_tilde = gamma * Z_norm
        Z_tilde += beta
    return Z_tilde, BatchNormCache(Z_norm, gamma.copy(), mean, variance, standard_deviation)


def batch_norm_backward(dZ_tilde, cache):
    """Gradients of the loss with respect to Z, gamma and beta::

        dbeta  = sum over the examples of dZ_tilde
        dgamma = sum over the examples of dZ_tilde * Z_norm
        dZ     = gamma / sqrt(sigma^2 + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)

    Takes the upstream gradient dZ_tilde (n, m) and the cache `batch_norm_forward` returned; returns
    dZ (n, m), dgamma and dbeta (n, 1). Both sums stand in dZ because mu and sigma^2 depend on every
    example: the upstream gradient loses its mean and its projection on Z_norm.
    Source: Ioffe & Szegedy (2015), section 3, the chain rule there collected into one line.

    >>> _, cache = batch_norm_forward([[2, 4, 6, 8, 10]], [[1]], [[0]])
    >>> dZ, dgamma, dbeta = batch_norm_backward([[1, 1, 1, 1, 1]], cache)
    >>> np.allclose(dZ, 0), dbeta  # moving all outputs alike is what normalization takes out
    (True, array([[5.]]))
    """
    dZ_tilde = _upstream(dZ_tilde, cache)
    m = dZ_tilde.shape[-1]
    with np.errstate(all="ignore"):
        dbeta = _sum(dZ_tilde)
        dgamma = _sum_of_products(dZ_tilde, cache.Z_norm)
        dZ = dZ_tilde - dbeta / m
        dZ -= cache.Z_norm * (dgamma / m)
        dZ *= cache.gamma / cache.standard_deviation
    return dZ, dgamma, dbeta


def mistaken_gradient(dZ_tilde, cache, constant):
    """dZ of batch norm when some statistics are, wrongly, taken for constants.

    As `batch_norm_backward`; a statistic that is held constant leaves its term out: "mu" the mean,
    "sigma^2" the projection on Z_norm, "mu and sigma^2" both. These names are `MISTAKES`.

    >>> _, cache = batch_norm_forward([[2, 4, 6, 8, 10]], [[1]], [[0]])
    >>> mistaken_gradient([[1, 1, 1, 1, 1]], cache, "mu").round(2)  # 1 / sigma, as if nothing moved
    array([[0.35, 0.35, 0.35, 0.35, 0.35]])
    """
    if constant not in MISTAKES:
        raise ValueError(f"constant: expected one of {MISTAKES}; got {constant!r}")
    dZ_tilde = dZ = _upstream(dZ_tilde, cache)
    m = dZ_tilde.shape[-1]
    with np.errstate(all="ignore"):
        if constant == "sigma^2":
            dZ = dZ - _sum(dZ_tilde) / m
        if constant == "mu":
            dZ = dZ - cache.Z_norm * (_sum_of_products(dZ_tilde, cache.Z_norm) / m)
        return cache.gamma / cache.standard_deviation * dZ


def batch_norm_inference(Z, gamma, beta, mean, variance, epsilon=EPSILON):
    """Batch norm at test time: normalize with a given mean and variance::

        Z_tilde = gamma * (Z - mean) / sqrt(variance + epsilon) + beta

    mean and variance (n, 1) are estimates kept from training, the variance at least 0; epsilon is
    training's. Each example is treated by itself, so a batch of one is as good as any.
    Source: Ioffe & Szegedy (2015), algorithm 2; the lecture "Batch norm at test time".

    >>> batch_norm_inference([[10.0]], gamma=[[1]], beta=[[0]], mean=[[6]], variance=[[8]]).round(2)
    array([[1.41]])
    """
    Z = matrix("Z", Z)
    gamma, beta, mean, variance = _columns(Z, gamma=gamma, beta=beta, mean=mean, variance=variance)
    epsilon = number("epsilon", epsilon, low=0, high=np.finfo(Z.dtype).max)
    negative = variance < 0
    if negative.any():
        raise ValueError(f"variance: expected no negative value; got one in unit "
                         f"{np.argwhere(negative)[0, -2]}: {variance[negative][0]}")
    with np.errstate(all="ignore"):
        Z_tilde = Z - mean
        Z_tilde *= gamma / np.sqrt(variance + epsilon)
        Z_tilde += beta
    return Z_tilde


def _sum(A):
    """Sum over the examples, as a column (n, 1)."""
    return A.sum(axis=-1, keepdims=True)


def _sum_of_products(A, B):
    """Sum over the examples of A * B, as a column (n, 1)."""
    return np.vecdot(A, B)[..., np.newaxis]


def _columns(Z, **columns):
    """The named arguments as columns with one value per unit of Z, in Z's precision."""
    shape = (*Z.shape[:-1], 1)
    return [shaped(name, value, shape, "one value per unit", Z.dtype)
            for name, value in columns.items()]


def _upstream(dZ_tilde, cache):
    """A checked upstream gradient for this forward pass."""
    if not isinstance(cache, BatchNormCache):
        raise TypeError("cache: expected the cache that batch_norm_forward returned; "
                        f"got {type(cache).__name__}")
    Z_norm = cache.Z_norm
    return shaped("dZ_tilde", dZ_tilde, Z_norm.shape, "that of the forward pass's Z", Z_norm.dtype)
