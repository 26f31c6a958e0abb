"""Answers of learners to my_best_trial (notebook 07)."""
import numpy as np


# single: only the last evening counts
def wrong_01(curves, diverged):
    score = np.where(diverged, -np.inf, curves[:, -1])
    return np.nanargmax(score)


# single: the diverged trials are not left out
def wrong_02(curves, diverged):
    score = np.mean(curves[:, -3:], axis=1)
    return np.nanargmax(score)


# single: diverged trials get 0 by a product, and NaN times 0 is NaN
def wrong_03(curves, diverged):
    score = curves[:, -3:].mean(axis=1) * (1 - diverged)
    return np.argmax(score)


# single: the place among the trials that are left, not the row of curves
def wrong_04(curves, diverged):
    good = curves[~diverged]
    return np.nanargmax(good[:, -3:].mean(axis=1))


# single: the mean runs over the trials, so an evening is returned
def wrong_05(curves, diverged):
    good = np.array(curves, dtype=float)
    good[diverged] = 0
    return int(np.argmax(np.mean(good[:, -3:], axis=0)))


# single: the first three evenings
def wrong_06(curves, diverged):
    score = curves[:, :3].mean(axis=1)
    score = np.where(diverged, -1, score)
    return np.nanargmax(score)


# single: the best of the last three evenings instead of their mean
def wrong_07(curves, diverged):
    best, row = -1, None
    for i, curve in enumerate(curves):
        if diverged[i]:
            continue
        if max(curve[-3:]) > best:
            best, row = max(curve[-3:]), i
    return row


# single: the score is returned, not the row
def wrong_08(curves, diverged):
    last = curves[:, -3:].mean(axis=1)
    last[diverged] = -np.inf
    return np.nanmax(last)


# pair: the mean over all evenings; the smallest wins
def wrong_09(curves, diverged):
    mean = np.nanmean(curves, axis=1)
    mean[diverged] = np.inf
    return np.argmin(mean)


# pair: the slice stops before the last evening; its index counts only the trials left
def wrong_10(curves, diverged):
    kept = [c[-4:-1].mean() for c, d in zip(curves, diverged) if not d]
    return int(np.nanargmax(kept))


# pair: the mask is the wrong way round; one evening too many is averaged
def wrong_11(curves, diverged):
    scores = np.nanmean(curves[:, -4:], axis=1)
    scores[~diverged] = -np.inf
    return int(np.argmax(scores))


# other: the largest gain between the first and the last evening
def wrong_12(curves, diverged):
    gain = np.where(diverged, -np.inf, curves[:, -1] - curves[:, 0])
    return int(np.nanargmax(gain))


def right_01(curves, diverged):
    rows = [i for i in range(len(curves)) if not diverged[i] and not np.isnan(curves[i, -3:]).any()]
    return max(rows, key=lambda i: curves[i, -3:].sum())


def right_02(curves, diverged):
    score = curves @ np.r_[np.zeros(curves.shape[1] - 3), np.ones(3) / 3] if not np.isnan(
        curves).any() else curves[:, -3] + curves[:, -2] + curves[:, -1]
    masked = np.ma.masked_array(score, mask=diverged | np.isnan(score))
    return masked.argmax(fill_value=-np.inf)


def right_03(curves, diverged):
    rows = np.flatnonzero(~diverged)
    score = np.nan_to_num(curves[rows, -3:].mean(axis=1), nan=-np.inf)
    return rows[list(score).index(max(score))]
