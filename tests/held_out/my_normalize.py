"""Held-out answers to my_normalize (notebook 01), written without knowing the check's list."""

import numpy as np

from helpers.datasets import load_penguins

X, Y = load_penguins(("flipper_length_mm", "bill_depth_mm"))  # the notebook's own


# single: the test set by its own statistics
def wrong_01(X_train, X_test):
    X_train_norm = (X_train - X_train.mean(axis=1, keepdims=True)) / X_train.std(axis=1,
                                                                               keepdims=True)
    X_test_norm = (X_test - X_test.mean(axis=1, keepdims=True)) / X_test.std(axis=1, keepdims=True)
    return X_train_norm, X_test_norm


# single: statistics of both sets together
def wrong_02(X_train, X_test):
    X_all = np.concatenate([X_train, X_test], axis=1)
    mu, sigma = X_all.mean(axis=1, keepdims=True), X_all.std(axis=1, keepdims=True)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


# single: divides by the variance
def wrong_03(X_train, X_test):
    mu = np.mean(X_train, axis=1, keepdims=True)
    var = np.var(X_train, axis=1, keepdims=True)
    return (X_train - mu) / var, (X_test - mu) / var


# single: keepdims forgotten
def wrong_04(X_train, X_test):
    mu = X_train.mean(axis=1)
    sigma = X_train.std(axis=1)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


# single: no axis, one mean and one standard deviation for all features
def wrong_05(X_train, X_test):
    mu, s = np.mean(X_train), np.std(X_train)
    return (X_train - mu) / s, (X_test - mu) / s


# single: divides by m - 1
def wrong_06(X_train, X_test):
    m = X_train.shape[1]
    mu = np.sum(X_train, axis=1, keepdims=True) / m
    sigma2 = np.sum((X_train - mu) ** 2, axis=1, keepdims=True) / (m - 1)
    return (X_train - mu) / np.sqrt(sigma2), (X_test - mu) / np.sqrt(sigma2)


# single: the mean is not taken off the test set
def wrong_07(X_train, X_test):
    mean = X_train.mean(1, keepdims=True)
    std = X_train.std(1, keepdims=True)
    return (X_train - mean) / std, X_test / std


# single: the test set's own standard deviation
def wrong_08(X_train, X_test):
    mu = X_train.mean(axis=1, keepdims=True)
    a = (X_train - mu) / X_train.std(axis=1, keepdims=True)
    b = (X_test - mu) / X_test.std(axis=1, keepdims=True)
    return a, b


# single: returns the sets in the wrong order
def wrong_09(X_train, X_test):
    mu = X_train.mean(axis=1)[:, None]
    s = X_train.std(axis=1)[:, None]
    return (X_test - mu) / s, (X_train - mu) / s


# single: centred only, never divided
def wrong_10(X_train, X_test):
    mu = X_train.mean(axis=1, keepdims=True)
    return X_train - mu, X_test - mu


# single: min-max scaling
def wrong_11(X_train, X_test):
    low = X_train.min(axis=1, keepdims=True)
    high = X_train.max(axis=1, keepdims=True)
    return (X_train - low) / (high - low), (X_test - low) / (high - low)


# single: sigma^2 is the mean of X^2, the mean not taken out first
def wrong_12(X_train, X_test):
    mu = X_train.mean(axis=1, keepdims=True)
    sigma = np.sqrt(np.mean(X_train ** 2, axis=1, keepdims=True))
    return (X_train - mu) / sigma, (X_test - mu) / sigma


# single: the axis is missing in the variance only
def wrong_13(X_train, X_test):
    mu = np.mean(X_train, axis=1, keepdims=True)
    sigma = np.sqrt(np.mean((X_train - mu) ** 2))
    return (X_train - mu) / sigma, (X_test - mu) / sigma


# single: overwritten variable, the test set gets the statistics of the normalized training set
def wrong_14(X_train, X_test):
    X_train = (X_train - X_train.mean(axis=1, keepdims=True)) / X_train.std(axis=1, keepdims=True)
    X_test = (X_test - X_train.mean(axis=1, keepdims=True)) / X_train.std(axis=1, keepdims=True)
    return X_train, X_test


# single: the number of examples taken from the rows
def wrong_15(X_train, X_test):
    n = len(X_train)
    mu = np.sum(X_train, axis=1, keepdims=True) / n
    sigma = np.sqrt(np.sum((X_train - mu) ** 2, axis=1, keepdims=True) / n)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


# single: m outside the root
def wrong_16(X_train, X_test):
    m = X_train.shape[1]
    mu = X_train.sum(axis=1, keepdims=True) / m
    sigma = np.sqrt(((X_train - mu) ** 2).sum(axis=1, keepdims=True)) / m
    return (X_train - mu) / sigma, (X_test - mu) / sigma


# single: brackets forgotten, only the mean is divided
def wrong_17(X_train, X_test):
    mu = X_train.mean(axis=1, keepdims=True)
    sigma = X_train.std(axis=1, keepdims=True)
    return X_train - mu / sigma, X_test - mu / sigma


# single: both sets by the test set's statistics
def wrong_18(X_train, X_test):
    mu = X_test.mean(axis=-1, keepdims=True)
    sigma = X_test.std(axis=-1, keepdims=True)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


# pair: axis=0 for axis=1; the test set by its own statistics
def wrong_19(X_train, X_test):
    return ((X_train - X_train.mean(axis=0)) / X_train.std(axis=0),
            (X_test - X_test.mean(axis=0)) / X_test.std(axis=0))


# pair: divides by m - 1; no square root
def wrong_20(X_train, X_test):
    mu = X_train.mean(axis=1, keepdims=True)
    v = X_train.var(axis=1, ddof=1, keepdims=True)
    return (X_train - mu) / v, (X_test - mu) / v


# pair: the mean of the test set; no square root
def wrong_21(X_train, X_test):
    variance = X_train.var(axis=1, keepdims=True)
    train = (X_train - X_train.mean(axis=1, keepdims=True)) / variance
    test = (X_test - X_test.mean(axis=1, keepdims=True)) / variance
    return train, test


# pair: the test set by its own statistics; wrong order
def wrong_22(X_train, X_test):
    out = []
    for A in (X_test, X_train):
        out.append((A - A.mean(axis=1, keepdims=True)) / A.std(axis=1, keepdims=True))
    return out[0], out[1]


# pair: the test set is not centred; divides by m - 1
def wrong_23(X_train, X_test):
    mu = X_train.mean(axis=1, keepdims=True)
    s = np.std(X_train, axis=1, ddof=1, keepdims=True)
    return (X_train - mu) / s, X_test / s


# pair: both sets together; divides by m - 1
def wrong_24(X_train, X_test):
    both = np.hstack((X_train, X_test))
    mu = both.mean(axis=1, keepdims=True)
    s = both.std(axis=1, ddof=1, keepdims=True)
    return (X_train - mu) / s, (X_test - mu) / s


# pair: mean of the two sets' means; standard deviation of the training set for all features at once
def wrong_25(X_train, X_test):
    mu = (X_train.mean(axis=1, keepdims=True) + X_test.mean(axis=1, keepdims=True)) / 2
    s = X_train.std()
    return (X_train - mu) / s, (X_test - mu) / s


# other: in-place centring first, so the test set gets mean 0 of the changed training set
def wrong_26(X_train, X_test):
    X_train -= X_train.mean(axis=1, keepdims=True)
    X_test = X_test - X_train.mean(axis=1, keepdims=True)
    sigma = X_train.std(axis=1, keepdims=True)
    return X_train / sigma, X_test / sigma


# other: changes the arguments in place
def wrong_27(X_train, X_test):
    mu, sigma = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    X_train -= mu
    X_train /= sigma
    X_test -= mu
    X_test /= sigma
    return X_train, X_test


# other: loops over the columns in place of the rows
def wrong_28(X_train, X_test):
    A, B = np.zeros(X_train.shape), np.zeros(X_test.shape)
    for i in range(X_train.shape[1]):
        mu, s = X_train[i].mean(), X_train[i].std()
        A[i] = (X_train[i] - mu) / s
        B[i] = (X_test[i] - mu) / s
    return A, B


# other: return inside the loop
def wrong_29(X_train, X_test):
    A, B = X_train.copy(), X_test.copy()
    for i in range(len(X_train)):
        A[i] = (X_train[i] - np.mean(X_train[i])) / np.std(X_train[i])
        B[i] = (X_test[i] - np.mean(X_train[i])) / np.std(X_train[i])
        return A, B


# other: returns the training set only
def wrong_30(X_train, X_test):
    mu, s = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    X_train_norm = (X_train - mu) / s
    return X_train_norm


# other: uses the notebook's X, all penguins
def wrong_31(X_train, X_test):
    mu, s = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
    return (X_train - mu) / s, (X_test - mu) / s


# other: takes one argument only
def wrong_32(X_train):
    return (X_train - X_train.mean(axis=1, keepdims=True)) / X_train.std(axis=1, keepdims=True)


def normalize_one(A):
    return (A - A.mean(axis=1, keepdims=True)) / A.max(axis=1, keepdims=True)


# other: a helper function that knows nothing of the training set and divides by the maximum
def wrong_33(X_train, X_test):
    return normalize_one(X_train), normalize_one(X_test)


# the lecture's two steps, without changing the arguments
def right_01(X_train, X_test):
    m = X_train.shape[1]
    mu = np.sum(X_train, axis=1, keepdims=True) / m
    X_train, X_test = X_train - mu, X_test - mu
    sigma2 = np.sum(X_train ** 2, axis=1, keepdims=True) / m
    return X_train / np.sqrt(sigma2), X_test / np.sqrt(sigma2)


# transposed, then back
def right_02(X_train, X_test):
    A, B = X_train.T, X_test.T
    mu, s = A.mean(axis=0), A.std(axis=0)
    return ((A - mu) / s).T, ((B - mu) / s).T


# row by row
def right_03(X_train, X_test):
    train, test = [], []
    for row_train, row_test in zip(X_train, X_test, strict=True):
        mu, s = row_train.mean(), row_train.std()
        train.append((row_train - mu) / s)
        test.append((row_test - mu) / s)
    return np.array(train), np.array(test)


# parameter names swapped throughout, which changes nothing
def right_04(X_test, X_train):
    mu, s = X_test.mean(axis=1, keepdims=True), X_test.std(axis=1, keepdims=True)
    return (X_test - mu) / s, (X_train - mu) / s


# an inner function
def right_05(X_train, X_test):
    mu = np.mean(X_train, -1)[:, np.newaxis]
    var = np.var(X_train, -1).reshape(-1, 1)

    def scaled(A):
        return (A - mu) * var ** -0.5

    return tuple(scaled(A) for A in (X_train, X_test))


# a matrix product for the mean
def right_06(X_train, X_test):
    m = X_train.shape[1]
    average = np.full((m, 1), 1 / m)
    mu = X_train @ average
    sigma = np.sqrt((X_train - mu) ** 2 @ average)
    return (X_train - mu) / sigma, (X_test - mu) / sigma
