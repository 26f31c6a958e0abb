"""Try many hyperparameter settings: a school of networks, trained side by side.

`search` takes configurations that were drawn beforehand, so that a search can be repeated and
resumed. Networks of one architecture are trained as a stack, which is several times faster than
one after the other; the stacks are spread over processes, or over the machines of a cluster, by
joblib. A network's result does not depend on its stack: it has a seed of its own for its first
weights, and all networks see the same mini-batches.
"""

import csv
import inspect
import warnings
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from joblib import Memory, Parallel, delayed
from tqdm.auto import tqdm

from helpers.arguments import whole_number
from helpers.network import ACTIVATIONS, initialize, predict
from helpers.optimizers import Momentum, Scheduled, inverse_time_decay
from helpers.softmax import one_hot
from helpers.training import TrainingDiverged, train

# What the networks of a stack have in common, and what holds where a search says nothing.
ARCHITECTURE = {"hidden_units": 32, "hidden_layers": 2, "batch_size": 64}
CATEGORIES = ("optimizer", "activation", "batch_norm")  # and this, where they are columns


class Kept(NamedTuple):
    """A trained network: for `helpers.network.predict`, and the labels it gave the dev set."""

    parameters: dict
    statistics: dict
    predictions: np.ndarray


@dataclass(repr=False)
class SearchResult:
    """What became of every configuration; shows itself as a short table of the best.

    configurations : as they were trained, arrays (N,), with the column "seed" of each network's
    first weights. steps (T,) : the updates after which the accuracy was recorded. accuracy (N, T) :
    on the dev set; 0 from the step on at which a network's loss is no finite number.
    diverged (N,) : the training loss at some step was twice the first one, and ended no better than
    equal guesses (the logarithm of the number of classes); or it was no finite number.
    kept : by trial, a `Kept` for each of the best ones that were to be kept.

    `helpers.pictures.found.look_at` shows its curves and a slice for every hyperparameter.
    """

    configurations: dict
    steps: np.ndarray
    accuracy: np.ndarray
    diverged: np.ndarray
    kept: dict = field(default_factory=dict)

    @property
    def order(self):
        """The trials from the best final accuracy to the worst, shape (N,)."""
        return np.argsort(-self.accuracy[:, -1], kind="stable")

    def configuration(self, trial):
        """One trial's configuration, ready for another `search`: a dict of arrays of length 1."""
        return {name: values[[trial]] for name, values in self.configurations.items()}

    @property
    def varied(self):
        """The names of the hyperparameters that differ between trials, seeds left out."""
        return [name for name, values in self.configurations.items()
                if name != "seed" and (values != values[0]).any()]

    def words(self, trial):
        """One trial's varied hyperparameters as texts, by name."""
        values = {name: self.configurations[name].tolist()[trial] for name in self.varied}
        return {name: f"{value:.3g}" if isinstance(value, float)
                else getattr(value, "__name__", str(value)) for name, value in values.items()}

    def save(self, path):
        """Write a CSV file: a line a trial, its hyperparameters and its accuracies."""
        columns = [[getattr(value, "__name__", value) for value in values]
                   for values in self.configurations.values()]
        with open(path, "w", newline="", encoding="utf-8") as file:
            lines = csv.writer(file)
            lines.writerow(["trial", *self.configurations, "diverged",
                            *(f"accuracy_{step}" for step in self.steps)])
            lines.writerows(zip(range(len(self.diverged)), *columns, self.diverged,
                                *self.accuracy.T, strict=True))

    def __repr__(self):
        head = ["trial", "accuracy", *self.varied]
        rows = [[str(trial), f"{self.accuracy[trial, -1]:.1%}", *self.words(trial).values()]
                for trial in self.order[:5]]
        table = ["  ".join(f"{cell:>{len(name)}}" for cell, name in zip(row, head, strict=True))
                 for row in (head, *rows)]
        return "\n".join([f"{len(self.accuracy)} trials, the best after {self.steps[-1]} steps:",
                          *table])


def search(configurations, X, y, X_dev, y_dev, *, steps, seed=0, every=None, optimizer=Momentum,
           activation="relu", batch_norm=True, dtype=np.float32, stack_size=32, n_jobs=None,
           memory=None, keep=0, progress=True):
    """Train a network for every configuration and judge it on the dev set.

    configurations : arrays (N,), as from `helpers.sampling`: ``learning_rate`` and whatever else
    the optimizer takes; ``hidden_units`` (32 if left out), ``hidden_layers`` (2), ``batch_size``
    (64); ``decay_rate``, of `helpers.optimizers.inverse_time_decay` (none); ``seed``, of each
    network's first weights. X (n0, m), X_dev (n0, m_dev), labels y (m,), y_dev (m_dev,) from 0.
    steps : updates of each network. seed : of the order of the mini-batches, the same for all
    networks, and of the seeds that are left out. every : record the accuracy after
    so many steps, and after the last; only then if left out. optimizer : a type from
    `helpers.optimizers`. activation, batch_norm, dtype : as in `helpers.network`. Optimizer,
    activation and batch_norm may be columns, too; an optimizer takes what it knows of the others.

    stack_size : networks trained at once. n_jobs : processes; if left out, what
    ``joblib.parallel_config`` says, or one. On a Dask cluster, ``parallel_config("dask",
    scatter=[X, y, X_dev, y_dev])`` gives every worker the data beforehand: then the search survives
    the loss of a worker. memory : a folder in which joblib keeps the results of finished stacks:
    after an interruption the same call goes on where it stopped. Remove it after changing this
    package; workers on other machines must see it too. keep : so many of the best networks are kept
    with their predictions. progress : show a bar; a text is its label.

    Warns where most networks share their architecture with no other: they are trained alone.
    Returns a `SearchResult`, in the order of the configurations; if interrupted, of the stacks that
    are done. What is unknown, impossible or missing raises ValueError, words in place of numbers
    TypeError, before anything is trained.

    >>> X, y = np.ones((4, 90)), np.repeat([0, 1], 45)
    >>> search({"learning_rate": [0.1, 1]}, X, y, X, y, steps=5, progress=False).accuracy.shape
    (2, 1)
    """
    settings = {
        "steps": whole_number("steps", steps, low=1), "seed": whole_number("seed", seed, low=0),
        "every": whole_number("every", steps if every is None else every, low=1),
        "keep": whole_number("keep", keep, low=0), "optimizer": optimizer,
        "activation": activation, "batch_norm": batch_norm, "dtype": dtype}
    configurations = _columns(configurations, optimizer, settings["seed"])
    folder = None if memory is None else str(memory)  # joblib tells a Path from its text
    remembered = Memory(folder, verbose=0).cache(_train_stack)
    stacks = _stacks(configurations, whole_number("stack_size", stack_size, low=1))
    jobs, accuracy, diverged, kept = [], [], [], {}
    for trials in stacks:
        columns = {name: values[trials] for name, values in configurations.items()}
        alike = {name: columns.pop(name).tolist()[0] for name in CATEGORIES if name in columns}
        jobs.append(delayed(remembered)(columns, X, y, X_dev, y_dev, **settings | alike))
    total = len(configurations["seed"])
    stored = sum(len(trials) for trials, (_, given, how) in zip(stacks, jobs, strict=True)
                 if remembered.check_call_in_cache(*given, **how))
    if stored and progress:
        print(f"{stored} of {total} trials are in the memory already.")
    label = progress if isinstance(progress, str) else None
    with tqdm(total=total, desc=label, disable=not progress, leave=False) as bar:
        try:
            for trials, (curves, failed, best) in zip(
                    stacks, Parallel(n_jobs=n_jobs, return_as="generator")(jobs), strict=True):
                kept |= {trials[k]: network for k, network in best.items()}
                accuracy.append(curves)
                diverged.append(failed)
                bar.update(len(failed))
        except KeyboardInterrupt:
            if not accuracy:
                raise
            print(f"Stopped after {sum(map(len, diverged))} of {total} trials, which are kept.")
    trials = np.concatenate(stacks[: len(accuracy)])
    back = np.argsort(trials)  # from the order of the stacks to that of the trials
    result = SearchResult({name: values[trials[back]] for name, values in configurations.items()},
                          _recorded(steps, settings["every"]),
                          np.concatenate(accuracy)[back], np.concatenate(diverged)[back])
    numbers = trials[back]  # what the trials were called before an interruption
    result.kept = {trial.item(): kept[numbers[trial]] for trial in result.order[:keep]
                   if numbers[trial] in kept}
    return result


def _recorded(steps, every):
    """After how many updates the accuracy is recorded, as `train` does it."""
    return np.array([*range(every, steps, every), steps])


def _train_stack(configurations, X, y, X_dev, y_dev, *, steps, every, seed, optimizer, activation,
                 batch_norm, dtype, keep):
    """Accuracy (K, T), which diverged (K,), the best by number, of networks of one architecture."""
    shape = {name: configurations[name][0].item() for name in ARCHITECTURE}
    classes = int(max(y.max(), y_dev.max())) + 1
    layers = (len(X), *[shape["hidden_units"]] * shape["hidden_layers"], classes)
    networks = [initialize(layers, np.random.default_rng(start), "he", batch_norm, dtype)
                for start in configurations["seed"]]
    stack = {name: np.stack([network[name] for network in networks]) for name in networks[0]}
    known = {*inspect.signature(optimizer).parameters, "decay_rate"}
    rates = {name: values.reshape(-1, 1, 1) for name, values in configurations.items()
             if name in known}
    fall = inverse_time_decay(rates.pop("decay_rate", 0), -(-len(y) // shape["batch_size"]))
    try:
        history = train(stack, X, one_hot(y, classes), Scheduled(optimizer(**rates), fall), steps,
                        np.random.default_rng(seed), batch_size=shape["batch_size"],
                        activation=activation, evaluate={"dev": (X_dev, y_dev)}, every=every,
                        progress=False)
    except TrainingDiverged as error:  # all of them
        history = error.history
    loss = np.full((steps, len(networks)), np.nan)
    loss[: len(history.loss)] = np.reshape(history.loss, (-1, len(networks)))
    recorded = _recorded(steps, every)
    accuracy = np.zeros((len(recorded), len(networks)))
    seen = history.accuracy.get("dev", [])
    accuracy[: len(seen)] = np.reshape(seen, (-1, len(networks)))
    finite = np.logical_and.accumulate(np.isfinite(loss))
    accuracy[~finite[recorded - 1]] = 0
    best = np.argsort(-accuracy[-1], kind="stable")[: keep * (len(seen) > 0)].tolist()
    return accuracy.T, _diverged(loss, classes), {
        k: _kept(k, stack, history.running.estimate(), X_dev, activation) for k in best}


def _kept(k, stack, statistics, X_dev, activation):
    """One network of a stack, for itself."""
    parameters, averages = ({name: values[k] for name, values in of_all.items()}
                            for of_all in (stack, statistics))
    return Kept(parameters, averages,
                predict(X_dev, parameters, averages, activation).argmax(axis=0))


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
    optimizers = np.atleast_1d(configurations.get("optimizer", optimizer)).tolist()
    if not all(isinstance(one, type) for one in optimizers):
        raise TypeError(f"optimizer: expected types of helpers.optimizers; got {optimizers}")
    known = list(dict.fromkeys(
        name for one in optimizers for name in inspect.signature(one).parameters))
    if "learning_rate" not in configurations:
        raise ValueError("configurations: expected a learning_rate for every network; got none")
    for name in configurations:
        if name not in {*known, *ARCHITECTURE, *CATEGORIES, "decay_rate", "seed"}:
            names = ", ".join([*known, *ARCHITECTURE, *CATEGORIES, "decay_rate"])
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
    for name, values in (("activation", list(ACTIVATIONS)), ("batch_norm", [False, True])):
        if not set(columns.get(name, np.array(values)).tolist()) <= {*values}:
            raise ValueError(f"{name}: expected some of {values}; got {columns[name]}")
    for one in set(optimizers):
        one(**{name: columns[name].reshape(-1, 1, 1)
               for name in inspect.signature(one).parameters if name in columns})
    inverse_time_decay(np.reshape(columns.get("decay_rate", 0), (-1, 1, 1)), epoch=1)
    return columns


def _stacks(configurations, size):
    """Indices of the trials, in groups of one architecture and at most `size`."""
    groups, names = {}, [name for name in (*ARCHITECTURE, *CATEGORIES) if name in configurations]
    shapes = list(zip(*(configurations[name].tolist() for name in names), strict=True))
    for trial, shape in enumerate(shapes):
        groups.setdefault(shape, []).append(trial)
    stacks = []
    for shape in sorted(groups, key=lambda shape: shape[: len(ARCHITECTURE)]):
        stacks += np.split(groups[shape], range(size, len(groups[shape]), size))
    alone = sum(len(trials) == 1 for trials in stacks)
    if size > 1 and alone > max(3, len(shapes) / 2):
        differ = ", ".join(name for name, values in zip(names, zip(*shapes, strict=True),
                                                        strict=True) if len({*values}) > 1)
        warnings.warn(
            f"search: {alone} of {len(shapes)} networks are trained alone, which is slow: only "
            f"those of one {differ} are trained side by side. Draw from few values: a list such "
            "as [16, 32, 64] in place of a range.", stacklevel=3)
    return stacks
