"""The caviar approach: many models side by side."""

import numpy as np

from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.school import stretched_accuracy
from helpers.pictures.style import BLUE, GREEN, INK, ORANGE, PURPLE, SKY, VERMILION, new_figure

DECAYS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
SMALL_TO_LARGE = np.array([ORANGE, GREEN, SKY, BLUE, PURPLE])


@drawing()
def caviar(result):
    """Learning curves of many models, growing together, and where they stand in their space.

    `result` is a `helpers.search.SearchResult` with ``learning_rate`` and ``decay`` for each
    trial, recorded once a day. Which of them diverge, only the last day tells.
    """
    days = np.arange(1, len(result.steps) + 1)
    rates, decays = (result.configurations[name] for name in ("learning_rate", "decay"))
    # A colour joins curve and dot: five bands of the learning rate, even in its logarithm.
    edges = np.linspace(*np.log10([rates.min(), rates.max()]), len(SMALL_TO_LARGE) + 1)
    colours = SMALL_TO_LARGE[np.digitize(np.log10(rates), edges[1:-1])]
    figure, (left, right) = new_figure(8.6, 3.8, 1, 2, width_ratios=[1.3, 1])
    stretched_accuracy(left)
    left.set(xlabel="day", ylabel="accuracy, dev\n(the scale widens towards 1)",
             xlim=(0.8, days[-1] + 0.2))
    left.set_xticks(days if len(days) < 12 else days[1::2])
    curves = [left.plot([], [], color=colour, linewidth=1)[0] for colour in colours]
    marked, = left.plot([], [], color=INK, linewidth=3, marker="o", markersize=4, label="marked")
    failed = result.diverged
    if failed.any():
        left.plot([], [], color=VERMILION, linestyle="--", linewidth=1.4,
                  label="diverged (last day)")
    left.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, handlelength=1.6)
    window = 1 - decays
    right.set(xscale="log", yscale="log", ylabel="decay",
              xlabel=r"learning rate $\alpha$, in the curves' colours")
    right.set_ylim(window.max() * 1.3, window.min() / 1.3)
    marks = [d for d in DECAYS if window.min() / 1.3 < 1 - d < window.max() * 1.3]
    right.set_yticks([1 - d for d in marks], [f"{d:g}" for d in marks])
    right.minorticks_off()
    right.set_xlim(rates.min() / 2, rates.max() * 2)
    crosses = right.scatter(rates[failed], window[failed], marker="x", s=45, color=VERMILION)
    dots = right.scatter(rates, window, marker="o", edgecolors=INK, linewidths=0.5, color=colours)
    ring, = right.plot([], [], "o", markersize=19, fillstyle="none", color=INK)
    right.set_title("bigger dot: more accurate;  ring: marked", fontsize=9)

    def move(day, place):
        accuracy, over = result.accuracy[:, :day], day == days[-1]
        crosses.set_visible(over)
        for curve, values, colour, fails in zip(curves, accuracy, colours, failed, strict=True):
            curve.set_data(days[:day], values)
            curve.set(color=VERMILION, linestyle="--") if fails and over else curve.set(
                color=colour, linestyle="-")
        today = accuracy[:, -1]
        trial = np.argsort(-today, kind="stable")[place - 1]
        marked.set_data(days[:day], accuracy[trial])
        dots.set_sizes(6 + 150 * np.clip((today - 0.5) / 0.5, 0, 1) ** 3)
        ring.set_data([rates[trial]], [window[trial]])
        return (f"day {day}, place {place}: trial {trial}, α = {rates[trial]:.2g}, "
                f"decay = {decays[trial]:.2g}, accuracy {today[trial]:.3f}\n"
                f"0.9 or more: {int((today >= 0.9).sum())} of {len(today)}   "
                f"below 0.5: {int((today < 0.5).sum())}   "
                f"diverged: {int(failed.sum()) if over else 'see the last day'}")

    return Panel(
        figure, "Left, the accuracy on the dev set of many models, day by day. Right, each model "
        "at its learning rate and decay, in the colour of its curve; the bigger its dot, the "
        "better it is that day. The marked one is thick on the left and has a ring on the right. "
        "On the last day those that diverged are dashed on the left and crossed out on the right.",
        {"curves": curves, "marked": marked, "crosses": crosses, "dots": dots, "ring": ring},
        move, day=Slider("day", min(3, len(days)), steps(1, len(days), 1), play=True),
        place=Slider("place on that day", 1, steps(1, len(rates), 1)))
