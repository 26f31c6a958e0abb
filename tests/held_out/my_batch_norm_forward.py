"""Held-out answers to my_batch_norm_forward (notebook 02), written without knowing the list."""

import numpy as np

from helpers.batch_norm import batch_norm_forward

Z1 = np.random.default_rng(0).normal(0, 5, (30, 200))  # the notebook's first layer, shortened


# single: axis=0, over the units
def wrong_01(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    sigma2 = np.var(Z, axis=0, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(sigma2 + epsilon) + beta


# single: keepdims forgotten
def wrong_02(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1)
    var = Z.var(axis=1)
    Z_norm = (Z - mu) / np.sqrt(var + epsilon)
    return gamma * Z_norm + beta


# single: one dimension too many, [:, None] on a column
def wrong_03(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    var = Z.var(axis=1, keepdims=True)
    return gamma * (Z - mu[:, None]) / np.sqrt(var + epsilon) + beta


# single: epsilon outside the root
def wrong_04(Z, gamma, beta, epsilon):
    Z_norm = (Z - Z.mean(axis=1, keepdims=True)) / (Z.std(axis=1, keepdims=True) + epsilon)
    return gamma * Z_norm + beta


# single: variance with m - 1
def wrong_05(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    s2 = Z.var(axis=1, keepdims=True, ddof=1)
    return gamma * ((Z - mu) / np.sqrt(s2 + epsilon)) + beta


# single: no square root
def wrong_06(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=-1, keepdims=True)
    var = np.mean((Z - mu) ** 2, axis=-1, keepdims=True)
    return gamma * ((Z - mu) / (var + epsilon)) + beta


# single: no epsilon
def wrong_07(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    sigma = Z.std(axis=1, keepdims=True)
    Z_norm = (Z - mu) / sigma
    return gamma * Z_norm + beta


# single: beta forgotten
def wrong_08(Z, gamma, beta, epsilon):
    mu = Z.mean(1, keepdims=True)
    var = Z.var(1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(var + epsilon)


# single: gamma forgotten
def wrong_09(Z, gamma, beta, epsilon):
    mu = Z.mean(1, keepdims=True)
    var = Z.var(1, keepdims=True)
    return (Z - mu) / np.sqrt(var + epsilon) + beta


# single: gamma multiplies beta, too
def wrong_10(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    return gamma * (Z_norm + beta)


# single: the axis is missing in the variance only
def wrong_11(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=1, keepdims=True)
    sigma2 = np.mean((Z - mu) ** 2)
    Z_norm = (Z - mu) / np.sqrt(sigma2 + epsilon)
    return gamma * Z_norm + beta


# single: mean and variance of the whole matrix
def wrong_12(Z, gamma, beta, epsilon):
    return gamma * (Z - np.mean(Z)) / np.sqrt(np.var(Z) + epsilon) + beta


# single: epsilon squared
def wrong_13(Z, gamma, beta, epsilon):
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(var + epsilon ** 2) + beta


# single: variance from Z in place of Z - mu
def wrong_14(Z, gamma, beta, epsilon):
    m = Z.shape[1]
    mu = np.sum(Z, axis=1, keepdims=True) / m
    var = np.sum(Z * Z, axis=1, keepdims=True) / m
    return gamma * ((Z - mu) / np.sqrt(var + epsilon)) + beta


# single: Z in place of Z_norm in the last line
def wrong_15(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    sigma2 = Z.var(axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(sigma2 + epsilon)  # noqa: F841
    Z_tilde = gamma * Z + beta
    return Z_tilde


# single: m is the number of units
def wrong_16(Z, gamma, beta, epsilon):
    m = Z.shape[0]
    mu = 1 / m * np.sum(Z, axis=1, keepdims=True)
    var = 1 / m * np.sum((Z - mu) ** 2, axis=1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(var + epsilon) + beta


# single: gamma and beta swapped
def wrong_17(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    v = Z.var(axis=1, keepdims=True)
    return beta * (Z - mu) / np.sqrt(v + epsilon) + gamma


# single: brackets, epsilon is added to the quotient
def wrong_18(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(Z.var(axis=1, keepdims=True)) + epsilon
    return gamma * Z_norm + beta


# single: a matrix product with gamma
def wrong_19(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    return np.dot(gamma.T, Z_norm) + beta


# single: the mean is not taken off
def wrong_20(Z, gamma, beta, epsilon):
    sigma2 = Z.var(axis=1, keepdims=True)
    return gamma * Z / np.sqrt(sigma2 + epsilon) + beta


# single: gamma put under the root
def wrong_21(Z, gamma, beta, epsilon):
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return (Z - mu) / np.sqrt(gamma ** 2 * var + epsilon) + beta


# single: the mean over the units only, the variance is right
def wrong_22(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=0)
    var = Z.var(axis=1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(var + epsilon) + beta


# pair: variance with m - 1; epsilon outside the root
def wrong_23(Z, gamma, beta, epsilon):
    s = np.std(Z, axis=1, ddof=1, keepdims=True)
    return gamma * (Z - Z.mean(axis=1, keepdims=True)) / (s + epsilon) + beta


# pair: over the units; beta forgotten
def wrong_24(Z, gamma, beta, epsilon):
    return gamma * ((Z - Z.mean(0)) / np.sqrt(Z.var(0) + epsilon))


# pair: epsilon outside the root; gamma multiplies beta, too
def wrong_25(Z, gamma, beta, epsilon):
    Z_norm = (Z - Z.mean(axis=1, keepdims=True)) / (Z.std(axis=1, keepdims=True) + epsilon)
    return gamma * (Z_norm + beta)


# pair: no square root; gamma forgotten
def wrong_26(Z, gamma, beta, epsilon):
    Z_norm = (Z - Z.mean(axis=1, keepdims=True)) / (Z.var(axis=1, keepdims=True) + epsilon)
    return Z_norm + beta


# pair: one variance for all units; beta subtracted
def wrong_27(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(np.mean((Z - mu) ** 2) + epsilon) - beta


# pair: gamma forgotten; beta forgotten (returns Z_norm)
def wrong_28(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    return Z_norm


# pair: variance not centred; epsilon left out
def wrong_29(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt((Z ** 2).mean(axis=1, keepdims=True)) + beta


# other: an endless loop, the counter is never moved on
def wrong_30(Z, gamma, beta, epsilon):
    Z_tilde = np.zeros(Z.shape)
    i = 0
    while i < Z.shape[0]:
        z = Z[i]
        Z_tilde[i] = gamma[i] * (z - z.mean()) / np.sqrt(z.var() + epsilon) + beta[i]
    return Z_tilde


# other: return inside the loop, only the first unit is done
def wrong_31(Z, gamma, beta, epsilon):
    Z_tilde = np.zeros_like(Z)
    for i in range(Z.shape[0]):
        mu, var = Z[i].mean(), Z[i].var()
        Z_tilde[i] = gamma[i] * (Z[i] - mu) / np.sqrt(var + epsilon) + beta[i]
        return Z_tilde


# other: returns a cache as well
def wrong_32(Z, gamma, beta, epsilon):
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(var + epsilon)
    return gamma * Z_norm + beta, (Z_norm, mu, var)


# other: changes Z in place
def wrong_33(Z, gamma, beta, epsilon):
    Z -= Z.mean(axis=1, keepdims=True)
    Z /= np.sqrt(np.mean(Z ** 2, axis=1, keepdims=True) + epsilon)
    return gamma * Z + beta


# other: prints in place of returning
def wrong_34(Z, gamma, beta, epsilon):
    for i in range(len(Z)):
        z_norm = (Z[i] - Z[i].mean()) / np.sqrt(Z[i].var() + epsilon)
        for z in gamma[i] * z_norm + beta[i]:
            print(i, z)


def mean_and_std(row):
    m = len(row)
    mu = sum(row) / m
    return mu, (sum(abs(z - mu) for z in row) / m)


# other: a helper function with the mean distance in place of the standard deviation
def wrong_35(Z, gamma, beta, epsilon):
    out = []
    for row, g, b in zip(Z, gamma, beta, strict=True):
        mu, s = mean_and_std(row)
        out.append(g * (row - mu) / np.sqrt(s ** 2 + epsilon) + b)
    return np.array(out)


# other: uses Z1 of the notebook
def wrong_36(Z, gamma, beta, epsilon):
    mu = Z1.mean(axis=1, keepdims=True)
    var = Z1.var(axis=1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(var + epsilon) + beta


# other: a whole row's normalized values thrown away but the last one
def wrong_37(Z, gamma, beta, epsilon):
    Z_tilde = np.empty(Z.shape)
    mu, var = Z.mean(axis=1), Z.var(axis=1)
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            Z_tilde[i] = gamma[i] * (Z[i, j] - mu[i]) / np.sqrt(var[i] + epsilon) + beta[i]
    return Z_tilde


# other: calls the course's function and does not unpack it
def wrong_38(Z, gamma, beta, epsilon):
    return batch_norm_forward(Z, gamma, beta, epsilon)


# other: epsilon forgotten among the arguments
def wrong_39(Z, gamma, beta):
    mu = Z.mean(axis=1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(Z.var(axis=1, keepdims=True) + 1e-5) + beta


# loops over everything
def right_01(Z, gamma, beta, epsilon):
    n, m = Z.shape
    Z_tilde = np.zeros((n, m))
    for i in range(n):
        mu = sum(Z[i, j] for j in range(m)) / m
        var = sum((Z[i, j] - mu) ** 2 for j in range(m)) / m
        for j in range(m):
            z_norm = (Z[i, j] - mu) / (var + epsilon) ** 0.5
            Z_tilde[i, j] = gamma[i, 0] * z_norm + beta[i, 0]
    return Z_tilde


# transposed
def right_02(Z, gamma, beta, epsilon):
    A = Z.T - Z.T.mean(axis=0)
    return (A / np.sqrt((A * A).mean(axis=0) + epsilon) * gamma.T + beta.T).T


# scale and shift collected, as at test time
def right_03(Z, gamma, beta, epsilon):
    mean, variance = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    scale = gamma / np.sqrt(variance + epsilon)
    return scale * Z + (beta - scale * mean)


# variance as mean of squares less square of the mean
def right_04(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    var = (Z ** 2).mean(axis=1, keepdims=True) - mu ** 2
    return gamma * (Z - mu) / np.sqrt(var + epsilon) + beta


# the centring matrix and a diagonal matrix
def right_05(Z, gamma, beta, epsilon):
    m = Z.shape[1]
    Zc = Z @ (np.eye(m) - np.ones((m, m)) / m)
    d = gamma.ravel() / np.sqrt(np.diag(Zc @ Zc.T) / m + epsilon)
    return np.diag(d) @ Zc + beta


# einsum and a negative power
def right_06(Z, gamma, beta, epsilon):
    mu = np.average(Z, axis=1).reshape(-1, 1)
    squares = np.einsum("ij,ij->i", Z - mu, Z - mu)[:, np.newaxis]
    return beta + gamma * (Z - mu) * np.power(squares / Z.shape[-1] + epsilon, -1 / 2)
