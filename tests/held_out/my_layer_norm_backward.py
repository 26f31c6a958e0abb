"""Held-out answers to my_layer_norm_backward (notebook 11), written without knowing the list."""

import numpy as np


# single: batch norm's backward pass
def wrong_01(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    m = dZ_tilde.shape[1]
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: gamma in front, after the means
def wrong_02(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    first = np.mean(dZ_tilde, axis=0, keepdims=True)
    second = np.mean(dZ_tilde * Z_norm, axis=0, keepdims=True)
    dZ = gamma * (dZ_tilde - first - Z_norm * second) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: gamma is forgotten
def wrong_03(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    first = np.mean(dZ_tilde, axis=0, keepdims=True)
    second = np.mean(dZ_tilde * Z_norm, axis=0, keepdims=True)
    return (dZ_tilde - first - Z_norm * second) / np.sqrt(variance + epsilon), dgamma, dbeta


# single: dgamma and dbeta summed over the units
def wrong_04(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=0, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=0, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    first = np.mean(dZ_norm, axis=0, keepdims=True)
    second = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    dZ = (dZ_norm - first - Z_norm * second) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: the means of dZ over the examples
def wrong_05(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    first = np.mean(dZ_norm, axis=1, keepdims=True)
    second = np.mean(dZ_norm * Z_norm, axis=1, keepdims=True)
    dZ = (dZ_norm - first - Z_norm * second) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: mean and variance taken for constants
def wrong_06(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = gamma * dZ_tilde / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: the term along Z_norm is missing
def wrong_07(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    dZ = (dZ_norm - dZ_norm.mean(axis=0, keepdims=True)) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: the mean is missing
def wrong_08(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    along = (dZ_norm * Z_norm).mean(axis=0, keepdims=True)
    dZ = (dZ_norm - Z_norm * along) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: Z_norm is not multiplied by its mean
def wrong_09(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    dZ = (dZ_norm - dZ_norm.mean(axis=0) - (dZ_norm * Z_norm).mean(axis=0)) / np.sqrt(
        variance + epsilon)
    return dZ, dgamma, dbeta


# single: + in place of the second -
def wrong_10(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    dZ = (dZ_norm - dZ_norm.mean(axis=0) + Z_norm * (dZ_norm * Z_norm).mean(axis=0)) / np.sqrt(
        variance + epsilon)
    return dZ, dgamma, dbeta


# single: sums in place of means
def wrong_11(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    dZ = (dZ_norm - dZ_norm.sum(axis=0) - Z_norm * (dZ_norm * Z_norm).sum(axis=0)) / np.sqrt(
        variance + epsilon)
    return dZ, dgamma, dbeta


# single: divided by m, the examples
def wrong_12(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = dZ_tilde * gamma
    s1 = np.sum(dZ_norm, axis=0, keepdims=True) / m
    s2 = np.sum(dZ_norm * Z_norm, axis=0, keepdims=True) / m
    dZ = (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: no root
def wrong_13(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = dZ_tilde * gamma
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    dZ = (dZ_norm - s1 - Z_norm * s2) / (variance + epsilon)
    return dZ, dgamma, dbeta


# single: epsilon outside the root
def wrong_14(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = dZ_tilde * gamma
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    dZ = (dZ_norm - s1 - Z_norm * s2) / (np.sqrt(variance) + epsilon)
    return dZ, dgamma, dbeta


# single: epsilon is forgotten
def wrong_15(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = dZ_tilde * gamma
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    dZ = (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance)
    return dZ, dgamma, dbeta


# single: means for dgamma and dbeta
def wrong_16(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.mean(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.mean(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = dZ_tilde * gamma
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon), dgamma, dbeta


# single: dgamma and dbeta without their column
def wrong_17(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.sum(dZ_tilde, axis=1)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1)
    dZ_norm = dZ_tilde * gamma
    s1 = np.mean(dZ_norm, axis=0)
    s2 = np.mean(dZ_norm * Z_norm, axis=0)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon), dgamma, dbeta


# single: dgamma and dbeta in the wrong order
def wrong_18(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = dZ_tilde * gamma
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon), dbeta, dgamma


# single: dgamma and dbeta from dZ_norm
def wrong_19(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    dbeta = np.sum(dZ_norm, axis=1, keepdims=True)
    dgamma = np.sum(dZ_norm * Z_norm, axis=1, keepdims=True)
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon), dgamma, dbeta


# single: dgamma without Z_norm
def wrong_20(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * gamma, axis=1, keepdims=True)
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon), dgamma, dbeta


# single: the mean of a product taken for the product of the means
def wrong_21(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm, axis=0, keepdims=True) * np.mean(Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon), dgamma, dbeta


# single: one mean over the whole matrix
def wrong_22(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = (dZ_norm - np.mean(dZ_norm) - Z_norm * np.mean(dZ_norm * Z_norm)) / np.sqrt(
        variance + epsilon)
    return dZ, dgamma, dbeta


# single: dZ_tilde in the second mean
def wrong_23(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_tilde * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon), dgamma, dbeta


# single: divides by gamma
def wrong_24(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde / gamma
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon), dgamma, dbeta


# single: the bracket is forgotten, only the last term is divided
def wrong_25(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    dZ = dZ_norm - s1 - Z_norm * s2 / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: multiplied by the root
def wrong_26(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    dZ = (dZ_norm - s1 - Z_norm * s2) * np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: only dZ is returned
def wrong_27(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon)


# single: the parameters' gradients in the place of the two means
def wrong_28(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    n = dZ_tilde.shape[0]
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = (dZ_norm - dbeta / n - Z_norm * dgamma / n) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: gamma as a row
def wrong_29(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma.T
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon), dgamma, dbeta


# single: the variance is turned, because batch norm's was a column
def wrong_30(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance.T + epsilon), dgamma, dbeta


# single: gamma twice, before and after
def wrong_31(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    dZ = gamma * (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: dbeta summed over everything
def wrong_32(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    dbeta = np.sum(dZ_tilde)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / np.sqrt(variance + epsilon), dgamma, dbeta


# single: in steps, half of the variance's derivative is forgotten
def wrong_33(dZ_tilde, Z_norm, gamma, variance, epsilon):
    n = dZ_tilde.shape[0]
    std = np.sqrt(variance + epsilon)
    dZ_norm = gamma * dZ_tilde
    dvariance = -np.sum(dZ_norm * Z_norm, axis=0, keepdims=True) / std ** 2
    dmu = -np.sum(dZ_norm, axis=0, keepdims=True) / std
    dZ = dZ_norm / std + dvariance * 2 * Z_norm * std / n + dmu / n
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    return dZ, dgamma, dZ_tilde.sum(axis=1, keepdims=True)


# double: gamma in front, and the term along Z_norm is missing
def wrong_34(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = gamma * (dZ_tilde - dZ_tilde.mean(axis=0)) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# double: no root, and the parameters summed over the units
def wrong_35(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.sum(dZ_tilde, axis=0, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=0, keepdims=True)
    dZ_norm = dZ_tilde * gamma
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 - Z_norm * s2) / (variance + epsilon), dgamma, dbeta


# double: means for the parameters, and + in dZ
def wrong_36(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.mean(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.mean(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = dZ_tilde * gamma
    s1 = np.mean(dZ_norm, axis=0, keepdims=True)
    s2 = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    return (dZ_norm - s1 + Z_norm * s2) / np.sqrt(variance + epsilon), dgamma, dbeta


# double: gamma is forgotten in dZ, and the parameters change places
def wrong_37(dZ_tilde, Z_norm, gamma, variance, epsilon):
    s1 = dZ_tilde.mean(axis=0)
    s2 = (dZ_tilde * Z_norm).mean(axis=0)
    dZ = (dZ_tilde - s1 - Z_norm * s2) / np.sqrt(variance + epsilon)
    return dZ, dZ_tilde.sum(axis=1, keepdims=True), (dZ_tilde * Z_norm).sum(1, keepdims=True)


# as the text says it
def right_01(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = gamma * dZ_tilde
    mean = dZ_norm.mean(axis=0, keepdims=True)
    along = (dZ_norm * Z_norm).mean(axis=0, keepdims=True)
    dZ = (dZ_norm - mean - Z_norm * along) / np.sqrt(variance + epsilon)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    return dZ, dgamma, dbeta


# all steps of the graph
def right_02(dZ_tilde, Z_norm, gamma, variance, epsilon):
    n = dZ_tilde.shape[0]
    std = np.sqrt(variance + epsilon)
    Z_c = Z_norm * std
    dZ_norm = gamma * dZ_tilde
    dvariance = -0.5 * np.sum(dZ_norm * Z_c, axis=0, keepdims=True) / std ** 3
    dmu = -np.sum(dZ_norm / std, axis=0, keepdims=True)
    dZ = dZ_norm / std + 2 * dvariance * Z_c / n + dmu / n
    return dZ, np.sum(dZ_tilde * Z_norm, axis=1)[:, None], np.sum(dZ_tilde, axis=1)[:, None]


# batch norm's formula on the transpose
def right_03(dZ_tilde, Z_norm, gamma, variance, epsilon):
    d, z = (gamma * dZ_tilde).T, Z_norm.T
    n = d.shape[1]
    sums, products = d.sum(axis=1, keepdims=True), (d * z).sum(axis=1, keepdims=True)
    dX = (n * d - sums - z * products) / (n * np.sqrt(variance.T + epsilon))
    return dX.T, np.einsum("ij,ij->i", dZ_tilde, Z_norm).reshape(-1, 1), dZ_tilde.sum(
        1, keepdims=True)


# example by example
def right_04(dZ_tilde, Z_norm, gamma, variance, epsilon):
    n, m = dZ_tilde.shape
    dZ = np.zeros((n, m))
    for i in range(m):
        d, z = gamma[:, 0] * dZ_tilde[:, i], Z_norm[:, i]
        dZ[:, i] = (d - d.mean() - z * np.mean(d * z)) / np.sqrt(variance[0, i] + epsilon)
    dgamma, dbeta = np.zeros((n, 1)), np.zeros((n, 1))
    for j in range(n):
        dgamma[j] = dZ_tilde[j] @ Z_norm[j]
        dbeta[j] = sum(dZ_tilde[j])
    return dZ, dgamma, dbeta


# the Jacobian of each example
def right_05(dZ_tilde, Z_norm, gamma, variance, epsilon):
    n, m = dZ_tilde.shape
    columns = []
    for i in range(m):
        z = Z_norm[:, [i]]
        J = np.eye(n) - np.ones((n, n)) / n - z @ z.T / n
        columns.append(J @ (gamma * dZ_tilde[:, [i]]) / np.sqrt(variance[:, i] + epsilon))
    ones = np.ones((m, 1))
    return np.hstack(columns), (dZ_tilde * Z_norm) @ ones, dZ_tilde @ ones


# means by matrix products
def right_06(dZ_tilde, Z_norm, gamma, variance, epsilon):
    n = len(gamma)
    row = np.full((1, n), 1 / n)
    d = dZ_tilde * gamma
    dZ = (d - row @ d - Z_norm * (row @ (d * Z_norm))) * (variance + epsilon) ** -0.5
    return [dZ, np.sum(dZ_tilde * Z_norm, 1, keepdims=True), np.sum(dZ_tilde, 1, keepdims=True)]
