"""Held-out answers to my_best_trial (notebook 07), written without knowing the check's list."""

from types import SimpleNamespace

import numpy as np

school = SimpleNamespace(  # a variable of the notebook
    accuracy=np.array([[0.1, 0.2, 0.3, 0.3], [0.2, 0.5, 0.8, 0.9], [0.3, 0.1, 0.1, 0.1]]),
    diverged=np.array([False, False, True]))


# single: the last evening only
def wrong_01(curves, diverged):
    scores = curves[:, -1].copy()
    scores[diverged] = -np.inf
    return np.nanargmax(scores)


# single: diverged is ignored, and NaN wins
def wrong_02(curves, diverged):
    return curves[:, -3:].mean(axis=1).argmax()


# single: NaN is skipped, diverged is ignored
def wrong_03(curves, diverged):
    scores = np.mean(curves[:, -3:], axis=1)
    return int(np.nanargmax(scores))


# single: the worst
def wrong_04(curves, diverged):
    scores = curves[:, -3:].mean(axis=1)
    scores[diverged] = np.inf
    return np.nanargmin(scores)


# single: the first three evenings
def wrong_05(curves, diverged):
    scores = np.nanmean(curves[:, :3], axis=1)
    scores[diverged] = -np.inf
    return np.argmax(scores)


# single: -3:-1 leaves out the last evening
def wrong_06(curves, diverged):
    scores = curves[:, -3:-1].mean(axis=1)
    scores[diverged] = -np.inf
    return np.argmax(scores)


# single: the last three rows in place of columns
def wrong_07(curves, diverged):
    scores = np.where(diverged[-3:], -np.inf, curves[-3:].mean(axis=1))
    return np.nanargmax(scores)


# single: the mean over the trials, axis=0
def wrong_08(curves, diverged):
    scores = curves[~diverged][:, -3:].mean(axis=0)
    return np.argmax(scores)


# single: the mean over all evenings
def wrong_09(curves, diverged):
    scores = np.nanmean(curves, axis=1)
    scores[diverged] = -np.inf
    return scores.argmax()


# single: the best of the last three, not their mean
def wrong_10(curves, diverged):
    scores = curves[:, -3:].max(axis=1)
    scores[diverged] = -1
    return np.argmax(scores)


# single: the place among those that are left
def wrong_11(curves, diverged):
    good = curves[~diverged]
    return np.argmax(good[:, -3:].mean(axis=1))


# single: the mask the wrong way round
def wrong_12(curves, diverged):
    scores = curves[:, -3:].mean(axis=1)
    scores[~diverged] = -np.inf
    return np.argmax(scores)


# single: 0 times NaN is NaN, and wins
def wrong_13(curves, diverged):
    scores = curves[:, -3:].mean(axis=1) * ~diverged
    return scores.argmax()


# single: returns the score
def wrong_14(curves, diverged):
    scores = curves[:, -3:].mean(axis=1)
    return np.max(scores[~diverged])


# single: the last two evenings
def wrong_15(curves, diverged):
    scores = np.where(diverged, -np.inf, curves[:, -2:].mean(axis=1))
    return np.argmax(scores)


# single: four evenings
def wrong_16(curves, diverged):
    scores = np.where(diverged, -np.inf, np.nanmean(curves[:, -4:], axis=1))
    return np.argmax(scores)


# single: the median
def wrong_17(curves, diverged):
    scores = np.where(diverged, -np.inf, np.median(curves[:, -3:], axis=1))
    return np.argmax(scores)


# single: counts from 1
def wrong_18(curves, diverged):
    scores = np.where(diverged, -np.inf, curves[:, -3:].mean(axis=1))
    return np.argmax(scores) + 1


# who has a NaN on any evening is out: the exercise leaves that open
def right_19(curves, diverged):
    out = diverged | np.isnan(curves).any(axis=1)
    scores = np.where(out, -np.inf, curves[:, -3:].mean(axis=1))
    return np.argmax(scores)


# single: the mean of what is not NaN, diverged is ignored
def wrong_20(curves, diverged):
    scores = np.nanmean(curves[:, -3:], axis=1)
    return np.nanargmax(scores)


# single: the best evening of all
def wrong_21(curves, diverged):
    best = np.nanmax(curves, axis=1)
    return np.argmax(np.where(diverged, 0, best))


# single: counts the evenings from the start, as if there were eight
def wrong_22(curves, diverged):
    scores = curves[:, 5:8].mean(axis=1)
    scores[diverged] = -np.inf
    return np.argmax(scores)


# single: a flat index
def wrong_23(curves, diverged):
    last = curves[:, -3:].copy()
    last[diverged] = -np.inf
    return np.argmax(last)


# single: the progress over the last three evenings
def wrong_24(curves, diverged):
    gain = curves[:, -1] - curves[:, -3]
    return np.argmax(np.where(diverged, -np.inf, gain))


# single: one column, -3, for three
def wrong_25(curves, diverged):
    scores = np.where(diverged, -np.inf, curves[:, -3])
    return np.argmax(scores)


# single: sorted by minus the score, and then the last of them
def wrong_26(curves, diverged):
    scores = np.where(diverged, -np.inf, curves[:, -3:].mean(axis=1))
    return np.argsort(-scores)[-1]


# single: the smallest of the last three
def wrong_27(curves, diverged):
    scores = np.where(diverged, 0, curves[:, -3:].min(axis=1))
    return np.argmax(scores)


# pair: the last evening; diverged is ignored
def wrong_28(curves, diverged):
    return np.argmax(curves[:, -1])


# pair: the mean over all evenings with NaN skipped; diverged is ignored
def wrong_29(curves, diverged):
    return np.nanargmax(np.nanmean(curves, axis=1))


# pair: -3:-1; the place among those that are left
def wrong_30(curves, diverged):
    kept = curves[np.logical_not(diverged)]
    return kept[:, -3:-1].mean(axis=1).argmax()


# pair: the last evening; the place among those that are left
def wrong_31(curves, diverged):
    return np.argmax(curves[~diverged, -1])


# pair: the mask the wrong way round; the place among those that are left
def wrong_32(curves, diverged):
    return np.argmax(np.nan_to_num(curves[diverged])[:, -3:].mean(axis=1))


# pair: the maximum of the last three; counts from 1
def wrong_33(curves, diverged):
    best = np.where(diverged, 0, curves[:, -3:].max(axis=1))
    return 1 + best.argmax()


# pair: a row of the last three trials; the best of each evening
def wrong_34(curves, diverged):
    return np.argmax(np.nan_to_num(curves[-3:]).max(axis=0))


# other: returns what np.where gives, a tuple of an array
def wrong_35(curves, diverged):
    scores = np.where(diverged, -np.inf, curves[:, -3:].mean(axis=1))
    return np.where(scores == scores.max())


# other: changes the curves
def wrong_36(curves, diverged):
    curves[diverged] = 0
    return np.argmax(curves[:, -3:].mean(axis=1))


# other: remembers the best score, returns the last number of the loop
def wrong_37(curves, diverged):
    best = 0
    for trial in range(len(curves)):
        score = curves[trial, -3:].mean()
        if score > best and not diverged[trial]:
            best = score
    return trial


# other: returns within the loop
def wrong_38(curves, diverged):
    best, winner = 0, None
    for trial, curve in enumerate(curves):
        if not diverged[trial] and sum(curve[-3:]) / 3 > best:
            best, winner = sum(curve[-3:]) / 3, trial
            return winner


# other: the notebook's own search in place of the arguments
def wrong_39(curves, diverged):
    scores = np.where(school.diverged, -np.inf, school.accuracy[:, -3:].mean(axis=1))
    return int(scores.argmax())


# other: an endless loop, its counter stands still at a trial that diverged
def wrong_40(curves, diverged):
    trial, best, winner = 0, 0, 0
    while trial < len(curves):
        if diverged[trial]:
            continue
        score = curves[trial, -3:].mean()
        if score > best:
            best, winner = score, trial
        trial += 1
    return winner


# other: the row of the winner, not its number
def wrong_41(curves, diverged):
    scores = np.where(diverged, -np.inf, curves[:, -3:].mean(axis=1))
    return curves[np.argmax(scores)]


# other: a whole array is asked for its truth
def wrong_42(curves, diverged):
    scores = curves[:, -3:].mean(axis=1)
    if not diverged:
        return np.argmax(scores)
    return None


# other: the order of all trials
def wrong_43(curves, diverged):
    scores = np.where(diverged, -np.inf, curves[:, -3:].mean(axis=1))
    return np.argsort(scores)[::-1]


def score(curve):
    return max(curve[-3:])


# other: a helper function that takes the largest, and the place among those that are left
def wrong_44(curves, diverged):
    alive = [curve for curve, failed in zip(curves, diverged, strict=True) if not failed]
    scores = [score(curve) for curve in alive]
    return scores.index(max(scores))


# other: the maximum of Python's max, which a NaN can stop
def wrong_45(curves, diverged):
    scores = list(curves[:, -3:].mean(axis=1))
    return scores.index(max(scores))


# the sum does as well as the mean
def right_01(curves, diverged):
    total = curves[:, -1] + curves[:, -2] + curves[:, -3]
    total[diverged | np.isnan(total)] = -1
    return int(np.argmax(total))


# back from the place among those that are left
def right_02(curves, diverged):
    kept = np.flatnonzero(~diverged)
    return kept[np.nanargmax(curves[kept][:, -3:].mean(axis=1))]


# a loop; NaN is never larger
def right_03(curves, diverged):
    winner, best = None, float("-inf")
    for trial, (curve, failed) in enumerate(zip(curves, diverged, strict=True)):
        score = sum(curve[-3:]) / 3
        if not failed and score > best:
            winner, best = trial, score
    return winner


# max with a key
def right_04(curves, diverged):
    failed = diverged | np.isnan(curves[:, -3:]).any(axis=1)
    alive = [trial for trial in range(len(curves)) if not failed[trial]]
    return max(alive, key=lambda trial: curves[trial, -3:].mean())


# NaN for those that diverged, then nanargmax
def right_05(curves, diverged):
    scores = np.average(curves[:, -3:], axis=1)
    scores[diverged] = np.nan
    return np.nanargmax(scores)


# a masked array
def right_06(curves, diverged):
    scores = np.ma.masked_invalid(curves[:, -3:].mean(axis=1))
    scores[diverged] = np.ma.masked
    return scores.argmax(fill_value=-1)


# a convolution, the order from the best
def right_07(curves, diverged):
    scores = np.array([np.convolve(curve, np.ones(3) / 3, "valid")[-1] for curve in curves])
    scores = np.where(diverged | ~np.isfinite(scores), -1.0, scores)
    return np.argsort(-scores)[0]
