"""Every quiz: how it judges, what it says when, and what it shows without a kernel."""

import re
from html import escape

import pytest
from markdown_it import MarkdownIt

from helpers.quizzes import FOLDER, Quiz, read

TRUTHS = {"gamma_and_beta": "tfftf", "sampling_scales": "tftftf", "pandas_and_caviar": "tfftf",
          "why_batch_norm": "fttfftf", "softmax_answers": "tffttf", "tensors_and_tapes": "ftftft"}
NOTEBOOK = dict(zip(TRUTHS, ("nb02", "nb06", "nb07", "nb08", "nb09", "nb10"), strict=True))
each_quiz = pytest.mark.parametrize("name", [
    pytest.param(path.stem, id=f"{NOTEBOOK[path.stem]}-{path.stem}")
    for path in sorted(FOLDER.glob("*.md"))])


def as_html(text):
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


def answer(quiz, *verdicts):
    """Answer each statement so that the verdict is "right", "wrong", "unsure" or "unanswered"."""
    for buttons, (_, truth, _, _), verdict in zip(
            quiz.answers, quiz.statements, verdicts, strict=True):
        buttons.value = {"right": str(truth).lower(), "wrong": str(not truth).lower(),
                         "unsure": "unsure", "unanswered": None}[verdict]


@each_quiz
def test_the_first_check_counts_and_the_second_gives_the_reasons(name):
    quiz = Quiz(name)
    assert "".join("ft"[truth] for _, truth, _, _ in quiz.statements) == TRUTHS[name]
    count = len(quiz.statements)
    quiz.button.click()
    assert quiz.checks == 0 and "Judge the statements first" in quiz.feedback.value
    answer(quiz, "unsure", *["unanswered"] * (count - 1))
    quiz.button.click()
    assert f"0 of {count} right, 1 unsure, {count - 1} unanswered" in quiz.feedback.value
    answer(quiz, *["right"] * count)
    assert re.sub("<[^>]*>", "", quiz.feedback.value) == "", "an old count beside new answers"
    for wrong in range(count):
        verdicts = ["wrong" if number == wrong else "right" for number in range(count)]
        answer(quiz, *verdicts)
        quiz.button.click()
        assert f"{count - 1} of {count} right.<" in quiz.feedback.value
        lines = quiz.feedback.value.split("<li>")[1:]
        for line, verdict, (letter, truth, _, reason) in zip(
                lines, verdicts, quiz.statements, strict=True):
            mark = {"right": "✔ right", "wrong": "✘ wrong"}[verdict]
            assert mark in line and f"{letter} is {str(truth).lower()}:" in line
            assert as_html(reason) in line and len(reason) > 30


@pytest.mark.parametrize("wrong", [1, 2])
def test_the_first_check_does_not_say_which(wrong):
    quiz = Quiz("gamma_and_beta")
    others = ["right"] * 5
    others[0], others[4], others[wrong] = "unsure", "unanswered", "wrong"
    answer(quiz, *others)
    quiz.button.click()
    assert "2 of 5 right, 1 unsure, 1 unanswered." in quiz.feedback.value
    assert not re.search("[✔✘]|is true|is false|parameters", quiz.feedback.value)
    assert quiz.feedback.value.startswith("<div role='status'>")
    quiz.button.click()
    lines = quiz.feedback.value.split("<li>")[1:]
    assert [line.split("</b>")[0].split()[-1] for line in lines] == others
    assert not re.search("[#✔✘]", lines[0] + lines[4]), "unsure is neither right nor wrong"
    quiz.answers[3].value = "unsure"
    assert "<li>" not in quiz.feedback.value and "right" not in quiz.feedback.value


@each_quiz
def test_the_still_can_be_read_and_its_reasons_are_folded(name, monkeypatch):
    shown = []
    monkeypatch.setattr("helpers.pictures.live.show_live", lambda *args: shown.append(args))
    quiz = Quiz(name)
    quiz._ipython_display_()
    widget, page, text, free = shown.pop()
    assert widget is quiz.widget
    statements, reasons = page.split("<details>")
    for letter, _, statement, reason in quiz.statements:
        assert f"{letter}: {statement}" in text and reason not in text
        assert as_html(statement) in statements and as_html(reason) not in statements
        assert as_html(reason) in reasons
    free()
    assert quiz.answers[0].comm is None


@each_quiz
def test_a_file_reads_the_same_when_a_code_host_renders_it(name):
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    question, statements = read(text)
    meant = [question] + [part.replace("`", "") for _, truth, statement, reason in statements
                          for part in (f"[{' x'[truth]}] {statement}", reason)]
    rendered = ["".join({"softbreak": " ", "text": part.content, "code_inline": part.content}.get(
                    part.type, f"<{part.type}>") for part in token.children)
                for token in MarkdownIt().parse(text) if token.type == "inline"]
    assert rendered == meant


def test_no_text_is_taken_for_markup_and_every_control_has_a_name(tmp_path, monkeypatch):
    (tmp_path / "mine.md").write_text(
        "a < b?\n\n- [x] 1 < 2,\n  of `x**2`\n  - <i>x</i>\n- [ ] y\n  - z\n")
    monkeypatch.setattr("helpers.quizzes.FOLDER", tmp_path)
    quiz = Quiz("mine")
    assert (quiz.question, quiz.statements) == (
        "a < b?", [("A", True, "1 < 2, of `x**2`", "<i>x</i>"), ("B", False, "y", "z")])
    quiz.answers[0].value = "true"
    quiz.button.click(), quiz.button.click()
    assert "&lt;i&gt;x" in quiz.feedback.value
    assert "1 &lt; 2, of <code>x**2</code>" in quiz.widget.children[1].children[1].value
    assert [buttons.description for buttons in quiz.answers] == ["A:", "B:"]
    assert quiz.answers[1].tooltips == ("B is true", "B is false", "unsure about B")
