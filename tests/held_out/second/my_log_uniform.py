"""Answers of learners to my_log_uniform (notebook 06)."""
import numpy as np


# single: uniform between low and high
def wrong_01(rng, low, high, size):
    return rng.uniform(low, high, size)


# single: the ends are natural logarithms, the base is 10
def wrong_02(rng, low, high, size):
    r = rng.uniform(np.log(low), np.log(high), size)
    return 10 ** r


# single: the ends of the example, -4 and 0
def wrong_03(rng, low, high, size):
    r = -4 * rng.random(size)
    alpha = 10 ** r
    return alpha


# single: the ends are logarithms to base 10, the base is e
def wrong_04(rng, low, high, size):
    a = np.log10(low)
    b = np.log10(high)
    return np.exp(rng.uniform(a, b, size))


# single: one number, size is ignored
def wrong_05(rng, low, high, size):
    a, b = np.log10(low), np.log10(high)
    r = a + (b - a) * rng.random()
    return 10 ** r


# single: numpy's global generator instead of rng
def wrong_06(rng, low, high, size):
    r = np.random.uniform(np.log10(low), np.log10(high), size)
    return 10 ** r


# single: the exponents are whole numbers
def wrong_07(rng, low, high, size):
    r = rng.integers(int(np.log10(low)), int(np.log10(high)), size, endpoint=True)
    return 10.0 ** r


# single: scaled by the upper end instead of the distance of the ends
def wrong_08(rng, low, high, size):
    a = np.log10(low)
    b = np.log10(high)
    r = a + b * rng.random(size)
    return 10 ** r


# pair: the exponents of the example; one number drawn and repeated
def wrong_09(rng, low, high, size):
    r = rng.uniform(-4, 0)
    return np.full(size, 10 ** r)


# pair: the wrong base; what falls outside is moved to the ends
def wrong_10(rng, low, high, size):
    draws = 10 ** rng.uniform(np.log2(low), np.log2(high), size)
    return np.clip(draws, low, high)


# pair: normal instead of uniform; r is returned instead of 10^r
def wrong_11(rng, low, high, size):
    a, b = np.log10(low), np.log10(high)
    r = rng.normal((a + b) / 2, (b - a) / 4, size)
    return r


# other: evenly laid on the log scale and shuffled, nothing is drawn
def wrong_12(rng, low, high, size):
    alphas = np.logspace(np.log10(low), np.log10(high), size)
    return rng.permutation(alphas)


def right_01(rng, low, high, size):
    return low * (high / low) ** rng.random(size)


def right_02(rng, low, high, size):
    return np.exp(np.log(low) + np.log(high / low) * (1 - rng.random(size)))


def right_03(rng, low, high, size):
    exponents = [rng.uniform(np.log2(low), np.log2(high)) for _ in range(size)]
    return np.array([2.0 ** e for e in exponents])
