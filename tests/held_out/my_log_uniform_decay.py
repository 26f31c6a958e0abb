"""Held-out answers to my_log_uniform_decay (notebook 06), written without knowing the list."""

import math

import numpy as np


# single: the scale is not changed at all
def wrong_01(rng, low, high, size):
    return rng.uniform(low, high, size)


# single: the decay itself on a log scale
def wrong_02(rng, low, high, size):
    r = rng.uniform(np.log10(low), np.log10(high), size)
    return 10 ** r


# single: returns 1 - decay
def wrong_03(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return 10 ** r


# single: the text's example, -3 to -1, whatever the ends
def wrong_04(rng, low, high, size):
    r = rng.uniform(-3, -1, size)
    return 1 - 10 ** r


# single: natural logarithm, then a power of ten
def wrong_05(rng, low, high, size):
    a, b = np.log(1 - high), np.log(1 - low)
    return 1 - 10 ** rng.uniform(a, b, size)


# single: log10, then exp
def wrong_06(rng, low, high, size):
    a, b = np.log10(1 - high), np.log10(1 - low)
    return 1 - np.exp(rng.uniform(a, b, size))


# single: the ends are not subtracted from 1
def wrong_07(rng, low, high, size):
    r = rng.uniform(np.log10(low), np.log10(high), size)
    return 1 - 10 ** r


# single: only one end is subtracted from 1
def wrong_08(rng, low, high, size):
    a, b = np.log10(1 - low), np.log10(high)
    return 1 - 10 ** (a + (b - a) * rng.random(size))


# single: the window is drawn evenly
def wrong_09(rng, low, high, size):
    window = rng.uniform(1 / (1 - low), 1 / (1 - high), size)
    return 1 - 1 / window


# single: the sign of r
def wrong_10(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return 1 - 10 ** (-r)


# single: no logarithm of the ends
def wrong_11(rng, low, high, size):
    r = rng.uniform(1 - high, 1 - low, size)
    return 1 - 10 ** r


# single: the ends of r do not cross over, so the draws are dense at the lower end
def wrong_12(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return low + 10 ** r - (1 - high)


# single: size is forgotten
def wrong_13(rng, low, high, size):
    return 1 - 10 ** rng.uniform(np.log10(1 - high), np.log10(1 - low))


# single: a generator of its own, the same draws at every call
def wrong_14(rng, low, high, size):
    generator = np.random.default_rng(42)
    return 1 - 10 ** generator.uniform(np.log10(1 - high), np.log10(1 - low), size)


# single: does not draw from rng
def wrong_15(rng, low, high, size):
    a, b = np.log10(1 - high), np.log10(1 - low)
    return 1 - 10 ** (a + (b - a) * np.random.rand(*np.atleast_1d(size)))  # noqa: NPY002


# single: evenly spaced on the scale, not random
def wrong_16(rng, low, high, size):
    return 1 - np.geomspace(1 - high, 1 - low, size)


# single: whole powers of ten only
def wrong_17(rng, low, high, size):
    a, b = round(np.log10(1 - high)), round(np.log10(1 - low))
    return 1 - 10.0 ** rng.integers(a, b + 1, size)


# single: the window is drawn on a log scale and returned
def wrong_18(rng, low, high, size):
    a, b = -np.log10(1 - low), -np.log10(1 - high)
    return 10 ** rng.uniform(a, b, size)


# single: 10 * r for the power
def wrong_19(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return 1 - 10 * r


# single: 1 + in place of 1 -
def wrong_20(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return 1 + 10 ** r


# single: 1 minus the logarithm for the logarithm of 1 minus
def wrong_21(rng, low, high, size):
    a, b = 1 - np.log10(high), 1 - np.log10(low)
    return 1 - 10 ** rng.uniform(a, b, size)


# single: one draw, so many times
def wrong_22(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low))
    return np.ones(size) * (1 - 10 ** r)


# single: a + b u, the lower end is not subtracted
def wrong_23(rng, low, high, size):
    a, b = np.log10(1 - high), np.log10(1 - low)
    return 1 - 10 ** (a + b * rng.random(size))


# single: the subtraction in the exponent
def wrong_24(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return 10 ** (1 - r)


# single: rounded to two decimals, so windows above 100 are lost
def wrong_25(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return np.round(1 - 10 ** r, 2)


# single: the square root of 1 - decay is even
def wrong_26(rng, low, high, size):
    return 1 - rng.uniform(np.sqrt(1 - high), np.sqrt(1 - low), size) ** 2


# single: the range ends at 0.1, only the upper end is used
def wrong_27(rng, low, high, size):
    return 1 - 10 ** rng.uniform(np.log10(1 - high), -1, size)


# pair: natural logarithm with a power of ten; returns 1 - decay
def wrong_28(rng, low, high, size):
    return 10 ** rng.uniform(np.log(1 - high), np.log(1 - low), size)


# pair: the text's example; size is forgotten
def wrong_29(rng, low, high, size):
    r = rng.uniform(-3, -1)
    beta = 1 - 10 ** r
    return beta


# pair: the decay on a log scale; natural logarithm with a power of ten
def wrong_30(rng, low, high, size):
    return 10 ** rng.uniform(np.log(low), np.log(high), size)


# pair: no logarithm; returns 1 - decay
def wrong_31(rng, low, high, size):
    return rng.uniform(1 - high, 1 - low, size)


# pair: the window drawn evenly; the window itself returned
def wrong_32(rng, low, high, size):
    return rng.uniform(1 / (1 - low), 1 / (1 - high), size)


# pair: the ends are not subtracted; exp of a log10
def wrong_33(rng, low, high, size):
    return 1 - np.exp(rng.uniform(np.log10(low), np.log10(high), size))


# pair: returns r; does not draw from rng
def wrong_34(rng, low, high, size):
    return np.random.uniform(np.log10(1 - high), np.log10(1 - low), size)  # noqa: NPY002


# other: an endless loop, it waits for an exponent between the ends
def wrong_35(rng, low, high, size):
    draws = []
    while len(draws) < size:
        r = rng.uniform(np.log10(1 - high), np.log10(1 - low))
        if low <= r <= high:
            draws.append(1 - 10 ** r)
    return np.array(draws)


# other: the return stands in the loop
def wrong_36(rng, low, high, size):
    out = np.zeros(size)
    for i in range(len(out)):
        r = rng.uniform(np.log10(1 - high), np.log10(1 - low))
        out[i] = 1 - 10 ** r
        return out


def my_log_uniform(rng, low, high, size):
    return low + (high - low) * rng.random(size)


# other: uses the answer before, and that one is wrong: uniform; its ends are crossed, too
def wrong_37(rng, low, high, size):
    return 1 - my_log_uniform(rng, 1 - low, high, size)


# other: cut at the ends, where the draws pile up
def wrong_38(rng, low, high, size):
    return np.clip(1 - 10 ** rng.uniform(-5, 0, size), low, high)


# other: a pair, the decay and its window
def wrong_39(rng, low, high, size):
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    decay = 1 - 10 ** r
    return decay, 1 / (1 - decay)


# single: the ends of r are not exchanged, and numpy refuses
def wrong_41(rng, low, high, size):
    r = rng.uniform(np.log10(1 - low), np.log10(1 - high), size)
    return 1 - 10 ** r


# other: the logarithm of a negative number, NaN
def wrong_40(rng, low, high, size):
    a, b = np.log10(high - 1), np.log10(low - 1)
    return 1 - 10 ** (a + (b - a) * rng.random(size))


# natural logarithm and exp
def right_01(rng, low, high, size):
    return 1 - np.exp(rng.uniform(np.log(1 - high), np.log(1 - low), size))


# the window on a log scale
def right_02(rng, low, high, size):
    shortest, longest = 1 / (1 - low), 1 / (1 - high)
    window = shortest * (longest / shortest) ** rng.random(size)
    return 1 - 1 / window


# r counts downwards from the lower end
def right_03(rng, low, high, size):
    a, b = math.log10(1 - low), math.log10(1 - high)
    r = a + rng.random(size) * (b - a)
    return 1 - 10 ** r


# a helper function of its own
def on_log_scale(rng, low, high, size):
    return 10 ** rng.uniform(np.log10(low), np.log10(high), size)


def right_04(rng, low, high, size):
    return 1 - on_log_scale(rng, 1 - high, 1 - low, size)


# log1p and expm1
def right_05(rng, low, high, size):
    return -np.expm1(np.log(2) * rng.uniform(np.log2(1 - high), np.log2(1 - low), size))


# one by one; the positive exponent
def right_06(rng, low, high, size):
    draws = np.zeros(size)
    a, b = -np.log10(1 - low), -np.log10(1 - high)
    for place, _ in np.ndenumerate(draws):
        draws[place] = 1 - 1 / 10 ** rng.uniform(a, b)
    return draws
