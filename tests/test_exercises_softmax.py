import numpy as np
import pytest
from scipy.special import expit, softmax

from helpers import softmax as helper
from helpers.exercises.softmax import (
    GRADIENT_MISTAKES,
    SOFTMAX_MISTAKES,
    WHICH_AXIS,
    check_softmax,
    check_softmax_gradient,
)

EXERCISES = [check_softmax, check_softmax_gradient]


def column_by_column(Z):
    A = np.empty_like(Z)
    for i, z in enumerate(Z.T):
        e = np.exp(z - max(z))
        A[:, i] = e / sum(e)
    return A


def by_pairs(Z):
    """1 over the sum of e^(z_k - z_c): no maximum is subtracted, and nothing becomes NaN."""
    with np.errstate(over="ignore"):
        return 1 / np.exp(Z[np.newaxis] - Z[:, np.newaxis]).sum(axis=1)


@pytest.mark.parametrize("function", [
    column_by_column, by_pairs, helper.softmax, lambda Z: softmax(Z, axis=0),
    lambda Z: np.exp(Z - np.logaddexp.reduce(Z)), lambda Z: helper.softmax(Z.astype(np.float32)),
    lambda Z: softmax(Z, axis=0).tolist(),
])
def test_right_probabilities_pass(function):
    for _ in range(10):
        assert check_softmax(function).passed


@pytest.mark.parametrize("function", [
    helper.cross_entropy_gradient,
    lambda Z, Y: softmax(Z, axis=0) / Z.shape[1] - Y / Z.shape[1],
    lambda Z, Y: -(Y - softmax(Z, axis=0)) / np.shape(Y)[-1],
    lambda Z, Y: helper.cross_entropy_gradient(Z.astype(np.float32), Y.astype(np.float32)),
])
def test_right_gradients_pass(function):
    for _ in range(10):
        assert check_softmax_gradient(function).passed


def test_the_cases_hold_what_breaks_a_careless_softmax():
    cases = [Z for Z, in check_softmax.cases(np.random.default_rng(0))]
    assert max(Z.max() for Z in cases) >= 1000 and min(Z.min() for Z in cases) <= -1000
    assert any((np.ptp(Z, axis=0) == 0).any() for Z in cases), "a column of equal logits"
    assert any((np.ptp(Z.max(axis=0)) > 800) for Z in cases), "a column far below the others"
    assert {Z.shape[0] for Z in cases} >= {2, 3} and 1 in {Z.shape[1] for Z in cases}


# Mistakes, written anew as a learner would


def stable(Z):
    return np.exp(Z - Z.max(axis=0, keepdims=True))


def log_first(Z):
    return np.log(stable(Z) / stable(Z).sum(axis=0))


SOFTMAX_WRONG = [
    ("`np.exp` overflows for", lambda Z: np.exp(Z) / np.exp(Z).sum(axis=0)),
    ("of the whole matrix: a", lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=0)),
    ("mean of each column", lambda Z: np.exp(Z - Z.mean(0)) / np.exp(Z - Z.mean(0)).sum(0)),
    ("of each *row*", lambda Z: np.exp(Z - Z.max(1, keepdims=True))
        / np.exp(Z - Z.max(1, keepdims=True)).sum(0)),
    ("maximum and your sum", lambda Z: softmax(Z, axis=1)),
    ("maximum and your sum", lambda Z: softmax(Z, axis=-1)),
    ("the logits by their sum", lambda Z: Z / Z.sum(axis=0, keepdims=True)),
    ("shifted logits by their sum", lambda Z: (Z - Z.max(0)) / (Z - Z.max(0)).sum(0)),
    ("smallest probability.", lambda Z: softmax(-Z, axis=0)),
    ("and it overflows at -1000", lambda Z: np.exp(-Z) / sum(np.exp(-Z))),
    ("0 for the others", lambda Z: np.eye(len(Z))[:, np.argmax(Z, axis=0)]),
    ("at *every* largest", lambda Z: np.where(np.max(Z, axis=0) == Z, 1.0, 0.0)),
    ("sigmoid for each logit", expit),
    ("with a square", lambda Z: np.square(Z) / np.sum(np.square(Z), axis=0)),
    ("with `abs`", lambda Z: np.abs(Z) / np.sum(np.abs(Z), axis=0)),
    ("logits: 1000 and 998", lambda Z: softmax(np.clip(Z, -500, 500), axis=0)),
    ("logits: 1000 and 998", lambda Z: softmax(np.clip(Z, -50, 700), axis=0)),
    ("from above", lambda Z: np.exp(np.minimum(Z, 500)) / np.exp(np.minimum(Z, 500)).sum(axis=0)),
    ("from above", lambda Z: np.exp(Z.clip(max=100)) / np.exp(Z.clip(max=100)).sum(axis=0)),
    ("Your sum runs over the examples", lambda Z: stable(Z) / stable(Z).sum(1, keepdims=True)),
    ("the whole matrix, classes and", lambda Z: stable(Z) / stable(Z).sum()),
    ("by the mean over the classes", lambda Z: stable(Z) / np.mean(stable(Z), axis=0)),
    ("add up to 1 / C", lambda Z: softmax(Z, axis=0) / Z.shape[0]),
    ("number of examples", lambda Z: softmax(Z, axis=0) / Z.shape[1]),
    ("e^z and no more", stable),
    ("only the sum", lambda Z: np.sum(stable(Z), axis=0)),
    ("the logarithm of", log_first),
]
NAIVE = [
    ("Your sum runs over the examples", lambda E: E / E.sum(1, keepdims=True)),
    ("the whole matrix, classes and", lambda E: E / E.sum()),
    ("by the mean over the classes", lambda E: E / E.mean(0)),
    ("add up to 1 / C", lambda E: E / E.sum(0) / len(E)),
    ("number of examples", lambda E: E / E.sum(0) / E.shape[1]),
    ("e^z and no more", lambda E: E),
    ("only the sum", lambda E: E.sum(0)),
    ("the logarithm of", lambda E: np.log(E / E.sum(0))),
]


def only(mistakes, *words):
    message, = [m for m in mistakes if all(word in m for word in words)]
    return message


@pytest.mark.parametrize(("words", "wrong"), SOFTMAX_WRONG)
def test_each_softmax_mistake_gets_its_message(words, wrong):
    message, = [m for m in SOFTMAX_MISTAKES if words in m and "Besides" not in m]
    for _ in range(10):
        check = check_softmax(wrong)
        assert not check.passed and check.message == message


@pytest.mark.parametrize(("words", "form"), NAIVE)
@pytest.mark.parametrize(("besides", "shift"), [
    ("overflows at 1000", lambda Z: 0), ("not that of the whole matrix", np.max)])
def test_a_mistake_without_care_for_large_logits_is_named_together(words, form, besides, shift):
    message = only(SOFTMAX_MISTAKES, words, "Besides", besides)
    for _ in range(10):
        check = check_softmax(lambda Z: form(np.exp(Z - shift(Z))))
        assert not check.passed and check.message == message


def A(Z):
    return softmax(Z, axis=0)


GRADIENT_WRONG = [
    ("not divided by m", "", lambda Z, Y: A(Z) - Y),
    ("number of classes", "", lambda Z, Y: (A(Z) - Y) / len(Z)),
    ("C times m", "", lambda Z, Y: (A(Z) - Y) / Z.size),
    ("return the loss.", "", lambda Z, Y: helper.cross_entropy(Z, Y)),
    ("loss, summed", "", lambda Z, Y: -np.log(A(Z)[Y == 1]).sum()),
    ("always 0", "", lambda Z, Y: np.mean(A(Z) - Y)),
    ("factor 2", "", lambda Z, Y: 2 / Z.shape[1] * (A(Z) - Y)),
    ("m twice", "", lambda Z, Y: np.divide(A(Z) - Y, Z.shape[1]) / Z.shape[1]),
    ("You summed over", "", lambda Z, Y: np.sum(A(Z) - Y, axis=1, keepdims=True)),
    ("averaged over the examples.", "", lambda Z, Y: np.mean(A(Z) - Y, axis=1, keepdims=True)),
    ("lost an axis", "", lambda Z, Y: np.mean(A(Z) - Y, axis=1)),
] + [(words, then, wrong if then else lambda Z, Y, wrong=wrong: wrong(Z, Y) / Z.shape[1])
     for then in ("", " And then divide by m.") for words, wrong in [
    ("sign is turned", lambda Z, Y: Y - A(Z)),
    ("without the labels", lambda Z, Y: A(Z)),
    ("where are the probabilities", lambda Z, Y: -Y),
    ("the logits themselves", lambda Z, Y: Z - Y),
    ("not a softmax", lambda Z, Y: expit(Z) - Y),
    ("factor A in front", lambda Z, Y: A(Z) * (A(Z) - Y)),
    ("sigmoid's slope", lambda Z, Y: A(Z) * (1 - A(Z)) * (A(Z) - Y)),
    ("respect to the *prob", lambda Z, Y: -Y / A(Z)),
    ("softmax runs over the examples", lambda Z, Y: softmax(Z, axis=1) - Y),
    ("except at the right", lambda Z, Y: np.where(Y == 1, A(Z) - 1, 0)),
]]


@pytest.mark.parametrize(("words", "then", "wrong"), GRADIENT_WRONG)
def test_each_gradient_mistake_gets_its_message(words, then, wrong):
    message, = [m for m in GRADIENT_MISTAKES
                if words in m and m.endswith("And then divide by m.") == bool(then)]
    for _ in range(10):
        check = check_softmax_gradient(wrong)
        assert not check.passed and check.message == message


def test_every_mistake_is_made_above():
    assert len(SOFTMAX_MISTAKES) == len({w for w, _ in SOFTMAX_WRONG}) + 2 * len(NAIVE)
    assert len(GRADIENT_MISTAKES) == len(GRADIENT_WRONG)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.outputs[0])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_mistakes_are_apart_from_each_other_on_the_cases(exercise):
    functions = {"right": exercise.solution_function, **exercise.mistakes}
    for seed in range(10):
        cases = exercise.cases(np.random.default_rng(seed))
        for name, function in functions.items():
            answers = [[np.asarray(function(*case))] for case in cases]
            same = [other for other, g in functions.items() if all(
                exercise._agrees(g, *pair) for pair in zip(cases, answers, strict=True))]
            assert same == [name]


# Answers of another kind


def changes_its_input(Z, *others):
    Z -= Z.max(axis=0)
    return softmax(Z, axis=0)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.outputs[0])
@pytest.mark.parametrize(("function", "words"), [
    (lambda *arguments: None, "Not attempted yet"),
    (lambda *arguments: 1 / 0, "ZeroDivisionError"),
    (lambda Z, *others: (Z, Z), "you returned 2"),
    (lambda Z, *others: Z[1:], "has shape"),
    (lambda *arguments: "a", "array of real numbers"),
    (lambda Z, *others: Z * np.nan, "got nan"),
    (lambda Z, *others: 1.01 * softmax(Z, axis=0), "is wrong in"),
    (changes_its_input, "changes its input `Z`"),
    ("my_softmax", "without calling it"),
])
def test_other_wrong_answers_get_a_message(exercise, function, words):
    check = exercise(function)
    assert not check.passed and words in check.message


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.outputs[0])
def test_a_sum_over_the_examples_is_not_told_to_keep_its_dims(exercise):
    message = exercise(lambda Z, *others: Z / Z.sum(axis=1)).message
    assert message.endswith(WHICH_AXIS) and "keepdims" not in message


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.outputs[0])
def test_hints_and_solution_show_themselves(exercise):
    for number in (1, 2, 3):
        assert f"Hint {number}" in repr(exercise.hint(number))
    assert f"def {exercise.solution_function.__name__}" in repr(exercise.solution())
