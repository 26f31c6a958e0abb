"""A surface of measured accuracies, drawn as a square or as a cube with positions from 0 to 1."""

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, ListedColormap

from helpers.pictures.style import BLUE, GREY
from helpers.sampling import integers, log_uniform_decay, position_of

LABELS = {
    "learning_rate": r"learning rate $\alpha$", "decay": "momentum's decay",
    "epsilon": r"Adam's $\epsilon$", "beta1": r"Adam's $\beta_1$", "beta2": r"Adam's $\beta_2$",
    "batch_size": "mini-batch size", "hidden_units": "hidden units",
    "hidden_layers": "hidden layers", "decay_rate": "learning rate decay",
}
DEPTH = np.array([0.42, 0.38])  # where the cube's third axis points, on paper
PAPER_TO_BLUE = LinearSegmentedColormap.from_list("paper to blue", ["white", BLUE])
TENTHS = PAPER_TO_BLUE(np.linspace(0.1, 0.9, 10))  # the worst tenth is no paper


def on_paper(x, y, depth=0.0):
    """Where a point of the square, or of the cube, is drawn."""
    return x + DEPTH[0] * depth, y + DEPTH[1] * depth


def draw_contours(axes, surface):
    """Fill the space, or the cube's floor, with ten shades: a tenth of the space each."""
    levels = np.unique(np.percentile(surface.mesh, np.arange(0, 101, 10)))
    centres = (np.arange(surface.cells) + 0.5) / surface.cells
    first, second = np.meshgrid(centres, centres, indexing="ij")
    if surface.mesh.ndim == 2:
        x, y, values = first, second, surface.mesh
    else:
        x, y = on_paper(first, 0.0, second)
        values = surface.mesh[:, 0]
    axes.contourf(x, y, values, levels, colors=TENTHS[-len(levels) + 1 :], zorder=0)


def shades_bar(figure, axes):
    """Say beside the axes what the ten shades mean."""
    bar = figure.colorbar(ScalarMappable(cmap=ListedColormap(TENTHS)), ax=axes, shrink=0.6,
                          aspect=22, pad=0.005)
    bar.set_ticks([0.05, 0.95], labels=["worst\ntenth", "best\ntenth"], fontsize=9)
    bar.ax.tick_params(length=0)


def draw_cube(axes, third):
    """Draw the edges of the cube, and name the third axis along its floor's right edge."""
    for start in np.ndindex(2, 2, 2):
        for direction in range(3):
            if start[direction] == 0:
                end = np.add(start, np.eye(3, dtype=int)[direction])
                (x0, y0), (x1, y1) = (on_paper(a, c, b) for a, b, c in (start, end))
                axes.plot([x0, x1], [y0, y1], color=GREY, linewidth=0.9, zorder=1)
    name, axis = third
    for value in _round_values(axis):
        x, y = on_paper(1, 0, position_of(axis, value))
        symbol = f"{LABELS[name].split()[-1]} = " if value == axis[1] else ""
        axes.text(x + 0.03, y - 0.01, f"{symbol}{value:g}", va="center", fontsize=9)


def set_ticks(axis, name, scale, every=1):
    """Round values along an axis that runs from 0 to 1, or one of so many of them."""
    values = _round_values(scale)[::every]
    axis.set_ticks(position_of(scale, np.array(values)), tick_texts(values))
    axis.set_label_text(LABELS[name])


def tick_texts(values):
    """Plain numbers, or powers of ten where the smallest would be too long."""
    powers = 0 < min(values) < 1e-4 and not (np.log10(values).round(9) % 1).any()
    return [f"$10^{{{np.log10(value):.0f}}}$" if powers else f"{value:g}" for value in values]


def _round_values(axis):
    """Powers of ten, or the decays whose distance from 1 is one; and the ends."""
    sampler, low, high = axis
    if sampler is integers:
        return range(low, high + 1)
    if sampler is log_uniform_decay:
        return [value for value in (0.5, 0.9, 0.99, 0.999, 0.9999) if low <= value <= high]
    return [10.0**power for power in range(round(np.log10(low)), round(np.log10(high)) + 1)]
