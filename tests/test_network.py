import warnings

import numpy as np
import pytest
from scipy.special import expit

from helpers.network import sigmoid


@pytest.fixture(autouse=True)
def warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("shape", [(), (5,), (3, 4), (2, 3, 4)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_is_scipys(shape, dtype, rng):
    Z = np.asarray(rng.normal(0, 8, shape), dtype)
    A = sigmoid(Z)
    assert A.dtype == dtype and A.shape == shape
    np.testing.assert_allclose(A, expit(Z.astype(float)), rtol=0, atol=2 * np.finfo(dtype).eps)


def test_sigmoid_at_extremes():
    Z = [-np.inf, -1e308, -1e4, 0, 1e4, 1e308, np.inf, np.nan]
    np.testing.assert_array_equal(sigmoid(Z), [0, 0, 0, 0.5, 1, 1, 1, np.nan])


def test_sigmoid_stays_between_0_and_1_and_is_symmetric():
    Z = np.linspace(-60, 60, 10_001)
    A = sigmoid(Z)
    assert (A >= 0).all() and (A <= 1).all() and (np.diff(A) >= 0).all()
    np.testing.assert_allclose(A + A[::-1], 1, rtol=0, atol=1e-14)


def test_sigmoid_leaves_its_input_alone_and_takes_integers():
    Z = np.array([[-1.0, 2.0]])
    Z.flags.writeable = False
    assert not np.shares_memory(sigmoid(Z), Z)
    assert sigmoid([1, 2]).dtype == np.float64


@pytest.mark.parametrize("Z", [None, "0", [True], [1j], [object()]], ids=lambda Z: str(Z)[:6])
def test_sigmoid_refuses_what_is_not_a_real_number(Z):
    with pytest.raises(TypeError, match="^Z: expected an array of real numbers; got"):
        sigmoid(Z)
