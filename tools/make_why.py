"""Make data/why.npz: four kinds of networks in training, at eight learning rates each.

    python tools/make_why.py

About three minutes on one core. Then, in data/, add the checksum to SHA256SUMS.
"""

import numpy as np
from make_reuse import digits

from helpers.averages import RunningStatistics
from helpers.datasets import DATA
from helpers.exercises.normalize_once import my_normalize_once
from helpers.experiments import Networks, new_networks, normalized_once, training
from helpers.threads import one_blas_thread

ACTIVATIONS = {"sigmoid": 0.1, "relu": "he"}  # with the standard deviation of the initial weights
NOISES = np.array([0.5, 1.0, 2.0])
KINDS = ("without batch norm", "normalized once", "with batch norm",
         *(f"noise {size:g}" for size in NOISES))
RATES = np.array([0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0])
SEEDS = np.arange(3)  # a seed is one network of the stack
LOOKS = np.array([20, 40, 60, 80, 100, 150, 200, 250, 300, 350, 400])  # steps


def untrained(activation, kind, train):
    """Three networks with three hidden layers of 100 units."""
    batch_norm = "batch norm" in kind and "without" not in kind or "noise" in kind
    networks = new_networks(196, batch_norm=batch_norm, hidden=(100, 100, 100),
                            scale=ACTIVATIONS[activation], count=len(SEEDS))
    if "once" in kind:
        networks = normalized_once(networks, train[0][:, :500], my_normalize_once, activation)
    return networks


@one_blas_thread
def run(activation, kind, learning_rate, data):
    """Train; dev accuracies (look, seed), test accuracies, these with statistics estimated anew."""
    train, dev, test = data
    dev = dev[0][:, :1000], dev[1][:1000]
    noise = float(kind.split()[1]) if "noise" in kind else 0.0
    parameters = untrained(activation, kind, train)
    running, found = RunningStatistics(), []
    with np.errstate(all="ignore"):  # a learning rate that is too large
        for step in training(parameters, *train, steps=LOOKS[-1] + 1, noise=noise,
                             learning_rate=learning_rate, activation=activation):
            if step.number in LOOKS:  # so many updates are done
                statistics = running.estimate() if step.statistics else {}
                networks = Networks(parameters, statistics, activation)
                found.append(networks.accuracy(*dev))
            running.update(step.statistics)
        again = networks.re_estimated(train[0][:, :2000]) if statistics else networks
        return found, networks.accuracy(*test), again.accuracy(*test)


def main():
    """Measure and store."""
    data = digits()
    found = [run(activation, kind, rate, data)
             for activation in ACTIVATIONS for kind in KINDS for rate in RATES]
    axes = len(ACTIVATIONS), len(KINDS), len(RATES)
    dev, test, re_estimated = (np.reshape(each, (*axes, *np.shape(each)[1:])).astype(np.float32)
                               for each in zip(*found, strict=True))
    np.savez_compressed(
        DATA / "why.npz", activations=np.array(list(ACTIVATIONS)), kinds=np.array(KINDS),
        learning_rates=RATES, seeds=SEEDS, looks=LOOKS, dev=dev, test=test,
        re_estimated=re_estimated,
    )


if __name__ == "__main__":
    main()
