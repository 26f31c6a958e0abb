"""Which values batch norm and layer norm average over, and which they thereby tie together."""

import numpy as np
from ipywidgets import ToggleButtons
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from helpers.batch_norm import batch_norm_forward
from helpers.layer_norm import layer_norm_forward
from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, Picture, drawing
from helpers.pictures.style import BLUE, ORANGE, SKY, VERMILION, new_figure, shown

KINDS = {"batch norm": batch_norm_forward, "layer norm": layer_norm_forward}
SHADES = LinearSegmentedColormap.from_list("shades", [ORANGE, "white", SKY])


def _maps(matrices, reach):
    """Matrices (n, m) side by side, by their titles, as shades from -reach to reach."""
    n, m = next(iter(matrices.values())).shape
    figure, grid = new_figure(8.6, 2.7, 1, len(matrices), sharey=True)
    for axes, (title, matrix) in zip(grid, matrices.items(), strict=True):
        axes.pcolormesh(matrix, cmap=SHADES, vmin=-reach, vmax=reach, edgecolor="white")
        axes.set(xlabel="example", xlim=(0, m), ylim=(n, 0))
        axes.set_title(title, fontsize=10)
        axes.set_xticks(np.arange(m) + 0.5, range(m))
        axes.set_yticks(np.arange(n) + 0.5, range(n))
        axes.tick_params(length=0)
    grid[0].set_ylabel("unit")
    figure.colorbar(axes.collections[0], ax=grid, pad=0.01, aspect=30)
    return figure, grid


@drawing()
def averaged_together(Z):
    """A layer's values Z (n, m), what is averaged, and which outputs follow one moved entry.

    gamma is 1 and beta 0.
    """
    n, m = Z.shape
    figure, grid = _maps({"$Z$": Z, r"$\tilde Z$": Z, r"change of $\tilde Z$": Z}, 4)
    maps = [axes.collections[0] for axes in grid]
    ones, zeros = np.ones((n, 1)), np.zeros((n, 1))
    texts = [[axes.text(0, 0, "", ha="center", va="center", fontsize=9) for _ in range(max(n, m))]
             for axes in grid]
    frames = [axes.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=BLUE, linewidth=3))
              for axes in grid[:2]]
    entries = [axes.add_patch(Rectangle((0, 0), 0.8, 0.8, fill=False, edgecolor=VERMILION,
                                        linewidth=2)) for axes in grid]

    def move(kind, unit, example, by):
        moved = Z.copy()
        moved[unit, example] += by
        before, after = (KINDS[kind](A, ones, zeros)[0] for A in (Z, moved))
        together = np.zeros((n, m), bool)
        together[(unit, slice(None)) if kind == "batch norm" else (slice(None), example)] = True
        change = after - before
        changed = np.abs(change) > 1e-9
        drawn = (moved, together), (after, together), (change, changed)
        for shades, words, (matrix, chosen) in zip(maps, texts, drawn, strict=True):
            shades.set_array(matrix)
            for text in words:
                text.set_text("")
            for text, (i, j) in zip(words, np.argwhere(chosen), strict=False):
                text.set(text=shown(matrix[i, j], ".1f"), position=(j + 0.5, i + 0.5))
        rows, columns = np.nonzero(together)
        for frame in frames:
            frame.set_bounds(columns[0], rows[0], np.ptp(columns) + 1, np.ptp(rows) + 1)
        for entry in entries:
            entry.set_xy((example + 0.1, unit + 0.1))
        values = moved[together]
        whose = f"unit {unit}" if kind == "batch norm" else f"example {example}"
        return (f"{kind}: the {values.size} values of {whose} together\n"
                f"μ = {shown(values.mean())}   σ = {shown(values.std())}\n"
                f"outputs that change: {changed.sum()} of {n * m}")

    return Panel(
        figure, "Three maps of units by examples: the values Z with a frame around those averaged "
        "together, what normalization makes of them, and the change in it when one entry moves.",
        {"maps": maps, "frames": frames, "entries": entries, "numbers": sum(texts, [])}, move,
        kind=ToggleButtons(options=list(KINDS), description="average"),
        unit=Slider("unit", min(1, n - 1), steps(0, n - 1, 1)),
        example=Slider("example", min(2, m - 1), steps(0, m - 1, 1)),
        by=Slider("move it by", 2, steps(-4, 4, 0.5)))


@drawing()
def gradient_maps(gradients):
    """Gradients (n, m) by their names, as maps with their numbers; what is 0 stays white."""
    figure, grid = _maps(gradients, max(np.abs(d).max() for d in gradients.values()))
    for axes, gradient in zip(grid, gradients.values(), strict=True):
        for unit, example in np.argwhere(np.abs(gradient) > 1e-12):
            axes.text(example + 0.5, unit + 0.5, shown(gradient[unit, example], ".1f"),
                      ha="center", va="center", fontsize=9)
    readout = (f"{name}: {np.count_nonzero(np.abs(gradient) > 1e-12)} of {gradient.size} not 0"
               for name, gradient in gradients.items())
    return Picture(figure, f"Maps of units by examples: {', '.join(gradients)}.",
                   "\n".join(readout))
