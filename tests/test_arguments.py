from fractions import Fraction

import numpy as np
import pytest

from helpers.arguments import matrix, number, real_array, shaped, whole_number


@pytest.mark.parametrize("value, dtype", [
    (1, float), ([1, 2], float), (np.array([1], np.uint64), float), (1.5, float),
    (np.float32(1), np.float32), (np.ones(2, np.float32), np.float32), (np.ones(2), np.float64),
])
def test_real_array_keeps_floats_and_turns_integers_into_float64(value, dtype):
    array = real_array("A", value)
    assert array.dtype == dtype
    np.testing.assert_array_equal(array, value)


def test_real_array_copies_only_where_it_converts():
    A = np.ones(3)
    assert real_array("A", A) is A
    assert real_array("A", A, np.float32).dtype == np.float32


@pytest.mark.parametrize("value, came", [
    (None, "NoneType"), ("text", "str"), (True, "bool"), (1j, "complex"), ({}, "dict"),
    ([None], "an array of object"), (["1"], "an array of <U1"), ([True], "an array of bool"),
    ([1j], "an array of complex128"), (np.array(["2020"], "M8[Y]"), r"an array of datetime64"),
], ids=str)
def test_real_array_says_what_came(value, came):
    with pytest.raises(TypeError, match=f"^gamma: expected an array of real numbers; got {came}"):
        real_array("gamma", value)


def test_rows_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="^Z: expected rows of equal length"):
        real_array("Z", [[1, 2], [3]])


@pytest.mark.parametrize("shape, message", [
    *[(shape, r"a matrix \(n, m\), one column an example; got shape \(") for shape in [(), (3,)]],
    *[(shape, "at least one row and one example; got") for shape in [(0, 3), (3, 0), (2, 0, 3)]],
])
def test_a_matrix_has_rank_2_or_more_and_is_not_empty(shape, message):
    with pytest.raises(ValueError, match=f"^Z: expected {message}"):
        matrix("Z", np.ones(shape))


def test_shaped():
    assert shaped("beta", [[1]], (1, 1), "why").dtype == np.float64
    with pytest.raises(ValueError, match=r"^beta: expected shape \(2, 1\), why; got shape \(2,\)$"):
        shaped("beta", [1, 2], (2, 1), "why")


@pytest.mark.parametrize("value", [0, 1, 0.25, np.float32(0.5), np.int8(1), Fraction(1, 2)])
def test_numbers_become_floats(value):
    assert type(number("x", value, 0, 1)) is float
    assert number("x", value, 0, 1) == value


@pytest.mark.parametrize("value", [-0.1, 1.1, np.nan, np.inf, -np.inf, 10**400, -(10**400)])
def test_numbers_out_of_their_range_are_refused(value):
    with pytest.raises(ValueError, match="^x: expected a number from 0 to 1; got "):
        number("x", value, 0, 1)


@pytest.mark.parametrize("value", [None, "1", True, np.False_, 1j, [1], np.array(1.0)], ids=str)
def test_what_is_no_number_is_refused(value):
    with pytest.raises(TypeError, match="^x: expected a real number; got "):
        number("x", value)


def test_whole_numbers():
    assert type(whole_number("steps", np.int64(3), 0)) is int
    for value in (3.0, "3", None, True, np.True_):
        with pytest.raises(TypeError, match="^steps: expected a whole number; got "):
            whole_number("steps", value, 0)
    with pytest.raises(ValueError, match="^steps: expected at least 1; got 0"):
        whole_number("steps", 0, 1)
