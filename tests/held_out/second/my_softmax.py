"""Answers of learners to my_softmax (notebook 09)."""
import numpy as np


# single: the sum runs over the examples (axis 1)
def wrong_01(Z):
    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


# single: nothing is taken off, so large logits overflow
def wrong_02(Z):
    return np.exp(Z) / np.sum(np.exp(Z), axis=0)


# single: the sum is that of the whole matrix
def wrong_03(Z):
    expZ = np.exp(Z - Z.max())
    return expZ / expZ.sum()


# single: the largest logit of the whole matrix is taken off, so a low column becomes 0 / 0
def wrong_04(Z):
    Z = Z - np.max(Z)
    A = np.exp(Z)
    return A / A.sum(axis=0, keepdims=True)


# single: the difference is written the wrong way round, so the smallest logit wins
def wrong_05(Z):
    shifted = Z.max(axis=0, keepdims=True) - Z
    t = np.exp(shifted)
    return t / np.sum(t, axis=0, keepdims=True)


# single: divided by the largest logit instead of moved by it
def wrong_06(Z):
    Z = Z / np.max(np.abs(Z), axis=0, keepdims=True)
    return np.exp(Z) / np.exp(Z).sum(axis=0, keepdims=True)


# single: the shift is done above the line only
def wrong_07(Z):
    numerator = np.exp(Z - Z.max(axis=0))
    denominator = np.sum(np.exp(Z), axis=0)
    return numerator / denominator


# single: transposed at the end
def wrong_08(Z):
    rows = []
    for j in range(Z.shape[1]):
        z = Z[:, j]
        e = np.exp(z - max(z))
        rows.append(e / e.sum())
    return np.array(rows)


# pair: the logits are clipped at 30 against the overflow; the sum runs over axis 1
def wrong_09(Z):
    e = np.exp(np.clip(Z, -30, 30))
    return e / e.sum(axis=1, keepdims=True)


# pair: each class's own maximum is taken off; a 1 is added below the line
def wrong_10(Z):
    e = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return e / (1 + np.sum(e, axis=0, keepdims=True))


# pair: powers of 2 instead of e; divided by the largest, not by the sum
def wrong_11(Z):
    p = 2.0 ** (Z - Z.max(axis=0, keepdims=True))
    return p / p.max(axis=0, keepdims=True)


# other: a sigmoid for each logit
def wrong_12(Z):
    return 1 / (1 + np.exp(-Z))


def right_01(Z):
    # through the logarithm
    top = np.max(Z, axis=0)
    log_sum = top + np.log(np.sum(np.exp(Z - top), axis=0))
    return np.exp(Z - log_sum)


def right_02(Z):
    return np.stack([(lambda e: e / e.sum())(np.exp(z - z.max())) for z in Z.T], axis=1)


def right_03(Z):
    # one over the sum of the exponentials of the differences
    differences = Z[None, :, :] - Z[:, None, :]
    with np.errstate(over="ignore"):
        return 1 / np.exp(differences).sum(axis=1)
