import numpy as np
import pytest

from helpers.averages import RunningStatistics
from helpers.datasets import load_conventions

TOOL = "measure_conventions"


def stored(who):
    (row,) = [row for row in load_conventions() if row["who"] == who]
    return row


def without_version(row):
    return {name: str(value) for name, value in row.items() if name != "version"}


def test_three_are_stored_with_every_column(tool):
    rows = load_conventions()
    assert [row["who"] for row in rows] == ["this course", "Keras", "PyTorch"]
    assert all(tuple(row) == tool.COLUMNS for row in rows)
    assert all(row["version"] for row in rows[1:])


def test_the_course_does_what_is_stored(tool):
    assert without_version(tool.measure_course()) == without_version(stored("this course"))
    assert float(stored("this course")["default"]) == RunningStatistics().decay


def test_keras_does_what_is_stored(tool):
    pytest.importorskip("keras")
    assert without_version(tool.measure_keras()) == without_version(stored("Keras"))


def test_pytorch_does_what_is_stored(tool):
    pytest.importorskip("torch")
    assert without_version(tool.measure_pytorch()) == without_version(stored("PyTorch"))


def toy_layer(old_weight=0.8, ddof=0, epsilon=1e-3, start=1.0):
    """A layer with other conventions, to see that the measurements follow them."""

    def layer(units, momentum=None):
        weight = old_weight if momentum is None else 1 - momentum
        kept = {"mean": np.zeros(units), "variance": np.full(units, start)}

        def call(X, training):
            if not training:
                return (X - kept["mean"]) / np.sqrt(kept["variance"] + epsilon)
            new = {"mean": X.mean(axis=0), "variance": X.var(axis=0, ddof=ddof)}
            for name, value in new.items():
                kept[name] = weight * kept[name] + (1 - weight) * value
            return (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + epsilon)

        return call

    return layer


def test_the_measurements_follow_the_layer(tool):
    weights = tool._weights(toy_layer())
    assert weights["multiplies"] == "the new value" and weights["default"] == "0.2"
    assert weights["start"] == "mean 0, variance 1" and weights["bias_correction"] == "no"
    assert tool._weights(toy_layer(start=3.0))["start"] == "mean 0, variance 3"
    for ddof, epsilon in ((0, 1e-3), (1, 1e-5)):
        variances = tool._variances(toy_layer(ddof=ddof, epsilon=epsilon))
        assert variances == {"normalizing_ddof": 0, "running_ddof": ddof,
                             "epsilon": f"{epsilon:.0e}"}


def test_a_layer_with_no_known_convention_is_refused(tool):
    with pytest.raises(AssertionError, match="expected one of"):
        tool._variances(toy_layer(ddof=2))
