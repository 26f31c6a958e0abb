"""The two plain charts: curves, and bars with their numbers."""

import numpy as np
import pytest

from helpers.pictures.charts import bars, lines
from helpers.pictures.style import AFTER, BEFORE, ORANGE, WRONG

X = np.arange(1, 11)
CURVES = {"without batch norm": (X, X / 20), "with batch norm": (X, 1 - 0.5**X),
          "something else": (X, X / 10, np.full(10, 0.02))}


def test_curves_are_what_they_are_given_in_the_course_colours():
    axes, = lines(CURVES, "step", "accuracy", percent=True).figure.axes
    for curve, (name, (x, y, *_)) in zip(axes.lines, CURVES.items(), strict=True):
        assert curve.get_label() == name
        np.testing.assert_array_equal(curve.get_xydata(), np.column_stack([x, y]))
    assert [curve.get_color() for curve in axes.lines[:2]] == [BEFORE, AFTER]
    band, = axes.collections
    np.testing.assert_allclose(band.get_datalim(axes.transData).intervaly, [0.08, 1.02])


def test_the_numbers_of_curves_are_those_of_six_points():
    rows = lines(CURVES, "step", "accuracy", percent=True).readout.splitlines()
    assert rows[:4] == [
        "without batch norm", "  1: 5%     2: 10%    4: 20%    6: 30%    8: 40%    10: 50%",
        "with batch norm", "  1: 50%    2: 75%    4: 94%    6: 98%    8: 100%   10: 100%"]
    assert len(rows) == 6


def test_the_numbers_of_long_curves_are_short_and_stay_in_columns():
    rates = np.array([0.0276564, 0.000128895, 3, 99.5, 123.4, 60_000])
    name = "uniform: 94% near the best, with a name that goes on"
    rows = lines({name: (rates, rates / 7), "one": ([2], [1])}, "rate", "y").readout.splitlines()
    assert rows == [name,
                    "  0.0277: 0.00395     0.000129: 1.84e-05  3: 0.429",
                    "  99.5: 14.2          123: 17.6           60000: 8.57e+03",
                    "one", "  2: 1"]


@pytest.mark.parametrize("log", ["", "x", "y", "xy"])
def test_axes_are_logarithmic_where_asked(log):
    axes, = lines(CURVES, "step", "accuracy", log=log).figure.axes
    assert [axes.get_xscale() == "log", axes.get_yscale() == "log"] == ["x" in log, "y" in log]


@pytest.mark.parametrize(("x", "labels"), [
    ([0.01, 10_000], ["0.01", "0.1", "1", "10", "100", "1000", "10000"]),
    ([1e-8, 1], [r"$\mathdefault{10^{-8}}$", r"$\mathdefault{10^{0}}$"])])
def test_a_logarithmic_axis_has_plain_numbers_where_they_are_short(x, labels):
    axes, = lines({"a": (x, x)}, "x", "y", log="xy").figure.axes
    for axis in (axes.xaxis, axes.yaxis):
        assert set(labels) <= set(axis.get_major_formatter().format_ticks(axis.get_majorticklocs()))


def test_a_guess_is_drawn_only_where_there_is_one():
    for guess, expected in ((None, []), (0.4, [0.4])):
        axes, = lines(CURVES, "step", "accuracy", guess=guess, marks={3: "here"}).figure.axes
        assert [line.get_ydata()[0] for line in axes.lines
                if line.get_color() == ORANGE] == expected
        assert axes.texts[0].get_text().strip() == "here"
        axes, = bars({"": {"a": 0.5}}, "share", guess=guess).figure.axes
        assert [line.get_xdata()[0] for line in axes.lines
                if line.get_color() == ORANGE] == expected


def test_bars_carry_their_numbers():
    groups = {"by the training set's": {"all": 0.8, "males": 0.81},
              "by their own (mistake)": {"all": 0.806, "males": (0.53, 0.04)}}
    picture = bars(groups, "accuracy", percent=True)
    axes, = picture.figure.axes
    assert sorted(bar.get_width() for bar in axes.patches) == [0.53, 0.8, 0.806, 0.81]
    assert [text.get_text() for text in axes.texts] == ["80%", "81%", "81%", "53% ± 4%"]
    assert picture.readout.splitlines()[-1] == "males, by their own (mistake): 53% ± 4%"
    colours = {bar.get_facecolor()[:3] for bar in axes.patches}
    assert len(colours) == 2 and tuple(int(WRONG[i : i + 2], 16) / 255 for i in (1, 3, 5)) in {
        tuple(colour) for colour in colours}


def test_a_negative_bar_has_its_number_at_its_own_end():
    axes, = bars({"": {"up": 0.5, "down": (-0.4, 0.1)}}, "change").figure.axes
    assert [(text.xy[0], text.get_ha()) for text in axes.texts] == [(0.5, "left"), (-0.5, "right")]
