"""The race: two networks trained live on the same mini-batches, without and with batch norm."""

import numpy as np
from ipywidgets import ToggleButtons

from helpers.averages import RunningStatistics
from helpers.network import batch_statistics, depth, forward, initialize, predict
from helpers.optimizers import GradientDescent
from helpers.pictures.controls import Slider, decades, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import AFTER, BEFORE, new_figure
from helpers.softmax import accuracy
from helpers.training import training_steps

RACERS = {"without batch norm": (False, BEFORE, "--"), "with batch norm": (True, AFTER, "-")}
STEPS, FRAME = 1000, 5  # where the race ends; training steps from one picture to the next
SIZES = np.array([1, 2, 4, 8, 15, 30, 60, 120, 240, 480])  # of a mini-batch
RANGES = {"sigmoid": (0, 1), "tanh": (-1, 1), "relu": (0, 3)}  # of the histograms
SEEN = 300  # dev images whose activations are drawn


class InOrder:
    """Stands in for a random generator, and never shuffles."""

    def permutation(self, m):
        """The numbers from 0 to m - 1, as they are."""
        return np.arange(m)


class Racer:
    """One network in training: the numbers are those that `helpers.training.train` gives."""

    def __init__(self, sizes, batch_norm, scale, activation):
        self.parameters = initialize(sizes, np.random.default_rng(0), scale, batch_norm)
        self.activation, self.settings = activation, None
        self.optimizer, self.rng = GradientDescent(0.0), np.random.default_rng(1)
        self.running, self.step, self.diverged = RunningStatistics(), 0, False
        self.losses, self.steps, self.accuracies = [], [], []

    def follow(self, X, Y, learning_rate, batch_size, shuffled):
        """From the next step on, train with these settings."""
        self.optimizer.learning_rate = learning_rate
        if self.settings != (batch_size, shuffled):
            self.settings = batch_size, shuffled
            order = np.argsort(Y.argmax(axis=0), kind="stable") if not shuffled else slice(None)
            self._training = training_steps(
                self.parameters, X[:, order], Y[:, order], self.optimizer,
                self.rng if shuffled else InOrder(), batch_size=batch_size,
                activation=self.activation)

    def run(self, count, X_dev, y_dev):
        """Train for so many steps, then measure the accuracy; one that diverged stands still."""
        for _ in range(count * (not self.diverged)):
            loss, cache = next(self._training)
            self.step += 1
            self.losses.append(float(loss))
            if not np.isfinite(loss):
                self.diverged = True
                return
            self.running.update(batch_statistics(cache))
        if not self.diverged:
            Z = predict(X_dev, self.parameters, self.running.estimate(), self.activation)
            self.steps.append(self.step)
            self.accuracies.append(float(accuracy(Z, y_dev)))

    def activations(self, X):
        """Every hidden layer's, normalized over these examples; [] of one that diverged."""
        _, cache = forward(X, self.parameters, self.activation)
        found = [cache[f"A{layer}"] for layer in range(1, depth(self.parameters))]
        return found if all(np.isfinite(A).all() for A in found) else []


@drawing()
def race(X, Y, X_dev, y_dev, hidden=(50, 50, 50)):
    """Train two networks of the same initial weights on the same mini-batches, and watch.

    X (n0, m) and one-hot labels Y (C, m) to train on; X_dev (n0, m_dev) and labels y_dev (m_dev,)
    to measure the accuracy. The learning rate, the mini-batches' size and the shuffling can be
    changed during the race; other initial weights or another activation start it anew.
    """
    sizes, now = (len(X), *hidden, len(Y)), {"start": None}
    figure, (part, other) = new_figure(8.2, 2.6, 1, 2, part="subfigures", width_ratios=[1.2, 1])
    left, right = part.subplots(), other.subplots(2, len(hidden), sharex=True, sharey=True,
                                                  squeeze=False)
    left.set(xlabel="step", ylabel="accuracy on the dev set", xlim=(0, STEPS), ylim=(0, 1))
    right[0, 0].set(ylim=(0, 1.1), yticks=[])
    for layer, axes in enumerate(right[0], start=1):
        axes.set_title(f"layer {layer}", fontsize=10)
    right[0, 0].set_ylabel("without")
    right[1, 0].set_ylabel("with")
    other.supxlabel("activation $a$ of one unit on 300 dev images", fontsize=9)
    curves, bars = {}, {}
    for (name, (batch_norm, colour, style)), row in zip(RACERS.items(), right, strict=True):
        curves[name], = left.plot([], [], color=colour, linestyle=style, label=name,
                                  linewidth=1.6 if batch_norm else 3)  # seen below the other
        bars[name] = [axes.stairs(np.zeros(30), np.linspace(0, 1, 31), color=colour, fill=True,
                                  alpha=0.7) for axes in row]
    left.legend(loc="lower center", bbox_to_anchor=(0.45, 1), ncols=2, handlelength=3)

    def move(step, learning_rate, batch_size, scale, activation, shuffled):
        start = scale, activation
        if start != now["start"] or step < now["step"]:
            now.update(start=start, step=0, racers={
                name: Racer(sizes, batch_norm, *start)
                for name, (batch_norm, *_) in RACERS.items()})
            right[0, 0].set(xlim=RANGES[activation], xticks=RANGES[activation])
        edges, lines = np.linspace(*RANGES[activation], 31), []
        for name, racer in now["racers"].items():
            racer.follow(X, Y, learning_rate, batch_size, shuffled)
            for at in range(now["step"], step, FRAME):
                racer.run(min(FRAME, step - at), X_dev, y_dev)
            curves[name].set_data(racer.steps, racer.accuracies)
            layers = racer.activations(X_dev[:, :SEEN])
            for stairs in bars[name]:
                stairs.set_data(np.zeros(30), edges)
            for stairs, A in zip(bars[name], layers, strict=False):
                heights = np.histogram(A[0].clip(*RANGES[activation]), edges)[0]
                stairs.set_data(heights / heights.max(), edges)
            lines += _said(name, racer, [np.median(A.std(axis=1)) for A in layers])
        now["step"] = step
        return "\n".join(lines)

    return Panel(
        figure, "Left: the accuracy on the dev set of two networks in training, without batch "
        "norm (dashed) and with it (solid). Right: histograms of what one unit of each hidden "
        "layer gives for 300 dev images, without above, with below.",
        {"curves": curves.values(), "bars": [one for group in bars.values() for one in group]},
        move, {"start again": lambda **values: {"step": 0}},
        step=Slider("step", 0, steps(0, STEPS, FRAME), play=True),
        learning_rate=Slider("learning rate α", 0.5, decades(-3, 2)),
        batch_size=Slider("mini-batch size m", 60, SIZES),
        scale=Slider("sd of initial weights", 0.1, decades(-3, 1)),
        activation=ToggleButtons(options=list(RANGES), description="activation g"),
        shuffled=ToggleButtons(options=[("shuffled", True), ("sorted by digit", False)],
                               description="examples"))


def _said(name, racer, spreads):
    """One network's state in words, in two lines."""
    reached = "not trained yet"
    if racer.diverged:
        reached = f"step {racer.step}: the loss is no longer a number, it stands still"
    elif racer.steps:
        reached = (f"step {racer.step}: accuracy {racer.accuracies[-1]:.2f}, "
                   f"loss {np.mean(racer.losses[-20:]):.2f} (mean of 20 steps)")
    return [f"{name:<19} {reached}", "    median spread of a:  "
            + "  ".join(f"layer {i} {s:.2f}" for i, s in enumerate(spreads, start=1))]
