"""How the distribution of a unit wanders while the network is trained."""

import numpy as np
from matplotlib.legend_handler import HandlerTuple
from matplotlib.patches import Patch

from helpers.figures.scene import Scene
from helpers.figures.style import AFTER, BEFORE, GREEN, INK, LIGHT, VERMILION, new_figure

Z, Z_TILDE = "Z", "Z_tilde"
LOOKS = ((BEFORE, "-"), (AFTER, "-"), (GREEN, "-"))


class DriftScene(Scene):
    """A unit's values on the same images, step by step, in several networks.

    Parameters
    ----------
    films : dict of str to dict
        By network: ``Z`` and ``Z_tilde``, arrays of shape (T, units, images), of one hidden layer
        (both the same without batch norm). At most three.
    steps : sequence of int, length T
        When the looks were taken.
    bins : int

    Notes
    -----
    `move` takes ``look`` (index into steps), ``unit`` (int) and ``values`` (`Z` or `Z_TILDE`).
    """

    def __init__(self, films, steps, bins=40):
        self.films, self.steps, self.shown = films, np.asarray(steps), None
        figure, grid = new_figure(8.4, 4.6, 2, len(films), squeeze=False, sharey="row",
                                  height_ratios=[1, 1])
        self.grid, self.bins = grid, bins
        self.now, self.first, self.centre, self.cursor = [], [], [], []
        self.means, self.bands = [], []
        for (above, below), name, (colour, line) in zip(grid.T, films, LOOKS, strict=False):
            above.set_title(name, fontsize=10)
            self.first.append(above.stairs(np.zeros(bins), np.arange(bins + 1), color=INK,
                                           linestyle=":"))
            self.now.append(above.stairs(np.zeros(bins), np.arange(bins + 1), color=colour,
                                         fill=True, alpha=0.7))
            self.centre.append(above.axvline(0, color=VERMILION, linestyle="--", linewidth=1.5))
            self.means.append(below.plot([], [], color=colour, linestyle=line)[0])
            self.bands.append(below.fill_between(self.steps, 0, 0, color=colour, alpha=0.25,
                                                 linewidth=0))
            self.cursor.append(below.axvline(0, color=VERMILION, linestyle="--", linewidth=1.5))
            below.axhline(0, color=LIGHT, linewidth=1, zorder=0)
            below.set(xlabel="training step", xlim=(self.steps[0], self.steps[-1]))
        grid[0, 0].set_ylabel("share of the images")
        grid[1, 0].set_ylabel("mean ± sd of the unit")
        patches = tuple(Patch(color=colour, alpha=0.7) for _, (colour, _) in zip(
            films, LOOKS, strict=False))  # "now" has the colour of its network
        figure.legend([self.first[0], patches, self.centre[0]],
                      ["before training", "now", "its mean"], loc="outside upper center", ncols=3,
                      handler_map={tuple: HandlerTuple(ndivide=None)})
        super().__init__(
            figure, [*self.now, *self.first, *self.centre, *self.cursor],
            "For each network two charts: the histogram of one hidden unit's values on the same "
            "images at this step, with its mean and the histogram before training; and below, the "
            "unit's mean and spread over all steps, with a line at this step.",
        )

    def _draw_fixed(self, unit, values):
        """The axes, the histograms before training and the curves of this unit."""
        chosen = {name: film[values][:, unit] for name, film in self.films.items()}
        everything = np.concatenate([v.ravel() for v in chosen.values()])
        low, high = np.percentile(everything, [0.1, 99.9])
        low, high = low - 0.05 * (high - low), high + 0.05 * (high - low)
        self.edges = np.linspace(low, high, self.bins + 1)
        highest, reach = 0, [0.0]
        for i, found in enumerate(chosen.values()):
            mean, sd = found.mean(axis=1), found.std(axis=1)
            self.means[i].set_data(self.steps, mean)
            self.bands[i].set_data(self.steps, mean - sd, mean + sd)
            self.first[i].set_data(self._shares(found[0]), self.edges)
            self.grid[0, i].set(xlim=(low, high), xlabel=r"$\tilde z$" if values == Z_TILDE
                                else "$z$")
            reach += [(mean - sd).min(), (mean + sd).max()]
            highest = max(highest, max(self._shares(row).max() for row in found))
        self.grid[0, 0].set_ylim(0, 1.05 * highest)
        room = 0.05 * (max(reach) - min(reach))
        self.grid[1, 0].set_ylim(min(reach) - room, max(reach) + room)
        self.shown = (unit, values)
        self.redraw_background()

    def _shares(self, values):
        """Share of the values in each bin; those outside belong to the outermost."""
        counts, _ = np.histogram(np.clip(values, self.edges[0], self.edges[-1]), self.edges)
        return counts / len(values)

    def move(self, look, unit, values):
        """Show the unit's values at one look."""
        if self.shown != (unit, values):
            self._draw_fixed(unit, values)
        lines = [f"step {self.steps[look]}, unit {unit}"]
        width = max(map(len, self.films))
        for i, (name, film) in enumerate(self.films.items()):
            found = film[values][:, unit]
            self.now[i].set_data(self._shares(found[look]), self.edges)
            mean = found.mean(axis=1)
            self.centre[i].set_xdata([mean[look]] * 2)
            self.cursor[i].set_xdata([self.steps[look]] * 2)
            lines.append(f"{name:<{width}}  mean {mean[look]:6.2f}   sd {found[look].std():5.2f}   "
                         f"since the start its mean moved by {mean[look] - mean[0]:6.2f}")
        return "\n".join(lines)
