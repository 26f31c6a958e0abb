"""Held-out answers to my_normalize_once (notebook 08), written without knowing the check's list."""

import numpy as np


# single: b is not divided
def wrong_01(W, b, X):
    Z = W @ X + b
    mu = Z.mean(axis=1, keepdims=True)
    sigma = Z.std(axis=1, keepdims=True)
    return W / sigma, b - mu


# single: W is not divided
def wrong_02(W, b, X):
    Z = W @ X + b
    mu = Z.mean(axis=1, keepdims=True)
    sigma = Z.std(axis=1, keepdims=True)
    return W, (b - mu) / sigma


# single: only b is divided by sigma, not the mean
def wrong_03(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return W / sigma, b / sigma - mu


# single: the mean without b, and b is left in
def wrong_04(W, b, X):
    Z = np.dot(W, X)
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return W / sigma, (b - mu) / sigma


# single: the mean includes b, and b is taken away a second time
def wrong_05(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return W / sigma, -mu / sigma


# single: divided by the variance
def wrong_06(W, b, X):
    Z = W @ X + b
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return W / var, (b - mu) / var


# single: one spread for all units
def wrong_07(W, b, X):
    Z = W @ X + b
    mu = Z.mean(axis=1, keepdims=True)
    return W / Z.std(), (b - mu) / Z.std()


# single: one mean for all units
def wrong_08(W, b, X):
    Z = W @ X + b
    sigma = Z.std(axis=1, keepdims=True)
    return W / sigma, (b - Z.mean()) / sigma


# single: multiplied by the spread
def wrong_09(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return W * sigma, (b - mu) * sigma


# single: the mean is added
def wrong_10(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return W / sigma, (b + mu) / sigma


# single: the mean is taken from W as well
def wrong_11(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return (W - mu) / sigma, (b - mu) / sigma


# single: divided by m - 1
def wrong_12(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, ddof=1, keepdims=True)
    return W / sigma, (b - mu) / sigma


# single: b first
def wrong_13(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return (b - mu) / sigma, W / sigma


# single: the statistics of the inputs
def wrong_14(W, b, X):
    mu = X.mean(axis=1, keepdims=True)
    sigma = X.std(axis=1, keepdims=True)
    return W / sigma.T, b - W @ (mu / sigma)


# single: the rows of W are normalized themselves
def wrong_15(W, b, X):
    mu = W.mean(axis=1, keepdims=True)
    sigma = W.std(axis=1, keepdims=True)
    return (W - mu) / sigma, (b - mu) / sigma


# single: statistics along axis 0, the units
def wrong_16(W, b, X):
    Z = W @ X + b
    mu = Z.mean(axis=0).mean()
    sigma = Z.std(axis=0).mean()
    return W / sigma, (b - mu) / sigma


# single: keepdims is forgotten, so b becomes a square
def wrong_17(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1), Z.std(axis=1)
    return W / sigma[:, None], (b - mu) / sigma


# single: an epsilon that is too large
def wrong_18(W, b, X):
    Z = W @ X + b
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    sigma = np.sqrt(var + 0.1)
    return W / sigma, (b - mu) / sigma


# single: the spread about 0, the mean is not taken away
def wrong_19(W, b, X):
    Z = W @ X + b
    mu = Z.mean(axis=1, keepdims=True)
    root = np.sqrt((Z ** 2).mean(axis=1, keepdims=True))
    return W / root, (b - mu) / root


# single: the mean absolute deviation
def wrong_20(W, b, X):
    Z = W @ X + b
    mu = Z.mean(axis=1, keepdims=True)
    spread = np.abs(Z - mu).mean(axis=1, keepdims=True)
    return W / spread, (b - mu) / spread


# single: the range
def wrong_21(W, b, X):
    Z = W @ X + b
    mu, spread = Z.mean(axis=1, keepdims=True), np.ptp(Z, axis=1, keepdims=True)
    return W / spread, (b - mu) / spread


# single: the sum of squares without the division by m
def wrong_22(W, b, X):
    Z = W @ X + b
    mu = Z.mean(axis=1, keepdims=True)
    sigma = np.sqrt(np.sum((Z - mu) ** 2, axis=1, keepdims=True))
    return W / sigma, (b - mu) / sigma


# single: b is set to 0
def wrong_23(W, b, X):
    Z = W @ X
    sigma = Z.std(axis=1, keepdims=True)
    return W / sigma, np.zeros_like(b)


# single: b is divided by the variance, W as it should be
def wrong_24(W, b, X):
    Z = W @ X + b
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return W / np.sqrt(var), (b - mu) / var


# single: after a ReLU, not z itself
def wrong_25(W, b, X):
    A = np.maximum(W @ X + b, 0)
    mu, sigma = A.mean(axis=1, keepdims=True), A.std(axis=1, keepdims=True) + 1e-12
    return W / sigma, (b - mu) / sigma


# single: the median
def wrong_26(W, b, X):
    Z = W @ X + b
    middle, sigma = np.median(Z, axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return W / sigma, (b - middle) / sigma


# single: m is the number of inputs, len(X)
def wrong_27(W, b, X):
    Z = W @ X + b
    m = len(X)
    mu = Z.sum(axis=1, keepdims=True) / m
    sigma = np.sqrt(((Z - mu) ** 2).sum(axis=1, keepdims=True) / m)
    return W / sigma, (b - mu) / sigma


# single: the formula E[z^2] - mu, the square of mu is forgotten
def wrong_28(W, b, X):
    Z = W @ X + b
    mu = Z.mean(axis=1, keepdims=True)
    sigma = np.sqrt(np.abs((Z ** 2).mean(axis=1, keepdims=True) - mu))
    return W / sigma, (b - mu) / sigma


# pair: b is not divided; divided by m - 1
def wrong_29(W, b, X):
    Z = W @ X + b
    sigma = Z.std(axis=1, ddof=1, keepdims=True)
    return W / sigma, b - Z.mean(axis=1, keepdims=True)


# pair: one mean; one spread
def wrong_30(W, b, X):
    Z = W @ X + b
    return W / np.std(Z), (b - np.mean(Z)) / np.std(Z)


# pair: the mean without b; b is not divided
def wrong_31(W, b, X):
    Z = W @ X
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return W / sigma, b - mu


# pair: divided by the variance; the mean is added
def wrong_32(W, b, X):
    Z = W @ X + b
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return W / var, (b + mu) / var


# pair: b first; b is not divided
def wrong_33(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return b - mu, W / sigma


# pair: W - mu; b is left as it is
def wrong_34(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return (W - mu) / sigma, b


# pair: the root is forgotten; W is not divided
def wrong_35(W, b, X):
    Z = W @ X + b
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return W, (b - mu) / var


# other: returns the normalized Z
def wrong_36(W, b, X):
    Z = W @ X + b
    return (Z - Z.mean(axis=1, keepdims=True)) / Z.std(axis=1, keepdims=True)


# other: changes the arguments
def wrong_37(W, b, X):
    Z = W @ X + b
    sigma = Z.std(axis=1, keepdims=True)
    W /= sigma
    b -= Z.mean(axis=1, keepdims=True)
    b /= sigma
    return W, b


# other: b as a flat array
def wrong_38(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1), Z.std(axis=1)
    return W / sigma.reshape(-1, 1), (b.ravel() - mu) / sigma


# other: a loop that ends one unit early
def wrong_39(W, b, X):
    W, b = W.copy(), b.copy()
    Z = W @ X + b
    for i in range(len(W) - 1):
        W[i] = W[i] / Z[i].std()
        b[i] = (b[i] - Z[i].mean()) / Z[i].std()
    return W, b


# other: a loop, the mean of the new z includes b, which is then forgotten
def wrong_40(W, b, X):
    W, b = W.copy(), b.copy()
    for i in range(len(W)):
        W[i] = W[i] / np.std(W[i] @ X + b[i])
        b[i] = -np.mean(W[i] @ X + b[i])
    return W, b


# other: also gives back the statistics
def wrong_41(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return W / sigma, (b - mu) / sigma, mu, sigma


# other: an endless loop, Z is computed once only
def wrong_42(W, b, X):
    Z = W @ X + b
    while np.abs(Z.mean(axis=1)).max() > 1e-12:
        b = b - Z.mean(axis=1, keepdims=True)
        W = W / Z.std(axis=1, keepdims=True)
    return W, b


def statistics(Z):
    m = Z.shape[0]
    mu = Z.sum(axis=1, keepdims=True) / m
    return mu, Z.std(axis=1, keepdims=True)


# other: a helper function that counts the rows for m
def wrong_43(W, b, X):
    mu, sigma = statistics(W @ X + b)
    return W / sigma, (b - mu) / sigma


# other: W transposed
def wrong_44(W, b, X):
    Z = W @ X + b
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return (W / sigma).T, (b - mu) / sigma


# b drops out: the mean of Wx alone
def right_01(W, b, X):
    Z = W @ X
    mu, sigma = Z.mean(axis=1, keepdims=True), Z.std(axis=1, keepdims=True)
    return W / sigma, -mu / sigma


# one unit after the other
def right_02(W, b, X):
    new_W, new_b = np.zeros(W.shape), np.zeros(b.shape)
    for i in range(W.shape[0]):
        z = W[i] @ X + b[i]
        new_W[i] = W[i] / z.std()
        new_b[i] = (b[i] - z.mean()) / z.std()
    return new_W, new_b


# first the spread, then the mean of the new z
def right_03(W, b, X):
    W = W / (W @ X).std(axis=1)[:, np.newaxis]
    return W, -np.mean(W @ X, axis=1).reshape(b.shape)


# first the mean, then the spread
def right_04(W, b, X):
    b = b - np.mean(np.dot(W, X) + b, axis=1, keepdims=True)
    Z = np.dot(W, X) + b
    scale = 1 / np.sqrt(np.mean(np.square(Z), axis=1, keepdims=True))
    return scale * W, scale * b


# from the mean and the covariance of the inputs
def right_05(W, b, X):
    mean = X.mean(axis=1, keepdims=True)
    covariance = (X - mean) @ (X - mean).T / X.shape[1]
    sigma = np.sqrt(np.einsum("ij,jk,ik->i", W, covariance, W))[:, None]
    return W / sigma, -(W @ mean) / sigma


# a diagonal matrix
def right_06(W, b, X):
    Z = W @ X + b
    D = np.diag(1 / Z.std(axis=1))
    return D @ W, D @ (b - Z.mean(axis=1, keepdims=True))
