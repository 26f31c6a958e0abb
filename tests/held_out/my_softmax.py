"""Held-out answers to my_softmax (notebook 09), written without knowing the check's list."""

import math

import numpy as np

z = np.array([[2.0], [1.0], [0.0]])  # a variable of the notebook


# single: nothing is subtracted, so large logits overflow
def wrong_01(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=0, keepdims=True)


# single: the sum over the examples
def wrong_02(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=1, keepdims=True)


# single: one sum for the whole matrix
def wrong_03(Z):
    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return e / e.sum()


# single: the largest of each row is subtracted
def wrong_04(Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.exp(shifted) / np.exp(shifted).sum(axis=0)


# single: the largest of all is subtracted, 0 / 0 where a column lies far below
def wrong_05(Z):
    e = np.exp(Z - np.max(Z))
    return e / e.sum(axis=0, keepdims=True)


# single: the smallest is subtracted
def wrong_06(Z):
    e = np.exp(Z - Z.min(axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


# single: a minus sign, the smallest logit wins
def wrong_07(Z):
    e = np.exp(Z.min(axis=0) - Z)
    return e / e.sum(axis=0)


# single: the mean is subtracted
def wrong_08(Z):
    Z = Z - Z.mean(axis=0, keepdims=True)
    return np.exp(Z) / np.exp(Z).sum(axis=0, keepdims=True)


# single: divided by the largest in place of subtracting it
def wrong_09(Z):
    Z = Z / np.abs(Z).max(axis=0, keepdims=True)
    e = np.exp(Z)
    return e / e.sum(axis=0, keepdims=True)


# single: no exponential, the sum of the logits
def wrong_10(Z):
    return Z / Z.sum(axis=0, keepdims=True)


# single: a sigmoid for each logit
def wrong_11(Z):
    return 1 / (1 + np.exp(-Z))


# single: base 2
def wrong_12(Z):
    powers = 2 ** (Z - Z.max(axis=0))
    return powers / powers.sum(axis=0)


# single: the largest is subtracted above the line only
def wrong_13(Z):
    return np.exp(Z - Z.max(axis=0)) / np.exp(Z).sum(axis=0)


# single: the logits are cut at 500
def wrong_14(Z):
    e = np.exp(np.clip(Z, -500, 500))
    return e / e.sum(axis=0)


# single: returns the logarithm
def wrong_15(Z):
    shifted = Z - Z.max(axis=0, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))


# single: divided by the norm
def wrong_16(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / np.linalg.norm(e, axis=0)


# single: the hard max
def wrong_17(Z):
    return (Z == Z.max(axis=0)).astype(float)


# single: positive by the absolute value
def wrong_18(Z):
    return np.abs(Z) / np.abs(Z).sum(axis=0, keepdims=True)


# single: divided by the largest, not by the sum
def wrong_19(Z):
    return np.exp(Z - Z.max(axis=0, keepdims=True))


# single: the mean in place of the sum
def wrong_20(Z):
    e = np.exp(Z - Z.max(axis=0, keepdims=True))
    return e / e.mean(axis=0, keepdims=True)


# single: keepdims is forgotten along axis 1
def wrong_21(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=1)


# single: NaN is replaced by 0 after the overflow
def wrong_22(Z):
    e = np.exp(Z)
    return np.nan_to_num(e / e.sum(axis=0, keepdims=True))


# single: the wrong bracket, the maximum is subtracted from the exponential
def wrong_23(Z):
    e = np.exp(Z) - np.max(Z, axis=0)
    return e / e.sum(axis=0)


# single: returned with an example in each row
def wrong_24(Z):
    e = np.exp(Z - Z.max(axis=0))
    return (e / e.sum(axis=0)).T


# single: 1 is added to the sum, as in the sigmoid
def wrong_25(Z):
    e = np.exp(Z - Z.max(axis=0, keepdims=True))
    return e / (1 + e.sum(axis=0, keepdims=True))


# single: rounded
def wrong_26(Z):
    e = np.exp(Z - Z.max(axis=0, keepdims=True))
    return np.round(e / e.sum(axis=0, keepdims=True), 3)


# single: exp of the shares
def wrong_27(Z):
    shifted = Z - Z.max(axis=0) + 1
    return np.exp(shifted / shifted.sum(axis=0))


# single: the squares, positive as well
def wrong_28(Z):
    return Z ** 2 / (Z ** 2).sum(axis=0, keepdims=True)


# single: only what is above 0 is brought down to 0
def wrong_29(Z):
    e = np.exp(Z - np.maximum(Z, 0))
    return e / e.sum(axis=0)


# single: half precision on the way
def wrong_30(Z):
    e = np.exp((Z - Z.max(axis=0)).astype(np.float16))
    return e / e.sum(axis=0)


# pair: nothing subtracted; the sum over the examples
def wrong_31(Z):
    e = np.exp(Z)
    return e / np.sum(e, axis=1, keepdims=True)


# pair: nothing subtracted; one sum for all
def wrong_32(Z):
    return np.exp(Z) / np.sum(np.exp(Z))


# pair: the largest and the sum both along axis 1
def wrong_33(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# pair: the largest of all; one sum for all
def wrong_34(Z):
    e_x = np.exp(Z - np.max(Z))
    return e_x / e_x.sum()


# pair: a minus sign; nothing subtracted
def wrong_35(Z):
    e = np.exp(-Z)
    return e / e.sum(axis=0)


# pair: the logits are cut at 20; base 10
def wrong_36(Z):
    e = 10.0 ** np.clip(Z, -20, 20)
    return e / e.sum(axis=0)


# pair: the sum of squares; nothing subtracted
def wrong_37(Z):
    e = np.exp(Z)
    return e / np.sqrt((e ** 2).sum(axis=0))


# other: changes the logits
def wrong_38(Z):
    Z -= Z.max(axis=0)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=0)
    return Z


# other: a loop over the rows for the columns
def wrong_39(Z):
    A = np.zeros(Z.shape)
    for i in range(min(Z.shape)):
        e = np.exp(Z[:, i] - Z[:, i].max())
        A[:, i] = e / e.sum()
    return A


# other: returns after the first column
def wrong_40(Z):
    A = np.zeros_like(Z, dtype=float)
    for j in range(Z.shape[1]):
        e = [math.exp(value - max(Z[:, j])) for value in Z[:, j]]
        A[:, j] = [value / sum(e) for value in e]
        return A


# other: an endless loop, it looks at the Z that does not change
def wrong_41(Z):
    shifted = Z.copy()
    while Z.max() > 0:
        shifted = shifted - Z.max(axis=0)
    e = np.exp(shifted)
    return e / e.sum(axis=0)


def column(z):
    return np.exp(z) / sum(np.exp(z))


# other: a helper function that overflows; the first logit is subtracted
def wrong_42(Z):
    return np.array([column(z - z[0]) for z in Z.T]).T


# other: the notebook's z in place of the argument
def wrong_43(Z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=0)


# other: flattened
def wrong_44(Z):
    e = np.exp(Z - Z.max(axis=0))
    return (e / e.sum(axis=0)).ravel()


# other: the class and its probability
def wrong_45(Z):
    e = np.exp(Z - Z.max(axis=0))
    A = e / e.sum(axis=0)
    return A, A.argmax(axis=0)


# no keepdims along axis 0, where none is needed
def right_01(Z):
    e = np.exp(Z - Z.max(0))
    return e / e.sum(0)


# through the logarithm
def right_02(Z):
    top = Z.max(axis=0, keepdims=True)
    return np.exp(Z - top - np.log(np.exp(Z - top).sum(axis=0, keepdims=True)))


# column by column
def right_03(Z):
    A = np.empty(Z.shape)
    for j in range(Z.shape[1]):
        column = [math.exp(value - max(Z[:, j])) for value in Z[:, j]]
        A[:, j] = np.array(column) / sum(column)
    return A


# rows and back
def right_04(Z):
    rows = Z.T - np.amax(Z.T, axis=1)[:, None]
    e = np.exp(rows)
    return (e / e.sum(axis=1)[:, None]).T


# 1 over the sum of the exponentials of all differences
def right_05(Z):
    with np.errstate(over="ignore"):
        return 1 / np.exp(Z[None, :, :] - Z[:, None, :]).sum(axis=1)


# a product with ones for the sum
def right_06(Z):
    e = np.exp(Z - np.maximum.reduce(Z, axis=0))
    return e / (np.ones((1, len(Z))) @ e)


# logaddexp
def right_07(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=0))
