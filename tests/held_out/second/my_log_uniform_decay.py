"""Answers of learners to my_log_uniform_decay (notebook 06)."""
import numpy as np


# single: the decay itself is drawn on a log scale
def wrong_01(rng, low, high, size):
    return 10 ** rng.uniform(np.log10(low), np.log10(high), size)


# single: 1 - decay is returned
def wrong_02(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return 10 ** r


# single: the logarithms are those of low and high, not of 1 minus them
def wrong_03(rng, low, high, size):
    a = np.log10(low)
    b = np.log10(high)
    r = a + (b - a) * rng.random(size)
    return 1 - 10 ** r


# single: drawn uniformly, by way of 1 - decay
def wrong_04(rng, low, high, size):
    one_minus = rng.uniform(1 - high, 1 - low, size)
    return 1 - one_minus


# single: the ends of the example, -3 and -1
def wrong_05(rng, low, high, size):
    r = rng.uniform(-3, -1, size)
    beta = 1 - 10 ** r
    return beta


# single: the same draw for all
def wrong_06(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low))
    return np.ones(size) * (1 - 10 ** r)


# single: natural logarithms with the base 10
def wrong_07(rng, low, high, size):
    start = np.log(1 - high)
    stop = np.log(1 - low)
    return 1 - 10 ** (start + (stop - start) * rng.random(size))


# single: the windows are drawn uniformly, not on a log scale
def wrong_08(rng, low, high, size):
    windows = rng.uniform(1 / (1 - low), 1 / (1 - high), size)
    return 1 - 1 / windows


# pair: the example's r; one number only
def wrong_09(rng, low, high, size):
    r = -3 + 2 * rng.random()
    return 1 - 10 ** r


# pair: the exponents are whole numbers; 1 minus is forgotten
def wrong_10(rng, low, high, size):
    lo = round(np.log10(1 - high))
    hi = round(np.log10(1 - low))
    r = rng.integers(lo, hi, size=size, endpoint=True)
    return 10.0 ** r


# pair: the base is e; what falls outside is set to the ends
def wrong_11(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return np.clip(1 - np.exp(r), low, high)


# other: bent towards the upper end by a root
def wrong_12(rng, low, high, size):
    return low + (high - low) * np.sqrt(rng.random(size))


def right_01(rng, low, high, size):
    return 1 - (1 - low) * ((1 - high) / (1 - low)) ** rng.random(size)


def right_02(rng, low, high, size):
    # through the window, on a log scale
    a, b = np.log(1 / (1 - low)), np.log(1 / (1 - high))
    return 1 - 1 / np.exp(a + (b - a) * rng.random(size))


def right_03(rng, low, high, size):
    r = rng.uniform(np.log1p(-high), np.log1p(-low), size)
    return -np.expm1(r)
