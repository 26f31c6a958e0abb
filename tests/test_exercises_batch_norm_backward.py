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
            "gamma is missing: what": (whole / std, dgamma, dbeta),
            "swapped": (dZ, dbeta, dgamma),
            "plain sum": (dZ, dbeta, dbeta),
            "averaged over": (dZ, projection, mean),
            "axis 0 instead": (gamma / std * over_units, *(a[None] for a in units)),
            "lose their axis": (gamma / std * over_units, *units),
            "instead of its square root": (gamma / std**2 * whole, dgamma, dbeta),
            "Epsilon is missing": (gamma / np.sqrt(variance) * whole, dgamma, dbeta),
            "belongs under": (gamma / (np.sqrt(variance) + epsilon) * whole, dgamma, dbeta),
            "two sums are not divided": (
                gamma / std * (dZ_tilde - m * mean - Z_norm * m * projection), dgamma, dbeta),
            "shape (n,)": (dZ, dgamma[:, 0], dbeta[:, 0]),
        }[name]

    return wrong


def staged(dmu=lambda dZ_c: -dZ_c.sum(1, keepdims=True), minus_half=-0.5, power=3, two=2,
           first=None, second=None, epsilon_in_Z_c=True, count=lambda d: d.shape[1], mu_count=None,
           gamma_power=1):
    """The backward pass as section 3 writes it, with one line of it spoiled."""

    def wrong(dZ_tilde, Z_norm, gamma, variance, epsilon):
        std = np.sqrt(variance + epsilon)
        Z_c = Z_norm * (std if epsilon_in_Z_c else np.sqrt(variance))
        dZ_norm = gamma**gamma_power * dZ_tilde
        dvariance = minus_half / std**power * np.sum(
            dZ_norm * (Z_norm if first else Z_c), axis=1, keepdims=True)
        dZ_c = dZ_norm / std + two * (Z_norm if second else Z_c) / count(dZ_tilde) * dvariance
        dZ = dZ_c + dmu(dZ_c) / (mu_count or count)(dZ_tilde)
        sums = dZ_tilde * Z_norm, dZ_tilde
        return dZ, *(terms.sum(axis=1, keepdims=True) for terms in sums)

    return wrong


def in_one_line(change):
    """The closed form: `change` gets all its parts and returns the spoiled outputs."""

    def wrong(dZ_tilde, Z_norm, gamma, variance, epsilon):
        dbeta = dZ_tilde.sum(axis=1, keepdims=True)
        dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
        std = np.sqrt(variance + epsilon)
        return change(dZ_tilde, Z_norm, gamma, std, dbeta, dgamma, dZ_tilde.shape[1])

    return wrong


def one(d):
    return 1


def plus_sum(dZ_c):
    return dZ_c.sum(axis=1, keepdims=True)


NAMES = {name: [spoiled(name)] for name in (
    "mean's own", "variance's own", "as constants", "gamma is missing: what", "swapped",
    "plain sum", "averaged over", "axis 0 instead", "lose their axis",
    "instead of its square root", "Epsilon is missing", "belongs under", "two sums are not divided",
    "shape (n,)")}
NAMES |= {
    "and no more": [in_one_line(lambda d, N, g, s, db, dg, m: (d / s, dg, db))],
    "`dZ` twice. It": [staged(gamma_power=2)],
    "`Z_norm` term of your `dZ` twice": [in_one_line(
        lambda d, N, g, s, db, dg, m: (g / s * (d - db / m - N * g * dg / m), dg, db))],
    "the mean's part has the wrong sign": [staged(dmu=plus_sum), in_one_line(
        lambda d, N, g, s, db, dg, m: (g / s * (d + db / m - N * dg / m), dg, db))],
    "the variance's part has the wrong sign": [staged(minus_half=0.5), in_one_line(
        lambda d, N, g, s, db, dg, m: (g / s * (d - db / m + N * dg / m), dg, db))],
    "both parts have the wrong sign": [staged(minus_half=0.5, dmu=plus_sum), in_one_line(
        lambda d, N, g, s, db, dg, m: (g / s * (d + db / m + N * dg / m), dg, db))],
    "mean's part alone": [staged(mu_count=one), in_one_line(
        lambda d, N, g, s, db, dg, m: (g / s * (d - db - N * dg / m), dg, db))],
    "variance's part alone": [
        staged(count=one, mu_count=lambda d: d.shape[1]), in_one_line(
            lambda d, N, g, s, db, dg, m: (g / s * (d - db / m - N * dg), dg, db))],
    "notebook's 6": [staged(count=lambda d: 6), in_one_line(
        lambda d, N, g, s, db, dg, m: (g / s * (d - db / 6 - N * dg / 6), dg, db))],
    "counts the units": [staged(count=len), in_one_line(
        lambda d, N, g, s, db, dg, m: (g / s * (d - (db + N * dg) / len(d)), dg, db))],
    "m - 1": [staged(count=lambda d: d.shape[1] - 1)],
    "m twice": [in_one_line(lambda d, N, g, s, db, dg, m: (
        g / s * (d - d.mean(1, keepdims=True) / m - N * (d * N).mean(1, keepdims=True) / m),
        dg, db))],
    "once more": [in_one_line(lambda d, N, g, s, db, dg, m: (
        g / s * (d - db / m**2 - N * dg / m**2), dg / m, db / m))],
    "power is wrong": [staged(power=1)],
    "In one place": [staged(first=True), staged(second=True)],
    "In `dvariance` and in": [staged(first=True, second=True)],
    "lacks epsilon": [staged(epsilon_in_Z_c=False)],
    "half of what": [staged(two=1)],
    "twice what": [staged(minus_half=-1)],
    "has a gamma in it": [in_one_line(lambda d, N, g, s, db, dg, m: (
        g / s * (d - db / m - N * dg / m), (g * d * N).sum(1, keepdims=True), db))],
}


@pytest.mark.parametrize("name", NAMES)
def test_each_mistake_gets_its_own_message(name):
    message, = [message for message in MISTAKES if name in message]
    for wrong in NAMES[name]:
        for _ in range(10):  # every attempt has other random cases
            check = check_batch_norm_backward(wrong)
            assert not check.passed
            assert check.message == message


def test_every_mistake_is_tested_and_the_unspoiled_versions_are_right():
    assert len(NAMES) == len(MISTAKES)
    assert check_batch_norm_backward(staged()).passed
    assert check_batch_norm_backward(in_one_line(
        lambda d, N, g, s, db, dg, m: (g / s * (d - db / m - N * dg / m), dg, db))).passed


def test_mistakes_are_apart_on_the_cases():
    exercise = check_batch_norm_backward
    functions = {"right": exercise.solution_function, **MISTAKES}
    for seed in range(20):
        cases = exercise.cases(np.random.default_rng(seed))
        assert all(case[0].shape[1] != 6 for case in cases)
        for name, function in functions.items():
            answers = [[np.asarray(a) for a in function(*case)] for case in cases]
            same = [other for other, g in functions.items() if all(
                exercise._agrees(g, *pair) for pair in zip(cases, answers, strict=True))]
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
    (lambda *arguments: right(*arguments)[:2], "you returned 2"),
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
