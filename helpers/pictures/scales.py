"""Where random hyperparameters land: the learning rate, a weighted average's decay."""

import numpy as np
from matplotlib.patches import Rectangle
from ipywidgets import ToggleButtons

from helpers.averages import window
from helpers.pictures.controls import Slider, Unseen, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import BLUE, GREEN, GREY, INK, LIGHT, ORANGE, new_figure
from helpers.sampling import log_uniform, log_uniform_decay, position_of, uniform

LOWEST, HIGHEST = -6, 2  # powers of ten of the learning rate's axis
POWERS = np.arange(LOWEST, HIGHEST + 1)
GOOD = 0.5  # the good interval reaches half a factor of ten to each side
DECAYS = (0.9, 0.999)


@drawing()
def scale_of_alpha():
    """The same number of learning rates, drawn uniformly and drawn on a log scale.

    Sliders for the powers of ten of the two ends, and of the middle of the good learning rates.
    """
    figure, grid = new_figure(8.4, 3.7, 2, sharex=True)
    rows = []
    for axes, name, sampler, colour in ((grid[0], "uniform", uniform, ORANGE),
                                        (grid[1], "log-uniform", log_uniform, BLUE)):
        empty = np.zeros(len(POWERS) - 1)
        rows.append({
            "name": name, "sampler": sampler,
            "span": axes.add_patch(Rectangle(
                (0, 0), 1, 1, color=GREEN, alpha=0.2, linewidth=0,
                transform=axes.get_xaxis_transform(),
                label="good learning rates, if you are right")),
            "bars": axes.stairs(empty, POWERS, color=colour, alpha=0.55, fill=True),
            "expected": axes.stairs(empty, POWERS, color=INK, linestyle=":", linewidth=1.3,
                                    label="share to expect"),
            "rug": axes.plot([], [], "|", color=colour, markersize=11, alpha=0.6)[0],
            "labels": [axes.text(left + 0.5, 0, "", ha="center", va="bottom", fontsize=9)
                       for left in POWERS[:-1]]})
        axes.set(ylim=(-0.2, 1.18), xlim=(LOWEST - 0.1, HIGHEST + 0.1), yticks=[0, 0.5, 1],
                 yticklabels=["0%", "50%", "100%"], ylabel=f"share of\n{name} draws")
        axes.axhline(0, color=GREY, linewidth=0.8)
    grid[0].legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
    grid[1].set_xticks(POWERS, [_plain(10.0**power) for power in POWERS])
    grid[1].set_xlabel(r"learning rate $\alpha$; one factor of ten from tick to tick")

    def move(low, high, good, draws, seed):
        ends = np.clip(10.0**POWERS, 10.0**low, 10.0**high)
        start, stop = 10 ** (good - GOOD), 10 ** (good + GOOD)
        cells = np.diff(np.clip(POWERS, low, high))
        expectations = (np.diff(ends) / (10.0**high - 10.0**low), cells / (high - low))
        lines = [f"{'':12}per factor of ten, from {_plain(10.0**low)} to {10.0**high:g}"]
        for row, expected in zip(rows, expectations, strict=True):
            sample = row["sampler"](np.random.default_rng(seed), 10.0**low, 10.0**high, draws)
            powers = np.log10(sample)
            shares = np.histogram(np.clip(powers, low, high), POWERS)[0] / draws
            row["bars"].set_data(shares)
            row["expected"].set_data(expected)
            row["rug"].set_data(powers, np.full(draws, -0.1))
            row["span"].set_bounds(good - GOOD, 0, 2 * GOOD, 1)
            for label, share, height, cell in zip(row["labels"], shares,
                                                  np.maximum(shares, expected), cells,
                                                  strict=True):
                label.set(y=height + 0.02, text=f"{share:.0%}" if cell else "")
            inside = int(((sample >= start) & (sample <= stop)).sum())
            counted = "".join(f"{share:5.0%}" for share in shares[cells > 0])
            lines.append(f"{row['name']:<12}{counted}   good ({_plain(start)} to {_plain(stop)}): "
                         f"{inside} of {draws}")
        return "\n".join(lines)

    return Panel(
        figure, "Learning rates drawn at random, uniformly above and on a log scale below: each "
        "draw a small stroke, each factor of ten a bar with its share of the draws, and a shaded "
        "interval of good learning rates.",
        {name: [artist for row in rows for artist in np.atleast_1d(row[name])]
         for name in ("span", "bars", "expected", "rug", "labels")}, move,
        {"draw again": _next_draw},
        low=Slider("low end, 10 to the", -4, steps(-6, -1, 1)),
        high=Slider("high end, 10 to the", 0, steps(0, 2, 1)),
        good=Slider("good around 10 to the", -2.0, steps(-5.5, 1.5, 0.1)),
        draws=Slider("draws", 100, steps(10, 2000, 10)), seed=Unseen())


@drawing()
def ruler():
    """The same draws of a decay from 0.9 to 0.999 on an even ruler and on a stretched one.

    A slider marks the decay 1 - 10^r.
    """
    even, stretched = (uniform, *DECAYS), (log_uniform_decay, *DECAYS)
    figure, axes = new_figure(8.4, 3.8)
    top, below = position_of(even, 0.99), position_of(stretched, 0.99)
    axes.fill([top, 1, 1, below], [1, 1, 0, 0], color=LIGHT, alpha=0.6, linewidth=0)
    links, = axes.plot([], [], color=BLUE, linewidth=0.7, alpha=0.45)
    dots, = axes.plot([], [], "o", color=BLUE, markersize=5, alpha=0.6)
    mark, = axes.plot([], [], "s-", color=ORANGE, linewidth=2.6, markersize=8)
    for height, axis, decays, way in (
        (1, even, (0.9, 0.92, 0.94, 0.96, 0.98, 0.99, 0.999), 1),
        (0, stretched, (0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999), -1),
    ):
        axes.axhline(height, color=INK, linewidth=1.2)
        for decay in decays:
            place = position_of(axis, decay)
            axes.plot([place] * 2, [height, height + 0.04 * way], color=INK, linewidth=1.2)
            axes.text(place, height + 0.06 * way, f"{decay:g}", ha="center",
                      va="bottom" if way == 1 else "top")
    for r in (-1, -2, -3):
        axes.text(position_of(stretched, 1 - 10.0**r), -0.18, ha="center", va="top",
                  s=f"r = {r}\n1 - decay = {10.0**r:g}", color=GREY, fontsize=9)
    for height, side, name, part in (
        (1.2, "bottom", "even ruler: decay", 1 - top),
        (-0.42, "top", "stretched ruler: even in r = log10(1 - decay)", 1 - below),
    ):
        axes.text(-0.05, height, name, ha="left", va=side, fontweight="bold")
        axes.text(1.05, height, f"grey: above 0.99, {part:.0%} of this ruler", ha="right", va=side)
    axes.set(xlim=(-0.09, 1.09), ylim=(-0.5, 1.28))
    axes.axis("off")

    def move(sampler, r, draws, seed):
        sample = sampler(np.random.default_rng(seed), *DECAYS, draws)
        above, under = (position_of(axis, sample) for axis in (even, stretched))
        dots.set_data(np.concatenate([above, under]), np.repeat([1, 0], draws))
        links.set_data(np.column_stack([above, under, np.full(draws, np.nan)]).ravel(),
                       np.tile([1.0, 0.0, np.nan], draws))
        decay, high = 1 - 10.0**r, int((sample > 0.99).sum())
        mark.set_data([position_of(axis, decay) for axis in (even, stretched)], [1, 0])
        how = "uniform" if sampler is uniform else "log of 1 - decay"
        return (f"drawn {how}: {high} of {draws} above 0.99 ({high / draws:.0%})\n"
                f"marked  r = {r:.2f}   1 - decay = {10.0**r:.4f}   decay = {decay:.4f}   "
                f"window 1 / (1 - decay) = {window(decay):.0f}")

    return Panel(
        figure, "Draws of a decay between 0.9 and 0.999 as dots on two rulers, an even one above "
        "and one that is even in the logarithm of 1 - decay below; a line joins the two places of "
        "each draw, one draw is marked.", {"links": links, "dots": dots, "mark": mark}, move,
        {"draw again": _next_draw},
        sampler=ToggleButtons(options=[("uniform", uniform),
                                       ("log of 1 - decay", log_uniform_decay)],
                              description="drawn"),
        r=Slider("r of the marked one", -1.0, steps(-3.0, -1.0, 0.05)),
        draws=Slider("dots", 60, steps(10, 200, 10)), seed=Unseen())


@drawing()
def window_sensitivity():
    """What a small change of the decay does to the window of a weighted average."""
    figure, (left, right) = new_figure(8.4, 3.5, 1, 2)
    decays = 1 - 10 ** np.linspace(-1, np.log10(0.0005), 300)
    ages = 10 ** np.linspace(0, np.log10(20_000), 400)
    left.plot(decays, 1 / (1 - decays), color=GREY)
    left.set(xlabel="decay", ylabel="window: 1 / (1 - decay) values", xlim=(0.897, 1.002),
             ylim=(-60, 2200))
    right.set(xscale="log", xlim=(1, 20_000), ylim=(0, 1.05),
              xlabel="age of a value, from 1 (log scale)", ylabel="weight, as share of the newest")
    right.axhline(np.exp(-1), color=GREY, linestyle=":", linewidth=1.2)
    points, drops, curves, ends = [], [], [], []
    for colour, style, marker, label in ((BLUE, "-", "o", "before"),
                                         (ORANGE, "--", "s", "after")):
        points += left.plot([], [], marker, color=colour, markersize=8, label=f"{label} the change")
        drops += left.plot([], [], style, color=colour, linewidth=1)
        curves += right.plot([], [], style, color=colour, label=label)
        ends += right.plot([], [], marker, color=colour, markersize=8)
    left.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    right.set_yticks([0, np.exp(-1), 1], ["0", "1/e", "1"])
    right.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)

    def move(decay, change):
        lines = []
        for i, (name, value) in enumerate((("before", decay), ("after", decay + change))):
            values = window(value)
            points[i].set_data([value], [values])
            drops[i].set_data([0, value], [values, values])
            curves[i].set_data(ages, value**ages)
            ends[i].set_data([values], [value**values])
            lines.append(f"{name:<7} decay {value:.4f}   1 - decay {1 - value:.4f}   "
                         f"window {values:7.2f} values")
        growth = window(decay + change) / window(decay)
        return "\n".join([*lines, f"the window grows by the factor {growth:.3f}"])

    return Panel(
        figure, "Left, the window 1 / (1 - decay) against the decay, which rises steeply near 1, "
        "with the decay before and after a small change; right, the weights of the values of both "
        "averages by age.", {"drops": drops, "curves": curves, "points": points, "ends": ends},
        move, decay=Slider("decay", 0.9, steps(0.9, 0.999, 0.001)),
        change=Slider("small change", 0.0005, steps(0.0001, 0.0005, 0.0001)))


def _next_draw(seed, **others):
    return {"seed": (seed + 1) % 100}


def _plain(value):
    """Two digits, without an exponent."""
    return np.format_float_positional(float(f"{value:.2g}"), trim="-")
