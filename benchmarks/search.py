"""Trials a second of a hyperparameter search, beside what a learner would use instead.

    python benchmarks/search.py

A trial is a network 64-32-32-10 with batch norm and ReLU, float32, trained for 100 mini-batches of
64 with gradient descent with momentum, each with a learning rate and first weights of its own, and
judged once on a dev set of 500. The data are random. One thread each, but two processes for the
versions that say so. The versions take turns, so that a busy machine slows all of them alike; a
ratio is the median over the rounds of (time a trial of that version) / (time a trial of
helpers.search). Above 1 means slower than ours. Versions that train one network after the other
do 4 trials (8 in two processes) and count for any K. scikit-learn's network has no batch norm and
no dev set here. Versions that are not installed are left out.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"  # before numpy

import warnings
from statistics import median
from timeit import timeit

import numpy as np
from joblib import Parallel, delayed

from helpers.network import initialize
from helpers.optimizers import Momentum
from helpers.sampling import log_uniform
from helpers.search import search
from helpers.softmax import one_hot
from helpers.training import train

LAYERS = (64, 32, 32, 10)
BATCH, STEPS, ROUNDS = 64, 100, 7
STACKS = (8, 32, 128)
FEW = 4  # trials of the versions that train one network after the other
RNG = np.random.default_rng(0)
X = RNG.standard_normal((LAYERS[0], BATCH * STEPS), dtype=np.float32)
LABELS = RNG.integers(0, LAYERS[-1], BATCH * STEPS)
DEV = X[:, :500], LABELS[:500]
RATES = log_uniform(RNG, 0.01, 1, max(STACKS))


def ours(trials, stack_size=32):
    """Search as the notebooks do: stacks of at most 32 networks."""
    return lambda: search({"learning_rate": RATES[:trials]}, X, LABELS, *DEV, steps=STEPS,
                          stack_size=stack_size, progress=False)


def ours_in_one_stack(trials):
    """The same in a single stack, however large."""
    return ours(trials, stack_size=trials)


def ours_two_processes(trials):
    """The same, the stacks spread over two processes."""
    return lambda: search({"learning_rate": RATES[:trials]}, X, LABELS, *DEV, steps=STEPS,
                          stack_size=min(32, trials // 2), n_jobs=2, progress=False)


def single(rate, seed):
    """Train one network with helpers.training."""
    parameters = initialize(LAYERS, np.random.default_rng(seed))
    history = train(parameters, X, one_hot(LABELS), Momentum(rate), STEPS,
                    np.random.default_rng(0), batch_size=BATCH, evaluate={"dev": DEV},
                    every=STEPS, progress=False)
    return history.accuracy["dev"][-1]


def loop():
    """One network after the other, with helpers.training."""
    return lambda: [single(rate, seed) for seed, rate in enumerate(RATES[:FEW])]


def two_processes():
    """Single networks in two processes, by joblib."""
    jobs = [delayed(single)(rate, seed) for seed, rate in enumerate(RATES[: 2 * FEW])]
    return lambda: Parallel(n_jobs=2)(jobs)


def torch_model(torch):
    """The network in PyTorch; vmap cannot keep running statistics, so no version does."""
    torch.set_num_threads(1)
    nn, layers = torch.nn, []
    for inputs, units in zip(LAYERS[:-2], LAYERS[1:-1], strict=True):
        layers += [nn.Linear(inputs, units, bias=False),
                   nn.BatchNorm1d(units, track_running_stats=False), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(*LAYERS[-2:]))


def torch_data(torch):
    """Examples as rows, and their labels."""
    return torch.tensor(np.ascontiguousarray(X.T)), torch.tensor(LABELS)


def pytorch():
    """One network after the other in PyTorch, one operation after the other."""
    import torch
    images, labels = torch_data(torch)

    def trial(rate):
        model = torch_model(torch)
        optimizer = torch.optim.SGD(model.parameters(), 0.1 * rate, momentum=0.9)
        for chosen in torch.randperm(len(images)).split(BATCH):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(images[chosen]), labels[chosen])
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            return (model(images[:500]).argmax(1) == labels[:500]).float().mean()

    return lambda: [trial(rate) for rate in RATES[:FEW]]


def pytorch_vmap(trials):
    """A stack in PyTorch: torch.func.vmap over gradients, momentum written out."""
    import torch
    from torch.func import functional_call, grad, stack_module_state, vmap
    images, labels = torch_data(torch)
    base = torch_model(torch)

    def loss(parameters, x, y):
        return torch.nn.functional.cross_entropy(functional_call(base, parameters, (x,)), y)

    gradients = vmap(grad(loss), in_dims=(0, None, None))
    predict = vmap(lambda parameters, x: functional_call(base, parameters, (x,)), in_dims=(0, None))
    rates = torch.tensor(RATES[:trials], dtype=torch.float32)

    def run():
        parameters, _ = stack_module_state([torch_model(torch) for _ in range(trials)])
        parameters = {name: value.detach() for name, value in parameters.items()}
        velocity = {name: torch.zeros_like(value) for name, value in parameters.items()}
        for chosen in torch.randperm(len(images)).split(BATCH):
            for name, gradient in gradients(parameters, images[chosen], labels[chosen]).items():
                velocity[name].mul_(0.9).add_(gradient, alpha=0.1)
                rate = rates.view(-1, *[1] * (gradient.ndim - 1))
                parameters[name].sub_(rate * velocity[name])
        return (predict(parameters, images[:500]).argmax(2) == labels[:500]).float().mean(1)

    return run


def scikit_learn():
    """scikit-learn's RandomizedSearchCV over its network; it has no batch norm."""
    from scipy.stats import loguniform
    from sklearn.model_selection import PredefinedSplit, RandomizedSearchCV
    from sklearn.neural_network import MLPClassifier
    images = np.ascontiguousarray(X.T)
    model = MLPClassifier(LAYERS[1:-1], solver="sgd", alpha=0, batch_size=BATCH, max_iter=1)
    dev = np.full(len(images) + 500, -1)
    dev[-500:] = 0
    searcher = RandomizedSearchCV(model, {"learning_rate_init": loguniform(0.001, 0.1)}, n_iter=FEW,
                                  cv=PredefinedSplit(dev), refit=False)
    return lambda: searcher.fit(np.vstack([images, images[:500]]), np.append(LABELS, LABELS[:500]))


STACKED = {
    "helpers.search": ours,
    "in one stack": ours_in_one_stack,
    "in two processes": ours_two_processes,
    "PyTorch, torch.func.vmap": pytorch_vmap,
}
ONE_BY_ONE = {  # and how many trials they do
    "helpers.training, a loop": (loop, FEW),
    "helpers.training, two processes": (two_processes, 2 * FEW),
    "PyTorch, a loop": (pytorch, FEW),
    "scikit-learn, no batch norm": (scikit_learn, FEW),
}


def installed_versions():
    """Functions and their numbers of trials by (name, K), each warmed up once."""
    makers = {(name, K): (lambda make=make, K=K: make(K), K)
              for K in STACKS for name, make in STACKED.items()}
    makers |= {(name, None): version for name, version in ONE_BY_ONE.items()}
    found = {}
    for name, (make, trials) in makers.items():
        try:
            function = make()
        except ImportError:
            continue
        function()
        found[name] = function, trials
    return found


def main():
    """Print a table for each K, and how our speed grows with K."""
    warnings.simplefilter("ignore")  # scikit-learn's, that one epoch is not enough
    versions = installed_versions()
    rounds = [{name: timeit(function, number=1) / trials
               for name, (function, trials) in versions.items()} for _ in range(ROUNDS)]
    for K in STACKS:
        print(f"\nK = {K} trials of {STEPS} steps, medians of {ROUNDS} rounds")
        print(f"{'version':<34}{'trials a second':>16}{'ratio to ours':>16}")
        for name, stack in versions:
            if stack in (K, None):
                speed = 1 / median(times[name, stack] for times in rounds)
                ratio = median(times[name, stack] / times["helpers.search", K] for times in rounds)
                print(f"{name:<34}{speed:>16.1f}{ratio:>16.2f}")
    print("\nours, how many times as fast as with K = 8:")
    for K in STACKS:
        growth = median(times["helpers.search", STACKS[0]] / times["helpers.search", K]
                        for times in rounds)
        print(f"K = {K:<4}{growth:>8.2f}")


if __name__ == "__main__":
    main()
