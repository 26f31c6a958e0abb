"""Which hyperparameters matter: each varied by itself, around a good setting."""

import numpy as np

from helpers.pictures.picture import Picture, drawing
from helpers.pictures.school import stretched_accuracy
from helpers.pictures.style import BLUE, INK, PERCENT, SKY, new_figure
from helpers.pictures.surfaces import LABELS, tick_texts
from helpers.sampling import SCALES, integers, log_uniform, log_uniform_decay

SHOWN = {  # the scale of each axis, and its ticks
    "learning_rate": (log_uniform, (1e-4, 0.01, 1, 30)),
    "decay": (log_uniform_decay, (0, 0.9, 0.99, 0.999)),
    "batch_size": (log_uniform, (4, 16, 64, 256)),
    "hidden_units": (log_uniform, (2, 8, 32, 128)),
    "hidden_layers": (integers, (1, 2, 3, 4, 6, 8)),
    "beta1": (log_uniform_decay, (0, 0.9, 0.99, 0.999)),
    "beta2": (log_uniform_decay, (0.5, 0.9, 0.99, 0.999, 0.9999)),
    "epsilon": (log_uniform, (1e-10, 1e-7, 1e-4, 0.01)),
}


@drawing()
def sensitivity(sweep):
    """Dev accuracy over each hyperparameter, the others left at a good setting.

    `sweep` is ``load_sweep("sensitivity")``.
    """
    names = sweep["names"].tolist()
    figure, grid = new_figure(8.6, 4.4, 2, -(-len(names) // 2), sharey=True)
    lines = ["what was varied       from       to    worst    best    best at"]
    for axes, name in zip(grid.flat, names, strict=True):
        values, accuracy = sweep[f"{name}_values"], sweep[f"{name}_accuracy"]
        sampler, ticks = SHOWN[name]
        spread, mean = SCALES[sampler][0], accuracy.mean(axis=1)
        axes.axvline(spread(sweep[f"{name}_centre"]), color=INK, linestyle="--",
                     linewidth=1.2, label="where it stays while the others vary")
        axes.fill_between(spread(values), accuracy.min(axis=1), accuracy.max(axis=1), color=SKY,
                          alpha=0.4, linewidth=0, label="worst to best seed")
        axes.plot(spread(values), mean, color=BLUE, marker="o", markersize=4,
                  label="mean over the seeds")
        axes.set(title=LABELS[name])
        stretched_accuracy(axes)
        axes.set_xticks(spread(np.array(ticks)), tick_texts(ticks), fontsize=8)
        axes.yaxis.set_major_formatter(PERCENT)
        lines.append(f"{name:<18}{values[0]:>8g} {values[-1]:>8g}  {mean.min():>6.1%}  "
                     f"{mean.max():>6.1%} {values[mean.argmax()]:>10g}")
    for axes in grid[:, 0]:
        axes.set_ylabel("accuracy (dev set)")
    figure.legend(*grid.flat[0].get_legend_handles_labels(), ncols=3, loc="outside upper center")
    return Picture(
        figure, "Eight small charts with one scale: dev accuracy over the learning rate, "
        "momentum's decay, mini-batch size, hidden units, hidden layers, and Adam's beta1, beta2 "
        "and epsilon, each varied alone, on a log scale except for the layers (of 1 - value for "
        "decay, beta1 and beta2). A dashed line marks the usual value.", "\n".join(lines))
