"""How fast a panel follows its slider, and what importing the mathematics costs.

    python benchmarks/panels.py

A tick is one new value in and the new picture's PNG out. It takes turns with what one would
write without a panel: the same figure drawn anew with pyplot and saved. Times are medians;
a ratio is the median over the rounds of the pairwise ratios.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is imported

import subprocess
import sys
from io import BytesIO
from statistics import median
from timeit import timeit

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from helpers.batch_norm import batch_norm_forward
from helpers.pictures.batch_norm import scale_and_shift

ROUNDS, TICKS = 15, 8
IMPORTS = 15


def drawn_anew(panel, z, gamma, beta):
    """Draw what the panel shows as a new figure, and save it as PNG."""
    axes_of_panel = panel.figure.axes
    z_tilde, _ = batch_norm_forward(z, [[gamma]], [[beta]])
    figure, grid = plt.subplots(1, len(axes_of_panel), squeeze=False, layout="constrained",
                                figsize=panel.figure.get_size_inches())
    for axes, original in zip(grid[0], axes_of_panel, strict=True):
        limits = original.get_xlim()
        axes.hist(z[0], 96, range=limits, density=True, histtype="step", linestyle="--",
                  color="grey", label="z, as the layer computed it")
        axes.hist(z_tilde[0], 96, range=limits, density=True, alpha=0.65, label="z_tilde")
        axes.axvline(z_tilde.mean())
        axes.set(xlim=limits, xlabel=original.get_xlabel(),
                 ylabel=original.get_ylabel(), title=original.get_title())
        axes.legend()
    figure.savefig(BytesIO(), format="png", dpi=panel.figure.dpi)
    plt.close(figure)


def panel_table():
    """Ticks of the gamma and beta panel beside the same figure drawn anew."""
    rng = np.random.default_rng(0)
    z = rng.normal(3, 1.7, (1, 1000))
    panel = scale_and_shift(z)
    slider = panel.controls["gamma"]

    def move(gamma):
        before, slider.value = panel.picture.value, gamma
        assert panel.picture.value != before, "the picture did not follow the slider"

    tick, anew = [], []
    for _ in range(ROUNDS):
        gammas = rng.uniform(-3, 3, TICKS).tolist()
        tick.append(median(timeit(lambda gamma=gamma: move(gamma), number=1) for gamma in gammas))
        anew.append(timeit(lambda gamma=gammas[0]: drawn_anew(panel, z, gamma, 1.0), number=1))
    ratio = median(a / b for a, b in zip(tick, anew, strict=True))
    print("gamma and beta panel: a value in, the PNG out")
    print(f"{'the figure drawn anew and saved':<36}{1e3 * median(anew):>10.1f} ms")
    print(f"{'a tick of the panel':<36}{1e3 * median(tick):>10.1f} ms{ratio:>10.3f} of it")


def import_table():
    """Seconds to start Python and import a module, beside importing numpy."""
    names = ("numpy", "helpers.batch_norm", "matplotlib.pyplot")

    def start(name):
        return timeit(lambda: subprocess.run([sys.executable, "-c", f"import {name}"], check=True),
                      number=1)

    rounds = [[start(name) for name in names] for _ in range(IMPORTS + 1)][1:]
    print("\nstarting Python and importing one module")
    for column, name in enumerate(names):
        milliseconds = 1e3 * median(row[column] for row in rounds)
        ratio = median(row[column] / row[0] for row in rounds)
        print(f"{name:<36}{milliseconds:>10.1f} ms{ratio:>10.2f} of numpy")


if __name__ == "__main__":
    panel_table()
    import_table()
