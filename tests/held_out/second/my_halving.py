"""Answers of learners to my_halving (notebook 12)."""
import numpy as np


# single: the first evening is column 1, so the look is a day late (and may leave the matrix)
def wrong_01(curves, looks):
    alive = np.arange(len(curves))
    spent, before = 0, 0
    for look in looks:
        spent += len(alive) * (look - before)
        order = np.argsort(-curves[alive, look])
        alive = alive[order[:max(1, len(alive) // 2)]]
        before = look
    return alive[0], spent


# single: sorted upwards, the worse half goes on
def wrong_02(curves, looks):
    alive = np.arange(len(curves))
    days = 0
    last = 0
    for look in looks:
        days += len(alive) * (look - last)
        last = look
        scores = curves[alive, look - 1]
        keep = max(1, len(alive) // 2)
        alive = alive[np.argsort(scores)[:keep]]
    return alive[0], days


# single: the places among the survivors are taken for rows
def wrong_03(curves, looks):
    alive = np.arange(len(curves))
    spent = previous = 0
    for look in looks:
        spent += len(alive) * (look - previous)
        keep = max(1, len(alive) // 2)
        alive = np.argsort(curves[alive, look - 1])[::-1][:keep]
        previous = look
    return alive[0], spent


# single: each stage is counted from evening 0
def wrong_04(curves, looks):
    alive = np.arange(len(curves))
    spent = 0
    for look in looks:
        spent += len(alive) * look
        best_first = sorted(alive, key=lambda i: curves[i, look - 1], reverse=True)
        alive = best_first[:max(1, len(alive) // 2)]
    return alive[0], spent


# single: of an odd number the larger half goes on
def wrong_05(curves, looks):
    alive = np.arange(len(curves))
    spent, before = 0, 0
    for look in looks:
        spent += len(alive) * (look - before)
        before = look
        half = int(np.ceil(len(alive) / 2))
        alive = alive[np.argsort(curves[alive, look - 1])[-half:]]
    return alive[-1], spent


# single: the days are counted after the halving, for the survivors only
def wrong_06(curves, looks):
    alive = list(range(len(curves)))
    spent, day = 0, 0
    for look in looks:
        alive.sort(key=lambda row: -curves[row, look - 1])
        alive = alive[:max(1, len(alive) // 2)]
        spent += len(alive) * (look - day)
        day = look
    return alive[0], spent


# single: the stopped models are paid for, too
def wrong_07(curves, looks):
    alive = np.arange(len(curves))
    for look in looks:
        order = np.argsort(curves[alive, look - 1])[::-1]
        alive = alive[order][:max(1, len(alive) // 2)]
    return alive[0], len(curves) * looks[-1]


# single: judged by the mean of the curve so far, not by the evening of the look
def wrong_08(curves, looks):
    alive = np.arange(len(curves))
    spent, before = 0, 0
    for look in looks:
        spent += len(alive) * (look - before)
        score = curves[alive, :look].mean(axis=1)
        alive = alive[np.argsort(-score)[:max(len(alive) // 2, 1)]]
        before = look
    return alive[0], spent


# pair: judged by the last evening of all, which is still to come; the row's accuracy is returned
def wrong_09(curves, looks):
    alive = np.arange(len(curves))
    spent, before = 0, 0
    for look in looks:
        spent += len(alive) * (look - before)
        before = look
        alive = alive[np.argsort(-curves[alive, -1])][:max(1, len(alive) // 2)]
    return curves[alive[0], -1], spent


# pair: one model, the worst, goes at each look; the best at the end is chosen from those left
def wrong_10(curves, looks):
    alive = list(range(len(curves)))
    spent = before = 0
    for look in looks:
        spent += len(alive) * (look - before)
        before = look
        if len(alive) > 1:
            alive.remove(min(alive, key=lambda i: curves[i, look - 1]))
    return max(alive, key=lambda i: curves[i, looks[-1] - 1]), spent


# pair: a cut at the median keeps the larger half; ends as soon as one is left, its last days unpaid
def wrong_11(curves, looks):
    alive = np.arange(len(curves))
    spent = before = 0
    for look in looks:
        if len(alive) == 1:
            break
        spent += len(alive) * (look - before)
        before = look
        accuracy = curves[alive, look - 1]
        alive = alive[accuracy >= np.median(accuracy)]
    return alive[np.argmax(curves[alive, before - 1])], spent


# other: a knock-out: neighbours play against each other
def wrong_12(curves, looks):
    alive = list(range(len(curves)))
    spent = before = 0
    for look in looks:
        spent += len(alive) * (look - before)
        before = look
        if len(alive) > 1:
            alive = [max(pair, key=lambda i: curves[i, look - 1])
                     for pair in zip(alive[::2], alive[1::2])]
    return alive[0], spent


def right_01(curves, looks):
    # the costs from the sizes alone, the rows by repeated selection
    counts = [max(1, len(curves) >> k) for k in range(len(looks) + 1)]
    spent = int(np.dot(counts[:-1], np.diff(looks, prepend=0)))
    alive = list(range(len(curves)))
    for look, count in zip(looks, counts[1:]):
        alive = sorted(alive, key=lambda row: curves[row][look - 1])[::-1][:count]
    return alive[0], spent


def right_02(curves, looks):
    # stopped models are masked instead of removed
    running = np.ones(len(curves), dtype=bool)
    spent = 0
    for before, look in zip((0, *looks), looks):
        spent += (look - before) * int(running.sum())
        score = np.where(running, curves[:, look - 1], -np.inf)
        rank = np.argsort(np.argsort(-score, kind="stable"), kind="stable")
        running = rank < max(1, running.sum() // 2)
    return int(np.argmax(np.where(running, score, -np.inf))), spent


def right_03(curves, looks):
    def go_on(rows, looks, day):
        if not looks:
            return rows[0], 0
        look, *later = looks
        ranked = rows[np.argsort(-curves[rows, look - 1])]
        row, days = go_on(ranked[:len(rows) // 2 or 1], later, look)
        return row, days + len(rows) * (look - day)
    return go_on(np.arange(len(curves)), list(looks), 0)
