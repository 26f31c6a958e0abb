"""Answers written by people who had not seen what the exercises know: right and wrong ones."""

import importlib
import inspect
import re
from pathlib import Path

import pytest
from test_exercises import EXERCISES, fresh

from helpers.exercises import diagnosis

FOLDER = Path(__file__).parent / "held_out"
FIRST = sorted(path.stem for path in FOLDER.glob("my_*.py"))
SECOND = [f"second.{path.stem}" for path in sorted(FOLDER.glob("second/my_*.py"))]
SLOW = pytest.mark.slow
# How what is said of an answer begins, of which nothing is known: only where it first differs.
ONLY_SEEN = re.compile(r"Right so far|`\w+` (is wrong in|has shape)|The draws between")
# In float32 in all cases, which is as exact as Keras is.
# Or the loss computed twice, which changes no value.
VALUES_RIGHT = {"my_batch_norm_tf": {"wrong_21"}, "second.my_train_step": {"wrong_05"}}


def answers(name, kind):
    """The functions of one exercise: "right" or "wrong" ones, in their order."""
    module = importlib.import_module(f"held_out.{name}")
    return [function for label, function in inspect.getmembers(module, inspect.isfunction)
            if label.startswith(f"{kind}_") and label not in VALUES_RIGHT.get(name, ())]


def exercise(name):
    """The exercise that a file's answers are for."""
    return fresh(name.split(".")[-1])


@pytest.fixture(autouse=True)
def at_most_two_seconds(monkeypatch):
    """For what never ends; three seconds are a learner's."""
    monkeypatch.setattr("helpers.exercises.exercise.SECONDS", 2)


def test_there_are_enough():
    assert set(FIRST) == {name.removeprefix("second.") for name in SECOND} <= set(EXERCISES)
    for name in FIRST + SECOND:
        number = 15 if name in FIRST else 11
        assert len(answers(name, "wrong")) >= number and len(answers(name, "right")) >= 3


@pytest.mark.parametrize("name", [*FIRST, *(pytest.param(name, marks=SLOW) for name in SECOND)])
def test_right_ones_pass_and_wrong_ones_do_not(name, capsys):
    for kind in ("right", "wrong"):
        for function in answers(name, kind):
            check = exercise(name)(function)
            assert check.passed == (kind == "right"), (function.__name__, check.message)


@pytest.mark.slow
@pytest.mark.patient
@pytest.mark.parametrize("name", [  # a step in TensorFlow takes minutes
    name for name in FIRST + SECOND if "my_train_step" not in name])
def test_most_mistakes_are_named(name, capsys, monkeypatch):
    monkeypatch.setattr(diagnosis, "PATIENCE", 3)  # for slow machines
    # All of them take half an hour.
    unnamed, asked = [], answers(name, "wrong")[::6 if name in FIRST else 3]
    for function in asked:
        message = exercise(name)(function).message
        if ONLY_SEEN.match(message):
            unnamed.append((function.__name__, message))
    assert len(unnamed) <= len(asked) / 3, unnamed
