"""A deep network in the course's notation: linear -> batch norm -> activation, layer by layer.

Parameters are a dict: ``W1``, ``gamma1``, ``beta1`` for a hidden layer with batch norm, ``W1``,
``b1`` for one without, and ``W``, ``b`` for the output layer, which has no batch norm. Examples
are columns. A leading axis makes a stack: parameters of shape (K, ...) are K networks that see
the same mini-batch (or, with X of shape (K, n, m), one each).

Training and prediction are two functions. `forward` normalizes with the mini-batch's own
statistics and hands back what `backward` needs; `predict` normalizes with the statistics it is
given and cannot run without them.
"""

import numpy as np

from helpers.arguments import matrix, real_array
from helpers.batch_norm import batch_norm_backward, batch_norm_forward, batch_norm_inference
from helpers.softmax import (  # noqa: F401  a network's last layer: the two are used together
    accuracy,
    cross_entropy,
    cross_entropy_gradient,
    one_hot,
    softmax,
)


def sigmoid(Z):
    """The logistic function 1 / (1 + exp(-Z)), for any Z without overflow.

    Parameters
    ----------
    Z : array_like of any shape

    Returns
    -------
    ndarray, the shape and the type of Z (integers become float64)
        Between 0 and 1.

    Raises
    ------
    TypeError
        If Z is not made of real numbers.

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    Z = real_array("Z", Z)
    return 0.5 * np.tanh(0.5 * Z) + 0.5  # the same curve; tanh cannot overflow


def relu(Z):
    """The larger of Z and 0.

    Parameters
    ----------
    Z : array_like of any shape

    Returns
    -------
    ndarray, the shape and the type of Z (integers become float64)

    Raises
    ------
    TypeError
        If Z is not made of real numbers.

    Examples
    --------
    >>> relu([-2.0, 3.0])
    array([0., 3.])
    """
    return np.maximum(real_array("Z", Z), 0)


# Each activation, and its slope written in terms of the activation A itself.
ACTIVATIONS = {
    "sigmoid": (sigmoid, lambda A: A * (1 - A)),
    "tanh": (np.tanh, lambda A: 1 - A * A),
    "relu": (relu, lambda A: A > 0),
}


def initialize(layer_sizes, rng, scale="he", batch_norm=True, dtype=np.float32, stack=()):
    """Random weights, and gamma = 1, beta = 0, b = 0.

    Parameters
    ----------
    layer_sizes : sequence of int
        Input features, units of each hidden layer, classes: (784, 100, 10) has one hidden layer.
    rng : numpy.random.Generator
    scale : float, "he" or "xavier"
        Standard deviation of the weights; "he" is sqrt(2 / inputs), "xavier" sqrt(1 / inputs).
    batch_norm : bool
        Whether hidden layers get gamma and beta, and no bias.
    dtype : numpy dtype
    stack : tuple of int
        Leading axes: ``(K,)`` makes K networks, each with weights of its own.

    Returns
    -------
    dict of str to ndarray
        ``W1`` of shape (n1, n0), ``gamma1`` and ``beta1`` (or ``b1``) of shape (n1, 1), ...

    Raises
    ------
    ValueError
        For fewer than two layer sizes, or a scale that is neither a number nor a known name.

    Examples
    --------
    >>> sorted(initialize((4, 3, 2), np.random.default_rng(0)))
    ['W1', 'W2', 'b2', 'beta1', 'gamma1']
    """
    if len(layer_sizes) < 2:
        raise ValueError(f"layer_sizes: expected inputs and outputs at least; got {layer_sizes}")
    named = {"he": 2.0, "xavier": 1.0}
    if isinstance(scale, str) and scale not in named:
        raise ValueError(f"scale: expected a number, 'he' or 'xavier'; got {scale!r}")
    parameters = {}
    last = len(layer_sizes) - 1
    for layer in range(1, last + 1):
        inputs, units = layer_sizes[layer - 1], layer_sizes[layer]
        spread = np.sqrt(named[scale] / inputs) if isinstance(scale, str) else scale
        W = rng.standard_normal((*stack, units, inputs))
        parameters[f"W{layer}"] = (spread * W).astype(dtype)
        if batch_norm and layer < last:
            parameters[f"gamma{layer}"] = np.ones((*stack, units, 1), dtype)
            parameters[f"beta{layer}"] = np.zeros((*stack, units, 1), dtype)
        else:
            parameters[f"b{layer}"] = np.zeros((*stack, units, 1), dtype)
    return parameters


def depth(parameters):
    """Number of layers with weights.

    Examples
    --------
    >>> depth({"W1": 0, "b1": 0, "W2": 0, "b2": 0})
    2
    """
    return sum(name.startswith("W") for name in parameters)


def forward(X, parameters, activation="relu", epsilon=1e-5):
    """One training pass: every batch norm uses this mini-batch's own mean and variance.

    ::

        Z = W A;   Z_tilde = batch norm of Z (or Z + b without it);   A = g(Z_tilde)

    Parameters
    ----------
    X : array_like, shape (n0, m)
        The mini-batch.
    parameters : dict
        From `initialize`.
    activation : {"relu", "sigmoid", "tanh"}
        g of the hidden layers.
    epsilon : float, at least 0

    Returns
    -------
    Z : ndarray, shape (C, m)
        Logits of the output layer.
    cache : dict
        ``A0`` (= X), ``Z1``, ``Z_tilde1``, ``A1``, ``batch_norm1``, ...: everything on the way.

    Raises
    ------
    TypeError, ValueError
        If X does not fit W1, or the activation is unknown.

    Notes
    -----
    Source: Ioffe & Szegedy (2015), section 3.2; the lecture "Fitting batch norm into a network".

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> Z, cache = forward(rng.normal(size=(4, 6)), initialize((4, 3, 2), rng))
    >>> Z.shape, cache["Z_tilde1"].shape
    ((2, 6), (3, 6))
    """
    g, _ = _activation(activation)
    A = _inputs(X, parameters)
    cache = {"A0": A, "activation": activation}
    last = depth(parameters)
    with np.errstate(over="ignore", invalid="ignore"):  # training says where it left the numbers
        for layer in range(1, last):
            Z = parameters[f"W{layer}"] @ A
            if f"gamma{layer}" in parameters:
                Z_tilde, cache[f"batch_norm{layer}"] = batch_norm_forward(
                    Z, parameters[f"gamma{layer}"], parameters[f"beta{layer}"], epsilon
                )
            else:
                Z = Z_tilde = Z + parameters[f"b{layer}"]
            A = g(Z_tilde)
            cache |= {f"Z{layer}": Z, f"Z_tilde{layer}": Z_tilde, f"A{layer}": A}
        return parameters[f"W{last}"] @ A + parameters[f"b{last}"], cache


def backward(dZ, parameters, cache):
    """Gradients of the loss with respect to every parameter.

    Parameters
    ----------
    dZ : ndarray, shape (C, m)
        Gradient with respect to the logits, from `cross_entropy_gradient`.
    parameters : dict
        Those of the forward pass, not updated since.
    cache : dict
        What `forward` returned.

    Returns
    -------
    gradients : dict of str to ndarray
        The names and shapes of the parameters.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> X, Y = rng.normal(size=(4, 6)), one_hot([0, 1, 0, 1, 0, 1], classes=2)
    >>> parameters = initialize((4, 3, 2), rng)
    >>> Z, cache = forward(X, parameters)
    >>> gradients = backward(cross_entropy_gradient(Z, Y), parameters, cache)
    >>> gradients["gamma1"].shape
    (3, 1)
    """
    _, slope = ACTIVATIONS[cache["activation"]]
    gradients = {}
    with np.errstate(over="ignore", invalid="ignore"):
        for layer in range(depth(parameters), 0, -1):
            if f"batch_norm{layer}" in cache:
                dZ, gradients[f"gamma{layer}"], gradients[f"beta{layer}"] = batch_norm_backward(
                    dZ, cache[f"batch_norm{layer}"]
                )
            else:
                gradients[f"b{layer}"] = dZ.sum(axis=-1, keepdims=True)
            A = cache[f"A{layer - 1}"]
            gradients[f"W{layer}"] = dZ @ A.mT
            if layer > 1:
                dZ = (parameters[f"W{layer}"].mT @ dZ) * slope(A)
    return gradients


def batch_statistics(cache):
    """The mini-batch's mean and variance of every layer with batch norm.

    Parameters
    ----------
    cache : dict
        What `forward` returned.

    Returns
    -------
    dict of str to ndarray
        ``mean1``, ``variance1``, ... of shape (n, 1); variances divided by m (ddof = 0).
        Empty for a network without batch norm.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> _, cache = forward(rng.normal(size=(4, 6)), initialize((4, 3, 2), rng))
    >>> sorted(batch_statistics(cache))
    ['mean1', 'variance1']
    """
    found = {}
    for name, kept in cache.items():
        if name.startswith("batch_norm"):
            layer = name.removeprefix("batch_norm")
            found |= {f"mean{layer}": kept.mean, f"variance{layer}": kept.variance}
    return found


def predict(X, parameters, statistics, activation="relu", epsilon=1e-5):
    """Logits at test time: every batch norm uses the given statistics, not the batch's.

    Each example is treated by itself; nothing is changed.

    Parameters
    ----------
    X : array_like, shape (n0, m)
    parameters : dict
    statistics : dict
        ``mean1``, ``variance1``, ... for every layer with batch norm, kept from training; ``{}``
        for a network without batch norm.
    activation, epsilon
        Those of training.

    Returns
    -------
    Z : ndarray, shape (C, m)
        Logits.

    Raises
    ------
    ValueError
        If the statistics of a layer are missing: without them there is no prediction for one
        example.

    Notes
    -----
    Source: Ioffe & Szegedy (2015), algorithm 2; the lecture "Batch norm at test time".

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> parameters = initialize((4, 3, 2), rng)
    >>> X = rng.normal(size=(4, 6))
    >>> _, cache = forward(X, parameters)
    >>> predict(X[:, :1], parameters, batch_statistics(cache)).shape
    (2, 1)
    """
    g, _ = _activation(activation)
    A = _inputs(X, parameters)
    last = depth(parameters)
    with np.errstate(over="ignore", invalid="ignore"):
        for layer in range(1, last):
            Z = parameters[f"W{layer}"] @ A
            if f"gamma{layer}" in parameters:
                if not {f"mean{layer}", f"variance{layer}"} <= set(statistics):
                    raise ValueError(
                        f"statistics: expected mean{layer} and variance{layer}, kept from "
                        f"training; got {sorted(statistics)}"
                    )
                Z = batch_norm_inference(
                    Z, parameters[f"gamma{layer}"], parameters[f"beta{layer}"],
                    statistics[f"mean{layer}"], statistics[f"variance{layer}"], epsilon,
                )
            else:
                Z = Z + parameters[f"b{layer}"]
            A = g(Z)
        return parameters[f"W{last}"] @ A + parameters[f"b{last}"]


def _activation(name):
    """An activation and its slope, by name."""
    if name not in ACTIVATIONS:
        raise ValueError(f"activation: expected one of {sorted(ACTIVATIONS)}; got {name!r}")
    return ACTIVATIONS[name]


def _inputs(X, parameters):
    """X in the parameters' precision, if it fits the first layer."""
    W1 = parameters["W1"]
    X = matrix("X", X, W1.dtype)
    if X.shape[-2] != W1.shape[-1]:
        raise ValueError(f"X: expected {W1.shape[-1]} features, as W1 has; got shape {X.shape}")
    return X
