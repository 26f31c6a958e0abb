"""Held-out answers to my_gradient (notebook 09), written without knowing the check's list."""

import numpy as np

from helpers.softmax import softmax

z = np.array([[2.0], [1.0], [0.0]])  # a variable of the notebook


# single: not divided by m
def wrong_01(Z, Y):
    return softmax(Z) - Y


# single: divided by the number of classes
def wrong_02(Z, Y):
    m = Z.shape[0]
    return (softmax(Z) - Y) / m


# single: the sign
def wrong_03(Z, Y):
    m = Z.shape[1]
    return (Y - softmax(Z)) / m


# single: divided by the number of entries
def wrong_04(Z, Y):
    return (softmax(Z) - Y) / Z.size


# single: averaged over the examples
def wrong_05(Z, Y):
    return np.mean(softmax(Z) - Y, axis=1, keepdims=True)


# single: no softmax
def wrong_06(Z, Y):
    return (Z - Y) / Z.shape[1]


# single: the softmax along the examples
def wrong_07(Z, Y):
    A = np.exp(Z - Z.max(axis=1, keepdims=True))
    A = A / A.sum(axis=1, keepdims=True)
    return (A - Y) / Z.shape[1]


# single: only where the right class is
def wrong_08(Z, Y):
    A = softmax(Z)
    return Y * (A - 1) / Z.shape[1]


# single: the derivative by the probabilities
def wrong_09(Z, Y):
    A = softmax(Z)
    return -Y / A / Z.shape[1]


# single: the sigmoid's derivative on top
def wrong_10(Z, Y):
    A = softmax(Z)
    return (A - Y) * A * (1 - A) / Z.shape[1]


# single: 1 is subtracted everywhere
def wrong_11(Z, Y):
    return (softmax(Z) - 1) / Z.shape[1]


# single: the right class is no exception
def wrong_12(Z, Y):
    return softmax(Z) / Z.shape[1]


# single: the cases are exchanged
def wrong_13(Z, Y):
    A = softmax(Z)
    return np.where(Y == 1, A, A - 1) / Z.shape[1]


# single: the hard max
def wrong_14(Z, Y):
    guessed = (Z == Z.max(axis=0)).astype(float)
    return (guessed - Y) / Z.shape[1]


# single: always 60 examples
def wrong_15(Z, Y):
    return (softmax(Z) - Y) / 60


# single: twice, as from a square
def wrong_16(Z, Y):
    return 2 * (softmax(Z) - Y) / Z.shape[1]


# single: the brackets, only Y is divided
def wrong_17(Z, Y):
    return softmax(Z) - Y / Z.shape[1]


# single: the square of the difference
def wrong_18(Z, Y):
    return (softmax(Z) - Y) ** 2 / Z.shape[1]


# single: the softmax of the difference
def wrong_19(Z, Y):
    return softmax(Z - Y) / Z.shape[1]


# single: the labels as numbers
def wrong_20(Z, Y):
    y = Y.argmax(axis=0)
    return (softmax(Z) - y) / Z.shape[1]


# single: divided by how many examples each class has
def wrong_21(Z, Y):
    return (softmax(Z) - Y) / np.maximum(Y.sum(axis=1, keepdims=True), 1)


# single: the absolute difference
def wrong_22(Z, Y):
    return np.abs(softmax(Z) - Y) / Z.shape[1]


# single: only the diagonal of softmax's derivative
def wrong_23(Z, Y):
    A = softmax(Z)
    dA = -Y / A
    return dA * A * (1 - A) / Z.shape[1]


# single: a plus
def wrong_24(Z, Y):
    return (softmax(Z) + Y) / Z.shape[1]


# single: multiplied by m
def wrong_25(Z, Y):
    return (softmax(Z) - Y) * Z.shape[1]


# single: m - 1
def wrong_26(Z, Y):
    return (softmax(Z) - Y) / (Z.shape[1] - 1)


# single: the root of m
def wrong_27(Z, Y):
    return (softmax(Z) - Y) / np.sqrt(Z.shape[1])


# single: a softmax of its own that overflows
def wrong_28(Z, Y):
    e = np.exp(Z)
    return (e / e.sum(axis=0) - Y) / Z.shape[1]


# single: the sigmoid for the softmax
def wrong_29(Z, Y):
    return (1 / (1 + np.exp(-Z)) - Y) / Z.shape[1]


# single: returned with an example in each row
def wrong_30(Z, Y):
    return ((softmax(Z) - Y) / Z.shape[1]).T


# single: integer division
def wrong_31(Z, Y):
    return (softmax(Z) - Y) // Z.shape[1]


# single: the gradient of the mean squared error
def wrong_32(Z, Y):
    A = softmax(Z)
    d = A - Y
    return 2 * A * (d - (d * A).sum(axis=0)) / Z.shape[1]


# single: the softmax twice
def wrong_33(Z, Y):
    return (softmax(softmax(Z)) - Y) / Z.shape[1]


# pair: the sign; not divided by m
def wrong_34(Z, Y):
    return Y - softmax(Z)


# pair: averaged over the examples; over the classes as well
def wrong_35(Z, Y):
    return np.mean(np.abs(softmax(Z) - Y))


# pair: the sign; divided by the number of classes
def wrong_36(Z, Y):
    return -(softmax(Z) - Y) / len(Z)


# pair: only where the right class is; not divided by m
def wrong_37(Z, Y):
    return (softmax(Z) - Y) * Y


# pair: the derivative by the probabilities; not divided by m
def wrong_38(Z, Y):
    return -Y / softmax(Z)


# pair: the brackets; the sign
def wrong_39(Z, Y):
    return Y / Z.shape[1] - softmax(Z)


# pair: the sigmoid for the softmax; divided by the number of classes
def wrong_40(Z, Y):
    return (1 / (1 + np.exp(-Z)) - Y) / Y.shape[0]


# pair: no softmax; not divided by m
def wrong_41(Z, Y):
    return Z - Y


# other: the loss itself
def wrong_42(Z, Y):
    return -np.sum(Y * np.log(softmax(Z))) / Z.shape[1]


# other: changes Y
def wrong_43(Z, Y):
    Y -= softmax(Z)
    Y *= -1
    Y /= Z.shape[1]
    return Y


# other: the notebook's z
def wrong_44(Z, Y):
    return (softmax(z) - Y) / Z.shape[1]


# other: summed over the examples, as for a bias
def wrong_45(Z, Y):
    return (softmax(Z) - Y).sum(axis=1) / Z.shape[1]


# other: a loop over the classes where it should be the examples
def wrong_46(Z, Y):
    A, dZ = softmax(Z), np.zeros(Z.shape)
    for j in range(min(Z.shape)):
        dZ[:, j] = (A[:, j] - Y[:, j]) / Z.shape[1]
    return dZ


# other: numerical, but the loss is a sum of probabilities, without the logarithm
def wrong_47(Z, Y):
    dZ, h = np.zeros(Z.shape), 1e-6
    for place in np.ndindex(Z.shape):
        moved = Z.copy()
        moved[place] += h
        dZ[place] = -((Y * softmax(moved)).sum() - (Y * softmax(Z)).sum()) / h / Z.shape[1]
    return dZ


# other: labels are expected, columns are taken by number
def wrong_48(Z, Y):
    A = softmax(Z)
    A[Y.astype(int), np.arange(Z.shape[1])] -= 1
    return A / Z.shape[1]


# other: the loss and the gradient
def wrong_49(Z, Y):
    A = softmax(Z)
    return -(Y * np.log(A)).sum(axis=0).mean(), (A - Y) / Z.shape[1]


# other: 0 / 0, the gradient relative to the label
def wrong_50(Z, Y):
    return (softmax(Z) - Y) / (Y * Z.shape[1])


# other: an endless loop, until the gradient is exactly 0
def wrong_51(Z, Y):
    dZ = softmax(Z) - Y
    while np.any(dZ != 0):
        dZ = softmax(Z) - Y
    return dZ / Z.shape[1]


# the two cases of the text
def right_01(Z, Y):
    A = softmax(Z)
    return np.where(Y == 1, A - 1, A) / Z.shape[1]


# one example after the other
def right_02(Z, Y):
    dZ = np.zeros_like(Z, dtype=float)
    for j in range(Z.shape[1]):
        a = softmax(Z[:, [j]])[:, 0]
        a[np.argmax(Y[:, j])] -= 1
        dZ[:, j] = a / Z.shape[1]
    return dZ


# the whole derivative of softmax, as a matrix for each example
def right_03(Z, Y):
    A, columns = softmax(Z), []
    for a, y in zip(A.T, Y.T, strict=True):
        J = np.diag(a) - np.outer(a, a)
        with np.errstate(divide="ignore", invalid="ignore"):
            columns.append((J / np.where(a > 0, a, 1)) @ -y if a[y == 1] > 0 else a - y)
    return np.stack(columns, axis=1) / len(columns)


# m counted from the labels, each part divided by itself
def right_04(Z, Y):
    number = Y.sum()  # one right class for each example
    return softmax(Z) / number - Y / number


# labels, then columns taken by number
def right_05(Z, Y):
    dZ = softmax(Z).copy()
    m = dZ.shape[1]
    dZ[Y.argmax(axis=0), range(m)] -= 1
    dZ /= m
    return dZ


# a stable softmax of its own
def right_06(Z, Y):
    e = np.exp(Z - Z.max(axis=0))
    p = e / e.sum(axis=0)
    return -1 / len(Z.T) * (Y - p)


# other names
def right_07(logits, labels):
    examples = np.shape(labels)[-1]
    return np.divide(np.subtract(softmax(logits), labels), examples)
