"""Batch normalization of one layer: forward, backward, and at test time.

A layer's values are a matrix ``Z`` of shape (n units, m examples): one row a unit, one
column an example. Every mean and variance is taken along a row, over the examples of the
mini-batch. A leading axis is carried along: (K, n, m) is the same layer in K networks.

Source: Ioffe & Szegedy (2015), "Batch Normalization: Accelerating Deep Network Training by
Reducing Internal Covariate Shift", algorithm 1 and section 3; the lecture "Normalizing
activations in a network".
"""

from typing import NamedTuple

import numpy as np

from helpers.arguments import matrix, number, shaped

PER_UNIT = "one value per unit"


class BatchNormCache(NamedTuple):
    """What the forward pass keeps for the backward pass and for the running averages.

    Attributes
    ----------
    Z_norm : ndarray, shape (n, m)
        The normalized values.
    gamma : ndarray, shape (n, 1)
        The scale that was applied, a copy.
    mean : ndarray, shape (n, 1)
        Each unit's mean over the mini-batch.
    variance : ndarray, shape (n, 1)
        Each unit's variance over the mini-batch, divided by m (ddof = 0).
    standard_deviation : ndarray, shape (n, 1)
        sqrt(variance + epsilon): what the values were divided by.
    """

    Z_norm: np.ndarray
    gamma: np.ndarray
    mean: np.ndarray
    variance: np.ndarray
    standard_deviation: np.ndarray


def batch_norm_forward(Z, gamma, beta, epsilon=1e-5):
    """Normalize each unit over the mini-batch, then scale by gamma and shift by beta.

    ::

        mu      = mean of Z over the examples
        sigma^2 = mean of (Z - mu)^2
        Z_norm  = (Z - mu) / sqrt(sigma^2 + epsilon)
        Z_tilde = gamma * Z_norm + beta

    Parameters
    ----------
    Z : array_like, shape (n, m) or (K, n, m)
        Linear outputs of a layer, one column an example.
    gamma, beta : array_like, shape (n, 1) or (K, n, 1)
        Learned scale and shift of each unit.
    epsilon : float, at least 0
        Added to the variance so that a constant unit does not divide by zero.

    Returns
    -------
    Z_tilde : ndarray, the shape and the type of Z (integers become float64)
    cache : BatchNormCache
        For `batch_norm_backward`; `.mean` and `.variance` also feed the running averages.

    Raises
    ------
    TypeError, ValueError
        For an argument of the wrong kind, rank or shape, for no examples, and for an
        epsilon that is negative, infinite or NaN. The message names the argument.

    Notes
    -----
    The variance is divided by m (ddof = 0). Z_norm's own variance is
    sigma^2 / (sigma^2 + epsilon): a little below 1. A constant unit, and a batch of one
    example, give Z_norm = 0, so Z_tilde = beta; with epsilon = 0 they give NaN. NaN and
    infinity spread over their own unit and no further.

    Source: Ioffe & Szegedy (2015), algorithm 1.

    Examples
    --------
    >>> Z_tilde, cache = batch_norm_forward([[2, 4, 6, 8, 10]], [[1]], [[0]])
    >>> cache.mean, cache.variance
    (array([[6.]]), array([[8.]]))
    >>> Z_tilde.round(2)
    array([[-1.41, -0.71,  0.  ,  0.71,  1.41]])
    """
    Z = matrix("Z", Z)
    per_unit = (*Z.shape[:-1], 1)
    gamma = shaped("gamma", gamma, per_unit, PER_UNIT, Z.dtype)
    beta = shaped("beta", beta, per_unit, PER_UNIT, Z.dtype)
    epsilon = number("epsilon", epsilon, low=0, high=np.finfo(Z.dtype).max)

    with np.errstate(all="ignore"):  # a unit with NaN, infinity or no spread says so by its values
        # Measured from the first example, the values keep their digits when the mean is far
        # larger than the spread, and a constant unit becomes exactly zero.
        first = Z[..., :1]
        Z_norm = Z - first
        offset = _mean(Z_norm)
        Z_norm -= offset
        mean = first + offset
        variance = _mean_of_products(Z_norm, Z_norm)
        standard_deviation = np.sqrt(variance + epsilon)
        Z_norm /= standard_deviation
        Z_tilde = gamma * Z_norm
        Z_tilde += beta
    return Z_tilde, BatchNormCache(Z_norm, gamma.copy(), mean, variance, standard_deviation)


def batch_norm_backward(dZ_tilde, cache):
    """Gradients of the loss with respect to Z, gamma and beta.

    ::

        dbeta  = sum over the examples of dZ_tilde
        dgamma = sum over the examples of dZ_tilde * Z_norm
        dZ     = gamma / sqrt(sigma^2 + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)

    Both sums stand in dZ because mu and sigma^2 depend on every example: the upstream
    gradient loses its mean and its projection on Z_norm.

    Parameters
    ----------
    dZ_tilde : array_like, shape (n, m) or (K, n, m)
        Gradient of the loss with respect to Z_tilde, the upstream gradient.
    cache : BatchNormCache
        What `batch_norm_forward` returned beside that Z_tilde.

    Returns
    -------
    dZ : ndarray, shape (n, m) or (K, n, m)
    dgamma, dbeta : ndarray, shape (n, 1) or (K, n, 1)

    Raises
    ------
    TypeError, ValueError
        If `dZ_tilde` is not a real array of the forward pass's shape, or `cache` is not
        what the forward pass returned.

    Notes
    -----
    Source: Ioffe & Szegedy (2015), section 3, the chain rule there collected into one line.

    Examples
    --------
    >>> Z_tilde, cache = batch_norm_forward([[2, 4, 6, 8, 10]], [[1]], [[0]])
    >>> dZ, dgamma, dbeta = batch_norm_backward([[1, 1, 1, 1, 1]], cache)
    >>> dbeta
    array([[5.]])
    >>> np.allclose(dZ, 0)  # moving all outputs alike is what normalization takes out
    True
    """
    if not isinstance(cache, BatchNormCache):
        raise TypeError(
            "cache: expected the cache that batch_norm_forward returned; "
            f"got {type(cache).__name__}"
        )
    Z_norm = cache.Z_norm
    dZ_tilde = shaped(
        "dZ_tilde", dZ_tilde, Z_norm.shape, "that of the forward pass's Z", Z_norm.dtype
    )

    m = Z_norm.shape[-1]
    with np.errstate(all="ignore"):
        mean_upstream = _mean(dZ_tilde)
        projection = _mean_of_products(dZ_tilde, Z_norm)
        dZ = dZ_tilde - mean_upstream
        dZ -= Z_norm * projection
        dZ *= cache.gamma / cache.standard_deviation
        return dZ, m * projection, m * mean_upstream


def batch_norm_inference(Z, gamma, beta, mean, variance, epsilon=1e-5):
    """Batch norm at test time: normalize with a given mean and variance.

    ::

        Z_tilde = gamma * (Z - mean) / sqrt(variance + epsilon) + beta

    Each example is treated by itself, so a batch of one is as good as any.

    Parameters
    ----------
    Z : array_like, shape (n, m) or (K, n, m)
    gamma, beta : array_like, shape (n, 1) or (K, n, 1)
        Learned scale and shift of each unit.
    mean, variance : array_like, shape (n, 1) or (K, n, 1)
        Estimates kept from training; the variance in the units of Z squared, at least 0.
    epsilon : float, at least 0
        The one used in training.

    Returns
    -------
    Z_tilde : ndarray, the shape and the type of Z (integers become float64)

    Raises
    ------
    TypeError, ValueError
        As `batch_norm_forward`, and for a negative variance.

    Notes
    -----
    Source: Ioffe & Szegedy (2015), algorithm 2; the lecture "Batch norm at test time".

    Examples
    --------
    >>> batch_norm_inference([[10.0]], gamma=[[1]], beta=[[0]], mean=[[6]], variance=[[8]]).round(2)
    array([[1.41]])
    """
    Z = matrix("Z", Z)
    per_unit = (*Z.shape[:-1], 1)
    gamma = shaped("gamma", gamma, per_unit, PER_UNIT, Z.dtype)
    beta = shaped("beta", beta, per_unit, PER_UNIT, Z.dtype)
    mean = shaped("mean", mean, per_unit, PER_UNIT, Z.dtype)
    variance = shaped("variance", variance, per_unit, PER_UNIT, Z.dtype)
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


def _mean(A):
    """Mean over the examples, as a column: shape (n, 1)."""
    return A.sum(axis=-1, keepdims=True) / A.shape[-1]


def _mean_of_products(A, B):
    """Mean over the examples of A * B, as a column: shape (n, 1)."""
    return np.vecdot(A, B)[..., np.newaxis] / A.shape[-1]
