"""Held-out answers to my_log_uniform (notebook 06), written without knowing the check's list."""

import math

import numpy as np


# single: the scale is not changed at all
def wrong_01(rng, low, high, size):
    return rng.uniform(low, high, size)


# single: returns the exponent
def wrong_02(rng, low, high, size):
    r = rng.uniform(np.log10(low), np.log10(high), size)
    return r


# single: natural logarithm, then a power of ten
def wrong_03(rng, low, high, size):
    a = np.log(low)
    b = np.log(high)
    r = rng.uniform(a, b, size)
    return 10 ** r


# single: log10, then exp
def wrong_04(rng, low, high, size):
    return np.exp(rng.uniform(np.log10(low), np.log10(high), size))


# single: the ends are taken for exponents
def wrong_05(rng, low, high, size):
    return 10 ** rng.uniform(low, high, size)


# single: the text's example, -4 to 0, whatever the ends
def wrong_06(rng, low, high, size):
    r = -4 * rng.random(size)
    return 10 ** r


# single: does not draw from rng
def wrong_07(rng, low, high, size):
    r = np.random.uniform(np.log10(low), np.log10(high), size)  # noqa: NPY002
    return 10 ** r


# single: a generator of its own, the same draws at every call
def wrong_08(rng, low, high, size):
    rng = np.random.default_rng(0)
    return 10 ** rng.uniform(np.log10(low), np.log10(high), size)


# single: size is forgotten
def wrong_09(rng, low, high, size):
    return 10 ** rng.uniform(np.log10(low), np.log10(high))


# single: whole powers of ten only
def wrong_10(rng, low, high, size):
    exponents = rng.integers(round(np.log10(low)), round(np.log10(high)), size, endpoint=True)
    return 10.0 ** exponents


# single: the exponents of the ends are cut to whole numbers
def wrong_11(rng, low, high, size):
    a, b = int(np.log10(low)), int(np.log10(high))
    return 10 ** (a + (b - a) * rng.random(size))


# single: one draw, so many times
def wrong_12(rng, low, high, size):
    r = rng.uniform(np.log10(low), np.log10(high))
    return np.full(size, 10 ** r)


# single: a + b u, the lower end is not subtracted
def wrong_13(rng, low, high, size):
    a, b = np.log10(low), np.log10(high)
    return 10 ** (a + b * rng.random(size))


# single: a normal distribution of the exponent
def wrong_14(rng, low, high, size):
    a, b = np.log10(low), np.log10(high)
    return 10 ** rng.normal((a + b) / 2, (b - a) / 4, size)


# single: evenly spaced, not random
def wrong_15(rng, low, high, size):
    return np.logspace(np.log10(low), np.log10(high), size)


# single: the logarithm of uniform draws
def wrong_16(rng, low, high, size):
    draws = rng.uniform(low, high, size)
    return np.log10(draws)


# single: the difference of the ends in place of their ratio
def wrong_17(rng, low, high, size):
    u = rng.random(size)
    return low * (high - low) ** u


# single: log1p, nearly a uniform scale for small ends
def wrong_18(rng, low, high, size):
    return np.expm1(rng.uniform(np.log1p(low), np.log1p(high), size))


# single: the upper end is always 1
def wrong_19(rng, low, high, size):
    return 10 ** (rng.random(size) * np.log10(low))


# single: the exponent is rounded to one decimal
def wrong_20(rng, low, high, size):
    r = rng.uniform(np.log10(low), np.log10(high), size).round(1)
    return 10 ** r


# single: 10 * r for the power
def wrong_21(rng, low, high, size):
    r = rng.uniform(np.log10(low), np.log10(high), size)
    return 10 * r


# single: the interval is turned over and leaves the ends below
def wrong_22(rng, low, high, size):
    a, b = np.log10(low), np.log10(high)
    r = a - (b - a) * rng.random(size)
    return 10 ** r


# single: a fixed range is cut at the ends, where the draws pile up
def wrong_23(rng, low, high, size):
    return np.clip(10 ** rng.uniform(-6, 2, size), low, high)


# single: the square root as the new scale
def wrong_24(rng, low, high, size):
    return rng.uniform(np.sqrt(low), np.sqrt(high), size) ** 2


# single: the mirror image, dense at the upper end
def wrong_25(rng, low, high, size):
    r = rng.uniform(np.log10(low), np.log10(high), size)
    return high + low - 10 ** r


# single: 1 / x draws, even on the scale of the inverse
def wrong_26(rng, low, high, size):
    return 1 / rng.uniform(1 / high, 1 / low, size)


# pair: natural logarithm with a power of ten; size is forgotten
def wrong_27(rng, low, high, size):
    return 10 ** rng.uniform(np.log(low), np.log(high))


# pair: the ends are not logged; does not draw from rng
def wrong_28(rng, low, high, size):
    return 10 ** np.random.uniform(low, high, size)  # noqa: NPY002


# pair: the text's example, -4 to 0; one draw only
def wrong_29(rng, low, high, size):
    r = -4 * rng.random()
    alpha = 10 ** r
    return alpha


# pair: a + b u; exp of a log10
def wrong_30(rng, low, high, size):
    a, b = np.log10(low), np.log10(high)
    return np.exp(a + rng.random(size) * b)


# pair: whole exponents; the upper one is never drawn
def wrong_31(rng, low, high, size):
    a, b = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return np.array([10.0 ** k for k in rng.integers(a, b, size).ravel()]).reshape(size)


# pair: the logarithm of low only; the power of ten of it all
def wrong_32(rng, low, high, size):
    return 10 ** rng.uniform(np.log10(low), high, size)


# pair: evenly spaced; ends are taken for exponents
def wrong_33(rng, low, high, size):
    return np.logspace(low, high, size)


# pair: the exponent is returned; natural logarithm
def wrong_34(rng, low, high, size):
    return rng.uniform(np.log(low), np.log(high), size)


# other: an endless loop for ends below 1, the exponent is compared with the ends
def wrong_35(rng, low, high, size):
    draws = []
    while len(draws) < size:
        r = rng.uniform(np.log10(low), np.log10(high))
        if low <= r <= high:
            draws.append(10 ** r)
    return np.array(draws)


# other: return inside the loop
def wrong_36(rng, low, high, size):
    draws = []
    for _ in range(int(np.prod(size))):
        r = rng.uniform(np.log10(low), np.log10(high))
        draws.append(10 ** r)
        return np.array(draws)


# other: returns r as well
def wrong_37(rng, low, high, size):
    r = rng.uniform(np.log10(low), np.log10(high), size)
    return r, 10 ** r


# other: rng is left out of the arguments
def wrong_38(low, high, size):
    return 10 ** np.random.uniform(np.log10(low), np.log10(high), size)  # noqa: NPY002


def exponent(rng, low, high):
    return np.log10(low) + rng.random() * (np.log10(high) + np.log10(low))


# other: a helper function with a plus for a minus; prints every draw
def wrong_39(rng, low, high, size):
    draws = np.empty(size)
    for place in np.ndindex(draws.shape):
        draws[place] = 10 ** exponent(rng, low, high)
        print("draw", place, draws[place])
    return draws


# other: size is given where an end belongs
def wrong_40(rng, low, high, size):
    return 10 ** rng.uniform(size, np.log10(low), np.log10(high))


# natural logarithm and exp
def right_01(rng, low, high, size):
    return np.exp(rng.uniform(np.log(low), np.log(high), size))


# the ratio of the ends to a uniform power
def right_02(rng, low, high, size):
    return low * (high / low) ** rng.random(size)


# base 2
def right_03(rng, low, high, size):
    a, b = math.log2(low), math.log2(high)
    return np.exp2(a + (b - a) * rng.random(size))


# from the upper end downwards
def right_04(rng, low, high, size):
    a, b = np.log10([low, high])
    r = b - (b - a) * rng.random(size)
    return np.power(10, r)


# one by one, in a loop
def right_05(rng, low, high, size):
    draws = np.zeros(size)
    flat = draws.reshape(-1)
    for i in range(flat.size):
        flat[i] = 10 ** rng.uniform(math.log10(low), math.log10(high))
    return draws


# rejection: a value x is kept with the chance low / x
def right_06(rng, low, high, size):
    n = int(np.prod(size))
    kept = np.empty(0)
    while len(kept) < n:
        x = rng.uniform(low, high, 4000)
        kept = np.concatenate([kept, x[rng.random(4000) < low / x]])
    return kept[:n].reshape(size)


# the other names, and np.interp between the two exponents
def right_07(generator, smallest, largest, shape):
    ends = np.log10(smallest), np.log10(largest)
    return 10.0 ** np.interp(generator.random(shape), (0, 1), ends)
