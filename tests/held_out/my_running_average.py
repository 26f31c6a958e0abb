"""Held-out answers to my_running_average (notebook 05), written without knowing the list."""

from itertools import accumulate

import numpy as np

temperatures_c = np.array([3.1, 4.4, 2.9, 6.0, 7.3])  # a variable of the notebook


# single: no bias correction
def wrong_01(values, decay):
    avg, out = 0, []
    for v in values:
        avg = decay * avg + (1 - decay) * v
        out.append(avg)
    return np.array(out)


# single: the weights swapped, the correction for the weights as they should be
def wrong_02(values, decay):
    average, corrected = 0, []
    for t, value in enumerate(values, 1):
        average = (1 - decay) * average + decay * value
        corrected.append(average / (1 - decay ** t))
    return np.array(corrected)


# single: steps counted from 0
def wrong_03(values, decay):
    v = 0.0
    result = []
    for i, x in enumerate(values):
        v = decay * v + (1 - decay) * x
        result.append(v / np.float64(1 - decay ** i))
    return np.array(result)


# single: one step too many in the correction
def wrong_04(values, decay):
    v, result = 0.0, []
    for i in range(1, len(values) + 1):
        v = decay * v + (1 - decay) * values[i - 1]
        result.append(v / (1 - decay ** (i + 1)))
    return np.array(result)


# single: the corrected average is carried on
def wrong_05(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        v = v / (1 - decay ** t)
        result.append(v)
    return np.array(result)


# single: starts at the first value, yet corrected
def wrong_06(values, decay):
    v, result = values[0], []
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        result.append(v / (1 - decay ** t))
    return np.array(result)


# single: decay * t for the power
def wrong_07(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        result.append(v / (1 - decay * t))
    return np.array(result)


# single: (1 - decay) ** t
def wrong_08(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        result.append(v / (1 - decay) ** t)
    return np.array(result)


# single: multiplied by the sum of the weights
def wrong_09(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        result.append(v * (1 - decay ** t))
    return np.array(result)


# single: corrected with the number of all values
def wrong_10(values, decay):
    v, result = 0.0, []
    n = len(values)
    for x in values:
        v = decay * v + (1 - decay) * x
        result.append(v / (1 - decay ** n))
    return np.array(result)


# single: (1 - decay) forgotten on the value
def wrong_11(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = decay * v + x
        result.append(v / (1 - decay ** t))
    return np.array(result)


# single: appended before the update
def wrong_12(values, decay):
    average, averages = 0.0, []
    for t, value in enumerate(values, start=1):
        averages.append(average / (1 - decay ** t))
        average = decay * average + (1 - decay) * value
    return np.array(averages)


# single: always divided by 1 - decay
def wrong_13(values, decay):
    v, result = 0.0, []
    for x in values:
        v = decay * v + (1 - decay) * x
        result.append(v / (1 - decay))
    return np.array(result)


# single: plus for minus in the correction
def wrong_14(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        result.append(v / (1 + decay ** t))
    return np.array(result)


# single: the old average without its weight
def wrong_15(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = v + (1 - decay) * x
        result.append(v / (1 - decay ** t))
    return np.array(result)


# single: the mean of all values so far
def wrong_16(values, decay):
    return np.cumsum(values) / np.arange(1, len(values) + 1)


# single: brackets forgotten in the correction
def wrong_17(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        result.append(v / 1 - decay ** t)
    return np.array(result)


# single: the average kept in an array of integers
def wrong_18(values, decay):
    out = np.zeros(len(values), dtype=int)
    v = 0.0
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        out[t - 1] = v / (1 - decay ** t)
    return out


# single: only the last average is corrected
def wrong_19(values, decay):
    v, result = 0.0, []
    for x in values:
        v = decay * v + (1 - decay) * x
        result.append(v)
    result[-1] = result[-1] / (1 - decay ** len(values))
    return np.array(result)


# single: the last value before this one in place of the last average
def wrong_20(values, decay):
    previous, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = decay * previous + (1 - decay) * x
        result.append(v / (1 - decay ** t))
        previous = x
    return np.array(result)


# pair: starts at the first value; not corrected
def wrong_21(values, decay):
    v, result = values[0], []
    for x in values:
        v = decay * v + (1 - decay) * x
        result.append(v)
    return np.array(result)


# pair: weights swapped; not corrected
def wrong_22(values, decay):
    v, result = 0.0, []
    for x in values:
        v = (1 - decay) * v + decay * x
        result.append(v)
    return np.array(result)


# pair: one step too many; corrected average carried on
def wrong_23(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=2):
        v = (decay * v + (1 - decay) * x) / (1 - decay ** t)
        result.append(v)
    return np.array(result)


# pair: (1 - decay) forgotten; one step too many
def wrong_24(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=2):
        v = decay * v + x
        result.append(v / (1 - decay ** t))
    return np.array(result)


# pair: appended before the update; not corrected
def wrong_25(values, decay):
    v, result = 0.0, []
    for x in values:
        result.append(v)
        v = decay * v + (1 - decay) * x
    return np.array(result)


# pair: weights swapped; divided by (1 - decay) ** t
def wrong_26(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = (1 - decay) * v + decay * x
        result.append(v / (1 - decay) ** t)
    return np.array(result)


# pair: steps counted from 0; decay * t for the power
def wrong_27(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values):
        v = decay * v + (1 - decay) * x
        result.append(v / (1 - decay * t))
    return np.array(result)


# other: return inside the loop
def wrong_28(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        result.append(v / (1 - decay ** t))
        return np.array(result)


# other: returns the last average only
def wrong_29(values, decay):
    v = 0.0
    for x in values:
        v = decay * v + (1 - decay) * x
    return v / (1 - decay ** len(values))


# other: the first value is left out
def wrong_30(values, decay):
    v, result = 0.0, []
    for t in range(1, len(values)):
        v = decay * v + (1 - decay) * values[t]
        result.append(v / (1 - decay ** t))
    return np.array(result)


# other: an endless loop, t is never moved on
def wrong_31(values, decay):
    v, t, result = 0.0, 0, np.zeros(len(values))
    while t < len(values):
        v = decay * v + (1 - decay) * values[t]
        result[t] = v / (1 - decay ** (t + 1))
    return result


# other: ^ for the power
def wrong_32(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        result.append(v / (1 - decay ^ t))
    return np.array(result)


# other: the start 0 is returned, too
def wrong_33(values, decay):
    v, result = 0.0, [0.0]
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        result.append(v / (1 - decay ** t))
    return np.array(result)


# other: average set back to 0 inside the loop
def wrong_34(values, decay):
    result = []
    for t, x in enumerate(values, start=1):
        average = 0.0
        average = decay * average + (1 - decay) * x
        result.append(average / (1 - decay ** t))
    return np.array(result)


# other: averages the notebook's temperatures
def wrong_35(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(temperatures_c, start=1):
        v = decay * v + (1 - decay) * x
        result.append(v / (1 - decay ** t))
    return np.array(result)


# other: the plain mean of the last 1 / (1 - decay) values
def wrong_36(values, decay):
    width = max(1, round(1 / (1 - decay)))
    return np.array([np.mean(values[max(0, i + 1 - width):i + 1]) for i in range(len(values))])


# other: changes the values in place and leaves them uncorrected but the last
def wrong_37(values, decay):
    values[0] = (1 - decay) * values[0]
    for i in range(1, len(values)):
        values[i] = decay * values[i - 1] + (1 - decay) * values[i]
    values[-1] = values[-1] / (1 - decay ** len(values))
    return np.array(values)


# other: prints every step, returns nothing
def wrong_38(values, decay):
    v = 0.0
    for t, x in enumerate(values, start=1):
        v = decay * v + (1 - decay) * x
        print(t, v, v / (1 - decay ** t))


def update(average, value, decay):
    return average + decay * (value - average)


# other: a helper function that moves by decay, and takes that for the weight of the old average
def wrong_39(values, decay):
    v, result = 0.0, []
    for t, x in enumerate(values, start=1):
        v = update(v, x, decay)
        result.append(v / (1 - (1 - decay) ** t))
    return np.array(result)


# the sum of weighted values over the sum of weights
def right_01(values, decay):
    top = bottom = 0.0
    out = np.zeros(len(values))
    for i, value in enumerate(values):
        top = decay * top + value
        bottom = decay * bottom + 1
        out[i] = top / bottom
    return out


# every average anew, with np.average
def right_02(values, decay):
    x = np.asarray(values, dtype=float)
    return np.array([np.average(x[:t], weights=decay ** np.arange(t)[::-1])
                     for t in range(1, len(x) + 1)])


# a triangular matrix of weights
def right_03(values, decay):
    n = len(values)
    age = np.arange(n)[:, None] - np.arange(n)
    weights = np.where(age >= 0, (1 - decay) * decay ** np.maximum(age, 0), 0)
    return weights @ np.asarray(values, float) / (1 - decay ** np.arange(1, n + 1))


# accumulate, corrected at the end
def right_04(values, decay):
    averages = list(accumulate(values, lambda v, x: decay * v + (1 - decay) * x, initial=0.0))[1:]
    return np.array(averages) / (1 - np.power(float(decay), np.arange(1, len(averages) + 1)))


# the corrected average carried on by a step size that shrinks
def right_05(values, decay):
    v, out = 0.0, []
    for t, x in enumerate(values, start=1):
        v += (1 - decay) / (1 - decay ** t) * (x - v)
        out.append(v)
    return np.array(out)


# the power kept by multiplying
def right_06(values, decay):
    average, power, corrected = 0.0, 1.0, []
    for value in values:
        power *= decay
        average = decay * average + (1 - decay) * value
        corrected += [average / (1 - power)]
    return np.asarray(corrected)
