"""A deep network in the course's notation: linear -> batch norm -> activation, layer by layer.

Parameters are a dict: ``W1`` (n1, n0), ``gamma1``, ``beta1`` (n1, 1) for a hidden layer with batch
norm, ``W1``, ``b1`` for one without, and ``W``, ``b`` with the last number for the output layer,
which has no batch norm. Examples are columns: X (n0, m), logits Z (C, m). A leading axis makes a
stack: parameters of shape (K, ...) are K networks that see the same mini-batch (or, with X of shape
(K, n0, m), one each). What does not fit raises a TypeError or ValueError that names it.

Training and prediction are two functions. `forward` normalizes with the mini-batch's own statistics
and hands back what `backward` needs; `predict` with those it is given, and cannot run without them.

Source: Ioffe & Szegedy (2015), section 3; the lectures "Fitting batch norm into a neural network"
and "Batch norm at test time".
"""

import numpy as np

from helpers.arguments import matrix, real_array
from helpers.batch_norm import (
    EPSILON, BatchNormCache, batch_norm_backward, batch_norm_forward, batch_norm_inference,
)

# Users find softmax and cross_entropy here too.
from helpers.softmax import cross_entropy, cross_entropy_gradient, softmax  # noqa: F401


def sigmoid(Z):
    """The logistic function 1 / (1 + exp(-Z)) of any array, for any Z without overflow.

    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    Z = real_array("Z", Z)
    return 0.5 * np.tanh(0.5 * Z) + 0.5  # the same curve; tanh cannot overflow


def relu(Z):
    """The larger of Z and 0, for any array.

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


def linear_limit(tolerance=0.05):
    """How far from 0 the sigmoid's tangent there, 1/2 + z/4, is off by less than `tolerance`.

    >>> round(linear_limit(), 2)
    1.42
    """
    z = np.linspace(0, 8, 80001)
    return float(z[0.5 + z / 4 - sigmoid(z) < tolerance].max())


def initialize(layer_sizes, rng, scale="he", batch_norm=True, dtype=np.float32, stack=()):
    """Random weights, and gamma = 1, beta = 0, b = 0.

    layer_sizes : input features, units of each hidden layer, classes, such as (784, 100, 10).
    scale : the weights' standard deviation: a number, "he" for sqrt(2 / inputs), or "xavier" for
    sqrt(1 / inputs). batch_norm : whether hidden layers get gamma and beta, and no bias.
    stack : (K,) makes K networks, each with weights of its own.

    >>> sorted(initialize((4, 3, 2), np.random.default_rng(0)))
    ['W1', 'W2', 'b2', 'beta1', 'gamma1']
    """
    if len(layer_sizes) < 2:
        raise ValueError(f"layer_sizes: expected inputs and outputs at least; got {layer_sizes}")
    named = {"he": 2.0, "xavier": 1.0}
    if isinstance(scale, str) and scale not in named:
        raise ValueError(f"scale: expected a number, 'he' or 'xavier'; got {scale!r}")
    parameters, last = {}, len(layer_sizes) - 1
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

    >>> depth({"W1": 0, "b1": 0, "W2": 0, "b2": 0})
    2
    """
    return sum(name.startswith("W") for name in parameters)


def forward(X, parameters, activation="relu", epsilon=EPSILON, batch_norm=batch_norm_forward):
    """One training pass: every batch norm uses this mini-batch's own mean and variance::

        Z = W A;   Z_tilde = batch norm of Z (or Z + b without it);   A = g(Z_tilde)

    activation : g of the hidden layers: "relu", "sigmoid" or "tanh". batch_norm : a function that
    stands in for `helpers.batch_norm.batch_norm_forward`, such as `layer_norm_forward`: a network
    with layer norm also predicts by this pass. Returns the logits Z and a cache of everything on
    the way: ``A0`` (= X), ``Z1``, ``Z_tilde1``, ``A1``, ``batch_norm1``, ...

    >>> Z, cache = forward([[2.0]], {"W1": np.array([[3.0]]), "b1": np.array([[1.0]])})
    >>> Z  # one layer, the output's
    array([[7.]])
    """
    g, A = _checked(activation, X, parameters)
    cache = {"A0": A, "activation": activation}
    last = depth(parameters)
    with np.errstate(over="ignore", invalid="ignore"):  # training says where it left the numbers
        for layer in range(1, last):
            Z = parameters[f"W{layer}"] @ A
            if f"gamma{layer}" in parameters:
                gamma, beta = parameters[f"gamma{layer}"], parameters[f"beta{layer}"]
                Z_tilde, cache[f"batch_norm{layer}"] = batch_norm(Z, gamma, beta, epsilon)
            else:
                Z = Z_tilde = Z + parameters[f"b{layer}"]
            A = g(Z_tilde)
            cache |= {f"Z{layer}": Z, f"Z_tilde{layer}": Z_tilde, f"A{layer}": A}
        return parameters[f"W{last}"] @ A + parameters[f"b{last}"], cache


def backward(dZ, parameters, cache, batch_norm=batch_norm_backward):
    """Gradients of the loss with respect to every parameter, by the parameters' names.

    dZ : with respect to the logits, from `cross_entropy_gradient`. parameters : those of the
    forward pass, not updated since. cache : what `forward` returned. batch_norm : a function that
    stands in for `helpers.batch_norm.batch_norm_backward`, such as your own.

    >>> parameters = {"W1": np.array([[3.0]]), "b1": np.array([[1.0]])}
    >>> Z, cache = forward([[2.0]], parameters)
    >>> backward(np.array([[1.0]]), parameters, cache)
    {'b1': array([[1.]]), 'W1': array([[2.]])}
    """
    gradients = {}
    for layer in range(depth(parameters), 0, -1):
        dZ, of_layer = _layer_backward(layer, dZ, parameters, cache, batch_norm)
        gradients |= of_layer
    return gradients


def _layer_backward(layer, dZ_tilde, parameters, cache, batch_norm=batch_norm_backward):
    """One layer's step back: dZ_tilde of the layer below, and the gradients of its parameters."""
    gradients = {}
    with np.errstate(over="ignore", invalid="ignore"):
        if f"batch_norm{layer}" in cache:
            dZ, gradients[f"gamma{layer}"], gradients[f"beta{layer}"] = batch_norm(
                dZ_tilde, cache[f"batch_norm{layer}"])
        else:
            dZ = dZ_tilde
            gradients[f"b{layer}"] = dZ.sum(axis=-1, keepdims=True)
        A = cache[f"A{layer - 1}"]
        gradients[f"W{layer}"] = dZ @ A.mT
        if layer == 1:
            return None, gradients
        _, slope = ACTIVATIONS[cache["activation"]]
        return (parameters[f"W{layer}"].mT @ dZ) * slope(A), gradients


def norms_by_layer(X, Y, parameters, activation="relu"):
    """Root mean square of each layer's activations and gradients on one mini-batch, in float64.

    Returns, for one-hot labels Y (C, m) and a network of L layers: A and dZ_tilde (L - 1,), what
    the hidden layers hand on and the gradient of what enters their activation; dW (L,).

    >>> parameters = initialize((4, 3, 2), np.random.default_rng(0))
    >>> [norms.shape for norms in norms_by_layer(np.ones((4, 2)), np.eye(2), parameters)]
    [(1,), (1,), (2,)]
    """
    parameters = {name: np.asarray(value, np.float64) for name, value in parameters.items()}
    Z, cache = forward(X, parameters, activation)
    dZ = cross_entropy_gradient(Z, Y)
    norms = np.zeros((3, depth(parameters)))
    for layer in range(depth(parameters), 0, -1):
        below, dZ_tilde = cache[f"A{layer - 1}"], dZ
        dZ, gradients = _layer_backward(layer, dZ_tilde, parameters, cache)
        norms[:, layer - 1] = [np.sqrt(np.mean(values * values))
                               for values in (below, dZ_tilde, gradients[f"W{layer}"])]
    A, dZ_tilde, dW = norms
    return A[1:], dZ_tilde[:-1], dW


def batch_statistics(cache):
    """The mini-batch's mean and variance (ddof = 0) of every layer with batch norm.

    From the cache of `forward`: ``mean1``, ``variance1`` (n1, 1), ...; {} without batch norm, and
    with layer norm, whose statistics are of no use to other examples.

    >>> _, cache = forward(np.ones((4, 6)), initialize((4, 3, 2), np.random.default_rng(0)))
    >>> sorted(batch_statistics(cache))
    ['mean1', 'variance1']
    """
    found = {}
    for name, kept in cache.items():
        if isinstance(kept, BatchNormCache):
            layer = name.removeprefix("batch_norm")
            found |= {f"mean{layer}": kept.mean, f"variance{layer}": kept.variance}
    return found


def predict(X, parameters, statistics, activation="relu", epsilon=EPSILON):
    """Logits at test time: every batch norm uses the given statistics, not the batch's.

    statistics : ``mean1``, ``variance1``, ... for every layer with batch norm, kept from training;
    missing ones raise ValueError; {} for a network without. activation and epsilon are training's.
    Each example is treated by itself. Source: Ioffe & Szegedy (2015), algorithm 2.

    >>> parameters = {"W1": np.array([[3.0]]), "gamma1": np.array([[4.0]]),
    ...               "beta1": np.array([[1.0]]), "W2": np.array([[1.0]]), "b2": np.array([[0.0]])}
    >>> kept = {"mean1": np.array([[5.0]]), "variance1": np.array([[4.0]])}
    >>> predict([[2.0]], parameters, kept, epsilon=0)  # 4 * (3 * 2 - 5) / 2 + 1
    array([[3.]])
    """
    g, A = _checked(activation, X, parameters)
    last = depth(parameters)
    with np.errstate(over="ignore", invalid="ignore"):
        for layer in range(1, last):
            Z = parameters[f"W{layer}"] @ A
            if f"gamma{layer}" in parameters:
                mean, variance = _kept(statistics, layer)
                gamma, beta = parameters[f"gamma{layer}"], parameters[f"beta{layer}"]
                Z = batch_norm_inference(Z, gamma, beta, mean, variance, epsilon)
            else:
                Z = Z + parameters[f"b{layer}"]
            A = g(Z)
        return parameters[f"W{last}"] @ A + parameters[f"b{last}"]


def folded(parameters, statistics, epsilon=EPSILON):
    """The network without batch norm that predicts the same, given these statistics::

        W_folded = gamma / sqrt(variance + epsilon) * W
        b_folded = beta - gamma / sqrt(variance + epsilon) * mean

    With fixed statistics, as for `predict`, batch norm is a factor and a shift: W and b carry them.

    >>> parameters = {"W1": np.array([[3.0]]), "gamma1": np.array([[4.0]]),
    ...               "beta1": np.array([[1.0]]), "W2": np.array([[1.0]]), "b2": np.array([[0.0]])}
    >>> plain = folded(parameters, {"mean1": np.array([[5.0]]), "variance1": np.array([[4.0]])}, 0)
    >>> plain["W1"], plain["b1"]
    (array([[6.]]), array([[-9.]]))
    """
    plain = dict(parameters)
    for layer in range(1, depth(parameters)):
        if f"gamma{layer}" in parameters:
            mean, variance = _kept(statistics, layer)
            factor = plain.pop(f"gamma{layer}") / np.sqrt(variance + epsilon)
            plain[f"W{layer}"] = factor * parameters[f"W{layer}"]
            plain[f"b{layer}"] = plain.pop(f"beta{layer}") - factor * mean
    return plain


def _checked(activation, X, parameters):
    """The activation of this name, and X in the parameters' precision if it fits layer 1."""
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation: expected one of {sorted(ACTIVATIONS)}; got {activation!r}")
    W1 = parameters["W1"]
    X = matrix("X", X, W1.dtype)
    if X.shape[-2] != W1.shape[-1]:
        raise ValueError(f"X: expected {W1.shape[-1]} features, as W1 has; got shape {X.shape}")
    return ACTIVATIONS[activation][0], X


def _kept(statistics, layer):
    """Mean and variance of a layer, kept from training."""
    names = f"mean{layer}", f"variance{layer}"
    if not set(names) <= set(statistics):
        raise ValueError(f"statistics: expected {names[0]} and {names[1]}, kept from training; "
                         f"got {sorted(statistics)}")
    return [statistics[name] for name in names]
