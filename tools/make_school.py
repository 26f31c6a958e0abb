"""Make data/school.npz (pandas against caviar), data/stale.npz (where the best alpha moves to)
and data/sizes.npz (pandas against caviar where a day of a larger model costs more).

    python tools/make_school.py [school] [stale] [sizes]

About ten minutes on one core. Then, in data/, add the checksums to SHA256SUMS.
"""

import sys

import numpy as np

from helpers import sampling
from helpers.datasets import DATA, load_mnist
from helpers.network import predict
from helpers.optimizers import Adam, Momentum
from helpers.panda import Panda, babysit
from helpers.search import search
from helpers.softmax import accuracy

SEEDS = np.arange(10)
DAY, DAYS, MODELS = 50, 32, 32
SPACE = {"learning_rate": (sampling.log_uniform, 1e-4, 100.0),
         "decay": (sampling.log_uniform_decay, 0.5, 0.99)}
GOOD = 0.5  # where the good start begins: near the best alpha of `stale`, before any babysitting
ALPHAS = 10 ** (np.arange(-9, 6) / 3)  # 0.001 to 46, three a factor of ten
BASE = {"side": 14, "examples": 8000, "hidden_layers": 2, "batch_size": 64, "batch_norm": True,
        "optimizer": Momentum, "steps": 200}
CHANGES = {
    "as it was": {}, "1,000 images": {"examples": 1000}, "7 x 7 pixels": {"side": 7},
    "1 hidden layer": {"hidden_layers": 1}, "5 hidden layers": {"hidden_layers": 5},
    "no batch norm": {"batch_norm": False},
    "5 hidden, no batch norm": {"hidden_layers": 5, "batch_norm": False},
    "mini-batches of 16": {"batch_size": 16}, "mini-batches of 256": {"batch_size": 256},
    "1,600 steps": {"steps": 1600}, "Adam": {"optimizer": Adam},
}


def digits(side=14, examples=8000):
    """Images to train on and the dev set of 2,000: X, y, X_dev, y_dev, shuffled first."""
    X, y = load_mnist("train", side)
    order = np.random.default_rng(0).permutation(len(y))
    train, dev = order[:examples], order[8000:]
    return X[:, train], y[train], X[:, dev], y[dev]


def starts(seed):
    """The random configurations of one seed; the first is the random panda's, too."""
    return sampling.random(SPACE, np.random.default_rng(seed), MODELS)


def panda_of(data, seed, learning_rate, decay):
    """A panda on day 0."""
    return Panda(*data, learning_rate=learning_rate, decay=decay, day=DAY, seed=seed)


def lives(data, test, seed):
    """Dev and test accuracy, evening by evening, of four ways to raise a panda: (4, 2, DAYS)."""
    random = {name: values[0].item() for name, values in starts(seed).items()}
    found = []
    for start in ({"learning_rate": GOOD, "decay": 0.9}, random):
        for keeper in (babysit, lambda panda, days: [panda.train_a_day() for _ in range(days)]):
            panda = panda_of(data, seed, **start)
            evenings = []
            for _ in range(DAYS):
                keeper(panda, 1)
                tested = accuracy(predict(test[0], panda.parameters, panda.statistics), test[1])
                evenings.append((panda.accuracy, tested))
            found.append(np.transpose(evenings))
    return found


def school():
    """Pandas and caviar with the same days to spend."""
    data, test = digits(), load_mnist("test", 14)
    pandas = np.array([lives(data, test, seed) for seed in SEEDS])
    caviar = np.array([[
        search(starts(seed), *data[:2], *judge, steps=DAY * DAYS, every=DAY, seed=seed,
               progress=False).accuracy for judge in (data[2:], test)] for seed in SEEDS])
    return {
        "seeds": SEEDS, "day": np.array(DAY), "good_start": np.array(GOOD),
        "ways": np.array(["good start, babysat", "good start, left alone",
                          "random start, babysat", "random start, left alone"]),
        "panda_dev": pandas[:, :, 0], "panda_test": pandas[:, :, 1],
        "caviar_dev": caviar[:, 0], "caviar_test": caviar[:, 1],
    }


def alphas_under(change, alphas=ALPHAS, seeds=5):
    """Dev accuracy (alpha, seed) when something has changed."""
    how = BASE | change
    data = digits(how["side"], how["examples"])
    count = len(alphas) * seeds
    configurations = {
        "learning_rate": np.repeat(alphas, seeds), "seed": np.tile(np.arange(seeds), len(alphas)),
        "hidden_layers": np.full(count, how["hidden_layers"]),
        "batch_size": np.full(count, how["batch_size"]),
    }
    result = search(configurations, *data, steps=how["steps"], batch_norm=how["batch_norm"],
                    optimizer=how["optimizer"], progress=False)
    return result.accuracy[:, -1].reshape(len(alphas), seeds)


def stale():
    """The same search for alpha, after one thing has changed."""
    return {"changes": np.array(list(CHANGES)), "learning_rates": ALPHAS,
            "accuracy": np.array([alphas_under(change) for change in CHANGES.values()])}


UNITS = (8, 16, 32, 64, 128, 256, 512)  # of each hidden layer
CONTESTANTS = ("caviar, 4 models", "panda, good start", "panda, random start")


def steps_paid(units):
    """Steps that the price of 32 days of a model of 32 units buys: a step costs its weights."""
    def weights(n):
        return 196 * n + n * n + 10 * n
    return round(DAY * DAYS * weights(32) / weights(units))


def contest(data, test, units, seed):
    """Test accuracy of the three contestants on one budget, with models of so many units: (3,)."""
    steps, first = steps_paid(units), {name: values[:4] for name, values in starts(seed).items()}
    school = search(first | {"hidden_units": np.full(4, units)}, *data, steps=max(1, steps // 4),
                    seed=seed, keep=1, progress=False)
    networks = [*school.kept.values()]
    for rate, decay in ((GOOD, 0.9), (first["learning_rate"][0], first["decay"][0])):
        day = min(DAY, steps // 8)  # eight evenings at least
        panda = Panda(*data, learning_rate=float(rate),
                      decay=float(decay), day=day, hidden=(units, units), seed=seed)
        babysit(panda, steps // day)
        networks.append(panda)
    return [accuracy(predict(test[0], one.parameters, one.statistics), test[1])
            for one in networks]


def sizes():
    """The contest with models of different sizes."""
    data, test = digits(), load_mnist("test", 14)
    found = [[contest(data, test, units, seed) for seed in SEEDS[:5]] for units in UNITS]
    return {"units": np.array(UNITS), "steps": np.array([steps_paid(units) for units in UNITS]),
            "contestants": np.array(CONTESTANTS),
            "test": np.moveaxis(np.array(found), -1, 0)}


MADE = {"school": school, "stale": stale, "sizes": sizes}


def main():
    """Make what is named on the command line, or everything."""
    for name in sys.argv[1:] or MADE:
        np.savez_compressed(DATA / f"{name}.npz", **MADE[name]())


if __name__ == "__main__":
    main()
