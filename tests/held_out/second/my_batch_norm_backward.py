"""Answers of learners to my_batch_norm_backward (notebook 03)."""
import numpy as np


# single: m is the number of units
def wrong_01(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[0]
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: dgamma and dbeta are means, not sums
def wrong_02(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.mean(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).mean(axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta - Z_norm * dgamma)
    return dZ, dgamma, dbeta


# single: the mean of the upstream gradient is not taken off (mu held constant)
def wrong_03(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(1, keepdims=True)
    dgamma = (Z_norm * dZ_tilde).sum(1, keepdims=True)
    inv_std = 1 / np.sqrt(variance + epsilon)
    dZ = gamma * inv_std * (dZ_tilde - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: divided by the variance instead of its root
def wrong_04(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = Z_norm.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma / (m * (variance + epsilon)) * (m * dZ_tilde - dbeta - Z_norm * dgamma)
    return dZ, dgamma, dbeta


# single: the term of the mean stands twice (in dmu and once more in the end)
def wrong_05(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    std = np.sqrt(variance + epsilon)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    dmu = -np.sum(dZ_norm, axis=1, keepdims=True) / std
    dZ = (dZ_norm - np.mean(dZ_norm, axis=1, keepdims=True)) / std + dmu / m
    dZ = dZ - Z_norm * np.mean(dZ_norm * Z_norm, axis=1, keepdims=True) / std
    return dZ, dgamma, dbeta


# single: gamma is missing on the way to dZ
def wrong_06(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[-1]
    dbeta = dZ_tilde.sum(axis=-1, keepdims=True)
    dgamma = np.sum(Z_norm * dZ_tilde, axis=-1, keepdims=True)
    dZ = (dZ_tilde - (dbeta + Z_norm * dgamma) / m) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: dbeta and dgamma are returned in the wrong order
def wrong_07(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma * (dZ_tilde - dbeta / m - Z_norm * dgamma / m) / np.sqrt(variance + epsilon)
    return dZ, dbeta, dgamma


# single: the square's derivative has lost its factor 2
def wrong_08(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    Zc = Z_norm * np.sqrt(variance + epsilon)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = dZ_tilde * gamma
    dvar = np.sum(dZ_norm * Zc * -0.5 * (variance + epsilon) ** -1.5, axis=1, keepdims=True)
    dmu = np.sum(-dZ_norm / np.sqrt(variance + epsilon), axis=1, keepdims=True)
    dZ = dZ_norm / np.sqrt(variance + epsilon) + dvar * Zc / m + dmu / m
    return dZ, dgamma, dbeta


# pair: the derivative of the root has the wrong sign; dbeta is summed after gamma
def wrong_09(dZ_tilde, Z_norm, gamma, variance, epsilon):
    n, m = dZ_tilde.shape
    ivar = (variance + epsilon) ** -0.5
    dxhat = dZ_tilde * gamma
    dvar = np.sum(dxhat * Z_norm / ivar, axis=1, keepdims=True) * 0.5 * ivar ** 3
    dmu = -ivar * np.sum(dxhat, axis=1, keepdims=True)
    dZ = dxhat * ivar + 2 / m * dvar * Z_norm / ivar + dmu / m
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    return dZ, dgamma, np.sum(dxhat, axis=1, keepdims=True)


# pair: dgamma and dbeta are flat (n,); dZ lacks Z_norm's factor in the last term
def wrong_10(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1)
    dZ = dZ_tilde - dbeta.reshape(-1, 1) / m - dgamma.reshape(-1, 1) / m
    dZ = dZ * gamma / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# pair: gamma multiplies twice; dgamma is the product of two sums
def wrong_11(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dZ_norm = gamma * dZ_tilde
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde, axis=1, keepdims=True) * np.sum(Z_norm, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (
        dZ_norm - np.sum(dZ_norm, axis=1, keepdims=True) / m
        - Z_norm * np.sum(dZ_norm * Z_norm, axis=1, keepdims=True) / m)
    return dZ, dgamma, dbeta


# other: multiplied by 1 - Z_norm^2, as if Z_norm were a tanh
def wrong_12(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = dZ_tilde * gamma * (1 - Z_norm ** 2) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


def right_01(dZ_tilde, Z_norm, gamma, variance, epsilon):
    # Jacobian of every unit
    m = Z_norm.shape[1]
    dZ = np.empty(Z_norm.shape)
    for j, z in enumerate(Z_norm):
        jacobian = (np.eye(m) - 1 / m - np.outer(z, z) / m) / np.sqrt(variance[j] + epsilon)
        dZ[j] = gamma[j] * (jacobian @ dZ_tilde[j])
    ones = np.ones((m, 1))
    return dZ, (dZ_tilde * Z_norm) @ ones, dZ_tilde @ ones


def right_02(dZ_tilde, Z_norm, gamma, variance, epsilon):
    # step by step through the graph, as in the paper
    m = dZ_tilde.shape[1]
    var = variance + epsilon
    Zc = Z_norm * var ** 0.5
    g = dZ_tilde * gamma
    dvar = (g * Zc).sum(1, keepdims=True) * (-0.5) * var ** (-3 / 2)
    dmu = g.sum(1, keepdims=True) * -(var ** -0.5) + dvar * (-2 * Zc).mean(1, keepdims=True)
    dZ = g * var ** -0.5 + dvar * 2 * Zc / m + dmu / m
    return dZ, np.einsum("ij,ij->i", dZ_tilde, Z_norm)[:, None], dZ_tilde.sum(1)[:, None]


def right_03(dZ_tilde, Z_norm, gamma, variance, epsilon):
    D, N = dZ_tilde.T, Z_norm.T
    m = len(D)
    db, dg = D.sum(0), (D * N).sum(0)
    dX = gamma.T * (variance.T + epsilon) ** -0.5 / m * (m * D - db - N * dg)
    return dX.T, dg.reshape(gamma.shape), db.reshape(gamma.shape)
