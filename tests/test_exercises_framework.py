import re

import numpy as np
import pytest

from helpers.batch_norm import batch_norm_forward
from helpers.exercises.framework import REMEDIES
from helpers.exercises.framework import check_batch_norm_tf as exercise


def cases(seed):
    return exercise.cases(np.random.default_rng(seed))


def test_the_judge_agrees_with_the_helper():
    for case in cases(0) + cases(1):
        right = exercise.solution_function(*case)
        assert np.allclose(right, batch_norm_forward(*case)[0], atol=1e-10)
    assert exercise(lambda *arguments: batch_norm_forward(*arguments)[0]).passed


def test_cases_hold_what_hides_mistakes():
    shapes = [case[0].shape for case in cases(0)]
    assert any(n == m for n, m in shapes) and any(n > m for n, m in shapes)
    for Z, gamma, beta, epsilon in cases(0):
        assert np.allclose(Z.var(axis=1)[0], 1e-4) and epsilon not in (1e-3, 1e-5)
        assert np.abs(Z.mean(axis=1)).min() > 0.1 and np.abs(gamma - 1).min() > 0.1
        assert np.abs(beta).min() > 0.1


@pytest.fixture
def shown(tensorflow):
    """The solution as the learner sees it, as a function."""
    source = re.fullmatch(r"```python\n(.*)\n```", str(exercise.solution()), re.DOTALL)[1]
    names = {"tf": tensorflow}
    exec(source, names)
    return names["my_batch_norm_tf"]


def test_the_solution_shown_passes_also_in_float32_and_compiled(shown, tensorflow):
    assert exercise(shown).passed
    assert exercise(tensorflow.function(shown)).passed
    for _ in range(5):
        check = exercise(lambda *arguments: shown(*[
            tensorflow.constant(argument, tensorflow.float32) for argument in arguments]))
        assert check.passed, check.message


def test_a_right_answer_written_differently_passes():
    def through_rows(Z, gamma, beta, epsilon):
        rows = Z.T
        scale = gamma.ravel() / np.sqrt(rows.var(axis=0) + epsilon)
        return (rows * scale + (beta.ravel() - rows.mean(axis=0) * scale)).T

    assert exercise(through_rows).passed
    assert exercise(lambda *case: through_rows(*case).astype(np.float32)).passed


@pytest.mark.parametrize("message", exercise.mistakes)
def test_each_mistake_gets_its_own_message(message, names_the_mistake):
    names_the_mistake(exercise, message)


def test_mistakes_made_in_tensorflow_itself(tensorflow):
    moments, line = tensorflow.nn.moments, tensorflow.nn.batch_normalization
    made = {
        "offset and scale are swapped": lambda Z, gamma, beta, epsilon: line(
            Z, *moments(Z, axes=[1], keepdims=True), gamma, beta, epsilon),
        "run over the units": lambda Z, gamma, beta, epsilon: line(
            Z, *moments(Z, axes=[0]), beta, gamma, epsilon),
        "None leaves them out": lambda Z, gamma, beta, epsilon: line(
            Z, *moments(Z, axes=[1], keepdims=True), None, None, epsilon),
    }
    for expected, function in made.items():
        check = exercise(function)
        assert not check.passed and expected in check.message


def test_the_layer_of_keras_is_named_where_it_is_used(keras):
    layer = keras.layers.BatchNormalization
    made = {
        "layer on `Z` itself: it wants": lambda Z, gamma, beta, epsilon: layer()(Z, training=True),
        "layer on `Z` itself, and gamma and beta": lambda Z, gamma, beta, epsilon: layer(
            epsilon=epsilon)(Z, training=True),
        "layer on the transpose of `Z`": lambda Z, gamma, beta, epsilon: np.transpose(
            layer()(Z.T, training=True)),
        "you return Z_norm": lambda Z, gamma, beta, epsilon: np.transpose(
            layer(epsilon=epsilon)(Z.T, training=True)),
        "layer in test mode": lambda Z, gamma, beta, epsilon: layer()(Z),
    }
    for expected, function in made.items():
        check = exercise(function)
        assert not check.passed and expected in check.message


def test_what_tensorflow_refuses_is_said_in_plain_words(tensorflow):
    moments, line = tensorflow.nn.moments, tensorflow.nn.batch_normalization
    column = ("[3,7] vs. [3,3]. Did the moments lose their column? "
              "`keepdims=True` gives shape (n, 1).")
    for function, end in (
        (lambda Z, gamma, beta, epsilon: line(Z, *moments(Z, [1], keepdims=True), beta, gamma),
         "needs all six: x, mean, variance, offset, scale, variance_epsilon."),
        (lambda Z, gamma, beta, epsilon: moments(Z, keepdims=True),
         REMEDIES["Missing required positional argument"]),
        (lambda Z, gamma, beta, epsilon: line(Z, *moments(Z, [1]), beta, gamma, epsilon), column),
        (lambda *case: tensorflow.constant(1.0) * tensorflow.constant(case[0]),
         "expected to be a float tensor but is a double tensor."),
        (lambda *case: moments(case[0], [1])[2], "tuple index out of range."),
    ):
        check = exercise(function)
        assert not check.passed and check.message.endswith(end), check.message
        assert "function_node" not in check.message and "[Op:" not in check.message


@pytest.mark.parametrize(("function", "expected"), [
    (lambda Z, gamma, beta, epsilon: None, "Not attempted yet"),
    (lambda Z, gamma, beta, epsilon: 1 / 0, "ZeroDivisionError"),
    (lambda Z: Z, "TypeError"),
    (lambda Z, gamma, beta, epsilon: Z.T, "shape"),
    (lambda Z, gamma, beta, epsilon: (Z, Z), "you returned 2"),
    (lambda Z, gamma, beta, epsilon: "Z", "real numbers"),
    (lambda Z, gamma, beta, epsilon: Z * np.nan, "wrong in"),
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
