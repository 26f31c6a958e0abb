"""Answers of learners to my_layer_norm_forward (notebook 11)."""
import numpy as np


# single: batch norm's axis
def wrong_01(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=1, keepdims=True)
    var = np.var(Z, axis=1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(var + epsilon) + beta


# single: the variance divides by n - 1
def wrong_02(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=0)
    var = Z.var(axis=0, ddof=1)
    Z_norm = (Z - mu) / np.sqrt(var + epsilon)
    return gamma * Z_norm + beta


# single: the mean over the units, the variance over the examples
def wrong_03(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.mean((Z - mu) ** 2, axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    Z_tilde = gamma * Z_norm + beta
    return Z_tilde


# single: returned with a row for each example
def wrong_04(Z, gamma, beta, epsilon):
    X = Z.T
    mean = X.mean(axis=1, keepdims=True)
    var = X.var(axis=1, keepdims=True)
    X_norm = (X - mean) / np.sqrt(var + epsilon)
    return gamma.T * X_norm + beta.T


# single: the squares are divided by m instead of n
def wrong_05(Z, gamma, beta, epsilon):
    n, m = Z.shape
    mu = np.sum(Z, axis=0, keepdims=True) / n
    sigma2 = np.sum((Z - mu) ** 2, axis=0, keepdims=True) / m
    Z_norm = (Z - mu) / np.sqrt(sigma2 + epsilon)
    return gamma * Z_norm + beta


# single: the mean is not taken off above the line
def wrong_06(Z, gamma, beta, epsilon):
    std = np.sqrt(np.var(Z, axis=0, keepdims=True) + epsilon)
    Z_norm = Z / std
    return gamma * Z_norm + beta


# single: the spread is the root of the mean square of Z itself
def wrong_07(Z, gamma, beta, epsilon):
    mu = Z.mean(0)
    rms = np.sqrt((Z ** 2).mean(0) + epsilon)
    return gamma * ((Z - mu) / rms) + beta


# single: gamma and beta are averaged to one number a layer
def wrong_08(Z, gamma, beta, epsilon):
    columns = []
    g, b = np.mean(gamma), np.mean(beta)
    for z in Z.T:
        columns.append(g * (z - z.mean()) / np.sqrt(z.var() + epsilon) + b)
    return np.array(columns).T


# pair: statistics of the whole matrix; beta is forgotten
def wrong_09(Z, gamma, beta, epsilon):
    return gamma * (Z - Z.mean()) / np.sqrt(Z.var() + epsilon)


# pair: gamma multiplies before the normalization; epsilon is added to the root
def wrong_10(Z, gamma, beta, epsilon):
    Z = gamma * Z
    return (Z - Z.mean(axis=0)) / (Z.std(axis=0) + epsilon) + beta


# pair: both axes one after the other, units first; gamma is forgotten
def wrong_11(Z, gamma, beta, epsilon):
    for axis in (0, 1):
        Z = (Z - Z.mean(axis=axis, keepdims=True)) / np.sqrt(Z.var(axis=axis, keepdims=True) + epsilon)
    return Z + beta


# other: each example is scaled to length 1
def wrong_12(Z, gamma, beta, epsilon):
    centred = Z - Z.mean(axis=0, keepdims=True)
    return gamma * centred / (np.linalg.norm(centred, axis=0, keepdims=True) + epsilon) + beta


def right_01(Z, gamma, beta, epsilon):
    n = len(Z)
    u = np.ones((n, 1)) / n
    Zc = Z - u.T @ Z
    return gamma * Zc * (u.T @ Zc ** 2 + epsilon) ** -0.5 + beta


def right_02(Z, gamma, beta, epsilon):
    out = np.zeros(Z.shape)
    n, m = Z.shape
    for i in range(m):
        mu = sum(Z[j, i] for j in range(n)) / n
        var = sum((Z[j, i] - mu) ** 2 for j in range(n)) / n
        for j in range(n):
            out[j, i] = gamma[j, 0] * (Z[j, i] - mu) / (var + epsilon) ** 0.5 + beta[j, 0]
    return out


def right_03(Z, gamma, beta, epsilon):
    # batch norm of the transposed matrix, without its gamma and beta
    T = np.transpose(Z)
    T = (T - T.mean(-1, keepdims=True)) / np.hypot(T.std(-1, keepdims=True), np.sqrt(epsilon))
    return (T * gamma.ravel() + beta.ravel()).T
