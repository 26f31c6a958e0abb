"""Answers of learners to my_layer_norm_backward (notebook 11)."""
import numpy as np


# single: gamma stands in front, as in batch norm
def wrong_01(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    a = np.mean(dZ_tilde, axis=0, keepdims=True)
    b = np.mean(dZ_tilde * Z_norm, axis=0, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - a - Z_norm * b)
    return dZ, dgamma, dbeta


# single: dgamma and dbeta are summed over the units
def wrong_02(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=0, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=0, keepdims=True)
    d = gamma * dZ_tilde
    dZ = (d - d.mean(axis=0) - Z_norm * (d * Z_norm).mean(axis=0)) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: the means in dZ run over the examples
def wrong_03(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    dZ = dZ_norm - np.mean(dZ_norm, axis=1, keepdims=True)
    dZ -= Z_norm * np.mean(dZ_norm * Z_norm, axis=1, keepdims=True)
    return dZ / np.sqrt(variance + epsilon), dgamma, dbeta


# single: the last term is a sum, not a mean
def wrong_04(dZ_tilde, Z_norm, gamma, variance, epsilon):
    std = np.sqrt(variance + epsilon)
    dZ_norm = dZ_tilde * gamma
    mean_term = dZ_norm.mean(axis=0, keepdims=True)
    proj_term = Z_norm * np.sum(dZ_norm * Z_norm, axis=0, keepdims=True)
    dZ = (dZ_norm - mean_term - proj_term) / std
    return dZ, (dZ_tilde * Z_norm).sum(1, keepdims=True), dZ_tilde.sum(1, keepdims=True)


# single: the last mean is not multiplied by Z_norm
def wrong_05(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = gamma * dZ_tilde
    m1 = np.mean(dZ_norm, axis=0, keepdims=True)
    m2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    dZ = (dZ_norm - m1 - m2) / np.sqrt(variance + epsilon)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    return dZ, dgamma, dbeta


# single: the product of the means instead of the mean of the product
def wrong_06(dZ_tilde, Z_norm, gamma, variance, epsilon):
    n = Z_norm.shape[0]
    dZn = gamma * dZ_tilde
    s1 = dZn.sum(axis=0, keepdims=True) / n
    s2 = (dZn.sum(axis=0, keepdims=True) / n) * (Z_norm.sum(axis=0, keepdims=True) / n)
    dZ = (dZn - s1 - Z_norm * s2) / np.sqrt(variance + epsilon)
    return dZ, np.sum(dZ_tilde * Z_norm, 1, keepdims=True), np.sum(dZ_tilde, 1, keepdims=True)


# single: gamma is inside dgamma
def wrong_07(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = gamma * dZ_tilde
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_norm * Z_norm, axis=1, keepdims=True)
    t = dZ_norm - np.mean(dZ_norm, axis=0) - Z_norm * np.mean(dZ_norm * Z_norm, axis=0)
    return t / np.sqrt(variance + epsilon), dgamma, dbeta


# single: only the last term is divided by the root, a bracket is missing
def wrong_08(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dn = gamma * dZ_tilde
    dZ = dn - dn.mean(axis=0) - Z_norm * (dn * Z_norm).mean(axis=0) / np.sqrt(variance + epsilon)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    return dZ, dgamma, dbeta


# pair: dZ without gamma; divided by the variance, no root
def wrong_09(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = dZ_tilde - np.mean(dZ_tilde, axis=0) - Z_norm * np.mean(dZ_tilde * Z_norm, axis=0)
    return dZ / (variance + epsilon), dgamma, dbeta


# pair: the sums over the units are divided by the number of examples; dbeta and dgamma are flat
def wrong_10(dZ_tilde, Z_norm, gamma, variance, epsilon):
    n, m = dZ_tilde.shape
    dbeta = dZ_tilde.sum(axis=1)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1)
    g = gamma * dZ_tilde
    dZ = 1 / m * (m * g - g.sum(axis=0) - Z_norm * (g * Z_norm).sum(axis=0))
    return dZ / np.sqrt(variance + epsilon), dgamma, dbeta


# pair: the variance is held constant, its term is left out; dgamma and dbeta in the wrong order
def wrong_11(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = gamma * dZ_tilde
    dZ = (dZ_norm - np.mean(dZ_norm, axis=0, keepdims=True)) / np.sqrt(variance + epsilon)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    return dZ, dbeta, dgamma


# other: the gradient itself is layer-normalized
def wrong_12(dZ_tilde, Z_norm, gamma, variance, epsilon):
    d = gamma * dZ_tilde
    dZ = (d - d.mean(axis=0)) / np.sqrt(d.var(axis=0) + epsilon)
    return dZ, (dZ_tilde * Z_norm).sum(1, keepdims=True), dZ_tilde.sum(1, keepdims=True)


def right_01(dZ_tilde, Z_norm, gamma, variance, epsilon):
    # through variance and mean, step by step
    n = len(Z_norm)
    s = np.sqrt(variance + epsilon)
    Zc = Z_norm * s
    d = dZ_tilde * gamma
    dvar = -np.sum(d * Zc, axis=0) / (2 * s ** 3)
    dZc = d / s + 2 * Zc * dvar / n
    return dZc - dZc.mean(axis=0), np.vecdot(dZ_tilde, Z_norm)[:, None], dZ_tilde @ np.ones((dZ_tilde.shape[1], 1))


def right_02(dZ_tilde, Z_norm, gamma, variance, epsilon):
    # one Jacobian an example
    n, m = Z_norm.shape
    dZ = np.zeros((n, m))
    dgamma, dbeta = np.zeros((n, 1)), np.zeros((n, 1))
    for i in range(m):
        z, d = Z_norm[:, [i]], dZ_tilde[:, [i]]
        J = (np.eye(n) - np.ones((n, n)) / n - z @ z.T / n) / np.sqrt(variance[0, i] + epsilon)
        dZ[:, [i]] = J.T @ (gamma * d)
        dgamma += d * z
        dbeta += d
    return dZ, dgamma, dbeta


def right_03(dZ_tilde, Z_norm, gamma, variance, epsilon):
    # transposed
    D, N, g = dZ_tilde.T, Z_norm.T, gamma.T
    G = D * g
    n = G.shape[1]
    dX = (n * G - G.sum(1, keepdims=True) - N * (G * N).sum(1, keepdims=True)) / n
    dX = dX / np.sqrt(variance.T + epsilon)
    return dX.T, (D * N).sum(0, keepdims=True).T, D.sum(0, keepdims=True).T
