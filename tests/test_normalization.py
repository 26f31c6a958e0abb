import numpy as np
import pytest
from scipy.optimize import minimize as scipy_minimize
from scipy.special import expit, xlogy

from helpers.datasets import load_penguins
from helpers.gradient_check import numerical_gradient, relative_error
from helpers.normalization import (
    PREPROCESSING,
    Bowl,
    condition_number,
    descend,
    input_statistics,
    largest_stable_learning_rate,
    logistic_gradient,
    logistic_hessian,
    logistic_loss,
    minimize,
    normalize_inputs,
)


def problem(n=3, m=40, seed=0, models=()):
    """Overlapping classes, features with a mean and a scale of their own, and weights."""
    rng = np.random.default_rng(seed)
    X = rng.normal(rng.uniform(-2, 2, (n, 1)), rng.uniform(0.5, 2, (n, 1)), (n, m))
    Y = (rng.random((1, m)) < expit(X.sum(axis=0))).astype(float)
    Y[0, ::5] = 1 - Y[0, ::5]
    return rng.normal(size=(*models, n, 1)), rng.normal(size=(*models, 1, 1)), X, Y


def loss_of(parameters, X, Y):
    """The same loss from its textbook definition, with SciPy's functions."""
    A = expit(parameters[:-1] @ X + parameters[-1])
    return -np.mean(xlogy(Y, A) + xlogy(1 - Y, 1 - A))


# Statistics

@pytest.mark.parametrize("shape", [(1, 1), (2, 7), (5, 5), (3, 2, 6)])
def test_statistics_are_numpys(shape, rng):
    X = rng.normal(3, 2, shape)
    mu, variance = input_statistics(X)
    np.testing.assert_allclose(mu, X.mean(axis=-1, keepdims=True), rtol=1e-13)
    np.testing.assert_allclose(variance, X.var(axis=-1, keepdims=True), rtol=1e-12, atol=1e-30)


@pytest.mark.parametrize("value", [0.1, 1 / 3, -7.3e-5, 1e300])
@pytest.mark.parametrize("m", [1, 2, 3, 7, 10, 1001])
def test_a_feature_that_never_changes_has_no_variance_and_is_refused(value, m):
    X = np.stack([np.arange(m), np.full(m, value)])
    mu, variance = input_statistics(X)
    assert mu[1] == value and variance[1] == 0
    variance[0] = 1
    with pytest.raises(ValueError, match="^variance: .*feature 1: leave out"):
        normalize_inputs(X, mu, variance)


def test_normalized_inputs_have_mean_0_and_variance_1(rng):
    X = rng.normal(1e6, 1e-3, (4, 50))
    mu, variance = input_statistics(normalize_inputs(X, *input_statistics(X)))
    assert np.abs(mu).max() < 1e-6
    np.testing.assert_allclose(variance, 1, rtol=1e-10)


def test_a_test_set_gets_the_training_statistics():
    assert normalize_inputs([[4.0]], [[2.0]], [[16.0]]) == 0.5
    X_norm = normalize_inputs(np.ones((2, 3), np.float32), [[0], [1]], [[1], [4]])
    assert X_norm.dtype == np.float32 and (X_norm == [[1], [0]]).all()


def test_nan_and_infinity_stay_in_their_feature(rng):
    X = rng.normal(size=(4, 6))
    clean = normalize_inputs(X, *input_statistics(X))
    X[1, 2], X[2, 3] = np.nan, np.inf
    spoilt = normalize_inputs(X, *input_statistics(X))
    assert np.array_equal(clean[[0, 3]], spoilt[[0, 3]])
    assert np.isnan(spoilt[1:3]).any(axis=1).all()


def test_inputs_are_not_changed(rng):
    w, b, X, Y = problem()
    mu, variance = input_statistics(X)
    arrays = w, b, X, Y, mu, variance
    for array in arrays:
        array.flags.writeable = False  # writing to one would raise
    normalize_inputs(X, mu, variance)
    for function in (logistic_loss, logistic_gradient, logistic_hessian):
        function(w, b, X, Y)
    minimize(X, Y)
    descend(X, Y, 0.1, 3)


# Logistic regression

@pytest.mark.parametrize("n, m, seed", [(1, 5, 0), (3, 20, 1), (4, 4, 2), (5, 50, 3)])
def test_loss_gradient_and_hessian(n, m, seed):
    w, b, X, Y = problem(n, m, seed)
    parameters = np.append(w, b)
    np.testing.assert_allclose(logistic_loss(w, b, X, Y), loss_of(parameters, X, Y), rtol=1e-12)
    gradient = np.append(*logistic_gradient(w, b, X, Y))
    numerical = numerical_gradient(lambda p: loss_of(p, X, Y), parameters)
    assert relative_error(gradient, numerical) < 1e-7

    def slope(p, i):
        return np.append(*logistic_gradient(p[:-1, np.newaxis], p[-1:, np.newaxis], X, Y))[i]

    H = [numerical_gradient(lambda p, i=i: slope(p, i), parameters) for i in range(n + 1)]
    assert relative_error(logistic_hessian(w, b, X, Y), np.array(H)) < 1e-7


def logistic(w, b, X, Y):
    """All there is to know of a model: loss, gradient, Hessian and what is read from that."""
    H = logistic_hessian(w, b, X, Y)
    return [logistic_loss(w, b, X, Y), *logistic_gradient(w, b, X, Y), H, condition_number(H),
            largest_stable_learning_rate(H)]


def test_a_stack_of_models_is_a_loop():
    w, b, X, Y = problem(models=(4,))
    stacked = logistic(w, b, X, Y)
    assert [np.shape(found) for found in stacked] == [
        (4,), w.shape, b.shape, (4, 4, 4), (4,), (4,)]
    for k in range(4):
        for found, alone in zip(stacked, logistic(w[k], b[k], X, Y), strict=True):
            np.testing.assert_allclose(found[k], alone, rtol=1e-12)


@pytest.mark.parametrize("size", [1e2, 1e4, 1e8, 1e300])
def test_extreme_weights_do_not_overflow(size):
    w, b, X, Y = problem()
    z = (size * w).T @ X
    margin = np.where(Y == 1, z, -z)
    expected = np.mean(np.maximum(-margin, 0))  # what the loss tends to far from the line
    np.testing.assert_allclose(logistic_loss(size * w, 0 * b, X, Y), expected, rtol=1e-2)
    for found in (*logistic_gradient(size * w, 0 * b, X, Y),
                  logistic_hessian(size * w, 0 * b, X, Y)):
        assert np.isfinite(found).all()


def test_a_diverged_model_does_not_take_its_stack_along():
    w, b, X, Y = problem(models=(3,))
    clean = logistic(w, b, X, Y)
    w[1, 0], b[1] = np.inf, np.nan
    for before, after in zip(clean, logistic(w, b, X, Y), strict=True):
        assert np.array_equal(before[[0, 2]], after[[0, 2]])
        assert np.isnan(after[1]).all()


def test_condition_number_and_learning_rate_of_known_bowls():
    rotation = np.linalg.qr(np.random.default_rng(0).normal(size=(3, 3)))[0]
    H = rotation @ np.diag([0.5, 2.0, 8.0]) @ rotation.T
    np.testing.assert_allclose(condition_number(H), 16)
    np.testing.assert_allclose(condition_number(H), np.linalg.cond(H))
    np.testing.assert_allclose(largest_stable_learning_rate(H), 0.25)
    assert np.isinf(condition_number(np.diag([0.0, 1.0])))


# Minimizing

@pytest.mark.parametrize("n, m, seed", [(1, 30, 0), (2, 60, 1), (3, 100, 2)])
def test_the_minimum_is_scipys(n, m, seed):
    _, _, X, Y = problem(n, m, seed)
    w, b, J = minimize(X, Y)
    found = scipy_minimize(loss_of, np.zeros(n + 1), (X, Y), method="BFGS", options={"gtol": 1e-7})
    np.testing.assert_allclose(np.append(w, b), found.x, atol=1e-4)
    assert found.fun - 1e-12 <= J + 1e-12 and J <= found.fun + 1e-12
    assert w.shape == (n, 1) and b.shape == (1, 1) and J.shape == ()


def test_raw_penguins_have_the_minimum_of_normalized_ones():
    X, Y = load_penguins()
    mu, variance = input_statistics(X)
    w, b, J = minimize(X, Y)
    w_norm, b_norm, J_norm = minimize(normalize_inputs(X, mu, variance), Y)
    np.testing.assert_allclose(J, J_norm, rtol=1e-12)
    np.testing.assert_allclose(w * np.sqrt(variance), w_norm, rtol=1e-8)
    np.testing.assert_allclose(b + w.T @ mu, b_norm, rtol=1e-6)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("scale", [1e-2, 1, 1e2])
def test_separable_classes_have_no_minimum(seed, scale):
    rng = np.random.default_rng(seed)
    X = scale * rng.normal(size=(2, 40))
    with pytest.raises(ValueError, match="no minimum.*separate the two classes"):
        minimize(X, (X[:1] > 0).astype(int))
    for labels in (0, 1):  # one class alone
        with pytest.raises(ValueError, match="no minimum"):
            minimize(X, np.full((1, 40), labels))


# Descent

def test_descent_takes_the_steps_of_the_formula():
    _, _, X, Y = problem()
    path, J = descend(X, Y, 0.3, steps=5)
    parameters = np.zeros(4)
    for step in range(6):
        np.testing.assert_allclose(path[step], parameters, atol=1e-8)
        np.testing.assert_allclose(J[step], loss_of(parameters, X, Y), rtol=1e-7)
        parameters = parameters - 0.3 * numerical_gradient(lambda p: loss_of(p, X, Y), parameters)


def test_a_descent_of_no_steps_is_its_start():
    _, _, X, Y = problem()
    path, J = descend(X, Y, 0.1, steps=0)
    assert path.shape == (1, 4) and (path == 0).all()
    np.testing.assert_allclose(J, [np.log(2)])


def test_a_descent_that_explodes_says_so_by_its_values():
    path, J = descend([[1.0, 2.0, 3.0]], [[1, 0, 1]], 1e308, steps=5)
    assert not np.isfinite(J).all() and J.shape == (6,)


# The bowl

def test_preprocessing_is_what_its_name_says(rng):
    X = rng.normal([[3], [-1]], [[2], [0.5]], (2, 30))
    centred = X - X.mean(axis=1, keepdims=True)
    wanted = {
        "raw": X,
        "centred": centred,
        "normalized": centred / X.std(axis=1, keepdims=True),
        "centred, divided by sigma^2": centred / X.var(axis=1, keepdims=True),
        "divided by sqrt(mean of x^2)": X / np.sqrt((X * X).sum(axis=1, keepdims=True) / 30),
    }
    assert list(PREPROCESSING) == list(wanted)
    for name, change in PREPROCESSING.items():
        np.testing.assert_allclose(change(X), wanted[name], rtol=1e-12, atol=1e-12)


@pytest.fixture(scope="module")
def bowl():
    _, _, X, Y = problem(n=2, m=60, seed=1)
    return Bowl(X, Y)


def test_the_numbers_of_a_bowl_are_scipys_and_numpys(bowl):
    X, Y = bowl.X, bowl.Y
    options = {"method": "BFGS", "options": {"gtol": 1e-7}}
    found = scipy_minimize(loss_of, np.zeros(3), (X, Y), **options)
    assert bowl.lowest == pytest.approx(found.fun, abs=1e-12)
    on_slice = scipy_minimize(lambda w: loss_of(np.append(w, 0), X, Y), np.zeros(2), **options)
    np.testing.assert_allclose(bowl.bottom[:, 0], on_slice.x, atol=1e-5)
    X1 = np.vstack([X, np.ones(60)])
    at_zero = X1 @ X1.T / 4 / 60
    assert bowl.condition == pytest.approx(np.linalg.cond(at_zero))
    assert bowl.condition_slice == pytest.approx(np.linalg.cond(at_zero[:2, :2]))
    assert bowl.stable == pytest.approx(2 / np.linalg.norm(at_zero, 2))
    A = expit(found.x @ X1)
    assert bowl.stable_at_minimum == pytest.approx(
        2 / np.linalg.norm(X1 * A * (1 - A) @ X1.T / 60, 2), rel=1e-5)


def test_the_surface_of_a_bowl_is_its_loss(bowl):
    w1, w2, J = bowl.surface
    assert bowl.surface[2] is J
    assert J.shape == (len(w2), len(w1))
    for row, column in ((0, 0), (7, 80), (100, 3)):
        point = [w1[column], w2[row], 0]
        assert J[row, column] == pytest.approx(loss_of(np.array(point), bowl.X, bowl.Y))
    for axis, bottom in zip((w1, w2), bowl.bottom[:, 0], strict=True):
        low, high = axis[0], axis[-1]
        assert low < min(0, bottom) and high > max(0, bottom)
        assert high - low == pytest.approx(2 * np.abs(bowl.bottom).max())
        assert (low + high) / 2 == pytest.approx(bottom / 2)


def test_steps_needed_counts_until_the_loss_stays_low(bowl):
    for heights, steps in (([1, 5e-4, 0], 1), ([1, 5e-4, 2e-3, 5e-4], 3), ([1, 1, 2e-3], None)):
        assert bowl.steps_needed(bowl.lowest + np.array(heights)) == steps


# Bad input

LOGISTIC = {"w": [[1.0]], "b": [[0.0]], "X": [[1.0, 2.0, 3.0]], "Y": [[0, 1, 0]]}
DESCENT = {"X": LOGISTIC["X"], "Y": LOGISTIC["Y"], "learning_rate": 0.1, "steps": 2}
INPUTS = {"X": [[1.0], [2.0]], "mu": [[1.0], [1.0]], "variance": [[1.0], [1.0]]}


@pytest.mark.parametrize("functions, good, name, type_errors, value_errors", [
    ((logistic_loss, logistic_gradient, logistic_hessian), LOGISTIC, *bad) for bad in [
        ("w", [None], [[1.0], [[1.0], [2.0]]]),
        ("b", ["0"], [0.0, [[0.0], [0.0]], [[[0.0]]]]),
        ("X", [[[1j, 2, 3]]], [[1, 2, 3], np.ones((1, 1, 3)), np.empty((1, 0))]),
        ("Y", [[[True, False, True]]], [[0, 1, 0], [[0, 1]], [[0], [1], [0]]]),
    ]] + [((descend,), DESCENT, *bad) for bad in [
        ("learning_rate", ["0.1", None], [0, -1, np.nan, np.inf]),
        ("steps", [2.0, None, True], [-1]),
        ("X", [None], [[1, 2, 3], np.ones((2, 1, 3))]),
        ("Y", [], [[[0, 1]]]),
    ]] + [((normalize_inputs,), INPUTS, *bad) for bad in [
        ("X", [None], [[1.0]]),
        ("mu", [[[None], [1.0]]], [[1.0], [[1.0]]]),
        ("variance", ["1"], [[[1.0]], [[1.0], [0.0]], [[1.0], [-1.0]]]),
    ]] + [((condition_number, largest_stable_learning_rate), {"H": np.eye(2)}, *bad) for bad in [
        ("H", [None], [np.ones((2, 3)), 1.0]),
    ]])
def test_bad_arguments_are_named(functions, good, name, type_errors, value_errors):
    for function in functions:
        function(**good)
        for kind, values in ((TypeError, type_errors), (ValueError, value_errors)):
            for value in values:
                with pytest.raises(kind, match=f"^{name}: expected "):
                    function(**good | {name: value})
