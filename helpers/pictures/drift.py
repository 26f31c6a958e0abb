"""How one hidden unit's values wander while a network learns."""

import numpy as np
from ipywidgets import ToggleButtons
from matplotlib.legend_handler import HandlerTuple
from matplotlib.patches import Patch

from helpers.pictures.batch_norm import shares
from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import AFTER, BEFORE, GREEN, INK, LIGHT, new_figure, shown

LOOKS = ((BEFORE, "--"), (AFTER, "-"), (GREEN, "-."))
BINS = 40


@drawing()
def drift_film(films, looks):
    """Sliders over the steps of a training and over the units of a hidden layer.

    `films` by network: ``Z`` and ``Z_tilde`` (T, units, images), seen on the same images after
    the training steps in `looks`, of length T.
    """
    looks = np.asarray(looks)
    figure, grid = new_figure(8.6, 3.7, 2, len(films), squeeze=False, sharey="row")
    figure.get_layout_engine().set(wspace=0.08)  # the last step's number beside the next 0
    now, first, centre, here, means, bands, drawn = [], [], [], [], [], [], {}
    for (above, below), name, (colour, style) in zip(grid.T, films, LOOKS, strict=False):
        above.set_title(name, fontsize=10)
        empty = np.zeros(BINS), np.arange(BINS + 1)
        first.append(above.stairs(*empty, color=INK, linestyle=":"))
        now.append(above.stairs(*empty, color=colour, fill=True, alpha=0.7))
        centre.append(above.axvline(0, color=INK, linestyle="--", linewidth=1.5))
        means += below.plot([], [], color=colour, linestyle=style)
        bands.append(below.fill_between(looks, 0, 0, color=colour, alpha=0.25, linewidth=0))
        here += below.plot([], [], "D", color=INK, markersize=6)
        below.axhline(0, color=LIGHT, linewidth=1, zorder=0)
        below.set(xlabel="training step", xlim=looks[[0, -1]])
    grid[0, 0].set_ylabel("share of the images")
    grid[1, 0].set_ylabel("mean ± sd\nof the unit")
    patches = tuple(Patch(color=colour, alpha=0.7) for _, (colour, _) in zip(
        films, LOOKS, strict=False))  # "now" has the colour of its network
    figure.legend([first[0], patches, centre[0], here[0]],
                  ["before training", "now", "its mean", "its mean, below"],
                  loc="outside upper center", ncols=4,
                  handler_map={tuple: HandlerTuple(ndivide=None)})

    def draw_unit(unit, values):
        """The axes, the histograms before training and the curves of this unit."""
        chosen = [film[values][:, unit] for film in films.values()]
        low, high = np.percentile(np.concatenate([v.ravel() for v in chosen]), [0.1, 99.9])
        room = 0.05 * (high - low)
        edges = drawn["edges"] = np.linspace(low - room, high + room, BINS + 1)
        highest, reach = 0, [0.0]
        for i, (name, found) in enumerate(zip(films, chosen, strict=True)):
            same = values == "Z" or name.startswith("without")  # without batch norm z̃ is z
            mean, sd = found.mean(axis=1), found.std(axis=1)
            means[i].set_data(looks, mean)
            bands[i].set_data(looks, mean - sd, mean + sd)
            first[i].set_data(shares(found[0], edges), edges)
            grid[0, i].set(xlim=edges[[0, -1]], xlabel="$z$" if same else r"$\tilde z$")
            reach += [(mean - sd).min(), (mean + sd).max()]
            highest = max(highest, *(shares(row, edges).max() for row in found))
        room = 0.05 * (max(reach) - min(reach))
        grid[0, 0].set_ylim(0, 1.05 * highest)
        grid[1, 0].set_ylim(min(reach) - room, max(reach) + room)

    def move(step, unit, values):
        if drawn.get("shown") != (unit, values):
            draw_unit(unit, values)
            drawn["shown"] = unit, values
        look, width = int(np.flatnonzero(looks == step)[0]), max(map(len, films))
        lines = [f"step {step}, unit {unit}; moved: its mean, since the start"]
        for i, (name, film) in enumerate(films.items()):
            found = film[values][:, unit]
            mean = found.mean(axis=1)
            now[i].set_data(shares(found[look], drawn["edges"]), drawn["edges"])
            centre[i].set_xdata([mean[look]] * 2)
            here[i].set_data([step], [mean[look]])
            lines.append(f"{name:<{width}}  mean {shown(mean[look], '6.2f')}   "
                         f"sd {found[look].std():5.2f}   moved "
                         f"{shown(mean[look] - mean[0], '6.2f')}")
        return "\n".join(lines)

    units = next(iter(films.values()))["Z"].shape[1]
    return Panel(
        figure, "For each network two charts: the histogram of one hidden unit's values on the "
        "same images at this step, with its mean and the histogram before training; and below, "
        "the unit's mean and spread over all steps, with a mark at this step.",
        {"now": now, "first": first, "centre": centre, "here": here}, move,
        step=Slider("step", looks[len(looks) // 4], looks, play=True),
        unit=Slider("unit", 0, steps(0, units - 1, 1)),
        values=ToggleButtons(options=[("z", "Z"), ("z̃", "Z_tilde")], value="Z_tilde",
                             description="values"))
