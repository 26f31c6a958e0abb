import numpy as np
import pytest

from helpers.gradient_check import numerical_gradient, relative_error


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 2, 2)])
def test_gradient_of_a_known_function(shape, rng):
    X = rng.normal(size=shape)
    gradient = numerical_gradient(lambda A: np.sum(np.sin(A) * A), X)
    assert gradient.shape == shape and gradient.dtype == np.float64
    np.testing.assert_allclose(gradient, np.sin(X) + X * np.cos(X), atol=1e-8)


def test_the_difference_is_central():
    # One-sided differences would be wrong by step / 2 on a parabola, central ones are exact.
    np.testing.assert_allclose(numerical_gradient(lambda x: x[0] ** 2, [3.0], 0.5), 6, rtol=1e-12)
    # On a cubic the error is step^2: the two points lie `step` to the left and to the right.
    np.testing.assert_allclose(numerical_gradient(lambda x: x[0] ** 3, [0.0], 0.5), 0.25)


def test_what_is_handed_over_is_never_changed():
    X = np.array([1.0, 2.0])
    seen = []

    def meddling(A):
        seen.append(A.copy())
        A[:] = 0
        return 1.0

    X.flags.writeable = False
    assert (numerical_gradient(meddling, X, 0.25) == 0).all()
    np.testing.assert_array_equal(seen, [[1.25, 2], [0.75, 2], [1, 2.25], [1, 1.75]])


@pytest.mark.parametrize("X", [[1, 2], np.array([1, 2], np.float32)], ids=["int", "float32"])
def test_integers_and_float32_are_stepped_in_float64(X):
    np.testing.assert_allclose(numerical_gradient(lambda A: np.sum(A**2), X), [2, 4], rtol=1e-9)


@pytest.mark.parametrize("function, arguments, error, message", [
    *[(numerical_gradient, (np.sum, [1.0], step), ValueError, "step: expected a number")
      for step in (0, -1e-5, np.nan)],
    *[(numerical_gradient, (np.sum, [1.0], step), TypeError, "step: expected a real number")
      for step in ("1", None, True)],
    *[(numerical_gradient, (np.sum, X), TypeError, "X: expected an array of real numbers")
      for X in (None, ["a"], [1j], [True])],
    (relative_error, ([1.0], [1.0, 2.0]), ValueError,
     r"gradient: expected shape \(2,\), the reference's; got shape \(1,\)"),
    (relative_error, (None, [1.0]), TypeError, "gradient: expected"),
    (relative_error, ([1.0], ["1"]), TypeError, "reference: expected"),
])
def test_bad_arguments_are_refused_by_name(function, arguments, error, message):
    with pytest.raises(error, match=f"^{message}"):
        function(*arguments)


def test_relative_error_by_hand():
    assert relative_error([3.0, 4.0], [3.0, 4.0]) == 0
    assert relative_error([0.0], [0.0]) == 0
    assert relative_error([1.0], [0.0]) == 1
    assert relative_error([1.0], [-1.0]) == 1
    np.testing.assert_allclose(relative_error([[3.0, 0.0]], [[0.0, 4.0]]), 5 / 7)


def test_relative_error_does_not_depend_on_units_nor_order(rng):
    a, b = rng.normal(size=(2, 3, 4))
    np.testing.assert_allclose(relative_error(1e9 * a, 1e9 * b), relative_error(b, a))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_nan_and_infinity_are_never_close(bad):
    for pair in (([bad], [1.0]), ([1.0], [bad]), ([bad], [bad])):
        assert np.isnan(relative_error(*pair))
