"""The caviar approach: many models side by side."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, LogNorm

from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.school import stretched_accuracy
from helpers.pictures.style import BLUE, INK, ORANGE, SKY, VERMILION, new_figure

DECAYS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
SMALL_TO_LARGE = LinearSegmentedColormap.from_list("small to large", [ORANGE, SKY, BLUE])


@drawing()
def caviar(result):
    """Learning curves of many models, growing together, and where they stand in their space.

    `result` is a `helpers.search.SearchResult` with ``learning_rate`` and ``decay`` for each
    trial, recorded once a day. Which of them diverge, only the last day tells.
    """
    days = np.arange(1, len(result.steps) + 1)
    rates, decays = (result.configurations[name] for name in ("learning_rate", "decay"))
    colours = SMALL_TO_LARGE(LogNorm(rates.min(), rates.max())(rates))  # joins curve and dot
    figure, (left, right) = new_figure(8.6, 3.8, 1, 2, width_ratios=[1.3, 1])
    stretched_accuracy(left)
    left.set(xlabel="day", ylabel="accuracy, dev\n(the scale widens towards 1)",
             xlim=(0.8, days[-1] + 0.2))
    left.set_xticks(days if len(days) < 12 else days[1::2])
    curves = [left.plot([], [], color=colour, linewidth=1)[0] for colour in colours]
    leader, = left.plot([], [], color=INK, linewidth=3, marker="o", markersize=4,
                        label="leader today")
    name = left.text(0.02, 0.915, "", transform=left.transAxes, weight="bold", va="top")
    left.plot([], [], color=VERMILION, linestyle="--", linewidth=1.4, label="diverged (last day)")
    left.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, handlelength=1.6)
    window = 1 - decays
    right.set(xscale="log", yscale="log", ylabel="decay",
              xlabel=r"learning rate $\alpha$, small orange to large blue")
    right.set_ylim(window.max() * 1.3, window.min() / 1.3)
    marks = [d for d in DECAYS if window.min() / 1.3 < 1 - d < window.max() * 1.3]
    right.set_yticks([1 - d for d in marks], [f"{d:g}" for d in marks])
    right.minorticks_off()
    right.set_xlim(rates.min() / 2, rates.max() * 2)
    failed = result.diverged
    crosses = right.scatter(rates[failed], window[failed], marker="x", s=45, color=VERMILION)
    dots = right.scatter(rates, window, marker="o", edgecolors=INK, linewidths=0.5, color=colours)
    ring, = right.plot([], [], "o", markersize=19, fillstyle="none", color=INK)
    right.set_title("bigger dot: more accurate;  ring: leader", fontsize=9)

    def move(day):
        accuracy, over = result.accuracy[:, :day], day == days[-1]
        crosses.set_visible(over)
        for curve, values, colour, fails in zip(curves, accuracy, colours, failed, strict=True):
            curve.set_data(days[:day], values)
            curve.set(color=VERMILION, linestyle="--") if fails and over else curve.set(
                color=colour, linestyle="-")
        today = accuracy[:, -1]
        first = int(np.argmax(today))
        leader.set_data(days[:day], accuracy[first])
        name.set_text(f"trial {first}:  α {rates[first]:.2g},  decay {decays[first]:.2g},  "
                      f"accuracy {today[first]:.3f}")
        dots.set_sizes(6 + 150 * np.clip((today - 0.5) / 0.5, 0, 1) ** 3)
        ring.set_data([rates[first]], [window[first]])
        return (f"day {day}   leader: trial {first}, α = {rates[first]:.2g}, "
                f"decay = {decays[first]:.2g}, accuracy {today[first]:.3f}\n"
                f"0.9 or more: {int((today >= 0.9).sum())} of {len(today)}   "
                f"below 0.5: {int((today < 0.5).sum())}   "
                f"diverged: {int(failed.sum()) if over else 'see the last day'}")

    return Panel(
        figure, "Left, the accuracy on the dev set of many models, day by day: the leader thick. "
        "Right, each model at its learning rate and decay, in the colour of its curve; the bigger "
        "its dot, the better it is that day, and a ring marks the leader. On the last day those "
        "that diverged are dashed on the left and crossed out on the right.",
        {"curves": curves, "leader": leader, "name": name, "crosses": crosses, "dots": dots,
         "ring": ring}, move, day=Slider("day", min(3, len(days)), steps(1, len(days), 1)))
