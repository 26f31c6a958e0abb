"""Held-out answers to my_halving (notebook 12), written without knowing the check's list."""

import math

import numpy as np

looks_of_the_notebook = (1, 3, 7, 15)


# single: evening k is column k - 1, here it is column k
def wrong_01(curves, looks):
    alive = np.arange(len(curves))
    days, before = 0, -1
    for look in looks:
        days += len(alive) * (look - before)
        before = look
        order = np.argsort(curves[alive, min(look, curves.shape[1] - 1)])[::-1]
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], days - len(curves)


# single: the worse half goes on
def wrong_02(curves, looks):
    alive = np.arange(len(curves))
    days = 0
    last = 0
    for look in looks:
        days += len(alive) * (look - last)
        last = look
        order = np.argsort(curves[alive, look - 1])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], days


# single: places among those alive taken for rows
def wrong_03(curves, looks):
    alive = np.arange(len(curves))
    days = 0
    last = 0
    for look in looks:
        days += len(alive) * (look - last)
        last = look
        order = np.argsort(-curves[alive, look - 1])
        alive = order[:max(1, len(alive) // 2)]
    return alive[0], days


# single: every stage is counted from evening 0
def wrong_04(curves, looks):
    alive = np.arange(len(curves))
    days = 0
    for look in looks:
        days += len(alive) * look
        scores = curves[alive, look - 1]
        alive = alive[np.argsort(-scores)][:max(1, len(alive) // 2)]
    return alive[0], days


# single: days are counted after the half has been stopped
def wrong_05(curves, looks):
    alive = np.arange(len(curves))
    days = 0
    start = 0
    for look in looks:
        scores = curves[alive, look - 1]
        keep = max(1, len(alive) // 2)
        alive = alive[np.argsort(-scores)[:keep]]
        days += len(alive) * (look - start)
        start = look
    return alive[0], days


# single: of an odd number the larger half
def wrong_06(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        keep = math.ceil(len(alive) / 2)
        best = np.argsort(-curves[alive, look - 1])[:keep]
        alive = alive[best]
    return alive[0], days


# single: nothing keeps the last model
def wrong_07(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        best = np.argsort(-curves[alive, look - 1])[:len(alive) // 2]
        alive = alive[best]
    return alive[0], days


# single: one evening a stage
def wrong_08(curves, looks):
    alive = np.arange(len(curves))
    days = 0
    for look in looks:
        days += len(alive)
        best = np.argsort(-curves[alive, look - 1])[:max(1, len(alive) // 2)]
        alive = alive[best]
    return alive[0], days


# single: as many days as without stopping
def wrong_09(curves, looks):
    alive = np.arange(len(curves))
    for look in looks:
        best = np.argsort(-curves[alive, look - 1])[:max(1, len(alive) // 2)]
        alive = alive[best]
    return alive[0], len(curves) * looks[-1]


# single: the mean of the evenings so far, not the accuracy of this evening
def wrong_10(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        scores = curves[alive, :look].mean(axis=1)
        alive = alive[np.argsort(scores)[::-1][:max(1, len(alive) // 2)]]
    return alive[0], days


# single: the best evening so far
def wrong_11(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        scores = curves[alive, :look].max(axis=1)
        alive = alive[np.argsort(scores)[::-1][:max(1, len(alive) // 2)]]
    return alive[0], days


# single: stops as soon as one is left, whose last days are not counted
def wrong_12(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        if len(alive) == 1:
            break
        days += len(alive) * (look - start)
        start = look
        order = np.argsort(-curves[alive, look - 1])
        alive = alive[order[:len(alive) // 2]]
    return alive[0], days


# single: the accuracy of the winner, not its row
def wrong_13(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        order = np.argsort(-curves[alive, look - 1])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return curves[alive[0], looks[-1] - 1], days


# single: days first
def wrong_14(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        order = np.argsort(-curves[alive, look - 1])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return days, alive[0]


# single: the array of rows, not the row
def wrong_15(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        order = np.argsort(-curves[alive, look - 1])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive, days


# single: ranks all models, also those that were stopped
def wrong_16(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        order = np.argsort(-curves[:, look - 1])
        alive = order[:max(1, len(alive) // 2)]
    return alive[0], days


# single: looks at the last evening, which nobody knows yet
def wrong_17(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        order = np.argsort(-curves[alive, -1])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], days


# single: sort in place of argsort
def wrong_18(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        order = np.sort(curves[alive, look - 1])[::-1]
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], days


# single: the sum of the looks, whoever is alive
def wrong_19(curves, looks):
    alive = np.arange(len(curves))
    for look in looks:
        order = np.argsort(-curves[alive, look - 1])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], sum(looks)


# single: the number of the stage taken for the evening
def wrong_20(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for i in range(len(looks)):
        days += len(alive) * (looks[i] - start)
        start = looks[i]
        order = np.argsort(-curves[alive, i])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], days


# single: half of all models at every look
def wrong_21(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    half = len(curves) // 2
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        order = np.argsort(-curves[alive, look - 1])
        alive = alive[order[:half]]
    return alive[0], days


# single: the first stage is not counted, np.diff gives one stage less
def wrong_22(curves, looks):
    alive = np.arange(len(curves))
    days = 0
    stages = [0, *np.diff(looks)]
    for look, evenings in zip(looks, stages, strict=True):
        days += len(alive) * evenings
        order = np.argsort(-curves[alive, look - 1])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], days


# single: all above or at the median go on, of an odd number the larger half
def wrong_23(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        scores = curves[alive, look - 1]
        alive = alive[scores >= np.median(scores)]
    return alive[0], days


# single: only those above the median; of one model none
def wrong_24(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        scores = curves[alive, look - 1]
        alive = alive[scores > np.median(scores)]
    return alive[0], days


# single: half is no whole number
def wrong_25(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        order = np.argsort(-curves[alive, look - 1])
        alive = alive[order[:len(alive) / 2]]
    return alive[0], days


# single: rows and columns of curves taken for each other
def wrong_26(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        order = np.argsort(-curves[look - 1, alive])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], days


# single: prints
def wrong_27(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        alive = alive[np.argsort(-curves[alive, look - 1])[:max(1, len(alive) // 2)]]
    print(alive[0], days)


# single: the looks of the notebook, whatever is given
def wrong_28(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks_of_the_notebook:
        days += len(alive) * (look - start)
        start = look
        order = np.argsort(-curves[alive, look - 1])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], days


# single: no stopping, the best at the end
def wrong_29(curves, looks):
    row = np.argmax(curves[:, -1])
    days = curves.shape[0] * curves.shape[1]
    return row, days


# single: the second half of an ascending order, of an odd number the larger half
def wrong_30(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        order = np.argsort(curves[alive, look - 1])
        alive = alive[order[len(alive) // 2:]]
    return alive[0], days


# single: `start` is never moved
def wrong_31(curves, looks):
    alive, days, start = np.arange(len(curves)), 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        ranking = np.argsort(curves[alive, look - 1])[::-1]
        alive = alive[ranking][:max(1, len(alive) // 2)]
    return alive[0], days


# single: returns after the first look, the return stands inside the loop
def wrong_32(curves, looks):
    alive, days, start = np.arange(len(curves)), 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        ranking = np.argsort(curves[alive, look - 1])[::-1]
        alive = alive[ranking][:max(1, len(alive) // 2)]
        return alive[0], days


# single: days of the last stage only
def wrong_33(curves, looks):
    alive, start = np.arange(len(curves)), 0
    for look in looks:
        days = len(alive) * (look - start)
        start = look
        ranking = np.argsort(curves[alive, look - 1])[::-1]
        alive = alive[ranking][:max(1, len(alive) // 2)]
    return alive[0], days


# single: those alive are not indexed by the order but by the whole order, nobody is stopped
def wrong_34(curves, looks):
    alive, days, start = np.arange(len(curves)), 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        alive = alive[np.argsort(-curves[alive, look - 1])]
    return alive[0], days


# double: the worse half, and each stage counted from 0
def wrong_35(curves, looks):
    alive = np.arange(len(curves))
    days = 0
    for look in looks:
        days += len(alive) * look
        order = np.argsort(curves[alive, look - 1])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], days


# double: days after the stop, and the larger half
def wrong_36(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        order = np.argsort(-curves[alive, look - 1])
        alive = alive[order[:(len(alive) + 1) // 2]]
        days += len(alive) * (look - start)
        start = look
    return alive[0], days


# double: places taken for rows, and days first
def wrong_37(curves, looks):
    alive = np.arange(len(curves))
    days, start = 0, 0
    for look in looks:
        days += len(alive) * (look - start)
        start = look
        alive = np.argsort(-curves[alive, look - 1])[:max(1, len(alive) // 2)]
    return days, alive[0]


# double: mean of the evenings, and one evening a stage
def wrong_38(curves, looks):
    alive = np.arange(len(curves))
    days = 0
    for look in looks:
        days += len(alive)
        order = np.argsort(-curves[alive, :look].mean(axis=1))
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], days


# as the text says it
def right_01(curves, looks):
    alive = np.arange(len(curves))
    days, before = 0, 0
    for look in looks:
        days += len(alive) * (look - before)
        before = look
        order = np.argsort(-curves[alive, look - 1])
        alive = alive[order[:max(1, len(alive) // 2)]]
    return alive[0], days


# lists and sorted
def right_02(curves, looks):
    alive = list(range(len(curves)))
    days = 0
    for start, end in zip([0, *looks], looks, strict=False):
        days += len(alive) * (end - start)
        alive.sort(key=lambda row: curves[row][end - 1], reverse=True)
        alive = alive[:max(len(alive) // 2, 1)]
    return alive[0], days


# a mask over all rows
def right_03(curves, looks):
    running = np.ones(len(curves), dtype=bool)
    spent = 0
    start = 0
    for look in looks:
        spent += running.sum() * (look - start)
        start = look
        scores = np.where(running, curves[:, look - 1], -np.inf)
        keep = max(1, running.sum() // 2)
        running[:] = False
        running[np.argsort(scores)[len(scores) - keep:]] = True
    return int(np.flatnonzero(running)[0]), int(spent)


# stops one after the other
def right_04(curves, looks):
    alive = set(range(curves.shape[0]))
    days = 0
    for i, look in enumerate(looks):
        days += len(alive) * (look - (looks[i - 1] if i else 0))
        goal = max(1, len(alive) // 2)
        while len(alive) > goal:
            alive.remove(min(alive, key=lambda row, at=look - 1: curves[row, at]))
    return alive.pop(), days


# recursive
def right_05(curves, looks):
    def go(rows, start, rest):
        if not rest:
            return rows[0], 0
        end, *later = rest
        order = rows[np.argsort(curves[rows, end - 1])[::-1]]
        winner, days = go(order[:max(1, len(rows) // 2)], end, later)
        return winner, days + len(rows) * (end - start)

    return go(np.arange(len(curves)), 0, list(looks))


# the days by a formula of their own
def right_06(curves, looks):
    sizes = [len(curves)]
    for _ in looks[1:]:
        sizes.append(max(1, sizes[-1] // 2))
    days = int(np.dot(sizes, np.diff(looks, prepend=0)))
    alive = np.arange(len(curves))
    for size, look in zip([*sizes[1:], 1], looks, strict=True):
        alive = alive[np.argpartition(-curves[alive, look - 1], size - 1)[:size]]
    return alive.item(), days
