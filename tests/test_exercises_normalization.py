import numpy as np
import pytest

from helpers.exercises.normalization import check_normalize_inputs as check


def train_only(X_train, X_test, center=True, scale=True, power=0.5, ddof=0):
    mu = np.average(X_train, axis=1)[:, None]
    variance = np.var(X_train, axis=1, ddof=ddof)[:, None]
    return tuple(
        (X - mu * center) / (variance**power if scale else 1) for X in (X_train, X_test)
    )


def each_alone(axis):
    def function(X_train, X_test):
        return tuple((X - X.mean(axis, keepdims=True)) / X.std(axis, keepdims=True)
                     for X in (X_train, X_test))
    return function


def wrong_axis(X_train, X_test):
    mu, sigma = X_train.mean(0), X_train.std(0)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


def all_numbers(X_train, X_test):
    return tuple((X - np.mean(X_train)) / np.std(X_train) for X in (X_train, X_test))


def raw_squares(subtract):
    def function(X_train, X_test):
        mu = X_train.mean(1, keepdims=True) * subtract
        root = np.sqrt((X_train**2).mean(1, keepdims=True))
        return (X_train - mu) / root, (X_test - mu) / root
    return function


def pooled(X_train, X_test):
    both = np.concatenate([X_train, X_test], axis=1)
    mu, sigma = both.mean(1, keepdims=True), both.std(1, keepdims=True)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


def between_0_and_1(X_train, X_test):
    low = np.min(X_train, 1)[:, None]
    return tuple((X - low) / np.ptp(X_train, 1)[:, None] for X in (X_train, X_test))


def no_brackets(X_train, X_test):
    shift = (X_train.mean(1) / X_train.std(1))[:, None]
    return X_train - shift, X_test - shift


MISTAKES = [
    (each_alone(1), "test set by its own mean and variance"),
    (wrong_axis, "over the features (axis 0). Each feature"),
    (each_alone(0), "over the features (axis 0), and the test set uses its own"),
    (all_numbers, "all the numbers together"),
    (lambda a, b: train_only(a, b, power=1), "You divided by the variance"),
    (lambda a, b: train_only(a, b, center=False), "You did not subtract the mean"),
    (lambda a, b: train_only(a, b, scale=False), "only subtracted the mean"),
    (raw_squares(1), "averaged x^2 before subtracting"),
    (raw_squares(0), "root of the mean of x^2"),
    (lambda a, b: train_only(a, b, ddof=1), "m - 1"),
    (pooled, "training and test set together"),
    (lambda a, b: train_only(a, b)[::-1], "in the wrong order"),
    (lambda a, b: (train_only(a, b)[0], b), "returned `X_test` as it came"),
    (between_0_and_1, "smallest and the largest value"),
    (no_brackets, "which divides only mu"),
]


@pytest.mark.parametrize("mistake, part", MISTAKES, ids=[part for _, part in MISTAKES])
def test_each_mistake_gets_its_own_message(mistake, part):
    for _ in range(5):
        answer = check(mistake)
        assert not answer.passed
        assert part in answer.message
        assert [part for _, part in MISTAKES if part in answer.message] == [part]


def test_every_known_mistake_is_tested_here():
    assert len(check.mistakes) == len(MISTAKES)
    for message in check.mistakes:
        assert sum(part in message for _, part in MISTAKES) == 1


def test_right_answers_pass():
    def as_lists(X_train, X_test):
        return [answer.tolist() for answer in train_only(X_train, X_test)]

    def in_float32(X_train, X_test):
        return train_only(X_train.astype(np.float32), X_test.astype(np.float32))

    def row_by_row(X_train, X_test):
        X_train, X_test = X_train.copy(), X_test.copy()
        for row, other in zip(X_train, X_test, strict=True):
            mu, sigma = row.sum() / row.size, row.std()
            row[:] = row / sigma - mu / sigma
            other[:] = other / sigma - mu / sigma
        return X_train, X_test

    for right in (check.solution_function, train_only, as_lists, in_float32, row_by_row):
        for _ in range(5):
            assert check(right).passed


def test_an_epsilon_of_batch_norm_shows():
    def with_epsilon(X_train, X_test):
        mu, variance = X_train.mean(1, keepdims=True), X_train.var(1, keepdims=True)
        root = np.sqrt(variance + 1e-5)
        return (X_train - mu) / root, (X_test - mu) / root

    answer = check(with_epsilon)
    assert not answer.passed
    assert "`X_train_norm` is wrong" in answer.message


def changes_its_input(X_train, X_test):
    X_train -= X_train.mean(1, keepdims=True)
    return X_train, X_test


def raises(X_train, X_test):
    raise KeyError("mu")


@pytest.mark.parametrize("function, part", [
    (lambda X_train, X_test: None, "Not attempted yet"),
    (raises, "raised KeyError"),
    (lambda X_train, X_test: X_train, "Return `X_train_norm`, `X_test_norm`"),
    (lambda X_train, X_test: (X_train, X_test, X_test), "Return `X_train_norm`, `X_test_norm`"),
    (lambda X_train, X_test: (X_train.T, X_test), "`X_train_norm` has shape"),
    (lambda X_train, X_test: ("a", X_test), "array of real numbers"),
    (lambda X_train, X_test: ((X_train - X_train.mean(1)), X_test), "keepdims=True"),
    (changes_its_input, "changes its input `X_train`"),
    (3, "Give the function itself"),
])
def test_broken_functions_get_a_message(function, part):
    answer = check(function)
    assert not answer.passed
    assert part in answer.message


def test_three_hints_and_a_solution():
    assert len({check.hint(number).text for number in (1, 2, 3)}) == 3
    assert "np.sqrt(variance)" in check.solution().text
