"""Pictures of pandas and caviar: against pandas trained again, and the arrays."""

import numpy as np
import pytest

from helpers.optimizers import Adam, Momentum
from helpers.panda import Panda
from helpers.pictures.found import look_at
from helpers.pictures.school import panda_session, panda_story
from helpers.pictures.strategies import budgets_compared, stale, too_big
from helpers.search import SearchResult

pytestmark = pytest.mark.nb07


@pytest.fixture
def pandas():
    """Every panda that the session asked for, in order."""
    return []


@pytest.fixture
def new_panda(rng, pandas):
    X = rng.normal(size=(6, 240))
    y = (X[0] > 0) + (X[1] > 0).astype(int)

    def new(learning_rate, decay, seed):
        pandas.append(Panda(X[:, :160], y[:160], X[:, 160:], y[160:], learning_rate=learning_rate,
                            decay=decay, day=25, hidden=(7,), batch_size=32, seed=seed))
        return pandas[-1]

    return new


@pytest.fixture
def school(rng):
    """Twelve trials of six days; the leader changes."""
    accuracy = np.sort(rng.uniform(0.1, 0.97, (12, 6)), axis=1)
    accuracy[3, :3], accuracy[7, -1] = 0.98, 0.985
    configurations = {"learning_rate": 10 ** rng.uniform(-4, 2, 12),
                      "decay": rng.uniform(0.5, 0.99, 12), "seed": np.arange(12)}
    return SearchResult(configurations, 50 * np.arange(1, 7), accuracy, np.arange(12) % 5 == 4)


def points(line):
    """A line's points without its gaps."""
    x, y = (np.asarray(values, float) for values in line.get_data())
    return np.array([x[~np.isnan(x)], y[~np.isnan(x)]])


def press(panel, *labels):
    for label in labels:
        panel.buttons[label].click()


# The panda

OTHERS = {"keeper": [0.4], "two": [0.2, 0.3]}


def session(new_panda, **settings):
    return panda_session(new_panda, lambda panda: panda.accuracy / 2, OTHERS, **settings)


def test_the_sliders_move_nothing_but_tomorrow(new_panda, pandas, settings):
    panel = session(new_panda, budget=6, learning_rate=0.02)
    press(panel, "train a day")
    for values in settings(panel, random_moves=4):
        if pandas[-1].days:
            text, day = panel.artists["tomorrows"].get_text(), pandas[-1].days[-1]
            now = {"α": (values["learning_rate"], day.learning_rate),
                   "decay": (values["decay"], day.decay)}
            for name, (new, old) in now.items():
                assert (f"{name} {new:.3g}" in text and "as today" not in text) == (new != old)
            assert panel.artists["tomorrow"].get_xdata() == [len(pandas[-1].days)] * 2
        assert f"α = {values['learning_rate']:.6g}, decay = {values['decay']:.6g}" in panel.readout


def test_days_are_trained_with_the_sliders_settings(new_panda):
    panel = session(new_panda, budget=6, learning_rate=0.01)
    expected = new_panda(0.01, 0.9, 0)
    expected.train_a_day()
    press(panel, "train a day")
    panel.set(learning_rate=0.3, decay=0.5)
    press(panel, "train a day")
    expected.learning_rate, expected.decay = 0.3, 0.5
    expected.train_a_day()
    assert panel.artists["line"].get_xdata() == (0, 1, 2)
    assert panel.artists["line"].get_ydata() == tuple(accuracy for _, accuracy in expected.curve)
    means = [part.mean() for day in expected.days
             for part in (day.loss[:10], day.loss[10:20], day.loss[20:])]
    x, y = panel.artists["loss"].get_data()
    assert y == pytest.approx(means) and x == pytest.approx((np.arange(6) + 0.5) / 3)
    assert panel.values["learning_rate"] == pytest.approx(0.3)


def test_nudges_are_written_where_they_happened(new_panda):
    panel = session(new_panda, budget=6, learning_rate=0.01)
    for settings in ({}, {"learning_rate": 0.1}, {}, {"decay": 0.5}):
        panel.set(**panel.values | settings)
        press(panel, "train a day")
    texts = [label.get_text() for label in panel.artists["labels"] if label.get_text()]
    assert texts == ["α 0.01\ndecay 0.9", "α 0.1", "decay 0.5"]
    assert sorted(set(points(panel.artists["nudges"])[0])) == [1, 3]


def test_a_day_taken_back_stays_grey_and_stays_spent(new_panda, pandas):
    panel = session(new_panda, budget=6, learning_rate=0.1)
    press(panel, "train a day", "train a day", "back a day")
    day, = pandas[-1].undone
    lost = panel.artists["lost"]
    assert points(lost) == pytest.approx(np.array([[1, 2], [day.before, day.accuracy]]))
    assert lost.get_linestyle() == "--" and points(panel.artists["lost_loss"]).shape == (2, 3)
    assert "2 of 6 days spent, 4 left" in panel.readout and "Day 2 is taken back" in panel.readout
    assert panel.artists["line"].get_xdata() == (0, 1)


def test_a_lost_day_is_named_beside_its_end(new_panda, pandas):
    panel = session(new_panda, budget=8, learning_rate=0.1)
    press(panel, "train a day")
    for rate in (100.0, 30.0, 100.0):
        panel.set(learning_rate=rate, decay=0.9)
        press(panel, "train a day", "back a day")
    shown = [label for label in panel.artists["gone"] if label.get_text()]
    named = [part for label in shown for part in label.get_text().removeprefix("α ").split(", ")]
    assert sorted(named) == ["100", "100", "30"]
    for label in shown:
        x, y = label.get_position()
        assert 2 < x < 2.2 and y in {day.accuracy for day in pandas[-1].undone}
    press(panel, "reset")
    assert not any(label.get_text() for label in panel.artists["gone"])


def test_a_message_goes_when_the_sliders_move(new_panda):
    panel = session(new_panda, budget=8, learning_rate=0.1)
    press(panel, "train a day", "back a day")
    assert "Day 1 is taken back" in panel.readout
    assert "sliders stay where they are" in panel.readout
    panel.controls["learning_rate"].value = 0.01
    assert "taken back" not in panel.readout and "day 0: the weights" in panel.readout


def test_the_legend_names_earlier_pandas_only_where_there_are_some(new_panda, pandas):
    panel = session(new_panda, budget=8, learning_rate=0.1)

    def names():
        return [text.get_text() for text in panel.figure.axes[1].get_legend().get_texts()]

    assert "earlier pandas" not in names()
    press(panel, "train a day", "new panda")
    assert "earlier pandas" in names()
    press(panel, "reset")
    assert "earlier pandas" not in names()


def test_a_used_up_budget_is_said_and_not_overdrawn(new_panda, pandas):
    panel = session(new_panda, budget=3)
    press(panel, *["train a day"] * 3)
    assert not panel.artists["tomorrows"].get_text()
    assert not len(panel.artists["tomorrow"].get_xdata())
    assert "0 left" in panel.readout and "used up" not in panel.readout
    for label in ("train a day", "new panda"):
        press(panel, label)
        assert "used up" in panel.readout and "failed" not in panel.numbers.value
    assert "3 of 3 days spent" in panel.readout and len(pandas) == 1
    press(panel, "back a day", "train a day")
    assert "3 of 3 days spent" not in panel.readout or "used up" in panel.readout


def test_the_test_set_judges_the_best_evening_once_all_days_are_spent(new_panda, pandas):
    panel = session(new_panda, budget=5, learning_rate=0.3)
    yours, rivals = panel.artists["yours"], panel.artists["rivals"]
    press(panel, "train a day", "train a day", "new panda", "train a day", "train a day")
    assert "test" not in panel.readout and not len(yours.get_xdata())
    panel.set(learning_rate=100.0, decay=0.9)
    press(panel, "train a day")  # the last evening is not the best
    best = max(accuracy for one in pandas for _, accuracy in one.curve)
    assert pandas[-1].accuracy < best
    assert yours.get_data() == ([0], [best / 2])
    assert np.array_equal(rivals.get_ydata(), [0.4, 0.2, 0.3])
    assert rivals.get_xdata().astype(int).tolist() == [1, 2, 2]
    assert f"test accuracy: you {best / 2:.3f}, keeper 0.400, two 0.250" in panel.readout
    assert "tomorrow" not in panel.readout
    press(panel, "reset")
    assert "test" not in panel.readout and not len(yours.get_xdata()) + len(rivals.get_xdata())


def test_day_0_has_no_yesterday(new_panda, pandas):
    panel = session(new_panda, budget=3)
    press(panel, "back a day")
    assert "no yesterday" in panel.readout
    press(panel, "new panda")
    assert "not been trained" in panel.readout and len(pandas) == 1


def test_a_new_panda_keeps_the_old_ones_curve_and_best(new_panda, pandas):
    panel = session(new_panda, budget=8, learning_rate=0.3)
    press(panel, *["train a day"] * 4)
    old = pandas[-1]
    press(panel, "new panda")
    assert pandas[-1].parameters["W1"] != pytest.approx(old.parameters["W1"])
    assert points(panel.artists["others"]) == pytest.approx(np.transpose(old.curve))
    day, best = max(old.curve, key=lambda evening: evening[1])
    assert panel.artists["star"].get_data() == ([day], [best])
    assert f"best kept {best:.3f} (panda 1, day {day})" in panel.readout
    press(panel, "train a day")
    assert "panda 2, day 1" in panel.readout and "5 of 8 days spent" in panel.readout


def test_a_diverged_panda_is_drawn(new_panda):
    panel = session(new_panda, budget=8)
    panel.set(learning_rate=100.0)
    press(panel, "train a day", "train a day", "back a day", "train a day")
    assert "failed" not in panel.numbers.value
    lost = new_panda(1e38, 0.9, 0)
    lost.train_a_day()
    picture = panda_story(lost, 4)
    assert picture.png() and "accuracy 0.000" in picture.readout


# A search to look at

def test_curves_slices_and_marks_follow_the_step(school, settings):
    panel = look_at(school)
    drawn, rates = panel.artists, school.configurations["learning_rate"]
    alpha, decay = panel.figure.axes[1:3]
    assert [axes.get_xlabel() for axes in (alpha, decay)] == [
        r"learning rate $\alpha$", "momentum's decay"]
    places = np.log10(rates), -np.log10(1 - school.configurations["decay"])
    for values in settings(panel):
        look = int(np.flatnonzero(school.steps <= values["step"])[-1])
        today, over = school.accuracy[:, look], look == len(school.steps) - 1
        lost = school.diverged & over
        for curve, row in zip(drawn["curves"].get_segments(), school.accuracy, strict=True):
            assert np.array_equal(curve, np.transpose([school.steps, row])[: look + 1])
        trial = sorted(range(12), key=lambda trial: -today[trial])[values["rank"] - 1]
        assert np.array_equal(drawn["marked"].get_ydata(), school.accuracy[trial, : look + 1])
        for place, dots, crosses, ring in zip(places, *(
                drawn[name] for name in ("dots", "crosses", "rings")), strict=True):
            at = np.transpose([place, today])
            assert np.asarray(dots.get_offsets()) == pytest.approx(at[~lost])
            assert np.asarray(crosses.get_offsets()).reshape(-1, 2) == pytest.approx(at[lost])
            assert np.ravel(ring.get_data()) == pytest.approx(at[trial])
        assert f"place {values['rank']} of 12: trial {trial}, accuracy {today[trial]:.1%}" in (
            panel.readout)
        assert f"best: {(today.max() - today <= 0.01).sum()}   below" in panel.readout
        assert ("diverged: 2" in panel.readout) == over
        styles = {dashes is not None for _, dashes in drawn["curves"].get_linestyles()}
        assert styles == ({True, False} if over else {False})


def test_colours_are_five_bands_of_the_chosen_hyperparameter(school):
    panel = look_at(school)
    for name, place in (("learning_rate", np.log10), ("decay", lambda v: -np.log10(1 - v))):
        panel.set(colour=name, step=int(school.steps[0]))
        values = place(school.configurations[name])
        band = np.minimum(5 * (values - values.min()) / np.ptp(values), 4).astype(int)
        for colours in (panel.artists["curves"].get_colors(),
                        *(dots.get_facecolors() for dots in panel.artists["dots"])):
            kinds = {(b, tuple(np.round(c, 6))) for b, c in zip(band, colours, strict=True)}
            assert len(kinds) == len({*band}) == len({c for _, c in kinds})


def test_any_columns_can_be_looked_at(rng):
    columns = {"learning_rate": np.full(20, 0.1), "optimizer": rng.choice([Adam, Momentum], 20),
               "batch_norm": rng.choice([True, False], 20), "beta2": rng.uniform(0.5, 0.9999, 20),
               "hidden_units": np.arange(2, 500, 25), "hidden_layers": rng.integers(1, 4, 20),
               "batch_size": rng.integers(100, 130, 20), "decay": rng.uniform(0, 0.3, 20),
               "seed": rng.integers(99, size=20), "activation": rng.choice(["relu", "tanh"], 20)}
    result = SearchResult(columns, np.array([9]), rng.uniform(0, 1, (20, 1)), np.zeros(20, bool))
    panel = look_at(result)
    ticks = [[text.get_text() for text in axes.get_xticklabels()] for axes in panel.figure.axes]
    assert ticks[:2] == [["Adam", "Momentum"], ["False", "True"]] and len(ticks) == 8  # room for 7
    assert "0.9" in ticks[2] and {"10", "100"} <= {*ticks[3]} and ticks[4] == ["1", "2", "3"]
    assert all(len(texts) >= 2 for texts in ticks[:7]) and "step" not in panel.controls
    words = dict(pair.split(maxsplit=1) for pair in panel.readout.splitlines()[1].split("   "))
    best = result.order[0]
    assert words["optimizer"] == columns["optimizer"][best].__name__
    assert words["hidden_units"] == str(columns["hidden_units"][best]) and len(words) == 8


@pytest.mark.parametrize("low, high", [(0.0011, 0.095), (0.03, 0.35), (2e-5, 3e-4)])
def test_a_logarithmic_axis_of_few_powers_of_ten_has_ticks_all_over_it(rng, low, high):
    rates = np.append(10 ** rng.uniform(np.log10(low), np.log10(high), 20), [low, high])
    result = SearchResult({"learning_rate": rates}, np.array([9]), np.full((22, 1), 0.5),
                          np.zeros(22, bool))
    axes = look_at(result).figure.axes[0]
    ticks = axes.get_xticks()
    assert 2 <= len(ticks) <= 4 and np.ptp(ticks) > 0.4 * np.log10(high / low)
    assert [float(text.get_text()) for text in axes.get_xticklabels()] == pytest.approx(10**ticks)


def test_one_trial_and_trials_that_are_all_alike_can_be_looked_at():
    one = SearchResult({"learning_rate": np.array([0.1]), "seed": np.array([3])}, np.array([1, 2]),
                       np.array([[0.1, 0.2]]), np.zeros(1, bool))
    assert "place 1 of 1: trial 0, accuracy 20.0%" in look_at(one).readout


# The strategies

def test_budgets_draw_every_seed_the_median_and_the_mean(rng):
    found = {"one": rng.uniform(0.1, 0.9, (3, 5)), "many": rng.uniform(0.8, 0.95, (3, 5))}
    picture = budgets_compared([4, 8, 16], found)
    axes, rows = picture.figure.axes[0], iter(picture.readout.splitlines())
    bars = zip(axes.collections[::2], axes.collections[1::2], strict=False)
    for (name, values), line, (medians, means) in zip(found.items(), axes.lines, bars,
                                                      strict=False):
        x, y = line.get_data()
        assert (np.round(x) == np.repeat([0, 1, 2], 5)).all() and np.array_equal(y, values.ravel())
        for segment, at, seeds in zip(medians.get_segments(), x.reshape(3, 5), values, strict=True):
            assert segment[:, 1] == pytest.approx([sorted(seeds)[2]] * 2)
            assert segment[0, 0] < at.min() and at.max() < segment[1, 0]
        heights = [segment[:, 1] for segment in means.get_segments()]
        assert np.allclose(heights, values.mean(axis=1, keepdims=True))
        for budget, seeds in zip((4, 8, 16), values, strict=True):
            assert next(rows).split() == [name, str(budget), "median", f"{sorted(seeds)[2]:.3f}",
                                          "mean", f"{seeds.mean():.3f}",
                                          "worst", f"{seeds.min():.3f}"]
    one, many = axes.lines[:2]
    assert max(one.get_xdata()[:5]) < min(many.get_xdata()[:5])
    assert one.get_marker() != many.get_marker()
    with pytest.raises(ValueError, match="^accuracy: expected 1 to 6"):
        budgets_compared([4], {})


def test_stale_rates_and_what_they_cost():
    rates = np.array([0.01, 0.1, 1.0])
    found = {"before": np.array([[0.5], [0.9], [0.7]]), "moved": np.array([[0.85], [0.8], [0.1]]),
             "same": np.array([[0.5], [0.95], [0.1]])}
    picture = stale(rates, found)
    moved, same = picture.readout.splitlines()[-2:]
    assert moved.split() == ["moved", "0.01", "0.850", "0.800", "0.050"]
    assert same.split() == ["same", "0.1", "0.950", "0.950", "0.000"]
    before, changed, cross, dot = picture.figure.axes[0].lines[-4:]
    assert np.array_equal(before.get_ydata(), [0.5, 0.9, 0.7])
    assert np.array_equal(changed.get_ydata(), [0.85, 0.8, 0.1])
    assert (cross.get_xydata() == [[0.1, 0.8]]).all() and (dot.get_xydata() == [[0.01, 0.85]]).all()


def test_the_contest_at_every_size(rng, settings):
    sweep = {"units": np.array([8, 32, 512]), "steps": np.array([900, 200, 30]),
             "contestants": np.array(["one", "two"]), "test": rng.uniform(0.1, 0.95, (2, 3, 5))}
    panel = too_big(sweep)
    for line, found in zip(panel.figure.axes[0].lines[1::2], sweep["test"], strict=True):
        assert line.get_ydata() == pytest.approx(found.mean(axis=1))
    for values in settings(panel):
        at = sweep["units"].tolist().index(values["size"])
        assert panel.artists["chosen"].get_xdata()[0] == values["size"]
        for dots, found in zip(panel.artists["seeds"], sweep["test"], strict=True):
            assert dots.get_ydata() == pytest.approx(found[at])
        head, *rows = panel.readout.splitlines()
        assert head.startswith(f"{values['size']} units: {(18, 4, 0.6)[at]:g} days of one model")
        for row, found in zip(rows, sweep["test"][:, at], strict=True):
            assert f"mean {found.mean():.3f} ± {found.std():.3f}   worst {found.min():.3f}" in row
    panel.controls["size"].value = 40  # between two sizes: the nearer one is shown
    assert panel.readout.startswith("32 units")
