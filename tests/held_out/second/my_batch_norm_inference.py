"""Answers of learners to my_batch_norm_inference (notebook 05)."""
import numpy as np


# single: the statistics are computed from the test batch again
def wrong_01(Z, gamma, beta, mean, variance, epsilon):
    mean = np.mean(Z, axis=1, keepdims=True)
    variance = np.var(Z, axis=1, keepdims=True)
    Z_norm = (Z - mean) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: the mean is the given one, the variance that of the batch
def wrong_02(Z, gamma, beta, mean, variance, epsilon):
    var = np.mean((Z - mean) ** 2, axis=1, keepdims=True)
    Z_norm = (Z - mean) / np.sqrt(var + epsilon)
    Z_tilde = gamma * Z_norm + beta
    return Z_tilde


# single: the bracket around Z - mean is missing
def wrong_03(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean / np.sqrt(variance + epsilon)) + beta


# single: the given variance is taken for a standard deviation
def wrong_04(Z, gamma, beta, mean, variance, epsilon):
    sigma = variance
    Z_norm = (Z - mean) / (sigma + epsilon)
    return gamma * Z_norm + beta


# single: no gamma and beta at test time
def wrong_05(Z, gamma, beta, mean, variance, epsilon):
    # gamma and beta were for training only
    return (Z - mean) / np.sqrt(variance + epsilon)


# single: a matrix product sums the units up
def wrong_06(Z, gamma, beta, mean, variance, epsilon):
    Z_norm = (Z - mean) / np.sqrt(variance + epsilon)
    Z_tilde = np.dot(gamma.T, Z_norm) + beta
    return Z_tilde


# single: gamma divides
def wrong_07(Z, gamma, beta, mean, variance, epsilon):
    std = np.sqrt(variance + epsilon)
    return (Z - mean) / (gamma * std) + beta


# single: gamma multiplies only the mean's part
def wrong_08(Z, gamma, beta, mean, variance, epsilon):
    inv = 1.0 / np.sqrt(variance + epsilon)
    return inv * Z + (beta - gamma * mean * inv)


# pair: gamma and beta exchanged; epsilon outside the root
def wrong_09(Z, gamma, beta, mean, variance, epsilon):
    Z_norm = (Z - mean) / (np.sqrt(variance) + epsilon)
    return beta * Z_norm + gamma


# pair: the mean is moved on with the test batch; so is the variance
def wrong_10(Z, gamma, beta, mean, variance, epsilon):
    mean = 0.9 * mean + 0.1 * np.mean(Z, axis=1, keepdims=True)
    variance = 0.9 * variance + 0.1 * np.var(Z, axis=1, keepdims=True)
    return gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta


# pair: the mean is not taken off; epsilon is forgotten
def wrong_11(Z, gamma, beta, mean, variance, epsilon):
    Z_tilde = np.zeros_like(Z, dtype=float)
    n, m = Z.shape
    for i in range(n):
        for j in range(m):
            Z_tilde[i, j] = gamma[i, 0] * Z[i, j] / np.sqrt(variance[i, 0]) + beta[i, 0]
    return Z_tilde


# other: the normalization is undone: times sigma, plus the mean
def wrong_12(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z * np.sqrt(variance + epsilon) + mean) + beta


def right_01(Z, gamma, beta, mean, variance, epsilon):
    # one matrix product: a diagonal weight and a bias
    W = np.diagflat(gamma / np.sqrt(variance + epsilon))
    return W @ Z + (beta - W @ mean)


def right_02(Z, gamma, beta, mean, variance, epsilon):
    columns = [gamma * (z[:, None] - mean) * (variance + epsilon) ** -0.5 + beta for z in Z.T]
    return np.concatenate(columns, axis=1)


def right_03(Z, gamma, beta, mean, variance, epsilon):
    g, b, mu, var = (np.broadcast_to(a, Z.shape) for a in (gamma, beta, mean, variance))
    return np.add(b, np.multiply(g, np.divide(np.subtract(Z, mu), np.sqrt(np.add(var, epsilon)))))
