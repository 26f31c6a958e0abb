"""Layer normalization: batch norm's lines along the other axis.

The conventions are those of `helpers.batch_norm`: Z (n units, m examples), gamma and beta (n, 1), a
leading axis carried along, variances divided by their count (ddof = 0), what does not fit refused.
But each example is normalized over the units of its layer: means and variances are rows (1, m), one
example knows nothing of the others, and test time is no different from training. NaN and infinity
in Z spread over their own example's values and no further.

Source: Ba, Kiros & Hinton (2016), "Layer Normalization".
"""

from typing import NamedTuple

import numpy as np

from helpers.arguments import matrix, number, shaped
from helpers.batch_norm import EPSILON


class LayerNormCache(NamedTuple):
    """What the forward pass keeps for the backward pass.

    Z_norm (n, m); gamma (n, 1), a copy; and each example's standard_deviation (1, m),
    sqrt(variance + epsilon): what its values were divided by.
    """

    Z_norm: np.ndarray
    gamma: np.ndarray
    standard_deviation: np.ndarray


def layer_norm_forward(Z, gamma, beta, epsilon=EPSILON):
    """Normalize each example over the units, then scale and shift unit by unit::

        mu      = mean of Z over the units
        sigma^2 = mean of (Z - mu)^2
        Z_norm  = (Z - mu) / sqrt(sigma^2 + epsilon)
        Z_tilde = gamma * Z_norm + beta

    Returns Z_tilde (n, m) and a `LayerNormCache`. An example whose units all agree, and a layer of
    one unit, give Z_norm = 0. Source: Ba, Kiros & Hinton (2016), equations 3 and 4.

    >>> Z_tilde, cache = layer_norm_forward([[2], [4], [6], [8], [10]], np.ones((5, 1)), [[0]] * 5)
    >>> Z_tilde.ravel().round(2)  # one example, and yet it is not blind
    array([-1.41, -0.71,  0.  ,  0.71,  1.41])
    """
    Z = matrix("Z", Z)
    gamma, beta = (shaped(name, value, (*Z.shape[:-1], 1), "one value per unit", Z.dtype)
                   for name, value in (("gamma", gamma), ("beta", beta)))
    epsilon = number("epsilon", epsilon, low=0, high=np.finfo(Z.dtype).max)
    n = Z.shape[-2]
    with np.errstate(all="ignore"):
        Z_norm = Z - Z[..., :1, :]  # from the first unit: see `batch_norm_forward`
        Z_norm -= _sum(Z_norm) / n
        standard_deviation = np.sqrt(_sum_of_products(Z_norm, Z_norm) / n + epsilon)
        Z_norm /= standard_deviation
        Z_tilde = gamma * Z_norm
        Z_tilde += beta
    return Z_tilde, LayerNormCache(Z_norm, gamma.copy(), standard_deviation)


def layer_norm_backward(dZ_tilde, cache):
    """Gradients of the loss with respect to Z, gamma and beta::

        dbeta   = sum over the examples of dZ_tilde
        dgamma  = sum over the examples of dZ_tilde * Z_norm
        dZ_norm = gamma * dZ_tilde
        dZ      = (dZ_norm - mean of dZ_norm - Z_norm * mean of (dZ_norm * Z_norm))
                  / sqrt(sigma^2 + epsilon)

    The means run over the units, so gamma, which differs from unit to unit, stays inside; gamma and
    beta serve every example, so their sums run over the examples. Takes dZ_tilde (n, m) and the
    cache `layer_norm_forward` returned; returns dZ (n, m), dgamma and dbeta (n, 1).

    >>> _, cache = layer_norm_forward([[2], [4], [9]], [[1]] * 3, [[0]] * 3)
    >>> dZ, dgamma, dbeta = layer_norm_backward([[1], [1], [1]], cache)
    >>> np.allclose(dZ, 0), dbeta.ravel()
    (True, array([1., 1., 1.]))
    """
    if not isinstance(cache, LayerNormCache):
        raise TypeError("cache: expected the cache that layer_norm_forward returned; "
                        f"got {type(cache).__name__}")
    Z_norm, gamma, standard_deviation = cache
    dZ_tilde = shaped("dZ_tilde", dZ_tilde, Z_norm.shape, "that of the forward pass's Z",
                      Z_norm.dtype)
    n = Z_norm.shape[-2]
    with np.errstate(all="ignore"):
        dbeta = dZ_tilde.sum(axis=-1, keepdims=True)
        dgamma = np.vecdot(dZ_tilde, Z_norm)[..., np.newaxis]
        dZ_norm = gamma * dZ_tilde
        dZ = dZ_norm - _sum(dZ_norm) / n
        dZ -= Z_norm * (_sum_of_products(dZ_norm, Z_norm) / n)
        dZ /= standard_deviation
    return dZ, dgamma, dbeta


def _sum(A):
    """Sum over the units, as a row (1, m)."""
    return A.sum(axis=-2, keepdims=True)


def _sum_of_products(A, B):
    """Sum over the units of A * B, as a row (1, m)."""
    return np.vecdot(A, B, axis=-2)[..., np.newaxis, :]
