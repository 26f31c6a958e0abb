"""The mechanism behind every "Your turn", on an exercise small enough to see through."""

import warnings

import numpy as np
import pytest

from helpers.exercises.exercise import Check, Exercise, Text, edited


def centre(Z, gamma):
    """Each unit's mean, and what is left without it, scaled."""
    mu = Z.mean(axis=1, keepdims=True)
    return mu, gamma * (Z - mu)


def without_gamma(Z, gamma):
    mu = Z.mean(axis=1, keepdims=True)
    return mu, Z - mu


def cases(rng):
    return [(rng.normal(3, 2, (n, m)), rng.uniform(2, 3, (n, 1))) for n, m in ((2, 5), (4, 4))]


SLIPS = {"Your mean runs over the units.": "axis=1 -> axis=0", "gamma is missing.": without_gamma,
         "Both.": ("axis=1 -> axis=0", "gamma * -> ")}


def exercise(**changes):
    parts = {"solution_function": centre, "cases": cases, "outputs": ("mu", "Z_tilde"),
             "slips": SLIPS, "hints": ("one", "two", "three")}
    return Exercise(**parts | changes)


def answer(function, check=None):
    result = (check or exercise())(function)
    assert isinstance(result, Check) and not result.passed
    assert "passed" not in repr(result) and "Not yet" in result._repr_markdown_()
    assert result.message in repr(result) and result.message in result._repr_markdown_()
    return result.message


# Right answers

def test_a_right_answer_passes():
    result = exercise()(lambda Z, gamma: [
        Z.mean(1)[:, None].tolist(), np.float32(gamma * Z - gamma * np.mean(Z, 1, keepdims=True))])
    assert result.passed and "2 random cases" in result.message
    assert "Passed" in result._repr_markdown_() and repr(result).startswith("passed: ")


def test_a_right_answer_may_warn_and_may_stand_in_a_list():
    def half(Z, gamma):
        warnings.warn("mind the gap", UserWarning, stacklevel=1)
        return [Z / 2]

    check = exercise(solution_function=lambda Z, gamma: Z / 2, outputs=("Z_half",), slips={})
    assert check(half).passed


def test_the_cases_stay_until_one_passes_and_are_shown():
    check, seen = exercise(), []
    for right in (0, 0, 1, 1):
        checked = check(lambda Z, gamma, right=right: seen.append(Z.copy()) or (
            centre(Z, gamma) if right else (Z, Z)))
        assert np.array_equal(checked.case()["Z"], check.cases(
            np.random.default_rng(check._passes - right))[0][0])
    firsts = [Z for Z in seen if Z.shape == (2, 5)]
    assert np.array_equal(firsts[0], firsts[-2]) and not np.array_equal(firsts[0], firsts[-1])


def test_a_number_is_an_output_too():
    check = exercise(solution_function=lambda Z, gamma: float(Z.mean()), outputs=("loss",),
                     slips={})
    for kind in (float, np.float64, np.array):
        assert check(lambda Z, gamma, kind=kind: kind(Z.mean())).passed
        message = answer(lambda Z, gamma, kind=kind: kind(Z.mean() + 1), check)
        assert "The first is `loss`: expected" in message and "got" in message
    assert "has shape (1,); expected ()" in answer(lambda Z, gamma: np.array([Z.mean()]), check)


# Known mistakes

@pytest.mark.parametrize(("mistake", "message"), [
    (lambda Z, gamma: (Z.mean(0)[None], gamma * (Z - Z.mean(0))), "Your mean runs over the units."),
    (lambda Z, gamma: (np.sum(Z, 1, keepdims=True) / Z.shape[1], Z - Z.mean(1)[:, None]),
     "gamma is missing."),
    (lambda Z, gamma: (Z.mean(0)[None], Z - Z.mean(0)), "Both."),
])
def test_a_known_mistake_is_named(mistake, message):
    assert answer(mistake) == message


def test_an_edit_changes_the_body_everywhere_and_nothing_else():
    def scaled(gamma):
        """Gamma, squared: gamma * gamma."""
        return gamma * gamma

    assert edited(scaled, "gamma -> 2")(5) == 4
    assert edited(scaled, ("gamma * gamma -> other", "other -> gamma + 1"))(gamma=5) == 6
    assert edited(scaled, " * gamma -> ")(5) == 5 and scaled(5) == 25
    assert edited(scaled, "gamma -> 2").__doc__ == scaled.__doc__


@pytest.mark.parametrize("slip", ["axis=2 -> axis=0", "def centre -> def other", "Z, gamma -> Z",
                                  ("axis=1 -> axis=0", "axis=1 -> axis=0"), "Each -> No"])
def test_an_edit_that_fits_nowhere_is_an_error(slip):
    with pytest.raises(ValueError, match="centre has no '.*' to edit"):
        exercise(slips={"Stale.": slip})


def test_an_edit_that_makes_no_python_is_an_error():
    with pytest.raises(SyntaxError):
        exercise(slips={"Open.": "(Z - mu) -> (Z - mu"})


def test_a_mistake_must_agree_on_all_cases():
    def sometimes(Z, gamma):
        return without_gamma(Z, gamma) if Z.shape == (2, 5) else (Z.mean(1)[:, None], 0 * Z)

    assert "`Z_tilde` is wrong in 10 of 10 entries." in answer(sometimes)


def test_two_mistakes_that_agree_are_both_said():
    check = exercise(slips={"one": without_gamma, "other": "gamma * -> 1 * "})
    assert answer(without_gamma, check) == "one Or: other"


def test_the_first_difference_is_shown():
    def one_entry(Z, gamma):
        mu, Z_tilde = centre(Z, gamma)
        Z_tilde[1, 2] = 77
        return mu, Z_tilde

    message = answer(one_entry)
    assert "`Z_tilde` is wrong in 1 of 10 entries. The first is `Z_tilde[1, 2]`" in message
    Z, gamma = cases(np.random.default_rng(0))[0]
    assert f"expected {centre(Z, gamma)[1][1, 2]:.6g}, got 77" in message


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_are_wrong_answers(bad):
    message = answer(lambda Z, gamma: (Z.mean(1, keepdims=True), np.full(Z.shape, bad)))
    assert "`Z_tilde` is wrong in 10 of 10" in message and f"got {bad}" in message
    check = exercise(slips={"Not finite.": f"gamma * (Z - mu) -> (Z - mu) * 0 + np.{bad:.3}"
                            .replace("np.-", "-np.")})
    assert answer(check.mistakes["Not finite."], check) == "Not finite."


@pytest.mark.parametrize("size", [1.0, 1e-3, 1e3])
def test_an_error_of_one_percent_is_noticed_beside_units_a_thousand_times_as_large(size):
    def one_percent_off(Z, gamma):
        mu, Z_tilde = centre(Z, gamma)
        Z_tilde[1] *= 1.01
        return mu, Z_tilde

    def scaled(rng):
        return [(size * Z * np.where(np.arange(len(Z)) == 1, 1, 1e3)[:, np.newaxis], gamma)
                for Z, gamma in cases(rng)]

    check = exercise(cases=scaled)
    assert check(centre).passed
    assert "The first is `Z_tilde[1, " in answer(one_percent_off, check)


# What is no answer

@pytest.mark.parametrize(("error", "said"), [
    (ValueError("oh"), "ValueError: oh"), (KeyError("k"), "KeyError: 'k'"),
    (RecursionError("deep"), "RecursionError: deep"), (SystemExit(1), "SystemExit: 1"),
    (AssertionError(), "AssertionError")])
def test_an_exception_becomes_a_message(error, said):
    def raising(Z, gamma):
        Z.mean()
        raise error

    assert answer(raising) == f"Your function raised `{said}` in its line 3, `raise error`."


@pytest.mark.parametrize(("function", "remedy"), [
    (lambda Z, gamma: (Z - np.mean(Z, axis=1), Z), "keepdims=True"),
    (lambda Z, gamma: (Z - np.ones((7, 3)), Z), "a variable of the notebook"),
    (lambda Z, gamma: (Z ^ 2, Z), "a square is `** 2`"),
    (lambda Z, gamma: np.random.default_rng(0).uniform(2, 1), "ends swapped"),
])
def test_what_numpy_refuses_gets_a_remedy(function, remedy):
    assert remedy in answer(function)


def test_an_exercise_may_have_remedies_of_its_own():
    own = exercise(remedies={r"broadcast.*\(\d+,\)": "Along which axis?"})
    message = answer(lambda Z, gamma: (Z - np.mean(Z, axis=1), Z), own)
    assert message.endswith(" Along which axis?") and "keepdims" not in message
    assert "a square is" in answer(lambda Z, gamma: (Z ^ 2, Z), own)


def test_numpy_warnings_do_not_reach_the_learner():
    answer(lambda Z, gamma: (Z.mean(1, keepdims=True), np.log(-Z * Z) / 0))


@pytest.mark.parametrize(("wrong", "came"), [
    (lambda Z, gamma: Z, 1), (lambda Z, gamma: (Z, Z, Z), 3), (lambda Z, gamma: (), 0),
    (lambda Z, gamma: {}, 1)])
def test_a_wrong_number_of_outputs(wrong, came):
    assert answer(wrong) == ("Return `mu`, `Z_tilde`, in this order: "
                             f"you returned {came} value(s) instead of 2.")


@pytest.mark.parametrize(("mu", "shape"), [
    (lambda Z: Z.mean(axis=1), "(2,)"), (lambda Z: Z.mean(1, keepdims=True) + 0 * Z, "(2, 5)")])
def test_a_wrong_shape_also_one_that_would_broadcast(mu, shape):
    assert answer(lambda Z, gamma: (mu(Z), centre(Z, gamma)[1])) == (
        f"`mu` has shape {shape}; expected (2, 1) for arguments of shapes (2, 5), (2, 1).")


def test_changing_the_input_is_noticed():
    def changing(Z, gamma):
        mu = Z.mean(axis=1, keepdims=True)
        Z -= mu
        return mu, gamma * Z

    message = answer(changing)
    assert "changes its input `Z`" in message and "new = old - step" in message
    seen = []
    kept = exercise(cases=lambda rng: seen.append(cases(rng)) or seen[-1])
    answer(changing, kept)
    for (Z, _), (fresh, _) in zip(seen[0], cases(np.random.default_rng(0)), strict=True):
        assert np.array_equal(Z, fresh)  # the exercise handed out copies


def test_a_callable_without_a_signature_is_a_function_too():
    assert "changes its input" not in answer(np.add)
    check = exercise(solution_function=np.add, outputs=("total",), slips={})
    assert check(np.add).passed


# Hints and solution

def test_the_answer_gives_hints_too():
    check = exercise()
    assert check(lambda Z, gamma: None).hint(2).text == check.hint(2).text == "**Hint 2.** two"


def test_hints_come_one_by_one():
    check = exercise()
    assert [repr(check.hint(n)) for n in (1, 2, 3)] == [
        "**Hint 1.** one", "**Hint 2.** two", "**Hint 3.** three"]
    assert repr(check.hint()) == repr(check.hint(1))
    for number in (0, 4, -1, "1", None, 1.5):
        assert "hints 1 to 3" in repr(check.hint(number))
    assert check.hint(1)._repr_markdown_() == repr(check.hint(1))


def test_the_solution_shows_its_source():
    solution = exercise().solution()
    assert isinstance(solution, Text)
    text = solution._repr_markdown_()
    assert text.startswith("```python\ndef centre(Z, gamma):\n") and text.endswith("```")
    namespace = {}
    exec(text.removeprefix("```python\n").removesuffix("```"), namespace)
    assert exercise()(namespace["centre"]).passed
