"""A quiz to answer in the notebook: tick, check, read the reasons."""

import html

import ipywidgets

from helpers.exercises.quizzes import (
    check,
    gamma_and_beta,
    pandas_and_caviar,
    sampling_scales,
    softmax_answers,
    tensors_and_tapes,
    why_batch_norm,
)


class QuizPanel:
    """A checkbox for every statement, a button, and the reason for each.

    Everything is reached with Tab and worked with Space. Where no kernel is running the
    question and its statements are shown, with the reasons folded away.

    Parameters
    ----------
    quiz : helpers.exercises.quizzes.Quiz

    Attributes
    ----------
    checkboxes : list of ipywidgets.Checkbox
    button : ipywidgets.Button
    feedback : ipywidgets.HTML
        Empty until the button is pressed, and again when a tick changes.
    widget : ipywidgets.VBox
        All of it.
    """

    def __init__(self, quiz):
        self.quiz = quiz
        self.checkboxes = [
            ipywidgets.Checkbox(value=False, indent=False, description=f"{letter} is true",
                                layout={"width": "110px"})
            for letter in _letters(quiz)
        ]
        self.button = ipywidgets.Button(description="check", button_style="primary")
        self.button.on_click(self._show)
        self.feedback = ipywidgets.HTML()
        for checkbox in self.checkboxes:
            checkbox.observe(self._clear, "value")
        rows = [
            ipywidgets.HBox([checkbox, ipywidgets.HTML(
                f"<b>{letter}.</b> {html.escape(option.statement)}", layout={"flex": "1"})])
            for letter, checkbox, option in zip(
                _letters(quiz), self.checkboxes, quiz.options, strict=True)
        ]
        question = ipywidgets.HTML(f"<b>{html.escape(quiz.question)}</b>")
        self.widget = ipywidgets.VBox([question, *rows, self.button, self.feedback])

    def _show(self, _):
        """Say what is judged rightly, and every reason; a failure is shown, not swallowed."""
        try:
            ticked = [checkbox.value for checkbox in self.checkboxes]
            right = check(self.quiz, ticked)
            lines = [
                f"<li>{'✔ right' if ok else '✘ not quite'}: {_reason(letter, option)}</li>"
                for letter, option, ok in zip(
                    _letters(self.quiz), self.quiz.options, right, strict=True)
            ]
            self.feedback.value = (
                f"<div role='status'><b>{sum(right)} of {len(right)} judged rightly.</b>"
                f"<ul>{''.join(lines)}</ul></div>"
            )
        except Exception as error:
            self.feedback.value = ("<b>This quiz failed:</b> "
                                   + html.escape(f"{type(error).__name__}: {error}"))
            raise

    def _clear(self, _):
        self.feedback.value = ""

    def _repr_mimebundle_(self, include=None, exclude=None):
        view = "application/vnd.jupyter.widget-view+json"
        return {
            view: self.widget._repr_mimebundle_()[view],
            "text/plain": _as_text(self.quiz),
            "text/html": _as_html(self.quiz),
        }


def gamma_and_beta_quiz():
    """Five statements about gamma and beta.

    Returns
    -------
    QuizPanel
    """
    return QuizPanel(gamma_and_beta)


def sampling_scales_quiz():
    """Six statements about the scale on which to draw a hyperparameter.

    Returns
    -------
    QuizPanel
    """
    return QuizPanel(sampling_scales)


def pandas_and_caviar_quiz():
    """Five statements about raising one model or many.

    Returns
    -------
    QuizPanel
    """
    return QuizPanel(pandas_and_caviar)


def softmax_quiz():
    """Six statements about softmax.

    Returns
    -------
    QuizPanel
    """
    return QuizPanel(softmax_answers)


def why_batch_norm_quiz():
    """Seven sentences on why batch norm works.

    Returns
    -------
    QuizPanel
    """
    return QuizPanel(why_batch_norm)


def tensorflow_quiz():
    """Six statements about constants, Variables, tapes and tracing.

    Returns
    -------
    QuizPanel
    """
    return QuizPanel(tensors_and_tapes)


def _letters(quiz):
    return "ABCDEFGHIJ"[:len(quiz.options)]


def _reason(letter, option):
    verdict = "true" if option.truth else "false"
    return f"<b>{letter} is {verdict}.</b> {html.escape(option.reason)}"


def _as_text(quiz):
    """The question and its statements, to read where nothing can be ticked."""
    lines = [f"{letter}. {option.statement}"
             for letter, option in zip(_letters(quiz), quiz.options, strict=True)]
    return "\n".join([quiz.question, *lines, "(run this cell to answer)"])


def _as_html(quiz):
    """The same as HTML, the reasons folded away."""
    lettered = list(zip(_letters(quiz), quiz.options, strict=True))
    statements = "".join(f"<p><b>{letter}.</b> {html.escape(option.statement)}</p>"
                         for letter, option in lettered)
    reasons = "".join(f"<p>{_reason(letter, option)}</p>" for letter, option in lettered)
    return (f"<p><b>{html.escape(quiz.question)}</b></p>{statements}"
            "<p><i>Run this cell to answer.</i></p>"
            f"<details><summary>The answers and their reasons</summary>{reasons}</details>")
