"""Answers of learners to my_gradient (notebook 09)."""
import numpy as np

from helpers.softmax import softmax


# single: not divided by m
def wrong_01(Z, Y):
    return softmax(Z) - Y


# single: the sign
def wrong_02(Z, Y):
    m = Z.shape[1]
    A = softmax(Z)
    dZ = (Y - A) / m
    return dZ


# single: divided by the number of classes
def wrong_03(Z, Y):
    m = len(Y)
    return (softmax(Z) - Y) / m


# single: np.mean's habit: divided by all entries
def wrong_04(Z, Y):
    dZ = softmax(Z) - Y
    return dZ / dZ.size


# single: averaged over the examples, one number a class
def wrong_05(Z, Y):
    A = softmax(Z)
    return np.mean(A - Y, axis=1, keepdims=True)


# single: the logits instead of the probabilities
def wrong_06(Z, Y):
    m = Y.shape[1]
    return 1 / m * (Z - Y)


# single: the gradient with respect to A
def wrong_07(Z, Y):
    A = softmax(Z)
    m = A.shape[1]
    return -Y / A / m


# single: only the right class has a gradient
def wrong_08(Z, Y):
    m = Z.shape[1]
    A = softmax(Z)
    dZ = np.zeros(Z.shape)
    for i in range(m):
        right = np.argmax(Y[:, i])
        dZ[right, i] = (A[right, i] - 1) / m
    return dZ


# pair: multiplied by A (1 - A) as for a sigmoid; not divided by m
def wrong_09(Z, Y):
    A = softmax(Z)
    return (A - Y) * A * (1 - A)


# pair: divided by m - 1; the gradient comes out transposed
def wrong_10(Z, Y):
    A, T = softmax(Z).T, Y.T
    return (A - T) / (len(A) - 1)


# pair: binary cross-entropy's second term, without the softmax's derivative; the sign
def wrong_11(Z, Y):
    A = softmax(Z)
    m = Y.shape[1]
    return (Y / A - (1 - Y) / (1 - A)) / m


# other: a difference quotient with a coarse, one-sided step
def wrong_12(Z, Y):
    def J(Z):
        return -np.mean(np.sum(Y * np.log(softmax(Z)), axis=0))
    h = 0.1
    dZ = np.zeros(Z.shape)
    for index in np.ndindex(Z.shape):
        moved = Z.copy()
        moved[index] += h
        dZ[index] = (J(moved) - J(Z)) / h
    return dZ


def right_01(Z, Y):
    # by labels, as the frameworks do
    m = Z.shape[1]
    dZ = np.array(softmax(Z))
    dZ[Y.argmax(axis=0), np.arange(m)] -= 1
    return dZ / m


def right_02(Z, Y):
    # the full Jacobian of each example times dJ/dA, simplified by Y's single 1
    m = Z.shape[1]
    dZ = []
    for a, y in zip(softmax(Z).T, Y.T):
        jacobian = np.eye(len(a)) - np.outer(a, np.ones(len(a)))  # of log a
        dZ.append(-jacobian @ y / m)
    return np.array(dZ).T


def right_03(Z, Y):
    weights = 1 / np.full(Z.shape[-1], Z.shape[-1])
    return softmax(Z) * weights - Y * weights
