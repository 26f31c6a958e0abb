"""What follows one layer's gamma and beta in a trained network."""

import numpy as np
from ipywidgets import Dropdown, ToggleButtons

from helpers.network import depth, folded, forward
from helpers.pictures.batch_norm import shares
from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import AFTER, GREEN, INK, new_figure
from helpers.softmax import accuracy

EDGES = np.linspace(-8, 8, 65)  # of z_tilde; what lies beyond is counted in the outer bars


@drawing()
def steering(parameters, X, y, statistics):
    """Sliders on one layer's gamma and beta in a trained sigmoid network.

    Its parameters are never changed; X (n0, m) with labels y (m,); `statistics` are those that
    `helpers.network.predict` takes. Unit by unit: pooled, their shifts would hide each other.
    """
    def run(layer, scale, shift, source):
        changed = parameters | {
            f"gamma{layer}": np.float32(scale) * parameters[f"gamma{layer}"],
            f"beta{layer}": parameters[f"beta{layer}"] + np.float32(shift)}
        return forward(X, folded(changed, statistics) if source == "running" else changed,
                       "sigmoid")

    layers = range(1, depth(parameters))
    figure, grid = new_figure(8.6, 3.6, 2, len(layers))
    _, trained = run(1, 1.0, 0.0, "running")
    inputs, outputs, marks = [], [], []
    for layer, above, below in zip(layers, *grid, strict=True):
        heights = shares(trained[f"Z_tilde{layer}"][0], EDGES)
        above.stairs(heights, EDGES, color=INK, linestyle="--", linewidth=1.2)
        above.set(xlim=(-8, 8), ylim=(0, 3 * heights.max()), yticks=[], title=f"layer {layer}",
                  xlabel=r"$\tilde z$ (beyond ±8: outer bars)")
        inputs.append(above.stairs(heights, EDGES, color=AFTER, fill=True, alpha=0.6))
        marks.append(above.text(1, 1.03, "", transform=above.transAxes, color=AFTER, ha="right"))
        below.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), xlabel="mean $a$ as trained",
                  xticks=(0, 0.5, 1), yticks=(0, 0.5, 1))
        below.plot([0, 1], [0, 1], color=INK, linestyle="--", linewidth=1.2)
        outputs += below.plot(*[trained[f"A{layer}"].mean(axis=1)] * 2, "o", color=GREEN,
                              markersize=3, alpha=0.7)
    grid[0, 0].set_ylabel("one unit\n(dashed: as trained)")
    grid[1, 0].set_ylabel("all units\nmean $a$ now")

    def move(layer, scale, shift, source):
        Z, cache = run(layer, scale, shift, source)
        for i, goes_in, comes_out, mark in zip(layers, inputs, outputs, marks, strict=True):
            goes_in.set_data(shares(cache[f"Z_tilde{i}"][0], EDGES))
            comes_out.set_ydata(cache[f"A{i}"].mean(axis=1))
            mark.set_text("steered" if i == layer else "")
        spreads = ", ".join(f"layer {i} {cache[f'A{i}'].std(axis=1).mean():.2f}" for i in layers)
        return (f"accuracy {accuracy(Z, y):.2f} on {y.size} dev images\n"
                f"mean spread of a unit's a over the images: {spreads}")

    return Panel(
        figure, "What one sigmoid of every hidden layer receives in a trained network, and below "
        "every unit's mean output, following a factor on a layer's gamma and a shift of its beta.",
        {"inputs": inputs, "outputs": outputs, "marks": marks}, move,
        layer=Dropdown(options=[(f"layer {i}", i) for i in layers], description="layer"),
        scale=Slider("γ times", 1.0, steps(0, 5, 0.1)),
        shift=Slider("β plus", 0.0, steps(-6, 6, 0.1)),
        source=ToggleButtons(
            options=[("running statistics", "running"), ("this batch's own", "batch")],
            description="normalize with"))
