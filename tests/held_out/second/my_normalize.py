"""Answers of learners to my_normalize (notebook 01)."""
import numpy as np


# single: the test set is normalized by its own statistics
def wrong_01(X_train, X_test):
    def norm(X):
        return (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    return norm(X_train), norm(X_test)


# single: one mean and one spread for all features together
def wrong_02(X_train, X_test):
    mu = np.mean(X_train)
    sigma = np.std(X_train)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


# single: divided by the variance
def wrong_03(X_train, X_test):
    mean = np.mean(X_train, axis=1, keepdims=True)
    sigma2 = np.mean((X_train - mean) ** 2, axis=1, keepdims=True)
    X_train_norm = (X_train - mean) / sigma2
    X_test_norm = (X_test - mean) / sigma2
    return X_train_norm, X_test_norm


# single: transposed to make the means easy, never transposed back
def wrong_04(X_train, X_test):
    A = X_train.T
    B = X_test.T
    m, s = A.mean(0), A.std(0)
    return (A - m) / s, (B - m) / s


# single: the training set is centred before its mean is used for the test set, which is not centred
def wrong_05(X_train, X_test):
    X_train = X_train - X_train.mean(axis=1, keepdims=True)
    X_test = X_test - X_train.mean(axis=1, keepdims=True)
    std = X_train.std(axis=1, keepdims=True)
    return X_train / std, X_test / std


# single: the spread divides by m - 1
def wrong_06(X_train, X_test):
    mu = X_train.mean(axis=1).reshape(-1, 1)
    sigma = X_train.std(axis=1, ddof=1).reshape(-1, 1)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


# single: the spread is the root of the mean square, before the mean was taken off
def wrong_07(X_train, X_test):
    m = X_train.shape[1]
    mu = np.sum(X_train, axis=1, keepdims=True) / m
    sigma = np.sqrt(np.sum(X_train ** 2, axis=1, keepdims=True) / m)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


# single: the statistics are those of both sets together
def wrong_08(X_train, X_test):
    everything = np.hstack([X_train, X_test])
    mu = everything.mean(axis=1, keepdims=True)
    sd = everything.std(axis=1, keepdims=True)
    return (X_train - mu) / sd, (X_test - mu) / sd


# pair: the test set is centred by its own mean; divided by the variance
def wrong_09(X_train, X_test):
    var = X_train.var(axis=1, keepdims=True)
    train = (X_train - X_train.mean(axis=1, keepdims=True)) / var
    test = (X_test - X_test.mean(axis=1, keepdims=True)) / var
    return train, test


# pair: all features are divided by the first one's spread; the mean is not taken off the test set
def wrong_10(X_train, X_test):
    out = np.zeros(X_train.shape)
    for i in range(X_train.shape[0]):
        out[i] = (X_train[i] - np.mean(X_train[i])) / np.std(X_train[0])
    return out, X_test / np.std(X_train[0])


# pair: the two results in the wrong order; the spread divides by m - 1
def wrong_11(X_train, X_test):
    mu = X_train.mean(1, keepdims=True)
    s = np.sqrt(((X_train - mu) ** 2).sum(1, keepdims=True) / (X_train.shape[1] - 1))
    return (X_test - mu) / s, (X_train - mu) / s


# other: scaled to between 0 and 1 by the training set's smallest and largest values
def wrong_12(X_train, X_test):
    lo = X_train.min(axis=1, keepdims=True)
    hi = X_train.max(axis=1, keepdims=True)
    return (X_train - lo) / (hi - lo), (X_test - lo) / (hi - lo)


def right_01(X_train, X_test):
    m = X_train.shape[1]
    ones = np.ones((m, 1))
    mu = X_train @ ones / m
    second = (X_train - mu) ** 2 @ ones / m
    return tuple((X - mu) * second ** -0.5 for X in (X_train, X_test))


def right_02(X_train, X_test):
    train, test = np.empty(X_train.shape), np.empty(X_test.shape)
    for row, (a, b) in enumerate(zip(X_train, X_test)):
        mean, std = sum(a) / len(a), a.std()
        train[row] = [(x - mean) / std for x in a]
        test[row] = [(x - mean) / std for x in b]
    return train, test


def right_03(X_train, X_test):
    mu, sigma = X_train.T.mean(axis=0), np.sqrt(np.diag(np.atleast_2d(np.cov(X_train, bias=True))))
    return ((X_train.T - mu) / sigma).T, ((X_test.T - mu) / sigma).T
