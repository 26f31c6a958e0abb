import numpy as np
import pytest

from helpers.exercises.batch_means import check_variance_of_batch_means, my_variance_of_batch_means


def by_loops(values, batches):
    found = []
    for unit in values.tolist():
        means = [sum(unit[i] for i in batch) / len(batch) for batch in batches.tolist()]
        centre = sum(means) / len(means)
        found.append(sum((mean - centre) ** 2 for mean in means) / len(means))
    return found


def by_matrix(values, batches):
    weights = np.zeros((values.shape[1], len(batches)))
    np.add.at(weights, (batches.T, np.arange(len(batches))), 1 / batches.shape[1])
    return np.var(values @ weights, axis=-1)


def in_float32(values, batches):
    return my_variance_of_batch_means(np.float32(values), batches)


@pytest.mark.parametrize("function", [my_variance_of_batch_means, by_loops, by_matrix, in_float32])
def test_right_answers_pass(function):
    for _ in range(10):
        check = check_variance_of_batch_means(function)
        assert check.passed, check.message


@pytest.mark.parametrize("message", check_variance_of_batch_means.mistakes)
def test_each_mistake_gets_its_own_message(message, names_the_mistake):
    names_the_mistake(check_variance_of_batch_means, message)


@pytest.mark.parametrize(("function", "expected"), [
    (lambda values, batches: None, "Not attempted yet"),
    (lambda values, batches: 1 / 0, "ZeroDivisionError"),
    (lambda values: values, "TypeError"),
    (lambda values, batches: values[:, batches].mean(axis=2), "shape"),
    (lambda values, batches: by_matrix(values, batches)[:, np.newaxis], "shape"),
    (lambda values, batches: 0.1, "shape ()"),
    (lambda values, batches: (values, batches), "you returned 2"),
    (lambda values, batches: "variances", "real numbers"),
    (lambda values, batches: by_matrix(values, batches) * np.nan, "wrong in"),
    (lambda values, batches: 3 * by_matrix(values, batches), "wrong in"),
    ("my function", "function itself"),
])
def test_other_answers_get_a_message(function, expected):
    check = check_variance_of_batch_means(function)
    assert not check.passed and expected in check.message


def test_a_changed_input_is_noticed():
    def centres_in_place(values, batches):
        values -= values.mean(axis=1, keepdims=True)
        return my_variance_of_batch_means(values, batches)

    assert "changes its input `values`" in check_variance_of_batch_means(centres_in_place).message


def test_cases_hold_what_hides_mistakes():
    for values, batches in check_variance_of_batch_means.cases(np.random.default_rng(0)):
        assert values[0].var() < 0.01 and batches.max() < values.shape[1]
        assert len(np.unique(batches)) == batches.size  # no example twice
    shapes = [(len(values), *batches.shape) for values, batches in
              check_variance_of_batch_means.cases(np.random.default_rng(0))]
    assert any(n == count for n, count, _ in shapes) and any(c == m for _, c, m in shapes)


def test_hints_and_solution():
    assert len(check_variance_of_batch_means.hints) == 3
    assert "my_variance_of_batch_means" in check_variance_of_batch_means.solution().text
