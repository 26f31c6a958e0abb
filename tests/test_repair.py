"""One change to a learner's lines that makes them right, and in which words it is said."""

import numpy as np
import pytest

from helpers.exercises import diagnosis
from helpers.exercises.exercise import Exercise
from helpers.exercises.repair import Source

pytestmark = pytest.mark.patient


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.setattr(diagnosis, "PATIENCE", 20)  # for slow machines


def standardize(Z, epsilon):
    """Each unit, with mean 0 and variance 1."""
    mu = np.mean(Z, axis=1, keepdims=True)
    variance = np.mean((Z - mu) ** 2, axis=1, keepdims=True)
    return (Z - mu) / np.sqrt(variance + epsilon)


def cases(rng):
    return [(rng.normal(3, 2, shape), rng.uniform(0.1, 0.5)) for shape in ((3, 7), (5, 5), (4, 2))]


def exercise(slips=()):
    return Exercise(standardize, cases, ("Z_norm",), dict(slips), ("one", "two", "three"))


def forgotten_axis(Z, epsilon):
    mu = np.mean(Z, axis=1, keepdims=True)
    variance = np.mean((Z - mu) ** 2)
    return (Z - mu) / np.sqrt(variance + epsilon)


def no_root(Z, epsilon):
    c = Z - Z.mean(axis=1, keepdims=True)
    v = (c * c).mean(axis=1, keepdims=True)
    return c / (v + epsilon)


def brackets(Z, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    return Z - mu / np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)


def epsilon_behind_all(Z, epsilon):
    mu, variance = np.mean(Z, axis=1, keepdims=True), np.var(Z, axis=1, keepdims=True)
    return (Z - mu) / np.sqrt(variance) + epsilon


def lost_column(Z, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    return (Z - mu) / np.sqrt(Z.var(axis=1) + epsilon)


def other_axis(Z, epsilon):
    centred = Z.T - Z.T.mean(axis=0)
    return centred.T / np.sqrt(np.mean(centred.T**2, axis=0) + epsilon)


def all_but_the_last(Z, epsilon):
    mu = Z[:, :-1].mean(axis=1, keepdims=True)
    return (Z - mu) / np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)


def m_minus_one(Z, epsilon):
    mu, m = Z.mean(axis=1, keepdims=True), Z.shape[1]
    variance = np.sum((Z - mu) ** 2, axis=1, keepdims=True) / (m - 1)
    return (Z - mu) / np.sqrt(variance + epsilon)


def in_the_loop(Z, epsilon):
    rows = []
    for row in Z:
        rows.append((row - row.mean()) / np.sqrt(row.var() + epsilon))
        return np.array(rows)


def in_two_places(Z, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    centred = Z - mu
    variance = np.sum(centred**2, axis=1, keepdims=True)
    return centred / np.sqrt(variance + epsilon)


def one_for_all(Z, epsilon):
    mu, variance = Z.mean(axis=1), Z.var(axis=1)
    return np.array([(Z[i] - mu[0]) / np.sqrt(variance[0] + epsilon) for i in range(len(Z))])


def never_ends(Z, epsilon):
    k = len(Z)
    while k > 0:
        mu = Z.mean(axis=1, keepdims=True)
    return (Z - mu) / np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)


@pytest.mark.parametrize(("function", "words"), [
    (forgotten_axis, "`np.mean((Z - mu) ** 2, axis=1, keepdims=True)` in place of "
                     "`np.mean((Z - mu) ** 2)` in your line 3."),
    (no_root, "`np.sqrt(v + epsilon)` in place of `v + epsilon` in your line 4."),
    (epsilon_behind_all, "`(Z - mu) / np.sqrt(variance + epsilon)` in place of "),
    (lost_column, "`Z.var(axis=1, keepdims=True)` in place of `Z.var(axis=1)` in your line 3."),
    (other_axis, "`np.mean(centred.T ** 2, axis=1, keepdims=True)` in place of "),
    (all_but_the_last, " in place of `Z[:, :-1]` in your line 2."),
    (m_minus_one, "with `m` in place of `m - 1` in your line 3."),
    (in_the_loop, "with your line 5 (`return np.array(rows)`) behind the loop."),
    (in_two_places, "in place of `axis=0` in your line 2, and with `np.mean("),
    (one_for_all, "with `mu[i]` in place of `mu[0]` in your line 3, and with `variance[i]` in "),
    (brackets, "in your line 3."),
])
def test_what_makes_it_right_is_found_and_is_right(function, words):
    message = exercise()(function).message
    assert "Your function is right " in message and words in message


def test_exchanged_weights_and_a_bracket_that_closes_too_late():
    def blend(a, b, weight):
        return a / (weight * a + (1 - weight) * b + 1)

    def exchanged(a, b, weight):
        mixed = (1 - weight) * a + weight * b
        return a / (mixed + 1)

    def no_bracket(a, b, weight):
        return a / (weight * a) + (1 - weight) * b + 1

    blended = Exercise(blend, lambda rng: [(*rng.uniform(1, 2, (2, 3)), 0.8)], ("c",), {}, ())
    assert "`weight * a + (1 - weight) * b` in place of" in blended(exchanged).message
    assert "Your function is right" not in blended(no_bracket).message  # two brackets are missing
    blended = Exercise(lambda a, b, weight: a - b / (a + weight), blended.cases, ("c",), {}, ())
    assert "a - b / (a + weight)" in blended(lambda_free).message


def lambda_free(a, b, weight):
    return a - b / a + weight


def test_an_example_that_depends_on_the_others_is_told(monkeypatch):
    monkeypatch.setattr(diagnosis, "PATIENCE", 0)
    shifted = Exercise(lambda Z: Z - 1, lambda rng: [(rng.normal(size=(3, 6)),)], ("A",), {}, ())
    words = "Your answer for one example depends on the other examples"
    assert words in shifted(lambda Z: Z - Z.mean(axis=1, keepdims=True)).message
    assert words not in shifted(lambda Z: Z - Z.mean(axis=0)).message
    assert words not in exercise()(lambda Z, epsilon: Z - Z.mean()).message  # they all must


def test_a_lost_column_is_asked_for_where_a_shape_is_square():
    column = Exercise(lambda Z: Z.mean(axis=1, keepdims=True) ** 2,
                      lambda rng: [(rng.normal(size=(3, 6)),)], ("mu",), {}, ())
    message = column(lambda Z: Z.mean(axis=1) * Z.mean(axis=1, keepdims=True)).message
    assert "shape (3, 3)" in message and "keepdims=True" in message


def test_a_mistake_that_is_not_in_the_values_gets_no_change():
    def in_place(Z, epsilon):
        Z -= Z.mean(axis=1, keepdims=True)
        return Z / np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)

    message = exercise()(in_place).message
    assert "changes its input" in message and "Your function is right" not in message


def test_infinite_values_are_told_from_each_other():
    one, other = (np.array([value, -np.inf]) for value in (1.0, 2.0))
    assert diagnosis._fingerprint(one) != diagnosis._fingerprint(other)


def test_two_slips_are_said_together():
    slips = {"Epsilon is missing.": " + epsilon -> ", "The root is missing.": "np.sqrt -> ",
             "The mean stays.": "return (Z - mu) -> return Z"}
    message = exercise(slips)(lambda Z, epsilon: Z / Z.std(axis=1, keepdims=True)).message
    assert message == "Two things. Epsilon is missing. And: the mean stays."


def test_an_endless_function_is_stopped_and_its_line_is_said(monkeypatch):
    monkeypatch.setattr("helpers.exercises.exercise.SECONDS", 0.5)
    monkeypatch.setattr(diagnosis, "PATIENCE", 0)
    message = exercise()(never_ends).message
    assert "stopped after 0.5 seconds in its line" in message and "never end" in message


def doubles_for_ever(Z):
    both = [Z]
    while True:
        both.extend(both)


def test_what_grows_without_end_is_stopped_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(diagnosis, "PATIENCE", 0)

    def in_itself(Z, epsilon):
        values = []
        for _ in range(2):
            values.append(values)
        return np.array(values)  # numpy would unfold it for ever

    message = exercise()(in_itself).message
    assert "stopped because `values` grows without end in its line" in message
    message = exercise()(lambda Z, epsilon: doubles_for_ever(Z)).message
    assert "`both` grows without end in `doubles_for_ever`" in message


def test_what_is_printed_is_kept_short(capsys):
    def prints(Z, epsilon):
        for i in range(100_000):
            print("line", i)
        return standardize(Z, epsilon)

    assert exercise()(prints).passed
    assert len(capsys.readouterr().out) < 10_000


def test_input_and_wrong_arguments_are_explained():
    assert "the check gives the arguments" in exercise()(lambda Z, epsilon: input()).message

    def three(Z, epsilon, m):
        return Z

    assert "It is called with `Z, epsilon`" in exercise()(three).message


def test_what_an_answer_ignores_and_by_what_it_is_off(monkeypatch):
    monkeypatch.setattr(diagnosis, "PATIENCE", 0)
    for function, words in (
            (lambda Z, epsilon: np.sign(Z), "does not depend on `Z` and `epsilon` at all"),
            (lambda Z, epsilon: 3 * standardize(Z, epsilon), "is 3 times the right one"),
            (lambda Z, epsilon: standardize(Z, epsilon) / Z.shape[1], "divided by `Z.shape[1]`"),
            (lambda Z, epsilon: standardize(Z, epsilon).T.copy().T + 2, "plus 2, in all entries"),
            (lambda Z, epsilon: Z, "You return `Z` as it came.")):
        assert words in exercise()(function).message


def test_how_far_an_answer_is_right_is_measured_on_the_learners_own_variables(monkeypatch):
    monkeypatch.setattr(diagnosis, "repaired", lambda *_: "")  # as if no change were near

    def spread(Z, epsilon):
        middle = np.mean(Z, axis=1, keepdims=True)
        width = np.mean(np.abs(Z - middle), axis=1, keepdims=True) ** 2
        return (Z - middle) / np.sqrt(width + epsilon)

    def without_mean(Z, epsilon):
        middle = np.mean(Z, axis=1, keepdims=True)
        width = np.sum((Z - middle) ** 2, axis=1, keepdims=True)
        return (Z - middle) / np.sqrt(width + epsilon)

    def both(Z, epsilon):
        middle, width = (f(Z, axis=1, keepdims=True) for f in (np.median, np.ptp))
        return (Z - middle) / np.sqrt(width + epsilon)

    def afterwards(Z, epsilon):
        middle = np.mean(Z, axis=1, keepdims=True)
        width = np.var(Z, axis=1, keepdims=True)
        return np.tanh(Z - middle) / np.sqrt(width + epsilon)

    for function, words in ((spread, "Right but for your `width`: what you make"),
                            (without_mean, "Right but for your `width`: what you make of it is as "
                             "it should be. It is the right one times `Z.shape[1]`. `Z_norm` is"),
                            (both, "Right but for your `middle` and `width`: what you make"),
                            (afterwards, "Right so far: your `middle` and `width`. `Z_norm` is")):
        assert exercise()(function).message.startswith(words), function.__name__


def test_a_function_without_source_has_no_changes():
    for function in (np.sqrt, lambda Z, epsilon: Z, eval("lambda Z, epsilon: Z")):
        with pytest.raises((ValueError, AttributeError)):
            list(Source(function).changed({}, set()))
        assert not exercise()(function).passed


@pytest.mark.parametrize(("function", "words"), [
    (lambda Z, epsilon: Z if Z > 0 else -Z, "`np.where(condition, a, b)`"),
    (lambda Z, epsilon: Z / Z.shape, "`.shape[1]` counts the columns"),
    (lambda Z, epsilon: np.random.default_rng(0).rand(3), "`rng.random(size)`"),
    (lambda Z, epsilon: Z + print(), "return nothing"),
    (lambda Z, epsilon: Z(1 + epsilon), "Is a `*` missing?"),
    (lambda Z, epsilon: Z @ Z, "entry by entry it is `*`"),
])
def test_what_python_and_numpy_refuse_has_a_remedy(function, words):
    assert words in exercise()(function).message
