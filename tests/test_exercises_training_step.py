import numpy as np
import pytest

from helpers.exercises.training_step import check_adam_update as exercise
from helpers.exercises.training_step import my_adam_update
from helpers.optimizers import Adam


def cases(seed):
    return exercise.cases(np.random.default_rng(seed))


def test_the_solution_agrees_with_the_optimizer_step_after_step(rng):
    parameters = {"W1": rng.normal(size=(3, 4))}
    ours, velocity, square = parameters["W1"].copy(), np.zeros((3, 4)), np.zeros((3, 4))
    optimizer = Adam(0.1, beta1=0.8, beta2=0.95, epsilon=0.01)
    for t in range(1, 6):
        gradient = rng.normal(size=(3, 4))
        optimizer.update(parameters, {"W1": gradient})
        ours, velocity, square = my_adam_update(ours, gradient, velocity, square, t, 0.1, 0.8,
                                                0.95, 0.01)
        assert np.allclose(ours, parameters["W1"], rtol=0, atol=1e-12)
        assert np.allclose(velocity, optimizer.velocity["W1"], rtol=0, atol=1e-12)
        assert np.allclose(square, optimizer.square["W1"], rtol=0, atol=1e-12)


def test_the_solution_passes_and_is_shown():
    assert exercise(my_adam_update).passed
    assert "velocity_corrected" in exercise.solution().text


def test_cases_hold_what_hides_mistakes():
    for parameter, gradient, velocity, square, t, rate, beta1, beta2, epsilon in cases(0):
        assert parameter.shape == gradient.shape == velocity.shape == square.shape
        assert t > 1 and beta1 != beta2 and epsilon > 0.01 and rate < 1
        assert np.abs(velocity).min() > 0 and square.min() > 0
    assert any(case[0].shape[0] == case[0].shape[1] for case in cases(0))


def rearranged(p, g, v, s, t, rate, beta1, beta2, epsilon):
    v = v + (1 - beta1) * (g - v)
    s = s - (1 - beta2) * (s - g * g)
    rate = rate * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return p - rate * v / (np.sqrt(s) + epsilon * np.sqrt(1 - beta2**t)), v, s


def in_float32(*arguments):
    return my_adam_update(*[np.float32(a) if isinstance(a, np.ndarray) else a for a in arguments])


def as_a_list(*arguments):
    return list(my_adam_update(*arguments))


@pytest.mark.parametrize("function", [rearranged, in_float32, as_a_list])
def test_right_answers_written_differently_pass(function):
    for _ in range(5):
        check = exercise(function)
        assert check.passed, check.message


@pytest.mark.parametrize("message", exercise.mistakes)
def test_each_mistake_gets_its_own_message(message, names_the_mistake):
    names_the_mistake(exercise, message)


@pytest.mark.parametrize(("function", "expected"), [
    (lambda *arguments: None, "Not attempted yet"),
    (lambda *arguments: 1 / 0, "ZeroDivisionError"),
    (lambda parameter, gradient: parameter, "TypeError"),
    (lambda *arguments: arguments[0], "you returned 1"),
    (lambda *arguments: (1.0, 2.0, 3.0), "shape"),
    (lambda *arguments: ("p", "v", "s"), "real numbers"),
    (lambda *arguments: my_adam_update(*arguments)[::-1], "expected"),
    (lambda *arguments: tuple(np.nan * a for a in my_adam_update(*arguments)), "wrong in"),
    (None, "function itself"),
])
def test_other_answers_get_a_message(function, expected):
    check = exercise(function)
    assert not check.passed and expected in check.message


@pytest.mark.parametrize(("position", "name"), [(0, "parameter"), (2, "velocity"), (3, "square")])
def test_a_changed_input_is_noticed(position, name):
    def changes(parameter, gradient, velocity, square, t, rate, beta1, beta2, epsilon):
        answer = my_adam_update(parameter, gradient, velocity, square, t, rate, beta1, beta2,
                                epsilon)
        (parameter, gradient, velocity, square)[position][:] = 0
        return answer

    assert f"changes its input `{name}`" in exercise(changes).message


def test_three_hints():
    assert len(exercise.hints) == 3
    assert all(str(exercise.hint(number)) != str(exercise.hint(4)) for number in (1, 2, 3))
