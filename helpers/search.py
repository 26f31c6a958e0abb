"""Try many hyperparameter settings: a school of networks, trained side by side.

`search` takes configurations that were drawn beforehand, so that a search can be repeated and
resumed. Networks of one architecture are trained as a stack, which is several times faster than
one after the other; the stacks are spread over processes, or over the machines of a cluster, by
joblib. A network's result does not depend on its stack: it has a seed of its own for its first
weights, and all networks see the same mini-batches.
"""

import inspect
from dataclasses import dataclass

import numpy as np
from joblib import Memory, Parallel, delayed
from tqdm.auto import tqdm

from helpers.arguments import whole_number
from helpers.network import initialize
from helpers.optimizers import Momentum
from helpers.softmax import one_hot
from helpers.training import TrainingDiverged, train

# What the networks of a stack have in common, and what holds where a search says nothing.
ARCHITECTURE = {"hidden_units": 32, "hidden_layers": 2, "batch_size": 64}


@dataclass
class SearchResult:
    """What became of every configuration.

    configurations : as they were trained, arrays (N,), with the column "seed" of each network's
    first weights. steps (T,) : the updates after which the accuracy was recorded. accuracy (N, T) :
    on the dev set; 0 from the step on at which a network's loss is no finite number.
    diverged (N,) : the training loss at some step was twice the first one, and ended no better than
    equal guesses (the logarithm of the number of classes); or it was no finite number.
    """

    configurations: dict
    steps: np.ndarray
    accuracy: np.ndarray
    diverged: np.ndarray

    @property
    def order(self):
        """The trials from the best final accuracy to the worst, shape (N,)."""
        return np.argsort(-self.accuracy[:, -1], kind="stable")

    def configuration(self, trial):
        """One trial's configuration, ready for another `search`: a dict of arrays of length 1."""
        return {name: values[[trial]] for name, values in self.configurations.items()}


def search(configurations, X, y, X_dev, y_dev, *, steps, seed=0, every=None, optimizer=Momentum,
           activation="relu", batch_norm=True, dtype=np.float32, stack_size=32, n_jobs=None,
           memory=None, progress=True):
    """Train a network for every configuration and judge it on the dev set.

    configurations : arrays (N,), as from `helpers.sampling`: ``learning_rate`` and whatever else
    the optimizer takes; ``hidden_units`` (32 if left out), ``hidden_layers`` (2), ``batch_size``
    (64); ``seed``, of each network's first weights. X (n0, m), X_dev (n0, m_dev), labels y (m,),
    y_dev (m_dev,) from 0. steps : updates of each network. seed : of the order of the mini-batches,
    the same for all networks, and of the seeds that are left out. every : record the accuracy after
    so many steps, and after the last; only then if left out. optimizer : a type from
    `helpers.optimizers`. activation, batch_norm, dtype : as in `helpers.network`.

    stack_size : networks trained at once. n_jobs : processes; if left out, what
    ``joblib.parallel_config`` says, or one. On a Dask cluster, ``parallel_config("dask",
    scatter=[X, y, X_dev, y_dev])`` gives every worker the data beforehand: then the search survives
    the loss of a worker. memory : a folder in which joblib keeps the results of finished stacks:
    after an interruption the same call goes on where it stopped. Remove it after changing this
    package; workers on other machines must see it too. progress : show a bar; a text is its label.

    Returns a `SearchResult`, in the order of the configurations; a search that is interrupted
    returns the trials of the stacks that are done. What is unknown, impossible or
    missing raises ValueError, words in place of numbers TypeError, before anything is trained.

    >>> X, y = np.ones((4, 90)), np.repeat([0, 1], 45)
    >>> search({"learning_rate": [0.1, 1]}, X, y, X, y, steps=5, progress=False).accuracy.shape
    (2, 1)
    """
    settings = {
        "steps": whole_number("steps", steps, low=1), "seed": whole_number("seed", seed, low=0),
        "every": whole_number("every", steps if every is None else every, low=1),
        "optimizer": optimizer, "activation": activation, "batch_norm": batch_norm, "dtype": dtype,
    }
    configurations = _columns(configurations, optimizer, settings["seed"])
    folder = None if memory is None else str(memory)  # joblib tells a Path from its text
    remembered = Memory(folder, verbose=0).cache(_train_stack)
    stacks = _stacks(configurations, whole_number("stack_size", stack_size, low=1))
    jobs = (delayed(remembered)(
        {name: values[trials] for name, values in configurations.items()},
        X, y, X_dev, y_dev, **settings) for trials in stacks)
    accuracy, diverged = [], []
    total = len(configurations["seed"])
    label = progress if isinstance(progress, str) else None
    with tqdm(total=total, desc=label, disable=not progress, leave=False) as bar:
        try:
            for curves, failed in Parallel(n_jobs=n_jobs, return_as="generator")(jobs):
                accuracy.append(curves)
                diverged.append(failed)
                bar.update(len(failed))
        except KeyboardInterrupt:
            if not accuracy:
                raise
            print(f"Stopped after {sum(map(len, diverged))} of {total} trials, which are kept.")
    trials = np.concatenate(stacks[: len(accuracy)])
    back = np.argsort(trials)  # from the order of the stacks to that of the trials
    return SearchResult({name: values[trials[back]] for name, values in configurations.items()},
                        _recorded(steps, settings["every"]),
                        np.concatenate(accuracy)[back], np.concatenate(diverged)[back])


def _recorded(steps, every):
    """After how many updates the accuracy is recorded, as `train` does it."""
    return np.array([*range(every, steps, every), steps])


def _train_stack(configurations, X, y, X_dev, y_dev, *, steps, every, seed, optimizer, activation,
                 batch_norm, dtype):
    """Accuracy (K, T) and which diverged (K,), of networks of one architecture."""
    shape = {name: configurations[name][0].item() for name in ARCHITECTURE}
    classes = int(max(y.max(), y_dev.max())) + 1
    layers = (len(X), *[shape["hidden_units"]] * shape["hidden_layers"], classes)
    networks = [initialize(layers, np.random.default_rng(start), "he", batch_norm, dtype)
                for start in configurations["seed"]]
    stack = {name: np.stack([network[name] for network in networks]) for name in networks[0]}
    rates = {name: values.reshape(-1, 1, 1) for name, values in configurations.items()
             if name not in {*ARCHITECTURE, "seed"}}
    try:
        history = train(stack, X, one_hot(y, classes), optimizer(**rates), steps,
                        np.random.default_rng(seed), batch_size=shape["batch_size"],
                        activation=activation, evaluate={"dev": (X_dev, y_dev)}, every=every,
                        progress=False)
    except TrainingDiverged as error:  # all of them
        history = error.history
    loss = np.full((steps, len(networks)), np.nan)
    loss[: len(history.loss)] = np.reshape(history.loss, (-1, len(networks)))
    recorded = _recorded(steps, every)
    accuracy = np.zeros((len(recorded), len(networks)))
    known = history.accuracy.get("dev", [])
    accuracy[: len(known)] = np.reshape(known, (-1, len(networks)))
    finite = np.logical_and.accumulate(np.isfinite(loss))
    accuracy[~finite[recorded - 1]] = 0
    return accuracy.T, _diverged(loss, classes)


def _diverged(loss, classes):
    """Which networks' losses, shape (steps, K), jumped up and stayed no better than guesses.

    A stable softmax hardly ever leaves the numbers: a failed training sits at chance. So does one
    with a tiny learning rate, whose loss never jumped.
    """
    with np.errstate(over="ignore"):
        guessing = loss[-20:].mean(axis=0) > np.log(classes)
        jumped = loss.max(axis=0) > 2 * loss[0]
    return guessing & jumped | ~np.isfinite(loss).all(axis=0)


def _columns(configurations, optimizer, seed):
    """The configurations as arrays of one length, with the architecture and a seed for each."""
    known = list(inspect.signature(optimizer).parameters)
    if "learning_rate" not in configurations:
        raise ValueError("configurations: expected a learning_rate for every network; got none")
    for name in configurations:
        if name not in {*known, *ARCHITECTURE, "seed"}:
            names = ", ".join([*known, *ARCHITECTURE])
            raise ValueError(f"configurations: expected hyperparameters among {names}; got {name}")
    columns = {name: np.atleast_1d(values) for name, values in configurations.items()}
    trials = len(columns["learning_rate"])
    for name, values in columns.items():
        if values.shape != (trials,):
            raise ValueError(f"{name}: expected {trials} values, as of learning_rate; "
                             f"got shape {values.shape}")
    if trials == 0:
        raise ValueError("configurations: expected at least one; got none")
    for name, usual in ARCHITECTURE.items():
        columns.setdefault(name, np.full(trials, usual))
    columns.setdefault("seed", np.random.default_rng(seed).integers(2**32, size=trials))
    for name, lowest in {**dict.fromkeys(ARCHITECTURE, 1), "seed": 0}.items():
        if columns[name].dtype.kind not in "iu" or columns[name].min() < lowest:
            raise ValueError(f"{name}: expected whole numbers from {lowest}; got {columns[name]}")
    optimizer(**{name: columns[name].reshape(-1, 1, 1) for name in known if name in columns})
    return columns


def _stacks(configurations, size):
    """Indices of the trials, in groups of one architecture and at most `size`."""
    shapes = np.stack([configurations[name] for name in ARCHITECTURE])
    stacks = []
    for shape in np.unique(shapes, axis=1).T:
        alike = np.flatnonzero((shapes.T == shape).all(axis=1))
        stacks += np.split(alike, range(size, len(alike), size))
    return stacks
