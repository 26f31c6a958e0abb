import numpy as np
import pytest
from scipy import special

from helpers import network
from helpers.gradient_check import numerical_gradient, relative_error
from helpers.softmax import accuracy, cross_entropy, cross_entropy_gradient, one_hot, softmax

# Softmax and its loss

@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (10, 60), (2, 3, 5)])
def test_softmax_and_cross_entropy_are_scipys(shape, dtype, rng):
    Z = rng.normal(0, 5, shape).astype(dtype)
    Y = one_hot(rng.integers(0, shape[-2], shape[-1]), shape[-2])
    A, J, dZ = softmax(Z), cross_entropy(Z, Y), cross_entropy_gradient(Z, Y)
    exact, room = Z.astype(float), 20 * np.finfo(dtype).eps
    np.testing.assert_allclose(A, special.softmax(exact, axis=-2), rtol=room, atol=room)
    np.testing.assert_allclose(
        J, -np.mean((Y * special.log_softmax(exact, axis=-2)).sum(axis=-2), axis=-1), rtol=room)
    np.testing.assert_allclose(dZ, (special.softmax(exact, axis=-2) - Y) / shape[-1], atol=room)
    assert A.dtype == J.dtype == dZ.dtype == dtype
    assert J.shape == shape[:-2] and A.shape == dZ.shape == shape


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_logits_are_exact_and_silent(dtype):
    Z = np.array([[1000, -1000, 1000, 0], [-1000, 1000, 1000, -1000]], dtype)
    Y = np.array([[1, 1, 1, 0], [0, 0, 0, 1]], dtype)
    np.testing.assert_array_equal(softmax(Z), [[1, 0, 0.5, 1], [0, 1, 0.5, 0]])
    each = [cross_entropy(Z[:, [i]], Y[:, [i]]).item() for i in range(4)]
    np.testing.assert_allclose(each, [0, 2000, np.log(2), 1000], rtol=1e-6)
    np.testing.assert_allclose(cross_entropy(Z, Y), np.mean(each), rtol=1e-6)
    np.testing.assert_array_equal(cross_entropy_gradient(Z, Y) * 4,
                                  [[0, -1, -0.5, 1], [0, 1, 0.5, -1]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_largest_numbers_there_are_stay_silent(dtype):
    largest = np.finfo(dtype).max
    Z, Y = np.array([[largest], [-largest]], dtype), [[1], [0]]
    np.testing.assert_array_equal(softmax(Z), [[1], [0]])
    np.testing.assert_array_equal(cross_entropy_gradient(Z, Y), [[0], [0]])
    cross_entropy(Z, Y)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_bad_logit_stays_in_its_column_and_its_network(bad, rng):
    Z, Y = rng.normal(size=(2, 3, 4)), one_hot([0, 1, 2, 0], 3)
    A, J, dZ = softmax(Z), cross_entropy(Z, Y), cross_entropy_gradient(Z, Y)
    Z[1, 0, 2] = bad
    others = np.ones((2, 3, 4), bool)
    others[1, :, 2] = False
    np.testing.assert_array_equal(softmax(Z)[others], A[others])
    np.testing.assert_array_equal(cross_entropy_gradient(Z, Y)[others], dZ[others])
    assert cross_entropy(Z, Y)[0] == J[0]
    assert not np.isfinite(cross_entropy(Z, Y)[1])
    if bad != -np.inf:
        assert np.isnan(softmax(Z)[1, :, 2]).all()


def test_the_losss_gradient_is_that_of_central_differences(rng):
    Z, Y = rng.normal(0, 3, (4, 6)), one_hot(rng.integers(0, 4, 6), 4)
    differences = numerical_gradient(lambda Z: cross_entropy(Z, Y), Z)
    assert relative_error(cross_entropy_gradient(Z, Y), differences) < 1e-8


def test_the_loss_functions_leave_their_inputs_alone(rng):
    Z, Y = rng.normal(size=(3, 4)), one_hot([0, 1, 2, 0], 3)
    for array in (Z, Y):
        array.flags.writeable = False
    for result in (softmax(Z), cross_entropy_gradient(Z, Y)):
        assert not np.shares_memory(result, Z) and not np.shares_memory(result, Y)
    cross_entropy(Z, Y)


def test_a_network_hands_on_what_users_find_there():
    assert network.softmax is softmax and network.cross_entropy is cross_entropy


LOSSES = (cross_entropy, cross_entropy_gradient)
ALL = (lambda Z, Y: softmax(Z), *LOSSES)


@pytest.mark.parametrize("functions, Z, Y, error, message", [
    (LOSSES, [[1.0, 2.0]], [[1.0]], ValueError, r"Y: expected shape \(1, 2\), one-hot labels; got"),
    (LOSSES, [[1.0], [2.0]], [0], ValueError, "Y: expected a matrix"),
    (LOSSES, [[1.0]], [[True]], TypeError, "Y: expected an array of real numbers"),
    (ALL, [1.0, 2.0], [[1.0]], ValueError, "Z: expected a matrix"),
    (ALL, 1.0, [[1.0]], ValueError, "Z: expected a matrix"),
    (ALL, np.ones((3, 0)), [[1.0]], ValueError, "Z: expected at least one row"),
    (ALL, np.ones((0, 3)), [[1.0]], ValueError, "Z: expected at least one row"),
    (ALL, [["a"]], [[1.0]], TypeError, "Z: expected an array of real numbers"),
    (ALL, None, [[1.0]], TypeError, "Z: expected an array of real numbers"),
])
def test_what_does_not_fit_is_refused(functions, Z, Y, error, message):
    for function in functions:
        with pytest.raises(error, match=f"^{message}"):
            function(Z, Y)


# Labels

def test_one_hot(rng):
    y = rng.integers(0, 10, 40)
    Y = one_hot(y)
    assert Y.shape == (10, 40) and Y.dtype == np.float32
    np.testing.assert_array_equal(Y, np.eye(10)[y].T)
    assert one_hot(np.uint8([2]), 3).tolist() == [[0], [0], [1]]


@pytest.mark.parametrize("y", [
    [10], [-1], [0.0, 1.0], [[0, 1]], 3, [], np.array([], int), ["1"], [True], None], ids=repr)
def test_one_hot_refuses_what_is_no_label(y):
    with pytest.raises(ValueError, match=r"^y: expected labels from 0 to 9, shape \(m,\); got"):
        one_hot(y)


def test_accuracy(rng):
    Z, y = rng.normal(size=(3, 5, 40)), rng.integers(0, 5, 40)
    by_hand = [sum(max(range(5), key=lambda c: network[c, i]) == y[i] for i in range(40)) / 40
               for network in Z]
    np.testing.assert_allclose(accuracy(Z, y), by_hand, rtol=1e-15)
    assert accuracy(Z[0], y).shape == ()


def test_a_network_of_nan_is_wrong_everywhere(rng):
    Z, y = rng.normal(size=(2, 3, 10)), np.zeros(10, int)
    right = accuracy(Z, y)[0]
    Z[1] = np.nan
    np.testing.assert_array_equal(accuracy(Z, y), [right, 0])


@pytest.mark.parametrize("y", [[0], [[0, 1]], 0], ids=str)
def test_accuracy_wants_a_label_for_each_example(y):
    with pytest.raises(ValueError, match=r"^y: expected shape \(2,\), one label per example; got"):
        accuracy(np.ones((3, 2)), y)
