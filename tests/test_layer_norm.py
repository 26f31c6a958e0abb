import inspect
import re

import numpy as np
import pytest

from helpers.batch_norm import EPSILON, batch_norm_backward, batch_norm_forward
from helpers.gradient_check import numerical_gradient, relative_error
from helpers.layer_norm import layer_norm_backward, layer_norm_forward
from helpers.network import backward, batch_statistics, forward, initialize
from helpers.optimizers import Adam
from helpers.softmax import accuracy, cross_entropy, cross_entropy_gradient, one_hot
from helpers.training import train

pytestmark = pytest.mark.nb11

SHAPES = [(4, 1), (2, 9), (5, 5), (7, 4), (60, 30), (3, 4, 6), (2, 5, 1)]
LAYER_NORM = layer_norm_forward, layer_norm_backward


def problem(shape, seed=0, dtype=np.float64):
    """Random Z, gamma, beta and upstream gradient; no example is centred or has spread 1."""
    rng = np.random.default_rng(seed)
    per_unit, per_example = (*shape[:-1], 1), (*shape[:-2], 1, shape[-1])
    Z = rng.normal(rng.uniform(-4, 4, per_example), rng.uniform(0.3, 3, per_example), shape)
    arrays = Z, rng.normal(size=per_unit), rng.normal(size=per_unit), rng.normal(size=shape)
    return [array.astype(dtype) for array in arrays]


def everything(Z, gamma, beta, upstream):
    Z_tilde, cache = layer_norm_forward(Z, gamma, beta)
    return [Z_tilde, *cache, *layer_norm_backward(upstream, cache)]


# The formulas

@pytest.mark.parametrize("shape", [*SHAPES, (1, 4)])
@pytest.mark.parametrize("epsilon", [1e-5, 1e-3, 2.0])
def test_forward_is_the_formula(shape, epsilon):
    Z, gamma, beta, _ = problem(shape)
    Z_tilde, cache = layer_norm_forward(Z, gamma, beta, epsilon)
    Z_norm = (Z - Z.mean(-2, keepdims=True)) / np.sqrt(Z.var(-2, keepdims=True) + epsilon)
    np.testing.assert_allclose(Z_tilde, gamma * Z_norm + beta, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(cache.Z_norm, Z_norm, atol=1e-12)
    np.testing.assert_allclose(cache.standard_deviation ** 2 - epsilon, Z.var(-2, keepdims=True),
                               rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_batch_norm_of_the_transpose(shape):
    Z, gamma, beta, upstream = problem(shape)
    ones = np.ones((*Z.mT.shape[:-1], 1))
    Z_tilde, cache = layer_norm_forward(Z, gamma, beta)
    turned, kept = batch_norm_forward(Z.mT, ones, 0 * ones)
    np.testing.assert_allclose(Z_tilde, gamma * turned.mT + beta, atol=1e-13)
    dZ, _, _ = batch_norm_backward((gamma * upstream).mT, kept)
    np.testing.assert_allclose(layer_norm_backward(upstream, cache)[0], dZ.mT, atol=1e-13)


def test_epsilon_defaults_to_1e_5():
    assert inspect.signature(layer_norm_forward).parameters["epsilon"].default == EPSILON == 1e-5


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if np.prod(shape) < 500])
@pytest.mark.parametrize("seed", [0, 1])
def test_gradients_agree_with_central_differences(shape, seed):
    Z, gamma, beta, upstream = problem(shape, seed)
    gradients = layer_norm_backward(upstream, layer_norm_forward(Z, gamma, beta)[1])

    def loss(**changed):
        arguments = {"Z": Z, "gamma": gamma, "beta": beta} | changed
        return np.sum(upstream * layer_norm_forward(**arguments)[0])

    for name, value, gradient in zip(("Z", "gamma", "beta"), (Z, gamma, beta), gradients,
                                     strict=True):
        differences = numerical_gradient(lambda A, name=name: loss(**{name: A}), value)
        assert relative_error(gradient, differences) < 1e-7, name


@pytest.mark.parametrize("shape", [(4, 1), (5, 5), (100, 60)])
@pytest.mark.parametrize("epsilon", [1e-5, 1e-3])
def test_gradients_agree_with_keras(keras, tensorflow, shape, epsilon):
    Z, gamma, beta, upstream = problem(shape, 2)
    layer = keras.layers.LayerNormalization(epsilon=epsilon, dtype="float64")
    layer.build((None, shape[0]))
    layer.set_weights([gamma[:, 0], beta[:, 0]])
    z = tensorflow.Variable(Z.T)
    with tensorflow.GradientTape() as tape:
        z_tilde = layer(z)
        loss = tensorflow.reduce_sum(z_tilde * upstream.T)
    Z_tilde, cache = layer_norm_forward(Z, gamma, beta, epsilon)
    np.testing.assert_allclose(Z_tilde, np.asarray(z_tilde).T, rtol=0, atol=1e-12)
    wanted = tape.gradient(loss, [z, layer.gamma, layer.beta])
    for got, want in zip(layer_norm_backward(upstream, cache), wanted, strict=True):
        assert relative_error(got, np.asarray(want).T.reshape(got.shape)) < 1e-12


# Precision, NaN and infinity

@pytest.mark.parametrize("n", [2, 5, 60, 1000])
def test_keeps_its_digits_when_the_mean_is_far_larger_than_the_spread(n):
    Z = 1e6 + 1e-3 * np.random.default_rng(n).standard_normal((n, 50))
    small = (Z - 1e6).astype(np.longdouble)
    small -= small.mean(axis=0)
    reference = small / np.sqrt((small * small).mean(axis=0) + 1e-5)
    assert np.abs(layer_norm_forward(Z, np.ones((n, 1)), np.zeros((n, 1)))[0]
                  - reference).max() < 1e-7


@pytest.mark.parametrize("value", [0.0, 0.1, -7.3e-5, 1e300])
@pytest.mark.parametrize("n", [1, 3, 10])
def test_an_example_whose_units_agree_becomes_beta(value, n):
    beta = np.arange(n)[:, np.newaxis] + 0.5
    Z_tilde, cache = layer_norm_forward(np.full((n, 2), value), np.ones((n, 1)), beta)
    assert (Z_tilde == beta).all()
    assert (np.abs(layer_norm_backward(np.ones((n, 2)), cache)[0]) < 1e-10).all()
    assert np.isnan(layer_norm_forward(np.full((n, 2), value), np.ones((n, 1)), beta, 0)[0]).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("shape, place", [((4, 6), (0, 2)), ((4, 6), (2, 2)),
                                          ((3, 4, 6), (1, 3, 2))])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("spoil", ["Z", "upstream"])
def test_nan_and_infinity_stay_in_their_example(bad, shape, place, dtype, spoil):
    Z, gamma, beta, upstream = problem(shape, dtype=dtype)
    clean = everything(Z, gamma, beta, upstream)
    (Z if spoil == "Z" else upstream)[place] = bad
    spoilt = everything(Z, gamma, beta, upstream)
    own = np.zeros(shape, bool)
    own[(*place[:-2], slice(None), place[-1])] = True
    for i in (0, 1, 4):  # Z_tilde, Z_norm, dZ
        assert np.array_equal(clean[i][~own], spoilt[i][~own])
    assert not np.isfinite(spoilt[4][own]).all()
    assert np.isnan(spoilt[0][own]).all() == (spoil == "Z")
    if len(shape) == 3:  # one network of a stack, or the sums over its examples
        for before, after in zip(clean, spoilt, strict=True):
            assert np.array_equal(before[[0, 2]], after[[0, 2]])


# What comes in and what goes out

@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("other", [np.float32, np.float64])
def test_the_type_of_Z_is_the_type_of_every_output(dtype, other):
    Z, *arrays = problem((4, 6), dtype=dtype)
    outputs = everything(Z, *(array.astype(other) for array in arrays))
    assert {output.dtype for output in outputs} == {np.dtype(dtype)}


def test_lists_and_integers_become_float64():
    arrays = [[1, 2, 4], [3, 5, 9]], [[2], [3]], [[1], [4]], [[1, 0, 2], [3, 1, 1]]
    outputs = everything(*arrays)
    assert {output.dtype for output in outputs} == {np.dtype(float)}
    exact = everything(*(np.array(a, float) for a in arrays))
    assert all(map(np.array_equal, outputs, exact))


def test_the_callers_arrays_are_never_changed_nor_shared():
    inputs = Z, gamma, beta, upstream = problem((4, 6))
    for array in inputs:
        array.flags.writeable = False
    for output in everything(*inputs):
        assert not any(np.shares_memory(output, array) for array in inputs)
    _, cache = layer_norm_forward(Z, gamma, beta)
    for array in cache:
        array.flags.writeable = False
    gradients = layer_norm_backward(upstream, cache)
    gamma.flags.writeable = True
    gamma[:] = 100  # an update in place must not reach back into the forward pass
    assert all(map(np.array_equal, gradients, layer_norm_backward(upstream, cache)))


@pytest.mark.parametrize("name, value, error, message", [
    ("Z", [1.0, 2.0], ValueError, r"expected a matrix \(n, m\).*got shape \(2,\)"),
    ("Z", np.empty((0, 3)), ValueError, r"expected at least one row.*got .*\(0, 3\)"),
    ("Z", "a string", TypeError, "expected .*real numbers; got .+"),
    *[(name, value, TypeError, "expected .*real numbers; got .+")
      for name in ("gamma", "beta") for value in (None, True, [["1"], ["2"]])],
    *[(name, np.ones(shape), ValueError, r"expected shape \(2, 1\), one value per unit; got shape "
       + re.escape(str(shape)))
      for name in ("gamma", "beta") for shape in [(), (2,), (1, 3), (2, 3), (3, 1)]],
    *[("epsilon", value, ValueError, "expected a .*number.*; got ") for value in (-1e-9, np.nan)],
    ("epsilon", "1e-5", TypeError, "expected a .*number.*; got "),
], ids=lambda value: str(value)[:12])
def test_bad_arguments_are_refused_by_name(name, value, error, message):
    arguments = {"Z": np.ones((2, 3)), "gamma": np.ones((2, 1)), "beta": np.ones((2, 1))}
    with pytest.raises(error, match=f"^{name}: {message}"):
        layer_norm_forward(**(arguments | {name: value}))


def test_a_gradient_that_does_not_fit_its_forward_pass_is_refused():
    arguments = [[1, 2, 4], [3, 5, 9]], [[1], [1]], [[0], [0]]
    _, cache = layer_norm_forward(*arguments)
    for shape in [(), (3,), (3, 2), (2, 1), (1, 2, 3)]:
        with pytest.raises(ValueError, match=r"^dZ_tilde: expected shape \(2, 3\).*got shape"):
            layer_norm_backward(np.ones(shape), cache)
    with pytest.raises(TypeError, match="^dZ_tilde: expected .*real numbers; got .+"):
        layer_norm_backward(None, cache)
    for other in (None, (1, 2, 3), batch_norm_forward(*arguments)[1]):
        with pytest.raises(TypeError, match="^cache: expected the cache .*layer_norm_forward"):
            layer_norm_backward(np.ones((2, 3)), other)


# In a network

def digits(rng, m=70):
    y = np.arange(m) % 3
    return rng.normal(size=(5, m)) + 2 * np.eye(5)[:, y], y


@pytest.mark.parametrize("stack", [(), (2,)])
def test_the_gradients_of_a_whole_network(rng, stack):
    X, y = digits(rng, 6)
    Y, parameters = one_hot(y, 3), initialize((5, 4, 4, 3), rng, dtype=float, stack=stack)
    for name, value in parameters.items():
        if name.startswith(("gamma", "beta")):
            value += rng.normal(size=value.shape)
    Z, cache = forward(X, parameters, "tanh", batch_norm=layer_norm_forward)
    gradients = backward(cross_entropy_gradient(Z, Y), parameters, cache, layer_norm_backward)
    for name, value in parameters.items():
        differences = numerical_gradient(
            lambda A, name=name: cross_entropy(forward(
                X, parameters | {name: A}, "tanh", batch_norm=layer_norm_forward)[0], Y).sum(),
            value)
        assert relative_error(gradients[name], differences) < 1e-7, name


@pytest.mark.parametrize("batch_size", [1, 30])  # 70 examples: the last mini-batch is short
def test_training_evaluates_with_the_training_pass_and_keeps_nothing(rng, batch_size):
    X, y = digits(rng)
    parameters = initialize((5, 8, 3), rng, stack=(2,))
    history = train(parameters, X, one_hot(y, 3), Adam(0.02), 150, rng, batch_size=batch_size,
                    batch_norm=LAYER_NORM, evaluate={"dev": (X, y)}, every=50, progress=False)
    assert history.running.estimate() == {}
    Z, cache = forward(X, parameters, batch_norm=layer_norm_forward)
    assert batch_statistics(cache) == {}
    assert np.array_equal(history.accuracy["dev"][-1], accuracy(Z, y))
    assert (history.accuracy["dev"][-1] > 0.8).all()
    alone = [forward(X[:, [i]], parameters, batch_norm=layer_norm_forward)[0] for i in range(5)]
    np.testing.assert_allclose(np.concatenate(alone, axis=-1), Z[..., :5], rtol=1e-4, atol=1e-4)
