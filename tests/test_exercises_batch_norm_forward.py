import numpy as np
import pytest

from helpers.batch_norm import batch_norm_forward
from helpers.exercises.batch_norm_forward import check_batch_norm_forward as exercise
from helpers.exercises.batch_norm_forward import my_batch_norm_forward


def cases(seed):
    return exercise.cases(np.random.default_rng(seed))


def test_the_solution_agrees_with_the_helper():
    for case in cases(0) + cases(1):
        assert np.allclose(my_batch_norm_forward(*case), batch_norm_forward(*case)[0], atol=1e-10)
    assert exercise(my_batch_norm_forward).passed
    assert exercise(lambda *arguments: batch_norm_forward(*arguments)[0]).passed
    assert "keepdims=True" in exercise.solution().text


def test_cases_hold_what_hides_mistakes():
    shapes = [case[0].shape for case in cases(0)]
    assert any(n == m for n, m in shapes) and any(n > m for n, m in shapes)
    for Z, gamma, beta, _ in cases(0):
        assert np.allclose(Z.var(axis=1)[0], 1e-4)
        assert np.abs(Z.mean(axis=1)).min() > 0.1 and np.abs(gamma - 1).min() > 0.1
        assert np.abs(beta).min() > 0.1


def in_another_order(Z, gamma, beta, epsilon):
    deviation = (Z.T - Z.mean(axis=-1)).T
    scale = gamma.ravel() * (np.sum(deviation**2, axis=1) / Z.shape[1] + epsilon) ** -0.5
    return np.stack([s * row + b for s, row, b in zip(scale, deviation, beta, strict=True)])


def in_float32(*arguments):
    return my_batch_norm_forward(*[np.float32(argument) for argument in arguments])


@pytest.mark.parametrize("function", [in_another_order, in_float32])
def test_right_answers_written_differently_pass(function):
    for _ in range(5):
        check = exercise(function)
        assert check.passed, check.message


@pytest.mark.parametrize("message", exercise.mistakes)
def test_each_mistake_gets_its_own_message(message, names_the_mistake):
    names_the_mistake(exercise, message)


@pytest.mark.parametrize(("function", "expected"), [
    (lambda Z, gamma, beta, epsilon: None, "Not attempted yet"),
    (lambda Z, gamma, beta, epsilon: 1 / 0, "ZeroDivisionError"),
    (lambda Z: Z, "TypeError"),
    (lambda Z, gamma, beta, epsilon: Z - Z.mean(axis=1), "keepdims"),
    (lambda Z, gamma, beta, epsilon: Z[:, :1], "shape"),
    (lambda Z, gamma, beta, epsilon: (Z, Z), "you returned 2"),
    (lambda Z, gamma, beta, epsilon: "Z", "real numbers"),
    (lambda Z, gamma, beta, epsilon: Z * np.nan, "wrong in"),
    (lambda *arguments: 3 * my_batch_norm_forward(*arguments), "expected"),
    ("my function", "function itself"),
])
def test_other_answers_get_a_message(function, expected):
    check = exercise(function)
    assert not check.passed and expected in check.message


def test_a_changed_input_is_noticed():
    def centres_in_place(Z, gamma, beta, epsilon):
        Z -= Z.mean(axis=1, keepdims=True)
        return gamma * Z / np.sqrt((Z**2).mean(axis=1, keepdims=True) + epsilon) + beta

    assert "changes its input `Z`" in exercise(centres_in_place).message


def test_three_hints():
    assert len(exercise.hints) == 3
    assert all(str(exercise.hint(number)) != str(exercise.hint(4)) for number in (1, 2, 3))
