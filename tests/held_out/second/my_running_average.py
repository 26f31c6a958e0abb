"""Answers of learners to my_running_average (notebook 05)."""
import numpy as np


# single: no bias correction
def wrong_01(values, decay):
    average = 0
    averages = []
    for value in values:
        average = decay * average + (1 - decay) * value
        averages.append(average)
    return np.array(averages)


# single: decay is the weight of the new value
def wrong_02(values, decay):
    v, out = 0.0, []
    for t, x in enumerate(values, 1):
        v = (1 - decay) * v + decay * x
        out.append(v / (1 - decay ** t))
    return np.array(out)


# single: the corrected average is the one that goes on
def wrong_03(values, decay):
    avg = 0.0
    res = np.zeros(len(values))
    for i, x in enumerate(values):
        avg = decay * avg + (1 - decay) * x
        avg = avg / (1 - decay ** (i + 1))
        res[i] = avg
    return res


# single: the exponent counts from 0, so the first one is left uncorrected to avoid 0/0
def wrong_04(values, decay):
    average = 0
    result = []
    for i, value in enumerate(values):
        average = decay * average + (1 - decay) * value
        if i > 0:
            result.append(average / (1 - decay ** i))
        else:
            result.append(average)
    return np.array(result)


# single: only the last average is returned
def wrong_05(values, decay):
    average = 0.0
    steps = 0
    for value in values:
        steps += 1
        average = decay * average + (1 - decay) * value
        corrected = average / (1 - decay ** steps)
    return np.array(corrected)


# single: all averages are divided by the last correction
def wrong_06(values, decay):
    average, averages = 0, []
    for v in values:
        average = decay * average + (1 - decay) * v
        averages.append(average)
    return np.array(averages) / (1 - decay ** len(values))


# single: starts from the first value and corrects all the same
def wrong_07(values, decay):
    average = values[0]
    out = []
    for step in range(1, len(values) + 1):
        average = decay * average + (1 - decay) * values[step - 1]
        out.append(average / (1 - decay ** step))
    return np.array(out)


# single: multiplied by the correction instead of divided
def wrong_08(values, decay):
    average, out = 0, []
    for n, value in enumerate(values, start=1):
        average = average * decay + value * (1 - decay)
        out += [average * (1 - decay ** n)]
    return np.asarray(out)


# pair: starts from the first value; no correction
def wrong_09(values, decay):
    out = [values[0]]
    for value in values[1:]:
        out.append(decay * out[-1] + (1 - decay) * value)
    return np.array(out)


# pair: the new value enters in full; no correction
def wrong_10(values, decay):
    total = 0.0
    sums = []
    for value in values:
        total = decay * total + value
        sums.append(total)
    return np.array(sums)


# pair: appended before the update; corrected by one step too many for what it holds
def wrong_11(values, decay):
    average, result = 0, []
    for t, value in enumerate(values, 1):
        result.append(average / (1 - decay ** t))
        average = decay * average + (1 - decay) * value
    return np.array(result)


# other: the plain mean of all values so far, whatever the decay
def wrong_12(values, decay):
    return np.cumsum(values) / np.arange(1, len(values) + 1)


def right_01(values, decay):
    # a triangle of weights, each row scaled to add up to 1
    x = np.asarray(values, dtype=float)
    k = np.arange(len(x))
    weights = np.tril(decay ** np.abs(k[:, None] - k).astype(float))
    return weights @ x / weights.sum(axis=1)


def right_02(values, decay):
    # numerator and denominator carried on by the same rule
    top = bottom = 0.0
    out = []
    for value in values:
        top, bottom = decay * top + value, decay * bottom + 1
        out.append(top / bottom)
    return np.array(out)


def right_03(values, decay):
    # an average whose rate falls to 1 - decay
    average, out, power = 0.0, [], 1.0
    for value in values:
        power *= decay
        average += (1 - decay) / (1 - power) * (value - average)
        out.append(average)
    return np.array(out)
