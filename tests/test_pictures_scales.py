"""Pictures of scales: against exact shares and places."""

import re

import numpy as np
import pytest

from helpers.pictures.scales import ruler, scale_of_alpha, window_sensitivity
from helpers.sampling import log_uniform_decay, uniform

pytestmark = pytest.mark.nb06

LEFT = np.arange(-6, 2)  # the powers of ten where the bars begin


def numbers(text):
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", text)]


def stretched(decay):
    """The place on the ruler that is even in log10(1 - decay)."""
    return (-np.log10(1 - np.asarray(decay)) - 1) / 2


def even(decay):
    return (np.asarray(decay) - 0.9) / 0.099


def test_learning_rates_follow_their_controls(settings):
    panel = scale_of_alpha()
    drawn = panel.artists
    for values in settings(panel):
        low, high, good, draws = (values[name] for name in ("low", "high", "good", "draws"))
        words = panel.readout.splitlines()[1:]
        for row, (rug, bars) in enumerate(zip(drawn["rug"], drawn["bars"], strict=True)):
            labels = drawn["labels"][8 * row : 8 * row + 8]
            powers = rug.get_xdata()
            assert len(powers) == draws
            assert low - 1e-9 <= powers.min() and powers.max() <= high + 1e-9
            counts = [np.sum((powers >= left) & (powers < left + 1)) for left in LEFT]
            heights, edges, _ = bars.get_data()
            assert list(edges[:-1]) == list(LEFT)
            assert heights == pytest.approx(np.array(counts) / draws, abs=1.5 / draws)
            assert heights.sum() == pytest.approx(1)
            shown = [label.get_text() for label in labels]
            inside = (LEFT >= low) & (LEFT < high)
            assert [text != "" for text in shown] == list(inside)
            assert [text for text in shown if text] == [f"{share:.0%}" for share in heights[inside]]
            assert re.findall(r"\d+%", words[row]) == [text for text in shown if text]
            start, stop = good - 0.5, good + 0.5
            count = np.sum((powers >= start) & (powers <= stop))
            assert words[row].endswith(f"{count} of {draws}")
            assert drawn["span"][row].get_x() == pytest.approx(start)
            assert drawn["span"][row].get_width() == pytest.approx(1)
        assert not re.search(r"\de-", panel.readout), "plain numbers"
    ticks = [label.get_text() for label in panel.figure.axes[1].get_xticklabels()]
    assert ticks[:3] == ["0.000001", "0.00001", "0.0001"] and ticks[-1] == "100"


@pytest.mark.parametrize(("low", "high"), [(-4, 0), (-6, 2), (-1, 0)])
def test_shares_to_expect_are_the_exact_ones(low, high):
    panel = scale_of_alpha()
    panel.set(low=low, high=high, draws=2000)
    inside = (LEFT >= low) & (LEFT < high)
    width = 10.0**high - 10.0**low
    linear = np.where(inside, (10.0 ** (LEFT + 1) - 10.0**LEFT) / width, 0)
    log = np.where(inside, 1 / (high - low), 0)
    drawn = panel.artists
    for expected, bars, share in zip(drawn["expected"], drawn["bars"], (linear, log), strict=True):
        assert expected.get_data()[0] == pytest.approx(share)
        assert bars.get_data()[0] == pytest.approx(share, abs=0.05)  # as 2000 draws have it


def test_uniform_draws_win_where_the_good_rates_are_large():
    panel = scale_of_alpha()

    def good():
        return [int(line.split(":")[1].split()[0]) for line in
                panel.readout.splitlines()[1:]]

    evenly, by_logarithm = good()
    assert by_logarithm > 4 * evenly
    panel.set(high=1, good=0.5)
    evenly, by_logarithm = good()
    assert evenly > 3 * by_logarithm


def test_ruler_follows_its_controls(settings):
    panel = ruler()
    drawn = panel.artists
    for values in settings(panel):
        draws, r = values["draws"], values["r"]
        x, y = drawn["dots"].get_data()
        above, below = x[:draws], x[draws:]
        assert len(above) == len(below) == draws
        assert (y[:draws] == 1).all() and (y[draws:] == 0).all()
        decays = 0.9 + 0.099 * above
        assert below == pytest.approx(stretched(decays), abs=1e-6)
        links = np.reshape(drawn["links"].get_xdata(), (draws, 3))
        assert np.array_equal(links[:, :2], np.column_stack([above, below]))
        marked = 1 - 10**r
        assert drawn["mark"].get_xdata() == pytest.approx([even(marked), stretched(marked)])
        first, second = panel.readout.splitlines()
        how = "uniform" if values["sampler"] is uniform else "log of 1 - decay"
        assert first.startswith(f"drawn {how}:")
        count = int((decays > 0.99).sum())
        assert f"{count} of {draws} above 0.99 ({count / draws:.0%})" in first
        assert numbers(second.replace("1 - decay", "").replace("1 / (", ""))[:1] == \
            pytest.approx([r], abs=0.006)
        assert f"decay = {marked:.4f}" in second and f"= {1 / (1 - marked):.0f}" in second


@pytest.mark.parametrize(("sampler", "place"), [(uniform, 0), (log_uniform_decay, 1)])
def test_draws_are_even_on_the_ruler_they_were_drawn_on(sampler, place):
    panel = ruler()
    panel.set(sampler=sampler, draws=200)
    places = np.reshape(panel.artists["dots"].get_xdata(), (2, -1))
    ranks = (np.arange(200) + 0.5) / 200
    off = np.abs(np.sort(places, axis=1) - ranks).max(axis=1)
    assert off[place] < 0.12 and off[1 - place] > 0.3


def test_ruler_says_how_much_of_it_lies_above_099():
    words = " ".join(text.get_text() for text in ruler().figure.axes[0].texts)
    assert "0.99, 9% of this" in words and "0.99, 50% of this" in words


def test_window_follows_its_controls(settings):
    panel = window_sensitivity()
    drawn = panel.artists
    for values in settings(panel):
        after = values["decay"] + values["change"]
        for number, decay in enumerate((values["decay"], after)):
            window = 1 / (1 - decay)
            assert list(drawn["points"][number].get_xdata()) == pytest.approx([decay])
            assert list(drawn["points"][number].get_ydata()) == pytest.approx([window])
            assert drawn["drops"][number].get_ydata() == pytest.approx([window] * 2)
            ages, weights = drawn["curves"][number].get_data()
            assert weights == pytest.approx(np.exp(ages * np.log(decay)))
            assert drawn["ends"][number].get_xdata()[0] == pytest.approx(window)
            assert 0.34 < drawn["ends"][number].get_ydata()[0] < 0.37
            assert f"{window:.2f} values" in panel.readout.splitlines()[number]
        factor = (1 - values["decay"]) / (1 - after)
        assert numbers(panel.readout.splitlines()[2])[0] == pytest.approx(factor, abs=6e-4)
        low, high = panel.figure.axes[0].get_ylim()
        assert low < 1 / (1 - after) < high
