import numpy as np
import pytest

from helpers.exercises.school import check_best_trial, my_best_trial


def by_sorting(curves, diverged):
    scores = {trial: np.mean(curves[trial][-3:])
              for trial in range(len(curves)) if not diverged[trial]}
    return sorted(scores, key=scores.get)[-1]


def by_indices(curves, diverged):
    alive = np.flatnonzero(~diverged)
    return alive[curves[alive, -3:].sum(axis=1).argmax()]


def by_nanargmax(curves, diverged):
    score = curves[:, -3:].mean(axis=1)
    score[diverged] = np.nan
    return np.nanargmax(score)


def in_float32(curves, diverged):
    return np.float32(my_best_trial(curves.astype(np.float32), diverged))


@pytest.mark.parametrize("function", [
    my_best_trial, by_sorting, by_indices, by_nanargmax, in_float32,
])
def test_right_answers_pass(function):
    for _ in range(20):
        check = check_best_trial(function)
        assert check.passed, check.message


@pytest.mark.parametrize("message", check_best_trial.mistakes)
def test_each_mistake_gets_its_own_message(message, names_the_mistake):
    names_the_mistake(check_best_trial, message)


@pytest.mark.parametrize(("score", "expected"), [
    (lambda curves: curves[:, -2:].mean(axis=1), "last *two* evenings"),
    (lambda curves: curves[:, -3], "`-3` is one column"),
    (lambda curves: curves[:, -3:].max(axis=1), "best of the last three"),
    (lambda curves: curves[:, -1], "last evening alone"),
])
def test_other_evenings_are_told_apart(score, expected):
    for _ in range(20):
        check = check_best_trial(
            lambda curves, diverged: np.nanargmax(np.where(diverged, np.nan, score(curves))))
        assert not check.passed and expected in check.message


def test_nan_times_zero_is_not_taken_for_looking_away():
    for _ in range(20):
        check = check_best_trial(
            lambda curves, diverged: ((1 - diverged) * curves[:, -3:].mean(axis=1)).argmax())
        assert not check.passed and "NaN times 0 is NaN" in check.message


@pytest.mark.parametrize(("function", "expected"), [
    (lambda curves, diverged: None, "Not attempted yet"),
    (lambda curves, diverged: 1 / 0, "ZeroDivisionError"),
    (lambda curves: 0, "TypeError"),
    (lambda curves, diverged: curves[:, -3:].mean(axis=1), "shape"),
    (lambda curves, diverged: (1, 2), "you returned 2"),
    (lambda curves, diverged: "the third", "real numbers"),
    (lambda curves, diverged: np.nan, "wrong in"),
    (lambda curves, diverged: -1, "wrong in"),
    ("my function", "function itself"),
])
def test_other_answers_get_a_message(function, expected):
    check = check_best_trial(function)
    assert not check.passed and expected in check.message


def test_a_changed_input_is_noticed():
    def masks_in_place(curves, diverged):
        curves[diverged] = 0
        return my_best_trial(curves, diverged)

    assert "changes its input `curves`" in check_best_trial(masks_in_place).message


def test_cases_hold_what_hides_mistakes():
    for seed in range(20):
        cases = check_best_trial.cases(np.random.default_rng(seed))
        assert any(len(curves) == curves.shape[1] for curves, _ in cases)
        assert [np.isnan(curves).any() for curves, _ in cases].count(True) == 3
        for curves, diverged in cases:
            assert not np.isnan(curves[~diverged]).any()
            winner = by_sorting(curves, diverged)
            assert diverged[:winner].any()  # or a row among those left is the row itself
            assert np.nanmax(curves) > curves[winner].max()


def test_hints_and_solution():
    assert len(check_best_trial.hints) == 3
    assert "def my_best_trial" in check_best_trial.solution().text
