import numpy as np
import pytest
from scipy.special import expit

from helpers.gradient_check import numerical_gradient, relative_error
from helpers.network import (
    ACTIVATIONS,
    backward,
    batch_statistics,
    depth,
    folded,
    forward,
    initialize,
    linear_limit,
    norms_by_layer,
    predict,
    relu,
    sigmoid,
)
from helpers.softmax import cross_entropy, cross_entropy_gradient, one_hot

LAYERS = [(3, 2), (4, 5, 3), (4, 5, 6, 3), (5, 4, 4, 4, 3)]
each_activation = pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
with_and_without = pytest.mark.parametrize("batch_norm", [True, False], ids=["bn", "plain"])
each_depth = pytest.mark.parametrize("layers", LAYERS, ids=lambda layers: f"{len(layers) - 1}deep")


def problem(layers, batch_norm, rng, stack=(), m=7, dtype=np.float64):
    """A mini-batch, its labels, and a network none of whose parameters are at 0 or 1."""
    X = rng.normal(1, 2, (layers[0], m)).astype(dtype)
    Y = one_hot(rng.integers(0, layers[-1], m), layers[-1]).astype(dtype)
    parameters = initialize(layers, rng, "xavier", batch_norm, dtype, stack)
    for parameter in parameters.values():
        parameter += rng.normal(0, 0.3, parameter.shape).astype(dtype)
    return X, Y, parameters


def gradients_of(X, Y, parameters, activation):
    Z, cache = forward(X, parameters, activation)
    return backward(cross_entropy_gradient(Z, Y), parameters, cache)


# Activations

@pytest.mark.parametrize("shape", [(), (5,), (3, 4), (2, 3, 4)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_is_scipys(shape, dtype, rng):
    Z = np.asarray(rng.normal(0, 8, shape), dtype)
    Z.flags.writeable = False
    A = sigmoid(Z)
    assert A.dtype == dtype and A.shape == shape and not np.shares_memory(A, Z)
    np.testing.assert_allclose(A, expit(Z.astype(float)), rtol=0, atol=2 * np.finfo(dtype).eps)


def test_sigmoid_at_extremes_and_of_integers():
    assert sigmoid([1, 2]).dtype == np.float64
    Z = [-np.inf, -1e308, -1e4, 0, 1e4, 1e308, np.inf, np.nan]
    np.testing.assert_array_equal(sigmoid(Z), [0, 0, 0, 0.5, 1, 1, 1, np.nan])


@pytest.mark.parametrize("Z", [None, "0", [True], [1j], [object()]], ids=lambda Z: str(Z)[:6])
def test_activations_refuse_what_is_not_a_real_number(Z):
    for function in (sigmoid, relu):
        with pytest.raises(TypeError, match="^Z: expected an array of real numbers; got"):
            function(Z)


def test_relu():
    np.testing.assert_array_equal(relu([-np.inf, -1, -0.0, 0, 2, np.inf, np.nan]),
                                  [0, 0, 0, 0, 2, np.inf, np.nan])
    assert relu(np.float32([1])).dtype == np.float32 and relu([1]).dtype == np.float64


@each_activation
def test_each_slope_is_the_activations_derivative(activation, rng):
    g, slope = ACTIVATIONS[activation]
    Z = rng.normal(0, 2, 50)
    step = 1e-6
    differences = (g(Z + step) - g(Z - step)) / (2 * step)
    np.testing.assert_allclose(slope(g(Z)), differences, rtol=0, atol=1e-8)


@pytest.mark.parametrize("tolerance", [0.01, 0.05, 0.2])
def test_linear_limit_is_where_the_tangent_is_off_by_the_tolerance(tolerance):
    limit = linear_limit(tolerance)
    gap = 0.5 + limit / 4 - expit(limit)
    assert gap == pytest.approx(tolerance, abs=1e-4) and gap < tolerance


# Parameters

def test_initialize_gives_the_shapes_and_the_spread_it_says(rng):
    parameters = initialize((400, 300, 200, 10), rng)
    shapes = {name: parameter.shape for name, parameter in parameters.items()}
    assert shapes == {"W1": (300, 400), "gamma1": (300, 1), "beta1": (300, 1),
                      "W2": (200, 300), "gamma2": (200, 1), "beta2": (200, 1),
                      "W3": (10, 200), "b3": (10, 1)}
    assert {parameter.dtype for parameter in parameters.values()} == {np.dtype(np.float32)}
    assert (parameters["gamma1"] == 1).all()
    assert not parameters["beta1"].any() and not parameters["b3"].any()
    np.testing.assert_allclose(parameters["W2"].std(), np.sqrt(2 / 300), rtol=0.02)
    xavier = initialize((400, 300, 10), rng, "xavier", batch_norm=False)
    np.testing.assert_allclose(xavier["W1"].std(), np.sqrt(1 / 400), rtol=0.02)
    assert sorted(xavier) == ["W1", "W2", "b1", "b2"] and depth(xavier) == 2
    np.testing.assert_allclose(initialize((400, 300), rng, 0.1)["W1"].std(), 0.1, rtol=0.02)


def test_a_stack_has_weights_of_its_own_each(rng):
    parameters = initialize((4, 3, 2), rng, dtype=np.float64, stack=(5,))
    assert {name: p.shape for name, p in parameters.items()} == {
        "W1": (5, 3, 4), "gamma1": (5, 3, 1), "beta1": (5, 3, 1), "W2": (5, 2, 3), "b2": (5, 2, 1)}
    assert len(np.unique(parameters["W1"])) == 60
    again = initialize((4, 3, 2), np.random.default_rng(0), dtype=np.float64, stack=(5,))
    assert all(np.array_equal(parameters[name], again[name]) for name in again)  # a seed is all


@pytest.mark.parametrize("layers, scale, message", [
    ((4,), "he", "layer_sizes: expected inputs and outputs at least; got"),
    ((4, 2), "He", "scale: expected a number, 'he' or 'xavier'; got 'He'"),
])
def test_initialize_refuses(layers, scale, message, rng):
    with pytest.raises(ValueError, match=f"^{message}"):
        initialize(layers, rng, scale)


# Forward and backward

@each_depth
@with_and_without
@each_activation
def test_gradients_are_those_of_central_differences(activation, batch_norm, layers, rng):
    X, Y, parameters = problem(layers, batch_norm, rng)
    gradients = gradients_of(X, Y, parameters, activation)
    assert set(gradients) == set(parameters)
    for name, parameter in parameters.items():
        def loss(value, name=name):
            return cross_entropy(forward(X, parameters | {name: value}, activation)[0], Y)

        differences = numerical_gradient(loss, parameter)
        assert gradients[name].shape == parameter.shape
        assert relative_error(gradients[name], differences) < 1e-7, name


@each_depth
@with_and_without
@each_activation
def test_gradients_are_tensorflows(activation, batch_norm, layers, rng, tensorflow):
    tf = tensorflow
    X, Y, parameters = problem(layers, batch_norm, rng)
    variables = {name: tf.Variable(parameter) for name, parameter in parameters.items()}
    with tf.GradientTape() as tape:
        A = tf.constant(X)
        for layer in range(1, len(layers)):
            Z = tf.matmul(variables[f"W{layer}"], A)
            if f"gamma{layer}" in variables:
                mean, variance = tf.nn.moments(Z, axes=[1], keepdims=True)
                Z = tf.nn.batch_normalization(Z, mean, variance, variables[f"beta{layer}"],
                                              variables[f"gamma{layer}"], 1e-5)
            else:
                Z = Z + variables[f"b{layer}"]
            A = getattr(tf.nn, activation)(Z)
        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(Y.T, tf.transpose(Z)))
    references = tape.gradient(loss, variables)

    Z_ours, _ = forward(X, parameters, activation)
    np.testing.assert_allclose(Z_ours, Z, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(cross_entropy(Z_ours, Y), loss, rtol=1e-13)
    for name, gradient in gradients_of(X, Y, parameters, activation).items():
        assert relative_error(gradient, references[name].numpy()) < 1e-10, name


@with_and_without
@each_activation
def test_a_stack_is_its_networks_one_by_one(activation, batch_norm, rng):
    X, Y, stacked = problem((4, 5, 3), batch_norm, rng, stack=(3,))
    own = rng.normal(size=(3, *X.shape))
    for inputs in (X, own):
        Z, cache = forward(inputs, stacked, activation)
        gradients = backward(cross_entropy_gradient(Z, Y), stacked, cache)
        for k in range(3):
            single = {name: parameter[k] for name, parameter in stacked.items()}
            X_k = inputs if inputs is X else inputs[k]
            Z_k, _ = forward(X_k, single, activation)
            np.testing.assert_allclose(Z[k], Z_k, rtol=0, atol=1e-12)
            for name, gradient in gradients_of(X_k, Y, single, activation).items():
                np.testing.assert_allclose(gradients[name][k], gradient, rtol=0, atol=1e-12)


@with_and_without
@each_activation
def test_float32_stays_float32_and_inputs_stay_what_they_are(activation, batch_norm, rng):
    X, Y, parameters = problem((4, 5, 3), batch_norm, rng, dtype=np.float32)
    for array in (X, Y, *parameters.values()):
        array.flags.writeable = False
    Z, cache = forward(X.astype(float), parameters, activation)
    gradients = backward(cross_entropy_gradient(Z, Y), parameters, cache)
    Z_test = predict(X, parameters, batch_statistics(cache), activation)
    assert Z.dtype == Z_test.dtype == np.float32
    assert {gradient.dtype for gradient in gradients.values()} == {np.dtype(np.float32)}


def test_the_cache_holds_everything_on_the_way(rng):
    X, _, parameters = problem((4, 5, 6, 3), True, rng)
    Z, cache = forward(X, parameters, "tanh")
    assert cache["A0"] is X
    np.testing.assert_array_equal(cache["Z1"], parameters["W1"] @ X)
    Z_norm = (cache["Z1"] - cache["Z1"].mean(axis=1, keepdims=True)) / np.sqrt(
        cache["Z1"].var(axis=1, keepdims=True) + 1e-5)
    np.testing.assert_allclose(cache["Z_tilde1"],
                               parameters["gamma1"] * Z_norm + parameters["beta1"], atol=1e-12)
    np.testing.assert_array_equal(cache["A1"], np.tanh(cache["Z_tilde1"]))
    np.testing.assert_array_equal(Z, parameters["W3"] @ cache["A2"] + parameters["b3"])
    statistics = batch_statistics(cache)
    assert sorted(statistics) == ["mean1", "mean2", "variance1", "variance2"]
    np.testing.assert_allclose(statistics["mean2"], cache["Z2"].mean(axis=1, keepdims=True))
    np.testing.assert_allclose(statistics["variance2"], cache["Z2"].var(axis=1, keepdims=True))


# Norms by layer

def root_mean_square(A):
    return np.sqrt(np.mean(np.square(A)))


@with_and_without
@each_activation
def test_norms_by_layer_are_those_of_central_differences(activation, batch_norm, rng):
    X, Y, rounded = problem((4, 5, 6, 3), batch_norm, rng, dtype=np.float32)
    A, dZ_tilde, dW = norms_by_layer(X, Y, rounded, activation)
    parameters = {name: parameter.astype(float) for name, parameter in rounded.items()}
    _, cache = forward(X, parameters, activation)
    np.testing.assert_allclose(A, [root_mean_square(cache[f"A{i}"]) for i in (1, 2)], rtol=1e-12)

    g, _ = ACTIVATIONS[activation]
    above = parameters
    for layer in (1, 2):  # the layers above it are a network of their own
        above = {f"{name[:-1]}{int(name[-1]) - 1}": parameter for name, parameter in above.items()
                 if name[-1] != "1"}
        differences = numerical_gradient(
            lambda Z, upper=above: cross_entropy(forward(g(Z), upper, activation)[0], Y),
            cache[f"Z_tilde{layer}"])
        assert dZ_tilde[layer - 1] == pytest.approx(root_mean_square(differences), rel=1e-7)
    assert len(dZ_tilde) == 2

    gradients = gradients_of(X, Y, parameters, activation)
    np.testing.assert_allclose(
        dW, [root_mean_square(gradients[f"W{layer}"]) for layer in (1, 2, 3)], rtol=1e-12)


# Test time

@each_activation
@with_and_without
def test_with_the_batchs_own_statistics_prediction_is_training(batch_norm, activation, rng):
    X, _, parameters = problem((4, 5, 6, 3), batch_norm, rng)
    Z, cache = forward(X, parameters, activation, epsilon=0.5)
    statistics = batch_statistics(cache)
    assert bool(statistics) == batch_norm
    for which in (slice(None), *([i] for i in range(7))):  # all at once, each by itself
        predicted = predict(X[:, which], parameters, statistics, activation, epsilon=0.5)
        np.testing.assert_allclose(predicted, Z[:, which], rtol=0, atol=1e-12)


@each_activation
@pytest.mark.parametrize("stack", [(), (2,)])
def test_a_folded_network_predicts_the_same_without_batch_norm(activation, stack, rng):
    X, _, parameters = problem((4, 5, 6, 3), True, rng, stack)
    plain = problem((4, 5, 6, 3), False, rng, stack)[2]
    parameters = {name: p for name, p in parameters.items() if "2" not in name} | {
        "W2": plain["W2"], "b2": plain["b2"]}  # the second layer has none from the start
    for parameter in parameters.values():
        parameter.flags.writeable = False
    statistics = {"mean1": rng.normal(size=(*stack, 5, 1)),
                  "variance1": rng.uniform(0.5, 2, (*stack, 5, 1))}
    for epsilon in (1e-5, 0.5):
        wanted = predict(X, parameters, statistics, activation, epsilon)
        without = folded(parameters, statistics, epsilon)
        assert set(without) == {"W1", "b1", "W2", "b2", "W3", "b3"}
        for found in (predict(X, without, {}, activation), forward(X, without, activation)[0]):
            np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-12)
    assert "gamma1" in parameters and "b1" not in parameters
    np.testing.assert_array_equal(folded(parameters, statistics)["W1"],
                                  folded(parameters, statistics, 1e-5)["W1"])


@pytest.mark.parametrize("given", [{}, {"mean1": 0}, {"variance1": 1}], ids=sorted)
def test_there_is_no_prediction_without_statistics(given, rng):
    X, _, parameters = problem((4, 5, 3), True, rng)
    for function in (lambda: predict(X, parameters, given), lambda: folded(parameters, given)):
        with pytest.raises(ValueError, match="^statistics: expected mean1 and variance1, kept"):
            function()


def test_what_does_not_fit_the_network_is_refused(rng):
    X, _, parameters = problem((4, 5, 3), False, rng)
    for run in (lambda X, name: forward(X, parameters, name),
                lambda X, name: predict(X, parameters, {}, name)):
        with pytest.raises(ValueError, match="^X: expected 4 features, as W1 has; got shape"):
            run(X.T, "relu")
        with pytest.raises(ValueError, match="^activation: expected one of .*; got 'swish'"):
            run(X, "swish")
        with pytest.raises(ValueError, match="^X: expected a matrix"):
            run(X[:, 0], "relu")
        with pytest.raises(TypeError, match="^X: expected an array of real numbers"):
            run("X", "relu")
