"""The command `course`: the learner's copies, their progress, a class's table."""

import csv
import json
import os
import subprocess
import sys

import pytest

from helpers import course, progress

MASTER = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# 03 · A title"]},
        {"cell_type": "code", "id": "b", "metadata": {"tags": ["long"]}, "execution_count": 1,
         "outputs": [{"output_type": "stream", "name": "stdout", "text": "42"}],
         "source": ['how = Guess("how_many", "How many?")\ndef my_sum(x):\n    return None\n',
                    'Quiz("sums")']},
        {"cell_type": "code", "id": "c", "metadata": {"tags": ["claim"]}, "execution_count": 2,
         "outputs": [], "source": ["assert 6 * 7 == 42"]},
    ],
    "metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5,
}
NAME = "03_sums.ipynb"


@pytest.fixture
def root(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / NAME).write_text(json.dumps(MASTER), "utf-8")
    return tmp_path


def copy_of(root):
    return json.loads((root / "my-course" / NAME).read_text("utf-8"))


def rewrite(path, change):
    notebook = json.loads(path.read_text("utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


def answer(notebook):
    notebook["cells"][1]["source"] = ["def my_sum(x):\n    return sum(x)"]


def newer(root):
    rewrite(root / "notebooks" / NAME,
            lambda master: master["cells"][0].update(source=["# 03 · Another title"]))


def test_a_copy_has_no_answers(root):
    assert course.update(root) == []
    copy = copy_of(root)
    assert [cell["id"] for cell in copy["cells"]] == ["a", "b"]
    assert copy["cells"][1]["outputs"] == [] and copy["cells"][1]["execution_count"] is None
    assert "42" not in json.dumps(copy["cells"])
    assert (root / "my-course" / progress.FILE).exists()


def test_a_second_start_keeps_every_edit_and_tells_of_a_newer_master(root):
    course.update(root)
    path = root / "my-course" / NAME
    rewrite(path, answer)
    before = path.read_bytes()
    assert course.update(root) == [] and path.read_bytes() == before
    newer(root)
    line, = course.update(root)
    assert NAME in line and "newer" in line and "--fresh 03" in line
    assert path.read_bytes() == before


@pytest.mark.parametrize("number", ["03", "3"])
def test_fresh_sets_the_copy_aside(root, number):
    course.update(root)
    path = root / "my-course" / NAME
    rewrite(path, answer)
    kept = path.read_bytes()
    for times in (1, 2):
        line, = course.update(root, number)
        asides = sorted(path.parent.glob("03_sums.*.ipynb"))
        assert len(asides) == times and any(aside.name in line for aside in asides)
    assert kept in [aside.read_bytes() for aside in asides]
    assert "return None" in json.dumps(copy_of(root))
    assert list(progress.contents(root / "my-course")) == [NAME]  # what is set aside is not counted


def test_dead_widgets_are_taken_out_and_nothing_else(root):
    course.update(root)
    view = {course.WIDGET_VIEW: {"model_id": "gone"}, "text/plain": "Panel()"}
    still = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "abc"}}

    def saved(notebook):
        answer(notebook)
        notebook["cells"][1]["outputs"] = [
            {"output_type": "display_data", "metadata": {}, "data": view}, still,
            {"output_type": "display_data", "metadata": {},
             "data": {course.WIDGET_VIEW: {"model_id": "gone"}}}]
        notebook["metadata"]["widgets"] = {"state": {}}

    rewrite(root / "my-course" / NAME, saved)
    course.update(root)
    copy = copy_of(root)
    assert course.WIDGET_VIEW not in json.dumps(copy) and "widgets" not in copy["metadata"]
    assert still in copy["cells"][1]["outputs"]
    assert copy["cells"][1]["source"] == ["def my_sum(x):\n    return sum(x)"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3, "metadata": {}}'])
def test_a_damaged_copy_is_left_alone(root, text):
    course.update(root)
    path = root / "my-course" / NAME
    path.write_text(text)
    line, = course.update(root)
    assert "damaged" in line and "--fresh 03" in line and path.read_text() == text
    course.update(root, "03")
    assert copy_of(root)["cells"]


def test_a_stop_between_two_writes_loses_nothing(root, monkeypatch):
    course.update(root)
    path = root / "my-course" / NAME
    rewrite(path, answer)
    rewrite(path, lambda notebook: notebook["metadata"].update(widgets={}))  # must be rewritten
    before = path.read_bytes()

    def stopped(*paths):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            course.update(root)
    assert path.read_bytes() == before
    course.update(root)
    assert "return sum(x)" in json.dumps(copy_of(root))


def test_what_cannot_be_done_is_one_line(root, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(course, "ROOT", root)
    for arguments, word in ((["--fresh", "77"], "no notebook 77"), (["--progress"], "not begun"),
                            (["--class", str(root / "notebooks")], "no .json")):
        said = course.main(arguments)
        assert word in said and "\n" not in said
    monkeypatch.setattr(course, "ROOT", tmp_path / "elsewhere")
    assert "no notebooks" in course.main([])

    def read_only(*_, **__):
        raise PermissionError(13, "Permission denied", "my-course")

    monkeypatch.setattr(course, "ROOT", root)
    monkeypatch.setattr(progress, "write", read_only)
    assert course.main([]) == "my-course: Permission denied. Nothing of yours was changed."


def test_jupyterlab_gets_what_course_does_not_know(root, monkeypatch):
    labapp = pytest.importorskip("jupyterlab.labapp")
    given = []
    monkeypatch.setattr(labapp, "main", given.extend)
    monkeypatch.setattr(course, "ROOT", root)
    course.main(["--no-browser", "--", "--port=9999"])
    assert "--no-browser" in given and "--port=9999" in given
    assert any("my-course/00" in one for one in given)


def test_recording_needs_the_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    progress.record("guesses", "how_many", guess="3")
    assert list(tmp_path.iterdir()) == []
    progress.save(".", {})
    progress.record("exercises", "my_sum", attempts=1, passed=False)
    progress.record("exercises", "my_sum", hints=2)
    assert progress.load()["exercises"] == {"my_sum": {"attempts": 1, "passed": False, "hints": 2}}
    assert [path.name for path in tmp_path.iterdir()] == [progress.FILE]


def test_many_kernels_may_record_at_once(tmp_path):
    progress.save(tmp_path, {})
    code = ("import sys; from helpers.progress import record\n"
            "for i in range(20): record('exercises', f'{sys.argv[1]} {i}', attempts=1)")
    running = [subprocess.Popen([sys.executable, "-c", code, str(k)], cwd=tmp_path)
               for k in range(3)]
    assert [process.wait(120) for process in running] == [0, 0, 0]
    assert len(progress.load(tmp_path)["exercises"]) == 60


@pytest.mark.parametrize("text", ["{", "[1]", '{"guesses": 3}'])
def test_a_damaged_record_is_set_aside(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    (tmp_path / progress.FILE).write_text(text)
    progress.record("guesses", "how_many", guess="3", truth="5", close=False, question="?")
    assert progress.load()["guesses"]["how_many"]["guess"] == "3"
    assert (tmp_path / (progress.FILE + ".damaged")).read_text() == text


DONE = {
    "guesses": {"how_many": {"question": "How many <sums>?", "guess": "3", "truth": "5",
                             "close": False}},
    "exercises": {"my_sum": {"attempts": 3, "hints": 1, "passed": False}},
    "quizzes": {"sums": {"first": 2, "then": 3, "of": 4}},
}


def test_the_page_says_what_was_done_and_what_to_look_at_again(root, monkeypatch):
    course.update(root)
    assert "Nothing yet" in repr(progress.Progress(root / "my-course"))
    progress.save(root / "my-course", DONE)
    page = progress.Progress(root / "my-course")
    for words in ("03 · A title", "○</span> 1 of 1", "✘ <code>my_sum</code> 3 attempts, 1 hint",
                  "2, then 3 of 4", "How many &lt;sums&gt;?", "You said <b>3</b>",
                  "<code>my_sum</code>, not passed yet", "the quiz <i>sums</i>"):
        assert words in page._repr_html_(), words
    monkeypatch.setattr(course, "ROOT", root)
    assert course.main(["--progress", "--no-browser"]) is None
    assert "my_sum" in (root / "my-course" / "progress.html").read_text("utf-8")


def test_a_class_is_one_table(root, tmp_path, monkeypatch):
    folder = tmp_path / "class"
    for name, text in (("ada", json.dumps(DONE)), ("bob", "{")):
        (folder / name).mkdir(parents=True)
        (folder / name / progress.FILE).write_text(text, "utf-8")
    monkeypatch.setattr(course, "ROOT", root)
    assert course.main(["--class", str(folder)]) is None
    with (folder / "class.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["learner", "how_many", "my_sum", "sums"],
            ["ada/progress.json", "3", "-3", "2/4"],
            ["bob/progress.json", "damaged"]]


def test_an_exercise_records_its_attempts_until_it_is_passed(tmp_path, monkeypatch):
    from helpers.exercises.batch_norm_forward import check_batch_norm_forward as check

    monkeypatch.chdir(tmp_path)
    progress.save(".", {})
    name, right = "my_batch_norm_forward", check.solution_function
    check(lambda *arguments: None)
    assert progress.load()["exercises"] == {}  # not attempted yet
    wrong = check(lambda Z, gamma, beta, epsilon: Z)
    assert wrong.function is right and "not passed yet" in wrong.whose
    assert progress.load()["exercises"][name] == {"attempts": 1, "hints": 0, "passed": False}
    check.hint(2)
    check.hint(1)
    assert progress.load()["exercises"][name] == {"attempts": 1, "hints": 2, "passed": False}

    def mine(*arguments):
        return right(*arguments)

    passed = check(mine)
    assert passed.function is mine and passed.whose == "yours"
    check(lambda *arguments: 0.0)
    assert progress.load()["exercises"][name] == {"attempts": 2, "hints": 2, "passed": True}


def test_a_quiz_records_its_first_two_checks(tmp_path, monkeypatch):
    from helpers.quizzes import Quiz

    monkeypatch.chdir(tmp_path)
    progress.save(".", {})
    quiz = Quiz("gamma_and_beta")
    of = len(quiz.statements)
    quiz.button.click()
    assert progress.load()["quizzes"] == {} and "first" in quiz.feedback.value  # nothing judged
    quiz.answers[0].value = "unsure"
    quiz.button.click()
    assert progress.load()["quizzes"]["gamma_and_beta"] == {"first": 0, "of": of}
    for answer, (_, truth, *_) in zip(quiz.answers, quiz.statements, strict=True):
        answer.value = str(truth).lower()
    quiz.button.click()
    quiz.answers[0].value = "unsure"
    quiz.button.click()
    again = Quiz("gamma_and_beta")
    again.answers[0].value = "unsure"
    again.button.click()
    assert progress.load()["quizzes"]["gamma_and_beta"] == {"first": 0, "then": of, "of": of}
