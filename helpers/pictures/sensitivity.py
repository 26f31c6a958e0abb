"""Which hyperparameters matter: each varied by itself, around a good setting."""

import numpy as np

from helpers.pictures.picture import Picture, drawing
from helpers.pictures.school import stretched_accuracy
from helpers.pictures.style import BLUE, INK, PERCENT, PURPLE, SKY, new_figure
from helpers.pictures.surfaces import LABELS, tick_texts
from helpers.sampling import SCALES, integers, log_uniform_decay

_DECAY = SCALES[log_uniform_decay][0]
SHOWN = {  # the scale of each axis, and its ticks
    "learning_rate": (np.log10, (1e-4, 0.01, 1, 30)),
    "decay": (_DECAY, (0, 0.9, 0.99, 0.999)),
    "batch_size": (np.log10, (4, 16, 64, 256)),
    "hidden_units": (np.log10, (2, 8, 32, 128)),
    "hidden_layers": (SCALES[integers][0], (1, 2, 3, 4, 6, 8)),
    # none, 0, has no place on a log scale: it stands where 0.03 would
    "decay_rate": (lambda rate: np.log10(np.maximum(rate, 0.03)), (0, 0.1, 1, 10, 100)),
    "beta1": (_DECAY, (0, 0.9, 0.99, 0.999)),
    "beta2": (_DECAY, (0.5, 0.9, 0.99, 0.999, 0.9999)),
    "epsilon": (np.log10, (1e-10, 1e-7, 1e-4, 0.01)),
}


@drawing()
def sensitivity(sweep):
    """Dev accuracy over each hyperparameter, the others left at a good setting.

    `sweep` is ``load_sweep("sensitivity")``.
    """
    names = sweep["names"].tolist()
    figure, grid = new_figure(8.6, 5.2, -(-len(names) // 3), 3, sharey=True)
    lines = ["what was varied       from       to    worst    best    best at"]

    def draw(axes, name, values, accuracy, colour, shade, **label):
        mean, places = accuracy.mean(axis=1), SHOWN[name.split(",")[0]][0](values)
        axes.fill_between(places, accuracy.min(axis=1), accuracy.max(axis=1), color=shade,
                          alpha=0.4, linewidth=0)
        axes.plot(places, mean, color=colour, marker="o", markersize=4, **label)
        lines.append(f"{name:<18}{values[0]:>8g} {values[-1]:>8g}  {mean.min():>6.1%}  "
                     f"{mean.max():>6.1%} {values[mean.argmax()]:>10g}")

    for axes, name in zip(grid.flat, names, strict=True):
        values, (spread, ticks) = sweep[f"{name}_values"], SHOWN[name]
        axes.axvline(spread(sweep[f"{name}_centre"]), color=INK, linestyle="--", linewidth=1.2)
        draw(axes, name, values, sweep[f"{name}_accuracy"], BLUE, SKY)
        if name == "decay_rate":
            large = f"α = {sweep['large']:g}"
            draw(axes, f"{name}, {large}", values, sweep["decay_rate_large_accuracy"], PURPLE,
                 PURPLE, label=f"the same with {large}")
            axes.legend(loc=(0.08, 0))
        axes.set(title=LABELS[name])
        stretched_accuracy(axes)
        axes.set_xticks(spread(np.array(ticks)), tick_texts(ticks), fontsize=8)
        axes.yaxis.set_major_formatter(PERCENT)
    usual, mean = grid.flat[0].lines
    reach, = grid.flat[0].collections
    for axes in grid[:, 0]:
        axes.set_ylabel("accuracy (dev set)")
    figure.legend([usual, mean, reach], [
        "where it stays while the others vary", "mean over the seeds", "worst to best seed"],
        ncols=3, loc="outside upper center")
    return Picture(
        figure, "Nine small charts with one scale: dev accuracy over the learning rate, "
        "momentum's decay, mini-batch size, hidden units, hidden layers, learning rate decay (at "
        "two learning rates), and Adam's beta1, beta2 and epsilon, each varied alone, on a log "
        "scale except for the layers (of 1 - value for decay, beta1 and beta2). A dashed line "
        "marks the usual value.", "\n".join(lines))
