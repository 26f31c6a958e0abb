"""Make data/reuse.npz: networks used again on shifted digits, and networks trained on colours.

    python tools/make_reuse.py

About four minutes on one core. Then, in data/, add the checksum to SHA256SUMS.
"""

import numpy as np

from helpers.datasets import DATA, load_mnist
from helpers.experiments import coloured, new_networks, trained

SEEDS = np.arange(5)  # a seed is one network of the stack
RATES = np.array([0.003, 0.01, 0.03, 0.1, 0.3, 1.0])
LABELLED = np.array([50, 200, 1000])
UNLABELLED = 2000
WAYS = {"output layer only": ["W3", "b3"], "everything": None, "from scratch": None}
STEPS, LONG = 300, 3000
AGAIN = 200  # new colours after so many steps


def white(X):
    """White ink on black paper: red, green and blue are the same."""
    return np.tile(X, (3, 1))


SHIFTS = {
    "0.3 x + 0.5": lambda X, seed: white(np.float32(0.3) * X + np.float32(0.5)),
    "inverted": lambda X, seed: white(1 - X),
    "colours": lambda X, seed: coloured(X, np.random.default_rng(seed)),
}


def digits():
    """Images to train on (8,000), dev (2,000) and test: (X, y) each, shuffled first."""
    X, y = load_mnist("train", side=14)
    order = np.random.default_rng(0).permutation(len(y))
    train, dev = order[:8000], order[8000:]
    return (X[:, train], y[train]), (X[:, dev], y[dev]), load_mnist("test", side=14)


def untrained(batch_norm, seed=0):
    """Five networks for colour images."""
    return new_networks(588, batch_norm=batch_norm, count=len(SEEDS), seed=seed)


def pretrained(batch_norm, train):
    """Five networks trained on white digits."""
    return trained(untrained(batch_norm), white(train[0]), train[1], steps=1000, learning_rate=0.3)


def adapted(networks, way, few, learning_rate, steps=STEPS):
    """The networks trained further on a few labelled images, or new ones in their place."""
    fresh = way == "from scratch"
    start = untrained(bool(networks.statistics), seed=1) if fresh else networks.parameters
    parameters = {name: value.copy() for name, value in start.items()}
    with np.errstate(all="ignore"):  # a learning rate that is too large
        return trained(parameters, *few, steps=steps, learning_rate=learning_rate, batch_size=50,
                       only=WAYS[way])


def reuse(shift, data):
    """One shift: accuracies as it is, re-estimated, and for every way to train further."""
    train, *judges = data
    shifted = [(SHIFTS[shift](X, seed), y) for seed, (X, y) in enumerate(judges, start=1)]
    X, y = SHIFTS[shift](train[0], 3), train[1]
    as_it_is, further, re_estimated = [], [], None
    for batch_norm in (False, True):
        networks = pretrained(batch_norm, train)
        as_it_is.append(networks.accuracy(*shifted[1]))
        if batch_norm:
            re_estimated = networks.re_estimated(X[:, :UNLABELLED]).accuracy(*shifted[1])
        further.append([[[[adapted(networks, way, (X[:, :few], y[:few]), rate).accuracy(*judge)
                           for judge in shifted] for rate in RATES] for few in LABELLED]
                        for way in WAYS])
    return as_it_is, re_estimated, further


def with_colours(batch_norm, again, learning_rate, train):
    """Train on coloured digits: the same colours always, or new ones again and again."""
    parameters = untrained(batch_norm)
    rng = np.random.default_rng(4)
    if not again:
        return trained(parameters, coloured(train[0], rng), train[1], steps=LONG,
                       learning_rate=learning_rate)
    for part in range(LONG // AGAIN):
        networks = trained(parameters, coloured(train[0], rng), train[1], steps=AGAIN,
                           learning_rate=learning_rate, seed=part)
    return networks


def augmentation(data):
    """Accuracy of what was trained on colours, on the dev set and on test images as they come."""
    train, dev, (X, y) = data
    colours = SHIFTS["colours"]
    judges = [(colours(dev[0], 1), dev[1]), (colours(X, 2), y), (white(X), y), (white(1 - X), y)]
    found, re_estimated = [], []
    for again in (False, True):
        for batch_norm in (False, True):
            rates = [with_colours(batch_norm, again, rate, train) for rate in RATES[2:]]
            found.append([[each.accuracy(*judge) for judge in judges] for each in rates])
            if batch_norm:
                re_estimated.append([each.re_estimated(colours(train[0][:, :UNLABELLED], 3))
                                     .accuracy(*judges[1]) for each in rates])
    found = np.array(found)
    return found.reshape(2, 2, *found.shape[1:]), np.array(re_estimated)


def main():
    """Measure and store."""
    data = digits()
    as_it_is, re_estimated, further = zip(*[reuse(shift, data) for shift in SHIFTS], strict=True)
    colours, colours_re_estimated = augmentation(data)
    np.savez_compressed(
        DATA / "reuse.npz", seeds=SEEDS, learning_rates=RATES, labelled=LABELLED,
        shifts=np.array(list(SHIFTS)), ways=np.array(list(WAYS)), as_it_is=np.array(as_it_is),
        re_estimated=np.array(re_estimated), further=np.array(further), colours=colours,
        colours_re_estimated=colours_re_estimated, colours_learning_rates=RATES[2:],
    )


if __name__ == "__main__":
    main()
