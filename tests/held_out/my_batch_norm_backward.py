"""Held-out answers to my_batch_norm_backward (notebook 03), written without knowing the list."""

import numpy as np

batch_size = 60  # a variable of the notebook


# single: mu and sigma^2 taken for constants
def wrong_01(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma * dZ_tilde / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# single: the term of the mean is missing
def wrong_02(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: the term of the variance is missing
def wrong_03(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    centred = dZ_tilde - dZ_tilde.mean(axis=1, keepdims=True)
    return gamma / np.sqrt(variance + epsilon) * centred, dgamma, dbeta


# single: m is the number of units
def wrong_04(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = len(dZ_tilde)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: gamma forgotten in dZ
def wrong_05(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = (m * dZ_tilde - dbeta - Z_norm * dgamma) / (m * np.sqrt(variance + epsilon))
    return dZ, dgamma, dbeta


# single: axis=0, sums over the units
def wrong_06(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=0, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=0, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: keepdims forgotten
def wrong_07(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: wrong sign of the variance's term
def wrong_08(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m + Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: no division by m in dZ
def wrong_09(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.sum(dZ_tilde, axis=-1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=-1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta - Z_norm * dgamma)
    return dZ, dgamma, dbeta


# single: dgamma and dbeta are means, not sums
def wrong_10(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = np.mean(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.mean(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta - Z_norm * dgamma)
    return dZ, dgamma, dbeta


# single: no square root
def wrong_11(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma / (variance + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: no epsilon
def wrong_12(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: dgamma taken from dZ_norm, which has gamma in it already
def wrong_13(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dZ_norm = gamma * dZ_tilde
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_norm * Z_norm).sum(axis=1, keepdims=True)
    dZ = (dZ_norm - dZ_norm.sum(axis=1, keepdims=True) / m - Z_norm * dgamma / m)
    return dZ / np.sqrt(variance + epsilon), dgamma, dbeta


# single: returns dbeta and dgamma in the wrong order
def wrong_14(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = Z_norm.shape[1]
    db = dZ_tilde.sum(axis=1, keepdims=True)
    dg = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = gamma * (dZ_tilde - (db + Z_norm * dg) / m) / np.sqrt(variance + epsilon)
    return dZ, db, dg


# single: dgamma with Z - mu in place of Z_norm
def wrong_15(dZ_tilde, Z_norm, gamma, variance, epsilon):
    s = np.sqrt(variance + epsilon)
    Zc = Z_norm * s
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Zc).sum(axis=1, keepdims=True)
    dn = dZ_tilde * gamma
    dZ = (dn - dn.mean(axis=1, keepdims=True)
          - Z_norm * (dn * Z_norm).mean(axis=1, keepdims=True)) / s
    return dZ, dgamma, dbeta


# single: power -1/2 in place of -3/2 in dsigma^2
def wrong_16(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    std = np.sqrt(variance + epsilon)
    Zc = Z_norm * std
    dZ_norm = dZ_tilde * gamma
    dvar = np.sum(dZ_norm * Zc, axis=1, keepdims=True) * -0.5 * (variance + epsilon) ** -0.5
    dmu = np.sum(-dZ_norm / std, axis=1, keepdims=True)
    dZ = dZ_norm / std + dvar * 2 * Zc / m + dmu / m
    return dZ, np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True), np.sum(dZ_tilde, 1, keepdims=True)


# single: the 2 of the square's derivative is missing
def wrong_17(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    ivar = 1 / np.sqrt(variance + epsilon)
    Zc = Z_norm / ivar
    dZ_norm = dZ_tilde * gamma
    dvar = -0.5 * ivar ** 3 * np.sum(dZ_norm * Zc, axis=1, keepdims=True)
    dZc = dZ_norm * ivar + Zc * dvar / m
    dZ = dZc - np.sum(dZc, axis=1, keepdims=True) / m
    return dZ, np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True), np.sum(dZ_tilde, 1, keepdims=True)


# single: 1/m is missing on the way through mu only
def wrong_18(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: Z - mu got back without epsilon
def wrong_19(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    std = np.sqrt(variance + epsilon)
    Z_c = Z_norm * np.sqrt(variance)
    dZ_norm = dZ_tilde * gamma
    dvariance = (dZ_norm * Z_c).sum(axis=1, keepdims=True) * -0.5 / std ** 3
    dZ_c = dZ_norm / std + 2 * Z_c * dvariance / m
    dZ = dZ_c - dZ_c.mean(axis=1, keepdims=True)
    return dZ, (dZ_tilde * Z_norm).sum(1, keepdims=True), dZ_tilde.sum(1, keepdims=True)


# single: dmu with the wrong sign
def wrong_20(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(axis=1)[:, None]
    dgamma = (dZ_tilde * Z_norm).sum(axis=1)[:, None]
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde + dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# single: the direct way is forgotten
def wrong_21(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    return -gamma / np.sqrt(variance + epsilon) * (dbeta + Z_norm * dgamma) / m, dgamma, dbeta


# single: Z_norm forgotten behind dgamma
def wrong_22(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m - dgamma / m)
    return dZ, dgamma, dbeta


# single: divides by gamma in place of multiplying
def wrong_23(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    s = gamma * np.sqrt(variance + epsilon)
    return (dZ_tilde - dbeta / m - Z_norm * dgamma / m) / s, dgamma, dbeta


# single: dbeta is the sum over everything, one number
def wrong_24(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = np.sum(dZ_tilde)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (
        dZ_tilde - dZ_tilde.mean(axis=1, keepdims=True) - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# pair: gamma forgotten; m is the number of units
def wrong_25(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[0]
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = (dZ_tilde - dbeta / m - Z_norm * dgamma / m) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# pair: term of the mean missing; wrong order
def wrong_26(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - Z_norm * dgamma / m)
    return dZ, dbeta, dgamma


# pair: epsilon outside the root; dgamma is a mean
def wrong_27(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).mean(axis=1, keepdims=True)
    dZ = gamma / (np.sqrt(variance) + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma)
    return dZ, dgamma, dbeta


# pair: wrong sign of the variance's term; no square root
def wrong_28(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = gamma / (variance + epsilon) * (dZ_tilde - dbeta / m + Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# pair: mu and sigma^2 constant; gamma in dgamma
def wrong_29(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_norm = dZ_tilde * gamma
    return (dZ_norm / np.sqrt(variance + epsilon),
            np.sum(dZ_norm * Z_norm, axis=1, keepdims=True),
            np.sum(dZ_tilde, axis=1, keepdims=True))


# pair: the 2 missing; 0.5 left positive in dsigma^2
def wrong_30(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    s = np.sqrt(variance + epsilon)
    Zc = Z_norm * s
    dn = gamma * dZ_tilde
    dvar = 0.5 * np.sum(dn * Zc, axis=1, keepdims=True) / s ** 3
    dmu = -np.sum(dn, axis=1, keepdims=True) / s
    dZ = dn / s + dvar * Zc / m + dmu / m
    return dZ, np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True), np.sum(dZ_tilde, 1, keepdims=True)


# single: dZ_tilde overwritten by gamma * dZ_tilde, gamma comes in once too often everywhere
def wrong_31(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dZ_tilde = dZ_tilde * gamma
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# other: a matrix product for dgamma, shape (n, n)
def wrong_32(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = np.dot(dZ_tilde, Z_norm.T)
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m - np.dot(dgamma, Z_norm) / m)
    return dZ, dgamma, dbeta


# other: changes dZ_tilde in place, so dgamma and dbeta get gamma, too
def wrong_33(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    dZ_norm = dZ_tilde
    dZ_norm *= gamma
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = (dZ_norm - dbeta / m - Z_norm * dgamma / m) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


# other: m is the notebook's batch_size
def wrong_34(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1, keepdims=True)
    dgamma = (dZ_tilde * Z_norm).sum(axis=1, keepdims=True)
    dZ = gamma / np.sqrt(variance + epsilon) * (
        dZ_tilde - dbeta / batch_size - Z_norm * dgamma / batch_size)
    return dZ, dgamma, dbeta


# other: return inside the loop
def wrong_35(dZ_tilde, Z_norm, gamma, variance, epsilon):
    n, m = dZ_tilde.shape
    dZ, dgamma, dbeta = np.zeros((n, m)), np.zeros((n, 1)), np.zeros((n, 1))
    for i in range(n):
        dbeta[i] = dZ_tilde[i].sum()
        dgamma[i] = dZ_tilde[i] @ Z_norm[i]
        dZ[i] = gamma[i] / np.sqrt(variance[i] + epsilon) * (
            dZ_tilde[i] - dbeta[i] / m - Z_norm[i] * dgamma[i] / m)
        return dZ, dgamma, dbeta


# other: returns dZ only
def wrong_36(dZ_tilde, Z_norm, gamma, variance, epsilon):
    g = gamma * dZ_tilde
    g = g - g.mean(axis=1, keepdims=True) - Z_norm * (g * Z_norm).mean(axis=1, keepdims=True)
    return g / np.sqrt(variance + epsilon)


# other: the right numbers as rows, shape (n,)
def wrong_37(dZ_tilde, Z_norm, gamma, variance, epsilon):
    dbeta = dZ_tilde.sum(axis=1)
    dgamma = np.diag(dZ_tilde @ Z_norm.T)
    m = dZ_tilde.shape[1]
    dZ = gamma / np.sqrt(variance + epsilon) * (
        dZ_tilde - dbeta[:, None] / m - Z_norm * dgamma[:, None] / m)
    return dZ, dgamma, dbeta


# other: a running sum that is never set back to 0 for the next unit
def wrong_38(dZ_tilde, Z_norm, gamma, variance, epsilon):
    n, m = dZ_tilde.shape
    dgamma, dbeta = np.zeros((n, 1)), np.zeros((n, 1))
    g = b = 0.0
    for i in range(n):
        for j in range(m):
            b += dZ_tilde[i, j]
            g += dZ_tilde[i, j] * Z_norm[i, j]
        dgamma[i], dbeta[i] = g, b
    dZ = gamma / np.sqrt(variance + epsilon) * (dZ_tilde - dbeta / m - Z_norm * dgamma / m)
    return dZ, dgamma, dbeta


# all steps of the graph, one after the other
def right_01(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    std = np.sqrt(variance + epsilon)
    Z_c = Z_norm * std
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = dZ_tilde * gamma
    dvariance = np.sum(dZ_norm * Z_c, axis=1, keepdims=True) * -0.5 * (variance + epsilon) ** -1.5
    dmu = (np.sum(-dZ_norm / std, axis=1, keepdims=True)
           + dvariance * np.sum(-2 * Z_c, axis=1, keepdims=True) / m)
    return dZ_norm / std + dvariance * 2 * Z_c / m + dmu / m, dgamma, dbeta


# the same without the second term of dmu, which is 0
def right_02(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[-1]
    i = (variance + epsilon) ** -0.5
    Zc = Z_norm / i
    dn = dZ_tilde * gamma
    dv = -0.5 * i ** 3 * (dn * Zc).sum(-1, keepdims=True)
    dZc = dn * i + 2 / m * Zc * dv
    dmu = -(dn * i).sum(-1, keepdims=True)
    return dZc + dmu / m, (dZ_tilde * Z_norm).sum(-1)[:, None], dZ_tilde.sum(-1)[:, None]


# means in dZ, sums for the parameters
def right_03(dZ_tilde, Z_norm, gamma, variance, epsilon):
    def over_examples(A):
        return A.mean(axis=1, keepdims=True)

    direct = dZ_tilde - over_examples(dZ_tilde) - Z_norm * over_examples(dZ_tilde * Z_norm)
    m = dZ_tilde.shape[1]
    return (direct * gamma / np.sqrt(variance + epsilon),
            m * over_examples(dZ_tilde * Z_norm), m * over_examples(dZ_tilde))


# unit by unit with dot products
def right_04(dZ_tilde, Z_norm, gamma, variance, epsilon):
    n, m = dZ_tilde.shape
    dZ, dgamma, dbeta = np.empty((n, m)), np.empty((n, 1)), np.empty((n, 1))
    for k in range(n):
        d, z = dZ_tilde[k], Z_norm[k]
        dgamma[k, 0], dbeta[k, 0] = np.dot(d, z), np.dot(d, np.ones(m))
        factor = gamma[k, 0] / np.sqrt(variance[k, 0] + epsilon) / m
        dZ[k] = factor * (m * d - dbeta[k, 0] - z * dgamma[k, 0])
    return dZ, dgamma, dbeta


# the Jacobian of each unit
def right_05(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m = dZ_tilde.shape[1]
    rows = []
    for d, z, g, v in zip(dZ_tilde, Z_norm, gamma, variance, strict=True):
        J = (np.eye(m) - (1 + np.outer(z, z)) / m) * (g / np.sqrt(v + epsilon))
        rows.append(J @ d)
    dgamma = np.einsum("ij,ij->i", dZ_tilde, Z_norm).reshape(-1, 1)
    return np.vstack(rows), dgamma, dZ_tilde @ np.ones((m, 1))


# transposed
def right_06(dZ_tilde, Z_norm, gamma, variance, epsilon):
    d, z = dZ_tilde.T, Z_norm.T
    db, dg = d.sum(axis=0), (d * z).sum(axis=0)
    dx = gamma.T / np.sqrt(variance.T + epsilon) / len(d) * (len(d) * d - db - z * dg)
    return dx.T, dg[:, np.newaxis], db[:, np.newaxis]
