import numpy as np
import pytest

from helpers.batch_norm import BatchNormCache, batch_norm_backward
from helpers.exercises.batch_norm_backward import MISTAKES, check_batch_norm_backward


def right(dZ_tilde, Z_norm, gamma, variance, epsilon):
    """The staged backward pass: another order of operations than the solution's."""
    m = dZ_tilde.shape[1]
    std = np.sqrt(variance + epsilon)
    Z_c = Z_norm * std
    dZ_norm = gamma * dZ_tilde
    dvariance = -0.5 * (dZ_norm * Z_c).sum(axis=1, keepdims=True) / std**3
    dZ_c = dZ_norm / std + 2 * Z_c * dvariance / m
    dZ = dZ_c - dZ_c.mean(axis=1, keepdims=True)
    return [dZ, np.einsum("ij,ij->i", dZ_tilde, Z_norm)[:, None], dZ_tilde @ np.ones((m, 1))]


def by_helper(dZ_tilde, Z_norm, gamma, variance, epsilon):
    cache = BatchNormCache(Z_norm, gamma, 0 * gamma, variance, np.sqrt(variance + epsilon))
    return batch_norm_backward(dZ_tilde, cache)


def in_float32(dZ_tilde, Z_norm, gamma, variance, epsilon):
    arrays = (array.astype(np.float32) for array in (dZ_tilde, Z_norm, gamma, variance))
    return right(*arrays, np.float32(epsilon))


@pytest.mark.parametrize("function", [right, by_helper, in_float32])
def test_right_answers_pass(function):
    for _ in range(10):
        assert check_batch_norm_backward(function).passed


def test_solution_equals_helper():
    solution = check_batch_norm_backward.solution_function
    for seed in range(5):
        for case in check_batch_norm_backward.cases(np.random.default_rng(seed)):
            for ours, helper in zip(solution(*case), by_helper(*case), strict=True):
                assert ours.shape == helper.shape
                np.testing.assert_allclose(ours, helper, rtol=1e-10, atol=1e-10)


def spoiled(name):
    """The right function, with one mistake written out anew."""

    def wrong(dZ_tilde, Z_norm, gamma, variance, epsilon):
        dbeta = dZ_tilde.sum(axis=1, keepdims=True)
        dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
        mean = dZ_tilde.mean(axis=1, keepdims=True)
        projection = (dZ_tilde * Z_norm).mean(axis=1, keepdims=True)
        std = np.sqrt(variance + epsilon)
        m = dZ_tilde.shape[1]
        whole = dZ_tilde - mean - Z_norm * projection
        dZ = gamma / std * whole
        over_units = dZ_tilde - dZ_tilde.mean(0) - Z_norm * (dZ_tilde * Z_norm).mean(0)
        units = [a.sum(0) for a in (dZ_tilde * Z_norm, dZ_tilde)]
        return {
            "mean's own": (gamma / std * (dZ_tilde - Z_norm * projection), dgamma, dbeta),
            "variance's own": (gamma / std * (dZ_tilde - mean), dgamma, dbeta),
            "as constants": (gamma / std * dZ_tilde, dgamma, dbeta),
            "gamma is missing": (whole / std, dgamma, dbeta),
            "swapped": (dZ, dbeta, dgamma),
            "plain sum": (dZ, dbeta, dbeta),
            "averaged": (dZ, projection, mean),
            "axis 0 instead": (gamma / std * over_units, *(a[None] for a in units)),
            "lose their axis": (gamma / std * over_units, *units),
            "instead of its square root": (gamma / std**2 * whole, dgamma, dbeta),
            "Epsilon is missing": (gamma / np.sqrt(variance) * whole, dgamma, dbeta),
            "belongs under": (gamma / (np.sqrt(variance) + epsilon) * whole, dgamma, dbeta),
            "not divided by m": (
                gamma / std * (dZ_tilde - m * mean - Z_norm * m * projection), dgamma, dbeta),
            "shape (n,)": (dZ, dgamma[:, 0], dbeta[:, 0]),
        }[name]

    return wrong


NAMES = ["mean's own", "variance's own", "as constants", "gamma is missing", "swapped",
         "plain sum", "averaged", "axis 0 instead", "lose their axis",
         "instead of its square root", "Epsilon is missing", "belongs under",
         "not divided by m", "shape (n,)"]


@pytest.mark.parametrize("name", NAMES)
def test_each_mistake_gets_its_own_message(name):
    message, = [message for message in MISTAKES if name in message]
    for _ in range(10):  # every attempt has other random cases
        check = check_batch_norm_backward(spoiled(name))
        assert not check.passed
        assert check.message == message


def test_every_mistake_is_tested():
    assert len(NAMES) == len(MISTAKES)


def test_mistakes_are_apart_on_every_case():
    exercise = check_batch_norm_backward
    functions = {"right": exercise.solution_function, **MISTAKES}
    for seed in range(20):
        for case in exercise.cases(np.random.default_rng(seed)):
            for name, function in functions.items():
                answer = [np.asarray(a) for a in function(*case)]
                same = [other for other, g in functions.items()
                        if exercise._agrees(g, case, answer)]
                assert same == [name]


def no_keepdims(dZ_tilde, Z_norm, gamma, variance, epsilon):
    mean = dZ_tilde.mean(axis=1)
    return (dZ_tilde - mean) * gamma, mean, mean


def changes_its_input(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_tilde -= dZ_tilde.mean(axis=1, keepdims=True)
    return right(dZ_tilde, Z_norm, gamma, variance, epsilon)


@pytest.mark.parametrize(("function", "words"), [
    (lambda *arguments: None, "Not attempted yet"),
    (lambda *arguments: 1 / 0, "ZeroDivisionError"),
    (lambda *arguments: right(*arguments)[:2], "3 in this order; you returned 2"),
    (lambda *arguments: (right(*arguments)[0][:, 1:], *right(*arguments)[1:]), "`dZ` has shape"),
    (lambda *arguments: ("a", "b", "c"), "array of real numbers"),
    (lambda dZ_tilde, *others: (dZ_tilde * np.nan,) * 3, "got nan"),
    (lambda *arguments: [1.01 * a for a in right(*arguments)], "`dZ` is wrong in"),
    (no_keepdims, "keepdims=True"),
    (changes_its_input, "changes its input `dZ_tilde`"),
    ("my_batch_norm_backward", "without calling it"),
])
def test_other_wrong_answers_get_a_message(function, words):
    check = check_batch_norm_backward(function)
    assert not check.passed
    assert words in check.message


def test_hints_and_solution_show_themselves():
    for number in (1, 2, 3):
        assert f"Hint {number}" in repr(check_batch_norm_backward.hint(number))
    assert "def my_batch_norm_backward" in repr(check_batch_norm_backward.solution())
