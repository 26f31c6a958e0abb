"""Held-out answers to my_layer_norm_forward (notebook 11), written without knowing the list."""

import numpy as np


# single: batch norm, averaged over the examples
def wrong_01(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    variance = Z.var(axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: averaged over the whole matrix
def wrong_02(Z, gamma, beta, epsilon):
    mu = np.mean(Z)
    variance = np.var(Z)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: epsilon outside the root
def wrong_03(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.mean((Z - mu) ** 2, axis=0, keepdims=True)
    Z_norm = (Z - mu) / (np.sqrt(variance) + epsilon)
    return gamma * Z_norm + beta


# single: no epsilon
def wrong_04(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.std(Z, axis=0, keepdims=True)
    return gamma * Z_norm + beta


# single: no root
def wrong_05(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=0, keepdims=True)
    variance = Z.var(axis=0, keepdims=True)
    return gamma * (Z - mu) / (variance + epsilon) + beta


# single: n - 1
def wrong_06(Z, gamma, beta, epsilon):
    mu = Z.mean(axis=0)
    variance = Z.var(axis=0, ddof=1)
    return gamma * (Z - mu) / np.sqrt(variance + epsilon) + beta


# single: the variance about 0
def wrong_07(Z, gamma, beta, epsilon):
    n = Z.shape[0]
    mu = Z.sum(axis=0, keepdims=True) / n
    variance = (Z ** 2).sum(axis=0, keepdims=True) / n
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: the sum of squares is not divided
def wrong_08(Z, gamma, beta, epsilon):
    n = Z.shape[0]
    mu = Z.sum(axis=0, keepdims=True) / n
    variance = ((Z - mu) ** 2).sum(axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: divided by the number of examples
def wrong_09(Z, gamma, beta, epsilon):
    m = Z.shape[1]
    mu = 1 / m * np.sum(Z, axis=0, keepdims=True)
    variance = 1 / m * np.sum((Z - mu) ** 2, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: the mean of the example, the variance of the unit
def wrong_10(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: stops at Z_norm
def wrong_11(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return Z_norm


# single: beta is forgotten
def wrong_12(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(variance + epsilon)


# single: gamma is forgotten
def wrong_13(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    return (Z - mu) / np.sqrt(variance + epsilon) + beta


# single: gamma and beta taken for each other
def wrong_14(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return beta * Z_norm + gamma


# single: gamma and beta turned into rows
def wrong_15(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma.T * Z_norm + beta.T


# single: a matrix product with gamma
def wrong_16(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return np.dot(gamma, Z_norm) + beta


# single: axis=1 without keepdims
def wrong_17(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=1)
    variance = np.var(Z, axis=1)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: gamma before the means
def wrong_18(Z, gamma, beta, epsilon):
    Z_scaled = gamma * Z + beta
    mu = np.mean(Z_scaled, axis=0, keepdims=True)
    variance = np.var(Z_scaled, axis=0, keepdims=True)
    return (Z_scaled - mu) / np.sqrt(variance + epsilon)


# single: the shift is inside the bracket
def wrong_19(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma * (Z_norm + beta)


# single: the brackets around the numerator are forgotten
def wrong_20(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    Z_norm = Z - mu / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: Z is changed in place
def wrong_21(Z, gamma, beta, epsilon):
    Z -= Z.mean(axis=0, keepdims=True)
    Z /= np.sqrt(np.mean(Z ** 2, axis=0, keepdims=True) + epsilon)
    return gamma * Z + beta


# single: the mean is not taken off
def wrong_22(Z, gamma, beta, epsilon):
    variance = np.var(Z, axis=0, keepdims=True)
    Z_norm = Z / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: root mean square, as in another layer
def wrong_23(Z, gamma, beta, epsilon):
    rms = np.sqrt(np.mean(Z ** 2, axis=0, keepdims=True) + epsilon)
    return gamma * Z / rms + beta


# single: the standard deviation takes the place of the variance
def wrong_24(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.std(Z, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: normalizes each row in a loop
def wrong_25(Z, gamma, beta, epsilon):
    out = np.zeros_like(Z)
    for i in range(Z.shape[0]):
        row = Z[i]
        out[i] = gamma[i] * (row - row.mean()) / np.sqrt(row.var() + epsilon) + beta[i]
    return out


# single: the length of the column
def wrong_26(Z, gamma, beta, epsilon):
    centred = Z - Z.mean(axis=0, keepdims=True)
    length = np.linalg.norm(centred, axis=0, keepdims=True)
    return gamma * centred / (length + epsilon) + beta


# single: beta is subtracted
def wrong_27(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma * Z_norm - beta


# single: the mean is added
def wrong_28(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    return gamma * ((Z + mu) / np.sqrt(variance + epsilon)) + beta


# single: means of examples, but over the transpose, which is returned
def wrong_29(Z, gamma, beta, epsilon):
    X = Z.T
    mu = X.mean(axis=1, keepdims=True)
    variance = X.var(axis=1, keepdims=True)
    Z_norm = (X - mu) / np.sqrt(variance + epsilon)
    return gamma.T * Z_norm + beta.T


# single: an epsilon of its own
def wrong_30(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(variance + 1e-8) + beta


# single: nothing but the mean
def wrong_31(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    return gamma * (Z - mu) + beta


# single: returns more than is asked for
def wrong_32(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return Z_norm, gamma * Z_norm + beta


# double: batch norm's axis, epsilon outside the root
def wrong_33(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=1, keepdims=True)
    sigma = np.std(Z, axis=1, keepdims=True)
    return gamma * (Z - mu) / (sigma + epsilon) + beta


# double: no root and no beta
def wrong_34(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    Z_norm = (Z - mu) / (variance + epsilon)
    return gamma * Z_norm


# double: the whole matrix, and beta and gamma for each other
def wrong_35(Z, gamma, beta, epsilon):
    Z_norm = (Z - Z.mean()) / np.sqrt(Z.var() + epsilon)
    return beta * Z_norm + gamma


# double: n - 1, and beta inside the bracket
def wrong_36(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.sum((Z - mu) ** 2, axis=0, keepdims=True) / (Z.shape[0] - 1)
    return gamma * ((Z - mu) / np.sqrt(variance + epsilon) + beta)


# as the text says it
def right_01(Z, gamma, beta, epsilon):
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.var(Z, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# without keepdims, which axis 0 does not need
def right_02(Z, gamma, beta, epsilon):
    return gamma * (Z - Z.mean(0)) / (Z.var(0) + epsilon) ** 0.5 + beta


# over the transpose
def right_03(Z, gamma, beta, epsilon):
    X = Z.T
    mu = X.mean(axis=1, keepdims=True)
    variance = ((X - mu) ** 2).mean(axis=1, keepdims=True)
    return (X - mu).T / np.sqrt(variance + epsilon).T * gamma + beta


# example by example
def right_04(Z, gamma, beta, epsilon):
    columns = []
    for z in Z.T:
        normed = (z - z.mean()) / np.sqrt(z.var() + epsilon)
        columns.append(gamma[:, 0] * normed + beta[:, 0])
    return np.column_stack(columns)


# in plain loops
def right_05(Z, gamma, beta, epsilon):
    n, m = Z.shape
    out = np.empty((n, m))
    for i in range(m):
        mu = sum(Z[j, i] for j in range(n)) / n
        variance = sum((Z[j, i] - mu) ** 2 for j in range(n)) / n
        for j in range(n):
            out[j, i] = gamma[j, 0] * (Z[j, i] - mu) / np.sqrt(variance + epsilon) + beta[j, 0]
    return out


# a projection and a length
def right_06(Z, gamma, beta, epsilon):
    n = len(Z)
    centred = (np.eye(n) - np.full((n, n), 1 / n)) @ Z
    variance = np.einsum("ij,ij->j", centred, centred) / n
    return beta + gamma * centred * np.reciprocal(np.sqrt(variance + epsilon))
