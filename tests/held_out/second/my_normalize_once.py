"""Answers of learners to my_normalize_once (notebook 08)."""
import numpy as np


# single: the mean is taken off b without dividing it by the spread
def wrong_01(W, b, X):
    Z = W @ X + b
    mu = Z.mean(axis=1, keepdims=True)
    sigma = Z.std(axis=1, keepdims=True)
    return W / sigma, b - mu / sigma


# single: Z is computed without b
def wrong_02(W, b, X):
    Z = np.dot(W, X)
    mean = np.mean(Z, axis=1, keepdims=True)
    std = np.std(Z, axis=1, keepdims=True)
    return W / std, (b - mean) / std


# single: divided by the variance
def wrong_03(W, b, X):
    Z = W @ X + b
    mu, var = Z.mean(1, keepdims=True), Z.var(1, keepdims=True)
    return W / var, (b - mu) / var


# single: one mean and one spread for the layer
def wrong_04(W, b, X):
    Z = W @ X + b
    return W / Z.std(), (b - Z.mean()) / Z.std()


# single: the mean is added
def wrong_05(W, b, X):
    Z = W @ X + b
    mu = np.sum(Z, axis=1, keepdims=True) / X.shape[1]
    sd = np.sqrt(np.sum((Z - mu) ** 2, axis=1, keepdims=True) / X.shape[1])
    return W / sd, (b + mu) / sd


# single: b is changed, W is not
def wrong_06(W, b, X):
    Z = W @ X + b
    mean = Z.mean(axis=1, keepdims=True)
    std = Z.std(axis=1, keepdims=True)
    b_new = (b - mean) / std
    return W, b_new


# single: the inputs are normalized, pixel by pixel, not the units
def wrong_07(W, b, X):
    mu = X.mean(axis=1, keepdims=True)
    s = X.std(axis=1, keepdims=True) + 1e-8
    W_new = W / s.T
    return W_new, b - W_new @ mu


# single: the means are flat, so b becomes a square matrix
def wrong_08(W, b, X):
    Z = W @ X + b
    mean = Z.mean(axis=1)
    std = Z.std(axis=1)
    W_new = (W.T / std).T
    return W_new, (b - mean) / std


# pair: Z is normalized and returned in W's place; b is left as it is
def wrong_09(W, b, X):
    Z = W @ X + b
    Z_norm = (Z - Z.mean(axis=1, keepdims=True)) / Z.std(axis=1, keepdims=True)
    return Z_norm, b


# pair: the spread is the layer's; b is set to 0
def wrong_10(W, b, X):
    Z = W @ X + b
    return W / np.std(Z), np.zeros_like(b)


# pair: the mean of Z is taken off W, too; the spread divides by m - 1
def wrong_11(W, b, X):
    Z = W @ X + b
    mu = Z.mean(axis=1, keepdims=True)
    sigma = Z.std(axis=1, ddof=1, keepdims=True)
    return (W - mu) / sigma, (b - mu) / sigma


# other: the weights of each unit are normalized, X is not looked at
def wrong_12(W, b, X):
    W_new = (W - W.mean(axis=1, keepdims=True)) / W.std(axis=1, keepdims=True)
    return W_new, b - b.mean()


def right_01(W, b, X):
    # first the spread, then look again and centre
    W = W / (W @ X).std(axis=1, keepdims=True)
    return W, -(W @ X).mean(axis=1, keepdims=True)


def right_02(W, b, X):
    # from the inputs' mean and covariance
    x_mean = X.mean(axis=1, keepdims=True)
    C = (X - x_mean) @ (X - x_mean).T / X.shape[1]
    sigma = np.sqrt(np.einsum("ij,jk,ik->i", W, C, W))[:, None]
    return W / sigma, -(W @ x_mean) / sigma


def right_03(W, b, X):
    both = np.hstack([W, b])
    new = []
    for row in both:
        z = row[:-1] @ X + row[-1]
        row = row.copy()
        row[-1] -= z.mean()
        new.append(row / z.std())
    new = np.vstack(new)
    return new[:, :-1], new[:, -1:]
