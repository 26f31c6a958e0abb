import numpy as np
import pytest

from helpers.averages import bias_corrected, update_average
from helpers.batch_norm import batch_norm_inference
from helpers.exercises.averages import (
    check_running_average,
    conventions_table,
    my_running_average,
)
from helpers.exercises.batch_norm_inference import (
    check_batch_norm_inference,
    my_batch_norm_inference,
)

EXERCISES = {"average": check_running_average, "inference": check_batch_norm_inference}


def by_helper(values, decay):
    average, averages = 0.0, []
    for steps, value in enumerate(values, start=1):
        average = update_average(average, value, decay)
        averages.append(bias_corrected(average, decay, steps))
    return averages


def by_weights(values, decay):
    """Every average as the weighted mean of what came before it."""
    answers = []
    for day in range(len(values)):
        weights = decay ** np.arange(day, -1, -1)
        answers.append(np.average(values[: day + 1], weights=weights))
    return answers


def in_float32(values, decay):
    average, averages = np.float32(0), []
    for steps, value in enumerate(np.float32(values), start=1):
        average = np.float32(decay) * average + np.float32(1 - decay) * value
        averages.append(average / np.float32(1 - decay**steps))
    return np.array(averages, np.float32)


def one_factor(Z, gamma, beta, mean, variance, epsilon):
    scale = gamma * (variance + epsilon) ** -0.5
    return scale * Z + (beta - scale * mean)


def inference_in_float32(*arguments):
    return my_batch_norm_inference(*[np.float32(argument) for argument in arguments])


RIGHT = [
    ("average", my_running_average), ("average", by_helper), ("average", by_weights),
    ("average", in_float32), ("inference", my_batch_norm_inference),
    ("inference", batch_norm_inference), ("inference", one_factor),
    ("inference", inference_in_float32),
]


@pytest.mark.parametrize(("name", "function"), RIGHT)
def test_right_answers_pass(name, function):
    exercise = EXERCISES[name]
    for _ in range(10):
        check = exercise(function)
        assert check.passed, check.message


@pytest.mark.parametrize(("name", "message"), [
    (name, message) for name, exercise in EXERCISES.items() for message in exercise.mistakes
])
def test_each_mistake_gets_its_own_message(name, message, names_the_mistake):
    names_the_mistake(EXERCISES[name], message)


def momentum_uncorrected(values, decay):
    average, averages = 0.0, []
    for value in values:
        average = decay * average + value
        averages.append(average)
    return averages


def counted_by_enumerate(values, decay):
    average, averages = 0.0, []
    for steps, value in enumerate(values):
        average = decay * average + (1 - decay) * value
        averages.append(average / (1 - decay**steps))
    return averages


@pytest.mark.parametrize(("function", "expected"), [
    (momentum_uncorrected, "Either the exponent"),
    (counted_by_enumerate, "one behind"),
    (lambda values, decay: None, "Not attempted yet"),
    (lambda values, decay: 1 / 0, "ZeroDivisionError"),
    (lambda values: values, "TypeError"),
    (lambda values, decay: by_helper(values, decay)[-1], "shape ()"),
    (lambda values, decay: np.array(by_helper(values, decay))[:, np.newaxis], "shape (4, 1)"),
    (lambda values, decay: (values, values), "you returned 2"),
    (lambda values, decay: "averages", "real numbers"),
    (lambda values, decay: values * np.nan, "wrong in"),
    (lambda values, decay: values, "wrong in"),
    ("my function", "function itself"),
])
def test_other_averages_get_a_message(function, expected):
    check = check_running_average(function)
    assert not check.passed and expected in check.message


@pytest.mark.parametrize(("function", "expected"), [
    (lambda Z, gamma, beta, mean, variance, epsilon: None, "Not attempted yet"),
    (lambda Z, gamma, beta, mean, variance, epsilon: 1 / 0, "ZeroDivisionError"),
    (lambda Z, gamma, beta: Z, "TypeError"),
    (lambda *arguments: my_batch_norm_inference(*arguments)[:, :1], "shape"),
    (lambda *arguments: (arguments[0], arguments[0]), "you returned 2"),
    (lambda *arguments: "Z", "real numbers"),
    (lambda *arguments: 3 * my_batch_norm_inference(*arguments), "expected"),
])
def test_other_inferences_get_a_message(function, expected):
    check = check_batch_norm_inference(function)
    assert not check.passed and expected in check.message


def test_a_changed_input_is_noticed():
    def scales_in_place(values, decay):
        answer = my_running_average(values, decay)
        values *= 1 - decay
        return answer

    def centres_in_place(Z, gamma, beta, mean, variance, epsilon):
        Z -= mean
        return gamma * Z / np.sqrt(variance + epsilon) + beta

    assert "changes its input `values`" in check_running_average(scales_in_place).message
    assert "changes its input `Z`" in check_batch_norm_inference(centres_in_place).message


def test_inference_cases_hold_what_hides_mistakes():
    cases = check_batch_norm_inference.cases(np.random.default_rng(0))
    shapes = [case[0].shape for case in cases]
    assert any(n == m for n, m in shapes) and any(m == 1 for n, m in shapes)
    for _, gamma, beta, mean, variance, _ in cases:
        assert variance.min() == 1e-4 and np.abs(mean).min() > 0.1
        assert np.abs(gamma - 1).min() > 0.1 and np.abs(beta).min() > 0.1


@pytest.mark.parametrize("name", EXERCISES)
def test_hints_and_solution(name):
    exercise = EXERCISES[name]
    assert len(exercise.hints) == 3
    assert exercise.solution_function.__name__ in exercise.solution().text


def test_the_conventions_table_says_who_multiplies_what():
    rows = {line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:-1]]
            for line in conventions_table().text.splitlines()}
    assert {len(cells) for cells in rows.values()} == {3}
    assert rows["its default"] == ["0.9", "0.99", "0.1"]
    assert rows["it multiplies"] == ["**the old average**"] * 2 + ["**the new value**"]
    assert rows["variance kept for test time: divided by"] == ["m", "m", "m - 1"]
    assert rows["one example in training mode gives"] == ["beta", "beta", "refused"]
