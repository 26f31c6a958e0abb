"""What the exercises say arrives as it is meant when a notebook renders it as Markdown."""

import html
import re

import numpy as np
import pytest
from markdown_it import MarkdownIt
from test_exercises import EXERCISES

from helpers.exercises.exercise import Check, Exercise, Text

CODE = re.compile(r"(`+)( ?)(.+?)\2\1(?!`)")
EMPHASIS = re.compile(r"(?<![\w*])(\*\*?)(\w+|Passed\.|Not yet\.|Hint \d\.)\1(?![\w*])")


def shown(text):
    """What a reader sees: CommonMark's rendering without its tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", MarkdownIt("commonmark").render(text))).strip()


def meant(text):
    """The text without the markers that are meant: around code, and around one word."""
    parts, end = [], 0
    for span in CODE.finditer(text):
        parts += [EMPHASIS.sub(r"\2", text[end:span.start()]), span[3]]
        end = span.end()
    return "".join([*parts, EMPHASIS.sub(r"\2", text[end:])])


def arrives(text):
    return shown(text) == meant(text)


def unquoted(text):
    """What looks like code and is not in backticks."""
    return re.findall(r"[*_=\[\]<>]|\w\((?!s\))|[A-Za-z]\.\w", EMPHASIS.sub("", CODE.sub("", text)))


@pytest.mark.parametrize("name", EXERCISES)
def test_messages_hints_and_remedies(name):
    exercise = EXERCISES[name]
    for text in (*exercise.slips, *exercise.remedies.values()):
        assert arrives(Check(False, text)._repr_markdown_()), text
        assert not unquoted(text), text
    for number, text in enumerate(exercise.hints, start=1):
        assert arrives(exercise.hint(number)._repr_markdown_()) and not unquoted(text), text


def test_the_formula_that_learners_saw_wrong_is_found():
    assert shown("Divide by 1 - decay**t * beta**t.") == "Divide by 1 - decayt * betat."
    assert not arrives("Divide by 1 - decay**t * beta**t.")
    assert not arrives("_Z_ and dZ") and not arrives("a *b* c*d*") and not arrives("1 <b>2")
    assert unquoted("dZ_norm") and unquoted("3 * x") and unquoted("np.exp") and unquoted("exp(z)")
    assert arrives("Divide by `1 - decay**t * beta**t`, and *only* that.")


HOSTILE = ["a**b * c**d", "_x_ and *y*", "`Z` is ``wrong``", "`", "<b>bold</b> & `[1](2)`",
           "line\n\n# title\n- item", " spaces ", "\\* $x$ ~~y~~", "```python\n1\n```"]


@pytest.mark.parametrize("words", HOSTILE)
def test_an_error_of_any_words(words):
    def raising(_Z_):
        raise type("Odd_", (Exception,), {})(words)

    message = judge(raising)
    assert " ".join(words.split()) in shown(message) and "Odd_: " in shown(message)


def judge(function):
    exercise = Exercise(doubled, lambda rng: [(rng.normal(size=(2, 3)),)], ("_A_",), {}, ())
    check = exercise(function)
    text = check._repr_markdown_()
    assert not check.passed and arrives(text) and not unquoted(check.message), text
    return text


def doubled(_Z_):
    """Twice Z."""
    return 2 * _Z_


@pytest.mark.parametrize(("function", "words"), [
    (doubled.__name__, "its name and no brackets"), (lambda _Z_: None, "End it with return _A_;"),
    (lambda _Z_: (1, 2), "Return only _A_: you returned 2"),
    (lambda _Z_: "a**b * c**d", "no numbers. _A_: expected an array of real numbers; got str"),
    (lambda _Z_: _Z_[0], "_A_ has shape (3,); expected (2, 3)"),
    (lambda _Z_: 3 * _Z_, "The first is _A_[0, 0]: expected"),
    (lambda _Z_: np.divide(_Z_, 2, out=_Z_), "changes its input _Z_"),
    (lambda _Z_: _Z_ ** 2 * _Z_ ** 2 / 0 if _Z_ @ _Z_ else "`", "_Z_ ** 2 * _Z_ ** 2 / 0"),
])
def test_what_is_said_of_any_function(function, words):
    assert words in shown(judge(function))


def test_other_texts():
    assert arrives(Check(True, "Right on 4 random cases.")._repr_markdown_())
    assert arrives(Text("There are hints 1 to 3.")._repr_markdown_())
