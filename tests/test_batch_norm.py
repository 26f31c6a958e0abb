import inspect
import re

import numpy as np
import pytest

from helpers.batch_norm import (
    EPSILON,
    MISTAKES,
    batch_norm_backward,
    batch_norm_forward,
    batch_norm_inference,
    mistaken_gradient,
)
from helpers.gradient_check import numerical_gradient, relative_error

SHAPES = [(1, 4), (2, 9), (5, 5), (7, 4), (30, 60), (3, 4, 6), (2, 1, 5)]


def problem(shape, seed=0, dtype=np.float64):
    """Random Z, gamma, beta and upstream gradient; no unit is centred or has spread 1."""
    rng = np.random.default_rng(seed)
    per_unit = (*shape[:-1], 1)
    Z = rng.normal(rng.uniform(-4, 4, per_unit), rng.uniform(0.3, 3, per_unit), shape)
    arrays = Z, rng.normal(size=per_unit), rng.normal(size=per_unit), rng.normal(size=shape)
    return [array.astype(dtype) for array in arrays]


def textbook(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=-1, keepdims=True)
    variance = np.var(Z, axis=-1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(variance + epsilon) + beta


def everything(Z, gamma, beta, upstream):
    """All that the three functions return; at test time with mean beta and variance gamma^2."""
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta)
    return [Z_tilde, *cache, *batch_norm_backward(upstream, cache),
            batch_norm_inference(Z, gamma, beta, beta, np.square(gamma))]


# The formulas

@pytest.mark.parametrize("shape", [*SHAPES, (4, 1), (4, 2)])
@pytest.mark.parametrize("epsilon", [1e-5, 1e-3, 2.0])
def test_forward_is_the_formula(shape, epsilon):
    Z, gamma, beta, _ = problem(shape)
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    np.testing.assert_allclose(Z_tilde, textbook(Z, gamma, beta, epsilon), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(cache.mean, Z.mean(-1, keepdims=True), rtol=1e-13)
    np.testing.assert_allclose(cache.variance, Z.var(-1, keepdims=True), rtol=1e-13, atol=1e-30)
    np.testing.assert_allclose(
        cache.Z_norm, (Z - cache.mean) / np.sqrt(cache.variance + epsilon), atol=1e-12)
    inference = batch_norm_inference(Z, gamma, beta, cache.mean, cache.variance, epsilon)
    np.testing.assert_allclose(inference, Z_tilde, rtol=1e-12, atol=1e-12)


def test_by_hand():
    Z_tilde, cache = batch_norm_forward([[2, 4, 6, 8, 10]], [[3]], [[-1]], epsilon=0)
    assert cache.mean == 6 and cache.variance == 8
    np.testing.assert_allclose(Z_tilde, 3 * np.array([[-4, -2, 0, 2, 4]]) / np.sqrt(8) - 1)


def test_epsilon_defaults_to_1e_5():
    for function in (batch_norm_forward, batch_norm_inference):
        assert inspect.signature(function).parameters["epsilon"].default == EPSILON == 1e-5


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if np.prod(shape) < 500])
@pytest.mark.parametrize("seed", [0, 1])
def test_gradients_agree_with_central_differences(shape, seed):
    Z, gamma, beta, upstream = problem(shape, seed)
    _, cache = batch_norm_forward(Z, gamma, beta)
    dZ, dgamma, dbeta = batch_norm_backward(upstream, cache)

    def loss(**changed):
        arguments = {"Z": Z, "gamma": gamma, "beta": beta} | changed
        return np.sum(upstream * batch_norm_forward(**arguments)[0])

    for name, value, gradient in (("Z", Z, dZ), ("gamma", gamma, dgamma), ("beta", beta, dbeta)):
        differences = numerical_gradient(lambda A, name=name: loss(**{name: A}), value)
        assert relative_error(gradient, differences) < 1e-7, name


@pytest.mark.parametrize("constant", MISTAKES)
@pytest.mark.parametrize("shape", [(2, 9), (3, 4, 6)])
def test_a_mistaken_gradient_is_right_where_the_statistic_is_held(shape, constant):
    Z, gamma, beta, upstream = problem(shape, 4)
    _, cache = batch_norm_forward(Z, gamma, beta)

    def loss(A):
        mu = cache.mean if "mu" in constant else A.mean(-1, keepdims=True)
        variance = np.mean((A - mu) ** 2, axis=-1, keepdims=True)
        if "sigma^2" in constant:
            variance = cache.variance
        return np.sum(upstream * gamma * (A - mu) / np.sqrt(variance + EPSILON))

    mistaken = mistaken_gradient(upstream, cache, constant)
    assert relative_error(mistaken, numerical_gradient(loss, Z)) < 1e-7
    assert relative_error(mistaken, batch_norm_backward(upstream, cache)[0]) > 0.01


def test_a_mistake_has_a_name_and_changes_nothing():
    Z, gamma, beta, upstream = problem((2, 5))
    upstream.flags.writeable = False
    _, cache = batch_norm_forward(Z, gamma, beta)
    for constant in MISTAKES:
        assert not np.shares_memory(mistaken_gradient(upstream, cache, constant), upstream)
    with pytest.raises(ValueError, match="^constant: expected one of .*; got 'gamma'"):
        mistaken_gradient(upstream, cache, "gamma")


# Precision

@pytest.mark.parametrize("m", [2, 5, 60, 1000])
@pytest.mark.parametrize("epsilon", [0, 1e-12, 1e-5])
def test_keeps_its_digits_when_the_mean_is_far_larger_than_the_spread(m, epsilon):
    rng = np.random.default_rng(m)
    Z = 1e6 + 1e-3 * rng.standard_normal((100, m))
    gamma, beta = np.ones((100, 1)), np.zeros((100, 1))
    small = (Z - 1e6).astype(np.longdouble)  # exact: both are close to 1e6
    small -= small.mean(axis=1, keepdims=True)
    reference = small / np.sqrt((small * small).mean(axis=1, keepdims=True) + epsilon)
    error = np.abs(batch_norm_forward(Z, gamma, beta, epsilon)[0] - reference).max()
    assert error < 1e-7
    assert error <= np.abs(textbook(Z, gamma, beta, epsilon) - reference).max() + 1e-12


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("outlier", [0, 3, 11])
def test_an_outlier_costs_no_digits(dtype, outlier):
    Z, gamma, beta, _ = problem((6, 12), dtype=dtype)
    Z[:, outlier] = 1e8
    reference = textbook(*(a.astype(np.longdouble) for a in (Z, gamma, beta)), epsilon=1e-5)
    Z_tilde, _ = batch_norm_forward(Z, gamma, beta)
    assert np.abs(Z_tilde - reference).max() < 100 * np.finfo(dtype).eps


# Units without spread, NaN and infinity

@pytest.mark.parametrize("value", [0.0, 1.0, 0.1, 1 / 3, -7.3e-5, 1e300])
@pytest.mark.parametrize("m", [1, 2, 3, 10, 60, 1001])
def test_a_constant_unit_becomes_beta(value, m):
    Z = np.full((2, m), value)
    gamma, beta = np.array([[1.3], [-2.0]]), np.array([[0.7], [0.1]])
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta)
    assert (Z_tilde == beta).all()
    assert (cache.mean == value).all() and (cache.variance == 0).all()
    dZ, dgamma, dbeta = batch_norm_backward(np.ones((2, m)), cache)
    assert (dgamma == 0).all() and (dbeta == m).all() and (np.abs(dZ) < 1e-10).all()

    Z_tilde, cache = batch_norm_forward(Z, gamma, beta, epsilon=0)
    assert np.isnan(Z_tilde).all()
    assert np.isnan(batch_norm_backward(np.ones((2, m)), cache)[0]).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("shape, unit", [((4, 6), (2,)), ((3, 4, 6), (1, 2))])
@pytest.mark.parametrize("example", [0, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("spoil", ["Z", "upstream"])
def test_nan_and_infinity_stay_in_their_unit(bad, shape, unit, example, dtype, spoil):
    Z, gamma, beta, upstream = problem(shape, dtype=dtype)
    clean = everything(Z, gamma, beta, upstream)
    (Z if spoil == "Z" else upstream)[(*unit, example)] = bad
    spoilt = everything(Z, gamma, beta, upstream)
    others = np.ones(shape[:-1], dtype=bool)
    others[unit] = False
    for before, after in zip(clean, spoilt, strict=True):
        assert np.array_equal(before[others], after[others])
    Z_tilde, dZ = spoilt[0], spoilt[6]
    assert not np.isfinite(dZ[unit]).all()
    assert np.isnan(Z_tilde[unit]).any() == (spoil == "Z")


@pytest.mark.parametrize("name", ["gamma", "beta", "mean", "variance"])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_bad_parameter_stays_in_its_unit(name, bad):
    Z, gamma, beta, _ = problem((4, 6))
    arguments = {"gamma": gamma, "beta": beta, "mean": beta, "variance": gamma**2}
    spoilt = {name: value.copy() for name, value in arguments.items()}
    spoilt[name][1] = bad
    clean, spoilt = (batch_norm_inference(Z, **given) for given in (arguments, spoilt))
    assert np.array_equal(clean[[0, 2, 3]], spoilt[[0, 2, 3]])
    assert not np.array_equal(clean[1], spoilt[1])


# What comes in and what goes out

@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("other", [np.float32, np.float64])
def test_the_type_of_Z_is_the_type_of_every_output(dtype, other):
    Z, *arrays = problem((4, 6), dtype=dtype)
    outputs = everything(Z, *(array.astype(other) for array in arrays))
    assert {output.dtype for output in outputs} == {np.dtype(dtype)}


@pytest.mark.parametrize("kind", [list, np.int8, np.uint8, np.int64])
def test_lists_work_and_integers_become_float64(kind):
    arrays = np.array([[1, 2, 4], [3, 5, 9]]), np.array([[2], [3]]), np.array([[1], [4]])
    Z, gamma, beta = (a.tolist() if kind is list else a.astype(kind) for a in arrays)
    outputs = everything(Z, gamma, beta, Z)
    assert {output.dtype for output in outputs} == {np.dtype(float)}
    exact = everything(*(a.astype(float) for a in (*arrays, arrays[0])))
    assert all(map(np.array_equal, outputs, exact))


def test_the_callers_arrays_are_never_changed_nor_shared():
    inputs = Z, gamma, beta, upstream = problem((4, 6))
    for array in inputs:
        array.flags.writeable = False  # writing to one would raise
    for output in everything(*inputs):
        assert not any(np.shares_memory(output, array) for array in inputs)
        assert output.flags.writeable
    _, cache = batch_norm_forward(Z, gamma, beta)
    for array in cache:
        array.flags.writeable = False
    gradients = batch_norm_backward(upstream, cache)
    gamma.flags.writeable = True
    gamma[:] = 100  # an update in place must not reach back into the forward pass
    assert all(map(np.array_equal, gradients, batch_norm_backward(upstream, cache)))


# Bad input

NOT_REAL_NUMBERS = [None, "a string", [["1", "2", "3"]], True, [[True, False, True]],
                    [[1j, 2, 3]], np.zeros((1, 3), dtype=object), {"Z": 1}]
COLUMNS = dict.fromkeys(("gamma", "beta", "mean", "variance"), np.ones((2, 1)))
BAD = [
    ("Z", 1.0, ValueError, r"expected a matrix \(n, m\).*got shape \(\)"),
    ("Z", [1.0, 2.0], ValueError, r"expected a matrix \(n, m\).*got shape \(2,\)"),
    ("Z", np.empty((2, 0)), ValueError, r"expected at least .*one example; got .*\(2, 0\)"),
    ("Z", np.empty((0, 3)), ValueError, r"expected at least one row.*got .*\(0, 3\)"),
    ("Z", [[1, 2], [3]], ValueError, "expected rows of equal length"),
    *[(name, value, TypeError, "expected .*real numbers; got .+")
      for name in ("Z", *COLUMNS) for value in NOT_REAL_NUMBERS],
    *[(name, np.ones(shape), ValueError, r"expected shape \(2, 1\), one value per unit; got shape "
       + re.escape(str(shape)) + "$")
      for name in COLUMNS for shape in [(), (2,), (1, 2), (2, 3), (3, 1), (1, 1), (1, 2, 1)]],
    *[("epsilon", value, ValueError, "expected a .*number.*; got ")
      for value in (-1e-9, np.nan, np.inf, -np.inf, 10**400)],
    *[("epsilon", value, TypeError, "expected a .*number.*; got ")
      for value in ("1e-5", None, True, np.True_, 1j, [1e-5], np.array(1e-5))],
    ("variance", [[1.0], [-0.5]], ValueError, "expected no negative.* unit 1: -0.5$"),
    ("variance", [[-1.0], [-5.0]], ValueError, "expected no negative.* unit 0: -1.0$"),
    ("variance", [[np.nan], [-2.0]], ValueError, "expected no negative.* unit 1: -2.0$"),
]


@pytest.mark.parametrize("name, value, error, message", BAD, ids=lambda value: str(value)[:12])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_bad_arguments_are_refused_by_name(name, value, error, message, dtype):
    arguments = {"Z": np.ones((2, 3), dtype)} | COLUMNS | {name: value}
    with pytest.raises(error, match=f"^{name}: {message}"):
        batch_norm_inference(**arguments)
    if name not in ("mean", "variance"):
        del arguments["mean"], arguments["variance"]
        with pytest.raises(error, match=f"^{name}: {message}"):
            batch_norm_forward(**arguments)


@pytest.mark.parametrize("function", [
    batch_norm_backward, lambda dZ_tilde, cache: mistaken_gradient(dZ_tilde, cache, "mu")])
def test_a_gradient_that_does_not_fit_its_forward_pass_is_refused(function):
    _, cache = batch_norm_forward([[1, 2, 4], [3, 5, 9]], [[1], [1]], [[0], [0]])
    for shape in [(), (3,), (3, 2), (2, 1), (1, 3), (1, 2, 3)]:
        with pytest.raises(ValueError, match=r"^dZ_tilde: expected shape \(2, 3\).*got shape"):
            function(np.ones(shape), cache)
    for value in NOT_REAL_NUMBERS:
        with pytest.raises(TypeError, match="^dZ_tilde: expected .*real numbers; got .+"):
            function(value, cache)
    for other in (None, (1, 2, 3, 4, 5), {}, np.ones(5)):
        with pytest.raises(TypeError, match="^cache: expected the cache .*batch_norm_forward"):
            function([[1.0]], other)


@pytest.mark.parametrize("c, shift", [(1e-3, 0), (7, -100), (1e3, 5)])
def test_scaling_the_weights_and_shifting_change_nothing_but_the_gradient(c, shift):
    Z, gamma, beta, upstream = problem((4, 9))
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta, epsilon=0)
    scaled, scaled_cache = batch_norm_forward(c * Z + shift, gamma, beta, epsilon=0)
    np.testing.assert_allclose(scaled, Z_tilde, rtol=0, atol=1e-9)
    dZ, scaled_dZ = (batch_norm_backward(upstream, kept)[0] for kept in (cache, scaled_cache))
    np.testing.assert_allclose(c * scaled_dZ, dZ, rtol=0, atol=1e-9)
