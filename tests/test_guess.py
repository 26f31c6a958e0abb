"""A guess: typed or chosen, shown beside what is measured, recorded where a record is kept."""

import json

import numpy as np
import pytest

from helpers import progress
from helpers.pictures import guess
from helpers.pictures.guess import Guess


@pytest.fixture
def shown(monkeypatch):
    """What a reveal displays, as text."""
    texts = []

    def display(data, raw=False):
        texts.append(data["text/plain"] if raw else data.description)

    monkeypatch.setattr(guess, "display", display)
    return texts


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    progress.save(".", {})
    return tmp_path


def number(**options):
    return Guess("steps", "How many steps?", **{"low": 1, "high": 1000, "unit": " steps"} | options)


@pytest.mark.parametrize(("typed", "value"), [
    ("20", 20), (" 20 steps ", 20), ("2,5", 2.5), ("1", 1), ("1000", 1000), ("1,000", 1000)])
def test_a_number_is_taken(typed, value):
    asked = number()
    asked.entry.value = typed
    assert asked.value == value and "You say" in asked.said.value


@pytest.mark.parametrize("typed", ["0", "1001", "many", "nan", "inf", "-5", "2e9"])
def test_what_is_no_such_number_is_refused_and_the_old_one_stays(typed):
    asked = number()
    asked.entry.value = "20"
    asked.entry.value = typed
    assert asked.value == 20 and "from 1 to 1,000" in asked.said.value


@pytest.mark.parametrize(("log", "said", "truth", "close"), [
    (False, "300", 390, True), (False, "300", 410, False), (False, "300", np.int64(210), True),
    (True, "20", 39, True), (True, "20", 41, False), (True, "300", 200.0, True)])
def test_close_is_a_tenth_of_the_line(log, said, truth, close, shown, folder):
    asked = number(log=log)
    asked.entry.value = said
    asked.reveal(truth)
    assert progress.load()["guesses"]["steps"]["close"] is close
    assert shown[0] == f"You said {said} steps, measured {truth:.3g} steps."
    assert "measured" in shown[1] and f"{truth:.3g} steps" in shown[1]


def test_unanswered_shows_the_truth_and_records_nothing(shown, folder):
    number().reveal(1234)
    Guess("which", "Which?", ("a", "b")).reveal("b")
    assert shown == ["Measured: 1,234 steps", "Measured: b"]
    assert progress.load()["guesses"] == {}


def test_a_guess_of_an_earlier_day_is_remembered(shown, folder):
    first = number()
    first.entry.value = "20"
    first.reveal(317)
    again = number()
    assert "20 steps</b> before" in again.said.value
    again.reveal(317)
    assert shown[-1] == "You said 20 steps before, measured 317 steps"


def test_only_the_first_answer_is_judged(shown, folder):
    asked = number()
    asked.entry.value = "20"
    for truth in (317, 5, 317):
        asked.reveal(truth)
    assert [text for text in shown if "line" not in text] == [
        "You said 20 steps, measured 317 steps.", "Measured now: 5 steps",
        "You said 20 steps, measured 317 steps."]


def test_an_empty_guess_is_asked_for():
    asked = number()
    asked.widget.children[1].children[2].click()
    assert "from 1 to 1,000" in asked.said.value and asked.value is None


def test_a_choice(shown, folder):
    asked = Guess("which", "Which?", ("a", "b"))
    asked.entry.value = "a"
    asked.reveal("b")
    assert shown == ["You said a, measured b."]
    kept = json.loads((folder / progress.FILE).read_text())["guesses"]["which"]
    assert kept == {"question": "Which?", "guess": "a", "truth": "b", "close": False}
    asked.entry.value = "b"
    asked.reveal("b")
    assert progress.load()["guesses"]["which"]["guess"] == "a"  # the first one counts
    with pytest.raises(ValueError, match="truth"):
        asked.reveal("c")


def test_the_picture_has_both_at_their_places():
    asked = number(low=0, high=100)
    asked.entry.value = "20"
    axes, = asked._line(70, "20", "70").figure.axes
    assert [line.get_xdata()[0] for line in axes.lines if line.get_marker() in "Do"] == [0.2, 0.7]
