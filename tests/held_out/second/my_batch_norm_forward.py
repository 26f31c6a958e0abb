"""Answers of learners to my_batch_norm_forward (notebook 02)."""
import numpy as np


# single: epsilon is added to the root, not under it
def wrong_01(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=1, keepdims=True)
    sigma = np.std(Z, axis=1, keepdims=True)
    Z_norm = (Z - mu) / (sigma + epsilon)
    return gamma * Z_norm + beta


# single: mean and variance over the units (axis 0)
def wrong_02(Z, gamma, beta, epsilon):
    mean = Z.mean(axis=0)
    variance = Z.var(axis=0)
    Z_norm = (Z - mean) / np.sqrt(variance + epsilon)
    Z_tilde = gamma * Z_norm + beta
    return Z_tilde


# single: the root is missing
def wrong_03(Z, gamma, beta, epsilon):
    m = Z.shape[1]
    mu = 1 / m * np.sum(Z, axis=1, keepdims=True)
    sigma2 = 1 / m * np.sum((Z - mu) ** 2, axis=1, keepdims=True)
    Z_norm = (Z - mu) / (sigma2 + epsilon)
    return np.multiply(gamma, Z_norm) + beta


# single: the variance divides by m - 1
def wrong_04(Z, gamma, beta, epsilon):
    m = Z.shape[-1]
    centered = Z - Z.mean(axis=-1, keepdims=True)
    var = (centered * centered).sum(axis=-1, keepdims=True) / (m - 1)
    return gamma * centered / np.sqrt(var + epsilon) + beta


# single: beta is added before gamma multiplies
def wrong_05(Z, gamma, beta, epsilon):
    mu, var = Z.mean(1, keepdims=True), Z.var(1, keepdims=True)
    return gamma * ((Z - mu) / (var + epsilon) ** 0.5 + beta)


# single: every unit gets the gamma and beta of the first
def wrong_06(Z, gamma, beta, epsilon):
    Z_tilde = np.zeros(Z.shape)
    for j in range(Z.shape[0]):
        z = Z[j, :]
        z_norm = (z - np.mean(z)) / np.sqrt(np.var(z) + epsilon)
        Z_tilde[j, :] = gamma[0] * z_norm + beta[0]
    return Z_tilde


# single: the variance is squared once more under the root
def wrong_07(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    sigma = np.mean((Z - mu) ** 2, axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(sigma ** 2 + epsilon)
    return gamma * Z_norm + beta


# single: gamma and beta are forgotten
def wrong_08(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1)[:, np.newaxis]
    var = Z.var(axis=1)[:, np.newaxis]
    Z_norm = (Z - mu) / np.sqrt(var + epsilon)
    return Z_norm


# pair: mean and variance of the whole matrix; gamma and beta exchanged
def wrong_09(Z, gamma, beta, epsilon):
    Z_norm = (Z - np.mean(Z)) / np.sqrt(np.var(Z) + epsilon)
    return beta * Z_norm + gamma


# pair: the bracket around Z - mu is missing; beta is subtracted
def wrong_10(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=1, keepdims=True)
    variance = np.var(Z, axis=1, keepdims=True)
    Z_norm = Z - mu / np.sqrt(variance + epsilon)
    return gamma * Z_norm - beta


# pair: the sum of squares is not divided by m; epsilon is left out
def wrong_11(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    variance = np.sum((Z - mu) ** 2, axis=1, keepdims=True)
    Z_tilde = gamma * (Z - mu) / np.sqrt(variance) + beta
    return Z_tilde


# other: the spread is the mean distance from the mean
def wrong_12(Z, gamma, beta, epsilon):
    d = Z - Z.mean(axis=1, keepdims=True)
    spread = np.abs(d).mean(axis=1, keepdims=True)
    return gamma * d / (spread + epsilon) + beta


def right_01(Z, gamma, beta, epsilon):
    rows = []
    for z, g, b in zip(Z, np.ravel(gamma), np.ravel(beta)):
        z = z - z.sum() / len(z)
        rows.append(g * z / np.sqrt(z @ z / len(z) + epsilon) + b)
    return np.array(rows)


def right_02(Z, gamma, beta, epsilon):
    # gamma and beta folded into one scale and one shift
    mu = Z.mean(axis=1, keepdims=True)
    scale = gamma / np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    return scale * Z + (beta - scale * mu)


def right_03(Z, gamma, beta, epsilon):
    m = Z.shape[1]
    centring = np.eye(m) - np.ones((m, m)) / m
    Zc = np.dot(Z, centring)
    var = np.einsum("ij,ij->i", Zc, Zc) / m
    return (np.diag(gamma[:, 0] * (var + epsilon) ** -0.5) @ Zc) + beta
