"""Held-out answers to my_batch_norm_inference (notebook 05), written without knowing the list."""

import numpy as np

running = {"mean1": np.linspace(-1, 1, 50)[:, None], "variance1": np.full((50, 1), 2.0)}


# single: mean and variance of the test batch
def wrong_01(Z, gamma, beta, mean, variance, epsilon):
    mu = Z.mean(axis=1, keepdims=True)
    sigma2 = Z.var(axis=1, keepdims=True)
    return gamma * (Z - mu) / np.sqrt(sigma2 + epsilon) + beta


# single: the mean of the test batch, the variance is the given one
def wrong_02(Z, gamma, beta, mean, variance, epsilon):
    mean = np.mean(Z, axis=1, keepdims=True)
    return gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta


# single: the variance of the test batch, the mean is the given one
def wrong_03(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean) / np.sqrt(np.var(Z, axis=1, keepdims=True) + epsilon) + beta


# single: no square root
def wrong_04(Z, gamma, beta, mean, variance, epsilon):
    Z_norm = (Z - mean) / (variance + epsilon)
    return gamma * Z_norm + beta


# single: epsilon outside the root
def wrong_05(Z, gamma, beta, mean, variance, epsilon):
    Z_norm = (Z - mean) / (np.sqrt(variance) + epsilon)
    return gamma * Z_norm + beta


# single: no epsilon
def wrong_06(Z, gamma, beta, mean, variance, epsilon):
    return gamma * ((Z - mean) / variance ** 0.5) + beta


# single: beta forgotten
def wrong_07(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean) / np.sqrt(variance + epsilon)


# single: gamma forgotten
def wrong_08(Z, gamma, beta, mean, variance, epsilon):
    return (Z - mean) / np.sqrt(variance + epsilon) + beta


# single: gamma multiplies beta, too
def wrong_09(Z, gamma, beta, mean, variance, epsilon):
    return ((Z - mean) / np.sqrt(variance + epsilon) + beta) * gamma


# single: beta subtracted
def wrong_10(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean) / np.sqrt(variance + epsilon) - beta


# single: gamma and beta swapped
def wrong_11(Z, gamma, beta, mean, variance, epsilon):
    Z_norm = (Z - mean) / np.sqrt(variance + epsilon)
    return beta * Z_norm + gamma


# single: mean and variance swapped, NaN where the mean is below 0
def wrong_12(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - variance) / np.sqrt(mean + epsilon) + beta


# single: Z + mean
def wrong_13(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z + mean) / np.sqrt(variance + epsilon) + beta


# single: brackets forgotten, only the mean is divided
def wrong_14(Z, gamma, beta, mean, variance, epsilon):
    Z_norm = Z - mean / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta


# single: the mean is not taken off
def wrong_15(Z, gamma, beta, mean, variance, epsilon):
    scale = gamma / np.sqrt(variance + epsilon)
    return scale * Z + beta


# single: folded, but the mean is not scaled
def wrong_16(Z, gamma, beta, mean, variance, epsilon):
    scale = gamma / np.sqrt(variance + epsilon)
    shift = beta - mean
    return scale * Z + shift


# single: variance taken for a standard deviation and squared
def wrong_17(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean) / np.sqrt(variance ** 2 + epsilon) + beta


# single: epsilon squared
def wrong_18(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean) / np.sqrt(variance + epsilon * epsilon) + beta


# single: variance multiplied by m / (m - 1)
def wrong_19(Z, gamma, beta, mean, variance, epsilon):
    m = Z.shape[1]
    unbiased = variance * m / max(m - 1, 1)
    return gamma * (Z - mean) / np.sqrt(unbiased + epsilon) + beta


# single: the mean of all units' means
def wrong_20(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - np.mean(mean)) / np.sqrt(variance + epsilon) + beta


# single: columns flattened
def wrong_21(Z, gamma, beta, mean, variance, epsilon):
    mu, var = mean.ravel(), variance.ravel()
    return gamma * (Z - mu) / np.sqrt(var + epsilon) + beta


# single: a matrix product with gamma
def wrong_22(Z, gamma, beta, mean, variance, epsilon):
    Z_norm = (Z - mean) / np.sqrt(variance + epsilon)
    return gamma.T @ Z_norm + beta


# single: multiplies by the root
def wrong_23(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean) * np.sqrt(variance + epsilon) + beta


# single: the mean squared taken off the variance, NaN where it is larger
def wrong_24(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean) / np.sqrt(variance - mean ** 2 + epsilon) + beta


# pair: statistics of the test batch; beta forgotten
def wrong_25(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - Z.mean(axis=1, keepdims=True)) / np.sqrt(
        Z.var(axis=1, keepdims=True) + epsilon)


# pair: epsilon outside the root; gamma multiplies beta, too
def wrong_26(Z, gamma, beta, mean, variance, epsilon):
    return gamma * ((Z - mean) / (np.sqrt(variance) + epsilon) + beta)


# pair: no square root; no epsilon
def wrong_27(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - mean) / variance + beta


# pair: mean of the test batch; gamma forgotten
def wrong_28(Z, gamma, beta, mean, variance, epsilon):
    return (Z - Z.mean(axis=1, keepdims=True)) / np.sqrt(variance + epsilon) + beta


# pair: gamma forgotten; beta forgotten (returns Z_norm)
def wrong_29(Z, gamma, beta, mean, variance, epsilon):
    Z_norm = (Z - mean) / np.sqrt(variance + epsilon)
    return Z_norm


# pair: batch statistics; over the units, axis=0
def wrong_30(Z, gamma, beta, mean, variance, epsilon):
    return gamma * (Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0) + epsilon) + beta


# pair: folded with the wrong sign; no epsilon
def wrong_31(Z, gamma, beta, mean, variance, epsilon):
    w = gamma / np.sqrt(variance)
    return w * Z + (beta + w * mean)


# other: normalized twice, given statistics first, then the batch's
def wrong_32(Z, gamma, beta, mean, variance, epsilon):
    Z = (Z - mean) / np.sqrt(variance + epsilon)
    Z = (Z - Z.mean(axis=1, keepdims=True)) / np.sqrt(Z.std(axis=1, keepdims=True) + epsilon)
    return gamma * Z + beta


# other: updates the mean with the batch, as in training
def wrong_33(Z, gamma, beta, mean, variance, epsilon):
    mean = 0.9 * mean + 0.1 * Z.mean(axis=1, keepdims=True)
    variance = 0.9 * variance + 0.1 * Z.var(axis=1, keepdims=True)
    return gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta


# other: return inside the loop
def wrong_34(Z, gamma, beta, mean, variance, epsilon):
    out = np.zeros(Z.shape)
    for j in range(Z.shape[1]):
        out[:, j:j + 1] = gamma * (Z[:, j:j + 1] - mean) / np.sqrt(variance + epsilon) + beta
        return out


# other: changes Z in place
def wrong_35(Z, gamma, beta, mean, variance, epsilon):
    Z -= mean
    Z *= gamma / np.sqrt(variance + epsilon)
    Z += beta
    return Z


# other: prints every value and returns nothing
def wrong_36(Z, gamma, beta, mean, variance, epsilon):
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            print(gamma[i] * (Z[i, j] - mean[i]) / np.sqrt(variance[i] + epsilon) + beta[i])


# other: uses the running statistics of the notebook
def wrong_37(Z, gamma, beta, mean, variance, epsilon):
    mu, var = running["mean1"], running["variance1"]
    return gamma * (Z - mu) / np.sqrt(var + epsilon) + beta


# other: returns a tuple
def wrong_38(Z, gamma, beta, mean, variance, epsilon):
    Z_norm = (Z - mean) / np.sqrt(variance + epsilon)
    return gamma * Z_norm + beta, Z_norm


# other: the loop leaves out the last unit
def wrong_39(Z, gamma, beta, mean, variance, epsilon):
    Z_tilde = np.zeros(Z.shape)
    for i in range(len(Z) - 1):
        Z_tilde[i] = gamma[i] * (Z[i] - mean[i]) / np.sqrt(variance[i] + epsilon) + beta[i]
    return Z_tilde


# other: gamma and beta forgotten among the arguments
def wrong_40(Z, mean, variance, epsilon):
    return (Z - mean) / np.sqrt(variance + epsilon)


# folded into one scale and one shift
def right_01(Z, gamma, beta, mean, variance, epsilon):
    scale = gamma / np.sqrt(variance + epsilon)
    shift = beta - scale * mean
    return scale * Z + shift


# one example after the other
def right_02(Z, gamma, beta, mean, variance, epsilon):
    columns = [gamma * (Z[:, [i]] - mean) * (variance + epsilon) ** -0.5 + beta
               for i in range(Z.shape[1])]
    return np.hstack(columns)


# as a linear layer
def right_03(Z, gamma, beta, mean, variance, epsilon):
    W = np.diag((gamma / np.sqrt(variance + epsilon)).ravel())
    return W @ Z + (beta - W @ mean)


# number by number
def right_04(Z, gamma, beta, mean, variance, epsilon):
    n, m = np.shape(Z)
    Z_tilde = [[0.0] * m for _ in range(n)]
    for i in range(n):
        s = float(variance[i, 0] + epsilon) ** 0.5
        for j in range(m):
            Z_tilde[i][j] = gamma[i, 0] * (Z[i, j] - mean[i, 0]) / s + beta[i, 0]
    return np.array(Z_tilde)


# transposed, on a copy
def right_05(Z, gamma, beta, mean, variance, epsilon):
    A = Z.T.astype(float, copy=True)
    A -= mean.T
    A /= np.sqrt((variance + epsilon).T)
    return (A * gamma.T + beta.T).T
