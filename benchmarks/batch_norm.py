"""Batch norm, forward and backward, beside what a learner would write instead.

    python benchmarks/batch_norm.py

Each row is one layer's forward and backward pass on 100 units and 60 examples. The versions
take turns, so that a busy machine slows all of them alike; a ratio is the median over the
rounds of (time of that version) / (time of helpers.batch_norm). Above 1 means slower than ours.

Below the versions stand the passes over the matrix that ours still makes, and what they cost. A
column that meets a matrix costs numpy more than twice what two matrices do, and none of the eight
can go without a line that is harder to read or digits lost where the mean is far larger than the
spread. A sum as a product with ones, A @ ones, would save two or three microseconds in all. What is
left are checks of the arguments and arithmetic on columns, a microsecond each.

The last line is layer norm: the same textbook lines along the other axis, beside
helpers.layer_norm.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is imported

from statistics import median
from timeit import timeit

import numpy as np

from helpers.batch_norm import EPSILON, batch_norm_backward, batch_norm_forward
from helpers.layer_norm import layer_norm_backward, layer_norm_forward

UNITS, EXAMPLES = 100, 60
ROUNDS, CALLS = 25, 100


def textbook_forward(Z, gamma, beta, axis=1):
    """The four equations, one line each; with axis 0 they are layer norm's."""
    mu = np.mean(Z, axis=axis, keepdims=True)
    variance = np.var(Z, axis=axis, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + EPSILON)
    return gamma * Z_norm + beta, (Z, Z_norm, mu, variance, gamma)


def chain_rule_backward(dZ_tilde, cache, axis=1):
    """The paper's chain rule, one line a quantity."""
    Z, Z_norm, mu, variance, gamma = cache
    m = Z.shape[axis]
    dZ_norm = dZ_tilde * gamma
    dvariance = np.sum(dZ_norm * (Z - mu) * -0.5 * (variance + EPSILON) ** -1.5,
                       axis=axis, keepdims=True)
    dmu = (np.sum(dZ_norm * -1 / np.sqrt(variance + EPSILON), axis=axis, keepdims=True)
           + dvariance * np.mean(-2 * (Z - mu), axis=axis, keepdims=True))
    dZ = dZ_norm / np.sqrt(variance + EPSILON) + dvariance * 2 * (Z - mu) / m + dmu / m
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    return dZ, dgamma, dbeta


def compact_backward(dZ_tilde, cache):
    """The chain rule collected into one formula, with temporaries."""
    _, Z_norm, _, variance, gamma = cache
    m = Z_norm.shape[1]
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + EPSILON) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


def pytorch(Z, gamma, beta, dZ_tilde):
    """Return a function that does the same with PyTorch, or None where it is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    z = torch.tensor(np.ascontiguousarray(Z.T), requires_grad=True)
    scale, shift = (torch.tensor(a[:, 0], requires_grad=True) for a in (gamma, beta))
    upstream = torch.tensor(np.ascontiguousarray(dZ_tilde.T))

    def run():
        z_tilde = torch.nn.functional.batch_norm(z, None, None, scale, shift, True, eps=EPSILON)
        dZ, dgamma, dbeta = torch.autograd.grad(z_tilde, (z, scale, shift), upstream)
        return dZ.T.numpy(), dgamma[:, None].numpy(), dbeta[:, None].numpy()

    return run


def versions(dtype):
    """Functions by name, all doing the same work (the last one a mere copy)."""
    rng = np.random.default_rng(0)
    Z, dZ_tilde, target = (rng.normal(2, 3, (UNITS, EXAMPLES)).astype(dtype) for _ in range(3))
    gamma, beta = (rng.normal(size=(UNITS, 1)).astype(dtype) for _ in range(2))

    def ours():
        return batch_norm_backward(dZ_tilde, batch_norm_forward(Z, gamma, beta, EPSILON)[1])

    found = {
        "helpers.batch_norm": ours,
        "textbook, the paper's chain rule": lambda: chain_rule_backward(
            dZ_tilde, textbook_forward(Z, gamma, beta)[1]),
        "textbook, compact backward": lambda: compact_backward(
            dZ_tilde, textbook_forward(Z, gamma, beta)[1]),
        "PyTorch, autograd, one thread": pytorch(Z, gamma, beta, dZ_tilde),
    }
    found = {name: function for name, function in found.items() if function}
    for name, function in found.items():
        for got, want in zip(function(), ours(), strict=True):
            np.testing.assert_allclose(got, want, rtol=0, atol=1e-4, err_msg=name)
    return found | {"np.copyto, once (the floor)": lambda: np.copyto(target, Z)}


def layer_norms(dtype):
    """Layer norm, ours and the textbook's."""
    rng = np.random.default_rng(0)
    Z, dZ_tilde = (rng.normal(2, 3, (UNITS, EXAMPLES)).astype(dtype) for _ in range(2))
    gamma, beta = (rng.normal(size=(UNITS, 1)).astype(dtype) for _ in range(2))
    found = {
        "helpers.layer_norm": lambda: layer_norm_backward(
            dZ_tilde, layer_norm_forward(Z, gamma, beta, EPSILON)[1]),
        "layer norm, textbook": lambda: chain_rule_backward(
            dZ_tilde, textbook_forward(Z, gamma, beta, axis=0)[1], axis=0)}
    for got, want in zip(*(function() for function in found.values()), strict=True):
        np.testing.assert_allclose(got, want, rtol=0, atol=1e-4)
    return found


def passes(dtype):
    """What helpers.batch_norm does to whole matrices: (name, how often) to a function doing it."""
    A, B = np.ones((2, UNITS, EXAMPLES), dtype)
    column = np.ones((UNITS, 1), dtype)
    return {
        ("a column and the matrix, Z - mu", 8): lambda: np.subtract(A, column, out=B),
        ("two matrices, dZ -= ...", 1): lambda: np.subtract(A, A, out=B),
        ("a sum over the examples", 2): lambda: A.sum(axis=-1, keepdims=True),
        ("a sum of products", 2): lambda: np.vecdot(A, A),
    }


def main():
    """Print a table for float32 and one for float64."""
    for dtype in (np.float32, np.float64):
        functions = versions(dtype) | layer_norms(dtype) | passes(dtype)
        rounds = {name: [] for name in functions}
        for _ in range(ROUNDS):
            for name, function in functions.items():
                rounds[name].append(1e6 * timeit(function, number=CALLS) / CALLS)
        print(f"\nforward + backward, ({UNITS}, {EXAMPLES}), {np.dtype(dtype).name}, "
              f"medians of {ROUNDS} rounds")
        print(f"{'version':<36}{'microseconds':>14}{'ratio to ours':>16}")
        for name in versions(dtype):
            ratio = median(np.divide(rounds[name], rounds["helpers.batch_norm"]))
            print(f"{name:<36}{median(rounds[name]):>14.1f}{ratio:>16.2f}")
        print(f"{'a pass of ours':<36}{'microseconds':>14}{'times':>16}{'together':>14}")
        for name, times in passes(dtype):
            one = median(rounds[name, times])
            print(f"{name:<36}{one:>14.1f}{times:>16}{times * one:>14.1f}")
        ours, textbook = (rounds[name] for name in layer_norms(dtype))
        print(f"layer norm {median(ours):.1f} microseconds, textbook {median(textbook):.1f}, "
              f"ratio {median(np.divide(textbook, ours)):.2f}")


if __name__ == "__main__":
    main()
