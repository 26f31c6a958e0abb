import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.batch_norm import (
    EPSILON,
    MISTAKES,
    BatchNormCache,
    batch_norm_backward,
    batch_norm_forward,
    batch_norm_inference,
    mistaken_gradient,
)
from helpers.gradient_check import numerical_gradient, relative_error

SHAPES = [(1, 4), (2, 9), (5, 5), (7, 4), (30, 60), (3, 4, 6), (2, 1, 5)]
property_test = settings(max_examples=60, deadline=None, derandomize=True, database=None)
seeds = st.integers(0, 2**32 - 1)


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


pytestmark = pytest.mark.usefixtures("warnings_are_errors")


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
        cache.Z_norm, (Z - cache.mean) / np.sqrt(cache.variance + epsilon), atol=1e-12
    )


def test_by_hand():
    Z_tilde, cache = batch_norm_forward([[2, 4, 6, 8, 10]], [[3]], [[-1]], epsilon=0)
    assert cache.mean == 6 and cache.variance == 8
    np.testing.assert_allclose(Z_tilde, 3 * np.array([[-4, -2, 0, 2, 4]]) / np.sqrt(8) - 1)


def test_epsilon_defaults_to_1e_5():
    Z, gamma, beta, _ = problem((3, 4))
    Z = 1e-3 * Z
    default, _ = batch_norm_forward(Z, gamma, beta)
    stated, _ = batch_norm_forward(Z, gamma, beta, 1e-5)
    assert np.array_equal(default, stated)
    zeros, ones = np.zeros((3, 1)), np.ones((3, 1))
    assert np.array_equal(batch_norm_inference(Z, gamma, beta, zeros, ones),
                          batch_norm_inference(Z, gamma, beta, zeros, ones, 1e-5))


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if np.prod(shape) < 500])
@pytest.mark.parametrize("seed", [0, 1])
def test_gradients_agree_with_central_differences(shape, seed):
    Z, gamma, beta, upstream = problem(shape, seed)
    _, cache = batch_norm_forward(Z, gamma, beta)
    dZ, dgamma, dbeta = batch_norm_backward(upstream, cache)

    def loss(Z=Z, gamma=gamma, beta=beta):
        return np.sum(upstream * batch_norm_forward(Z, gamma, beta)[0])

    assert relative_error(dZ, numerical_gradient(lambda A: loss(Z=A), Z)) < 1e-7
    assert relative_error(dgamma, numerical_gradient(lambda A: loss(gamma=A), gamma)) < 1e-7
    assert relative_error(dbeta, numerical_gradient(lambda A: loss(beta=A), beta)) < 1e-7


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
    with pytest.raises(ValueError, match="^dZ_tilde: expected shape"):
        mistaken_gradient(upstream[:1], cache, "mu")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("epsilon", [1e-5, 1e-3])
def test_agrees_with_tensorflow(tensorflow, shape, epsilon):
    Z, gamma, beta, upstream = problem(shape, 2)
    variables = [tensorflow.Variable(array) for array in (Z, gamma, beta)]
    with tensorflow.GradientTape() as tape:
        mean, variance = tensorflow.nn.moments(variables[0], axes=[-1], keepdims=True)
        Z_tilde = tensorflow.nn.batch_normalization(
            variables[0], mean, variance, variables[2], variables[1], epsilon
        )
        loss = tensorflow.reduce_sum(upstream * Z_tilde)
    theirs = [Z_tilde, *tape.gradient(loss, variables)]
    our_Z_tilde, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    ours = [our_Z_tilde, *batch_norm_backward(upstream, cache)]
    for our, their in zip(ours, theirs, strict=True):
        assert relative_error(our, their.numpy()) < 1e-12
    inference = batch_norm_inference(Z, gamma, beta, mean.numpy(), variance.numpy(), epsilon)
    assert relative_error(inference, Z_tilde.numpy()) < 1e-12


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if len(shape) == 2])
def test_agrees_with_pytorch(torch, shape):
    Z, gamma, beta, upstream = problem(shape, 3)
    tensors = [torch.tensor(array, requires_grad=True) for array in (Z, gamma, beta)]
    Z_tilde = torch.nn.functional.batch_norm(  # one row an example there
        tensors[0].T, None, None, tensors[1][:, 0], tensors[2][:, 0], training=True, eps=1e-5
    ).T
    Z_tilde.backward(torch.tensor(upstream))
    our_Z_tilde, cache = batch_norm_forward(Z, gamma, beta)
    assert relative_error(our_Z_tilde, Z_tilde.detach().numpy()) < 1e-12
    for our, tensor in zip(batch_norm_backward(upstream, cache), tensors, strict=True):
        assert relative_error(our, tensor.grad.numpy()) < 1e-12


@pytest.mark.parametrize("shape", SHAPES)
def test_inference_with_the_batch_statistics_is_the_forward_pass(shape):
    Z, gamma, beta, _ = problem(shape)
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta)
    inference = batch_norm_inference(Z, gamma, beta, cache.mean, cache.variance)
    assert relative_error(inference, Z_tilde) < 1e-14


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
    assert error <= np.abs(textbook(Z, gamma, beta, epsilon) - reference).max()


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


def test_a_batch_of_one_gives_beta_and_no_gradient_to_Z():
    Z, gamma, beta, upstream = problem((5, 1))
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta)
    dZ, dgamma, dbeta = batch_norm_backward(upstream, cache)
    assert np.array_equal(Z_tilde, beta)
    assert (dZ == 0).all() and (dgamma == 0).all() and np.array_equal(dbeta, upstream)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("shape, unit", [((4, 6), (2,)), ((3, 4, 6), (1, 2))])
@pytest.mark.parametrize("example", [0, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nan_and_infinity_stay_in_their_unit(bad, shape, unit, example, dtype):
    Z, gamma, beta, upstream = problem(shape, dtype=dtype)
    statistics = np.zeros_like(beta), np.ones_like(beta)

    def everything(Z, upstream):
        Z_tilde, cache = batch_norm_forward(Z, gamma, beta)
        return [Z_tilde, *cache, *batch_norm_backward(upstream, cache),
                batch_norm_inference(Z, gamma, beta, *statistics)]

    clean = everything(Z, upstream)
    for spoil in ("Z", "upstream"):
        Z_bad, upstream_bad = Z.copy(), upstream.copy()
        (Z_bad if spoil == "Z" else upstream_bad)[(*unit, example)] = bad
        spoilt = everything(Z_bad, upstream_bad)
        others = np.ones(shape[:-1], dtype=bool)
        others[unit] = False
        for before, after in zip(clean, spoilt, strict=True):
            assert np.array_equal(before[others], after[others])
        dZ = spoilt[6]
        assert not np.isfinite(dZ[unit]).all()
        if spoil == "Z":
            assert np.isnan(spoilt[0][unit]).any()


@pytest.mark.parametrize("name", ["gamma", "beta", "mean", "variance"])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_bad_parameter_stays_in_its_unit(name, bad):
    Z, gamma, beta, _ = problem((4, 6))
    arguments = {"gamma": gamma, "beta": beta, "mean": beta.copy(), "variance": gamma**2}
    clean = batch_norm_inference(Z, **arguments)
    arguments[name] = arguments[name].copy()
    arguments[name][1] = bad
    spoilt = batch_norm_inference(Z, **arguments)
    others = [0, 2, 3]
    assert np.array_equal(clean[others], spoilt[others])
    assert not np.array_equal(clean[1], spoilt[1])


# What comes in and what goes out


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_type_of_Z_is_the_type_of_every_output(dtype):
    Z, gamma, beta, upstream = problem((4, 6), dtype=dtype)
    for other in (np.float32, np.float64):
        Z_tilde, cache = batch_norm_forward(Z, gamma.astype(other), beta.astype(other))
        gradients = batch_norm_backward(upstream.astype(other), cache)
        inference = batch_norm_inference(Z, gamma, beta, beta.astype(other), gamma.astype(other)**2)
        for output in (Z_tilde, *cache, *gradients, inference):
            assert output.dtype == dtype


@pytest.mark.parametrize("kind", [int, np.int8, np.uint8, np.int64])
def test_integers_become_float64(kind):
    Z = np.array([[1, 2, 4], [3, 5, 9]], dtype=kind)
    gamma, beta = np.array([[2], [3]], dtype=kind), np.array([[1], [4]], dtype=kind)
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta)
    dZ, dgamma, dbeta = batch_norm_backward(Z, cache)
    for output in (Z_tilde, *cache, dZ, dgamma, dbeta):
        assert output.dtype == np.float64
    np.testing.assert_allclose(Z_tilde, textbook(Z * 1.0, gamma, beta, 1e-5))


def test_lists_work():
    Z, gamma, beta, upstream = problem((2, 3))
    Z_tilde, cache = batch_norm_forward(Z.tolist(), gamma.tolist(), beta.tolist())
    assert np.array_equal(Z_tilde, batch_norm_forward(Z, gamma, beta)[0])
    assert np.array_equal(batch_norm_backward(upstream.tolist(), cache)[0],
                          batch_norm_backward(upstream, cache)[0])


def test_the_callers_arrays_are_never_changed_nor_shared():
    Z, gamma, beta, upstream = problem((4, 6))
    statistics = beta.copy(), gamma**2
    inputs = [Z, gamma, beta, upstream, *statistics]
    before = [array.copy() for array in inputs]
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta)
    kept = [array.copy() for array in cache]
    gradients = batch_norm_backward(upstream, cache)
    inference = batch_norm_inference(Z, gamma, beta, *statistics)
    for array, copy in zip([*inputs, *cache], [*before, *kept], strict=True):
        assert np.array_equal(array, copy)
    for output in (Z_tilde, *cache, *gradients, inference):
        assert not any(np.shares_memory(output, array) for array in inputs)
        assert output.flags.writeable
    gamma[:] = 100  # an update in place must not reach back into the forward pass
    for first, again in zip(gradients, batch_norm_backward(upstream, cache), strict=True):
        assert np.array_equal(first, again)


def test_read_only_and_scattered_memory():
    Z, gamma, beta, upstream = problem((4, 6))
    expected, cache = batch_norm_forward(Z, gamma, beta)
    gradients = batch_norm_backward(upstream, cache)
    scattered = [np.repeat(np.repeat(a, 2, 0), 2, 1)[::2, ::2] for a in (Z, gamma, beta, upstream)]
    turned = [np.asfortranarray(a)[::-1][::-1] for a in (Z, gamma, beta, upstream)]
    for arrays in (scattered, turned):
        for array in arrays:
            array.flags.writeable = False
        Z_tilde, cache = batch_norm_forward(*arrays[:3])
        assert relative_error(Z_tilde, expected) < 1e-14
        for got, want in zip(batch_norm_backward(arrays[3], cache), gradients, strict=True):
            assert relative_error(got, want) < 1e-14


# Bad input

NOT_REAL_NUMBERS = [None, "a string", [["1", "2", "3"]], True, [[True, False, True]],
                    [[1j, 2, 3]], np.zeros((1, 3), dtype=object), {"Z": 1}]


@pytest.mark.parametrize("value", NOT_REAL_NUMBERS, ids=str)
@pytest.mark.parametrize("name", ["Z", "gamma", "beta", "mean", "variance", "dZ_tilde"])
def test_what_is_not_a_real_number_is_refused(name, value):
    arguments = {"Z": [[1, 2, 4]], "gamma": [[1]], "beta": [[0]]}
    with pytest.raises(TypeError, match=rf"^{name}: expected .*real numbers; got .+"):
        if name == "dZ_tilde":
            batch_norm_backward(value, batch_norm_forward(**arguments)[1])
        elif name in ("mean", "variance"):
            batch_norm_inference(**arguments | {"mean": [[0]], "variance": [[1]]} | {name: value})
        else:
            batch_norm_forward(**arguments | {name: value})


@pytest.mark.parametrize("Z, message", [
    (1.0, r"Z: expected a matrix \(n, m\).*got shape \(\)"),
    ([1.0, 2.0], r"Z: expected a matrix \(n, m\).*got shape \(2,\)"),
    (np.empty((2, 0)), r"Z: expected at least .*one example; got .*\(2, 0\)"),
    (np.empty((0, 3)), r"Z: expected at least one row.*got .*\(0, 3\)"),
    ([[1, 2], [3]], r"Z: expected rows of equal length"),
])
@pytest.mark.parametrize("function", [batch_norm_forward, batch_norm_inference])
def test_Z_of_the_wrong_form_is_refused(function, Z, message):
    more = {} if function is batch_norm_forward else {"mean": [[0], [0]], "variance": [[1], [1]]}
    with pytest.raises(ValueError, match=message):
        function(Z, [[1], [1]], [[0], [0]], **more)


@pytest.mark.parametrize("name", ["gamma", "beta", "mean", "variance"])
@pytest.mark.parametrize("shape", [(), (2,), (1, 2), (2, 3), (3, 1), (1, 1), (1, 2, 1)])
def test_parameters_of_the_wrong_shape_are_refused(name, shape):
    column = np.ones((2, 1))
    arguments = dict.fromkeys(("gamma", "beta", "mean", "variance"), column)
    arguments[name] = np.ones(shape)
    came = str(shape).replace("(", r"\(").replace(")", r"\)")
    message = rf"^{name}: expected shape \(2, 1\), one value per unit; got shape {came}$"
    with pytest.raises(ValueError, match=message):
        batch_norm_inference(np.ones((2, 3)), **arguments)
    if name in ("gamma", "beta"):
        with pytest.raises(ValueError, match=message):
            batch_norm_forward(np.ones((2, 3)), arguments["gamma"], arguments["beta"])


@pytest.mark.parametrize("shape", [(), (3,), (3, 2), (2, 1), (1, 3), (1, 2, 3)])
def test_a_gradient_that_does_not_fit_its_forward_pass_is_refused(shape):
    _, cache = batch_norm_forward([[1, 2, 4], [3, 5, 9]], [[1], [1]], [[0], [0]])
    with pytest.raises(ValueError, match=r"^dZ_tilde: expected shape \(2, 3\).*got shape"):
        batch_norm_backward(np.ones(shape), cache)


@pytest.mark.parametrize("cache", [None, (1, 2, 3, 4, 5), {}, np.ones(5)], ids=str)
def test_another_cache_is_refused(cache):
    with pytest.raises(TypeError, match="^cache: expected the cache .*batch_norm_forward"):
        batch_norm_backward([[1.0]], cache)


@pytest.mark.parametrize("epsilon, kind", [
    (-1e-9, ValueError), (np.nan, ValueError), (np.inf, ValueError), (-np.inf, ValueError),
    (10**400, ValueError), ("1e-5", TypeError), (None, TypeError), (True, TypeError),
    (np.True_, TypeError), (1j, TypeError), ([1e-5], TypeError), (np.array(1e-5), TypeError),
], ids=lambda value: str(value)[:12])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_bad_epsilon_is_refused(epsilon, kind, dtype):
    Z, gamma, beta, _ = problem((2, 3), dtype=dtype)
    with pytest.raises(kind, match="^epsilon: expected a .*number.*; got "):
        batch_norm_forward(Z, gamma, beta, epsilon)
    with pytest.raises(kind, match="^epsilon: expected a .*number.*; got "):
        batch_norm_inference(Z, gamma, beta, beta, gamma**2, epsilon)


@pytest.mark.parametrize("epsilon", [0, 1, 1e-3, np.float32(1e-3), np.int64(1)])
def test_any_real_number_from_zero_is_an_epsilon(epsilon):
    Z, gamma, beta, _ = problem((2, 3))
    np.testing.assert_allclose(batch_norm_forward(Z, gamma, beta, epsilon)[0],
                               textbook(Z, gamma, beta, float(epsilon)), rtol=1e-12)


@pytest.mark.parametrize("variance, unit, value", [
    ([[1.0], [-0.5]], 1, "-0.5"), ([[-1.0], [-5.0]], 0, "-1.0"), ([[np.nan], [-2.0]], 1, "-2.0"),
])
def test_a_negative_variance_is_refused(variance, unit, value):
    column = np.ones((2, 1))
    with pytest.raises(ValueError, match=rf"^variance: expected no neg.* unit {unit}: {value}$"):
        batch_norm_inference(np.ones((2, 3)), column, column, column, variance)


# Properties


@property_test
@given(seeds, st.integers(1, 5), st.integers(2, 12), st.floats(1e-3, 1e3), st.floats(-100, 100))
def test_scaling_the_weights_and_shifting_change_nothing_but_the_gradient(seed, n, m, c, shift):
    rng = np.random.default_rng(seed)
    W, A = rng.normal(size=(n, 3)), rng.normal(size=(3, m))
    _, gamma, beta, upstream = problem((n, m), seed)
    Z_tilde, cache = batch_norm_forward(W @ A, gamma, beta, epsilon=0)
    scaled, scaled_cache = batch_norm_forward((c * W) @ A + shift, gamma, beta, epsilon=0)
    flat = np.sqrt(cache.variance.min())  # two examples may lie close together by chance
    loss_of_digits = 1e-13 * (1 + abs(shift) / c) / flat
    np.testing.assert_allclose(scaled, Z_tilde, rtol=0, atol=1e-9 + 10 * loss_of_digits)
    if m > 2 and flat > 1e-2:
        dZ = batch_norm_backward(upstream, cache)[0]
        scaled_dZ = batch_norm_backward(upstream, scaled_cache)[0]
        np.testing.assert_allclose(c * scaled_dZ, dZ, rtol=0,
                                   atol=1e-7 * np.abs(dZ).max() + 100 * loss_of_digits / flat)


@property_test
@given(seeds, st.integers(1, 6), st.integers(1, 30), st.floats(0, 10))
def test_mean_and_variance_of_Z_norm(seed, n, m, epsilon):
    Z, gamma, beta, _ = problem((n, m), seed)
    if m == 1 and epsilon == 0:
        epsilon = 1e-5
    _, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    assert np.abs(cache.Z_norm.mean(axis=1)).max() < 1e-11
    np.testing.assert_allclose(cache.Z_norm.var(axis=1, keepdims=True),
                               cache.variance / (cache.variance + epsilon), atol=1e-11)


@property_test
@given(seeds, st.integers(1, 6), st.integers(2, 30), st.floats(1e-8, 10))
def test_the_right_gamma_and_beta_undo_the_normalization(seed, n, m, epsilon):
    Z, gamma, beta, _ = problem((n, m), seed)
    _, cache = batch_norm_forward(Z, gamma, beta, epsilon)
    undone, _ = batch_norm_forward(Z, np.sqrt(cache.variance + epsilon), cache.mean, epsilon)
    np.testing.assert_allclose(undone, Z, rtol=0, atol=1e-12)


@property_test
@given(seeds, st.integers(1, 6), st.integers(1, 30), st.floats(-10, 10), st.floats(-10, 10))
def test_backward_is_linear_in_the_upstream_gradient(seed, n, m, a, b):
    Z, gamma, beta, first = problem((n, m), seed)
    second = np.random.default_rng([seed, 1]).normal(size=(n, m))
    _, cache = batch_norm_forward(Z, gamma, beta, epsilon=0.1)
    one, two = batch_norm_backward(first, cache), batch_norm_backward(second, cache)
    mixed = batch_norm_backward(a * first + b * second, cache)
    for x, y, both in zip(one, two, mixed, strict=True):
        np.testing.assert_allclose(both, a * x + b * y, rtol=0, atol=1e-10)


@property_test
@given(seeds, st.integers(1, 4), st.integers(1, 5), st.integers(1, 12))
def test_a_stack_is_a_loop_of_single_layers(seed, K, n, m):
    Z, gamma, beta, upstream = problem((K, n, m), seed)
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta)
    stacked = [Z_tilde, *cache, *batch_norm_backward(upstream, cache)]
    stacked.append(batch_norm_inference(Z, gamma, beta, beta, gamma**2))
    for k in range(K):
        Z_tilde, cache = batch_norm_forward(Z[k], gamma[k], beta[k])
        assert isinstance(cache, BatchNormCache)
        single = [Z_tilde, *cache, *batch_norm_backward(upstream[k], cache)]
        single.append(batch_norm_inference(Z[k], gamma[k], beta[k], beta[k], gamma[k] ** 2))
        for whole, part in zip(stacked, single, strict=True):
            np.testing.assert_allclose(whole[k], part, rtol=1e-12, atol=1e-12)


@property_test
@given(seeds, st.integers(2, 5), st.integers(1, 12))
def test_units_do_not_know_of_each_other_nor_of_the_order_of_the_examples(seed, n, m):
    Z, gamma, beta, upstream = problem((n, m), seed)
    rng = np.random.default_rng(seed)
    units, examples = rng.permutation(n), rng.permutation(m)
    Z_tilde, cache = batch_norm_forward(Z, gamma, beta)
    dZ = batch_norm_backward(upstream, cache)[0]
    shuffled, cache = batch_norm_forward(Z[units][:, examples], gamma[units], beta[units])
    shuffled_dZ = batch_norm_backward(upstream[units][:, examples], cache)[0]
    np.testing.assert_allclose(shuffled, Z_tilde[units][:, examples], rtol=0, atol=1e-11)
    scale = 1 + np.abs(dZ).max()
    np.testing.assert_allclose(shuffled_dZ, dZ[units][:, examples], rtol=0, atol=1e-9 * scale)
