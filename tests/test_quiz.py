from html import escape

import pytest

from helpers.exercises import quizzes
from helpers.exercises.quizzes import Option, Quiz, check
from helpers.panels import quiz as quiz_panel
from helpers.panels.quiz import (
    QuizPanel,
    gamma_and_beta_quiz,
    sampling_scales_quiz,
    softmax_quiz,
)

VIEW = "application/vnd.jupyter.widget-view+json"
ALL = [value for value in vars(quizzes).values() if isinstance(value, Quiz)]


def test_gamma_and_beta_truths():
    truths = [option.truth for option in quizzes.gamma_and_beta.options]
    assert truths == [True, False, False, True, False]


def test_sampling_scales_truths():
    panel = sampling_scales_quiz()
    assert panel.quiz is quizzes.sampling_scales and len(panel.checkboxes) == 6
    assert [option.truth for option in panel.quiz.options] == [True, False, True, False, True,
                                                               False]


def test_softmax_truths():
    panel = softmax_quiz()
    assert panel.quiz is quizzes.softmax_answers and len(panel.checkboxes) == 6
    assert [option.truth for option in panel.quiz.options] == [True, False, False, True, True,
                                                               False]


@pytest.mark.parametrize("quiz", ALL)
def test_every_option_has_a_reason_of_its_own(quiz):
    reasons = [option.reason for option in quiz.options]
    assert all(len(reason) > 30 for reason in reasons) and len(set(reasons)) == len(reasons)
    assert {option.truth for option in quiz.options} == {True, False}


def test_check_judges_each_option_by_itself():
    quiz = Quiz("Which?", (Option("a", True, ""), Option("b", False, ""), Option("c", True, "")))
    assert check(quiz, [True, False, True]) == [True, True, True]
    assert check(quiz, [True, True, False]) == [True, False, False]
    assert check(quiz, [False, True, False]) == [False, False, False]
    with pytest.raises(ValueError, match="expected 3 values"):
        check(quiz, [True])


def test_right_ticks_are_told_with_every_reason():
    panel = gamma_and_beta_quiz()
    for checkbox, option in zip(panel.checkboxes, panel.quiz.options, strict=True):
        checkbox.value = option.truth
    assert panel.feedback.value == ""
    panel.button.click()
    assert "5 of 5" in panel.feedback.value and "not quite" not in panel.feedback.value
    for option in panel.quiz.options:
        assert escape(option.reason) in panel.feedback.value


@pytest.mark.parametrize("wrong", range(5))
def test_one_wrong_tick_is_told_at_its_statement(wrong):
    panel = gamma_and_beta_quiz()
    for number, (checkbox, option) in enumerate(
        zip(panel.checkboxes, panel.quiz.options, strict=True)
    ):
        checkbox.value = option.truth != (number == wrong)
    panel.button.click()
    lines = panel.feedback.value.split("<li>")[1:]
    assert "4 of 5" in panel.feedback.value
    assert ["not quite" in line for line in lines] == [number == wrong for number in range(5)]


def test_a_changed_tick_takes_the_feedback_away():
    panel = gamma_and_beta_quiz()
    panel.button.click()
    assert panel.feedback.value
    panel.checkboxes[2].value = True
    assert panel.feedback.value == ""


def test_a_failure_is_shown_and_not_swallowed(monkeypatch):
    panel = gamma_and_beta_quiz()

    def fail(quiz, ticked):
        raise RuntimeError("out of <chalk>")

    monkeypatch.setattr(quiz_panel, "check", fail)
    with pytest.raises(RuntimeError):
        panel._show(panel.button)
    panel.feedback.value = ""
    panel.button.click()  # the button itself writes the error to the log and goes on
    assert "failed" in panel.feedback.value and "out of &lt;chalk&gt;" in panel.feedback.value


def test_stored_form_is_the_same_every_time_and_readable_without_a_kernel():
    first, second = (gamma_and_beta_quiz()._repr_mimebundle_() for _ in range(2))
    assert VIEW in first
    for bundle in (first, second):
        del bundle[VIEW]
    assert first == second and set(first) == {"text/plain", "text/html"}
    for option in quizzes.gamma_and_beta.options:
        assert option.statement in first["text/plain"]
        assert escape(option.statement) in first["text/html"]
        assert option.reason not in first["text/plain"]
        assert escape(option.reason) in first["text/html"].split("<details>")[1]
    assert "run this cell" in first["text/plain"]


def test_every_control_has_a_name_and_no_text_is_taken_for_markup():
    panel = QuizPanel(Quiz("a < b?", (Option("1 < 2", True, "<i>x</i>"), Option("y", False, "z"))))
    assert [checkbox.description for checkbox in panel.checkboxes] == ["A is true", "B is true"]
    panel.button.click()
    assert "&lt;i&gt;x" in panel.feedback.value
    assert "a &lt; b?" in panel._repr_mimebundle_()["text/html"]
