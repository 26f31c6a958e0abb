"""A quiz to answer in the notebook: judge each statement, check, think again, read the reasons.

A quiz is a Markdown file in this folder: a question, then a list of statements, ``- [x]`` where
one is true and ``- [ ]`` where it is false, each with the reason as a list of one item below it. Of
Markdown's other marks only backticks, for code, may stand in the text.
"""

import html
import re
from pathlib import Path

import ipywidgets

from helpers import progress
from helpers.pictures import live
from helpers.pictures.style import RIGHT_WORDS, WRONG_WORDS

FOLDER = Path(__file__).parent
MARKS = {"right": f"<b style='color:{RIGHT_WORDS}'>✔ right</b>",
         "wrong": f"<b style='color:{WRONG_WORDS}'>✘ wrong</b>",
         "unsure": "<b>? unsure</b>", "unanswered": "<b>– unanswered</b>"}


class Quiz:
    """The quiz of this name: true, false or unsure for each statement, and a button.

    The first check says how many are right, the second which, and the reason of each. Without a
    kernel the statements can be read, with the reasons folded away.
    """

    def __init__(self, name):
        self.name = name
        self.question, self.statements = read((FOLDER / f"{name}.md").read_text("utf-8"))
        self.checks = 0
        self._judged = progress.load()["quizzes"]  # the first two checks of all count
        self.answers = [_buttons(letter) for letter, *_ in self.statements]
        self.button = ipywidgets.Button(description="check", button_style="primary",
                                        layout={"width": "auto", "align_self": "flex-start"})
        self.button.on_click(self._check)
        self.feedback = ipywidgets.HTML()
        self._say()
        for answer in self.answers:
            answer.observe(lambda _: self._say(), "value")
        rows = [ipywidgets.HBox(layout={"flex_flow": "row wrap"}, children=[
                    answer, ipywidgets.HTML(_marked(statement), layout={"flex": "1 1 18em"})])
                for answer, (_, _, statement, _) in zip(self.answers, self.statements, strict=True)]
        self.widget = ipywidgets.VBox([ipywidgets.HTML(f"<b>{_marked(self.question)}</b>"),
                                       *rows, self.button, self.feedback])

    def _check(self, _):
        if all(answer.value is None for answer in self.answers):
            self._say("Judge the statements first: true, false or unsure.")
            return
        self.checks += 1
        verdicts = [{None: "unanswered", "unsure": "unsure", str(truth).lower(): "right"}.get(
                        answer.value, "wrong")
                    for answer, (_, truth, _, _) in zip(self.answers, self.statements, strict=True)]
        counts = [f"{verdicts.count('right')} of {len(verdicts)} right"]
        counts += [f"{verdicts.count(kind)} {kind}" for kind in ("unsure", "unanswered")
                   if kind in verdicts]
        summary = f"<b>{', '.join(counts)}.</b>"
        if self.checks < 3 and self.name not in self._judged:
            progress.record("quizzes", self.name, of=len(verdicts), **{
                "first" if self.checks == 1 else "then": verdicts.count("right")})
        if self.checks == 1:
            self.button.description = "check again and read the reasons"
            self._say(summary + " Change what you like; the next check gives the reasons.")
            return
        self.button.description = "check again"
        lines = "".join(f"<li>{MARKS[verdict]} · {reason}</li>"
                        for verdict, reason in zip(verdicts, self._reasons(), strict=True))
        self._say(f"{summary}<ul>{lines}</ul>")

    def _say(self, message=""):
        """Show a message, or clear it; a screen reader reads aloud what changes here."""
        self.feedback.value = f"<div role='status'>{message}</div>"

    def _reasons(self):
        return [f"<b>{letter} is {str(truth).lower()}:</b> {_marked(reason)}"
                for letter, truth, _, reason in self.statements]

    def _ipython_display_(self):
        lettered = [(letter, statement) for letter, _, statement, _ in self.statements]
        still = "".join(f"<p><b>{letter}:</b> {_marked(text)}</p>" for letter, text in lettered)
        reasons = "".join(f"<p>{reason}</p>" for reason in self._reasons())
        live.show_live(
            self.widget,
            f"<p><b>{_marked(self.question)}</b></p>{still}<details><summary>The answers and "
            f"their reasons</summary>{reasons}</details>",
            "\n".join([self.question, *(f"{letter}: {text}" for letter, text in lettered)]),
            lambda: live.close(self.widget))


def read(text):
    """The question, and (letter, is it true?, statement, reason) of each statement."""
    question, *rest = re.split(r"\n+- \[([x ])\] ", text.strip())
    statements = []
    for letter, mark, both in zip("ABCDEFGHIJ", rest[::2], rest[1::2], strict=False):
        statement, reason = (" ".join(part.split()) for part in both.split("\n  - "))
        statements.append((letter, mark == "x", statement, reason))
    return question, statements


def _buttons(letter):
    """True, false or unsure about one statement; at first none of them is chosen."""
    return ipywidgets.ToggleButtons(
        options=("true", "false", "unsure"), value=None,
        description=f"{letter}:", tooltip=f"statement {letter}",
        tooltips=(f"{letter} is true", f"{letter} is false", f"unsure about {letter}"),
        style={"description_width": "1.5em", "button_width": "auto"},
        layout={"display": "flex", "width": "auto"})


def _marked(text):
    """Text as HTML: what stands in backticks becomes code, everything else stays as it is."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
