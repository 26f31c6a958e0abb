"""Batch norm as a graph whose backward pass the learner fills in."""

import numpy as np
from ipywidgets import Dropdown

from helpers.batch_norm import EPSILON
from helpers.gradient_check import numerical_gradient
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import AFTER, GREY, WRONG, new_figure, shown

OPEN = "?"  # not chosen yet
BOXES = {  # name: (x, y, formula of the forward pass)
    "z": (0.0, 0.0, "$z$"),
    "mu": (2.6, 2.3, r"$\mu$ = mean of $z$"),
    "z_c": (5.2, 0.0, r"$z_c = z - \mu$"),
    "variance": (7.8, 2.3, r"$\sigma^2$ = mean of $z_c^2$"),
    "z_norm": (10.4, 0.0, r"$z_{norm} = z_c\,/\sqrt{\sigma^2+\varepsilon}$"),
    "gamma": (13.2, 2.3, r"$\gamma$"),
    "beta": (16.4, 2.3, r"$\beta$"),
    "z_tilde": (15.6, 0.0, r"$\tilde z = \gamma\, z_{norm} + \beta$"),
}
ARROWS = {  # from, to: the local derivative, and where it stands
    ("z", "mu"): ("$1/m$", (0.75, 1.15)),
    ("z", "z_c"): ("$1$", (2.6, -0.95)),
    ("mu", "z_c"): ("$-1$", (4.4, 1.15)),
    ("z_c", "variance"): ("$2z_c/m$", (5.75, 1.15)),
    ("z_c", "z_norm"): (r"$1/\sqrt{\sigma^2+\varepsilon}$", (7.8, -0.95)),
    ("variance", "z_norm"): (r"$-\frac{1}{2}z_c\,(\sigma^2+\varepsilon)^{-3/2}$", (11.05, 1.15)),
    ("z_norm", "z_tilde"): (r"$\gamma$", (13.0, -0.95)),
    ("gamma", "z_tilde"): ("$z_{norm}$", (13.55, 1.15)),
    ("beta", "z_tilde"): ("$1$", (16.4, 1.15)),
}
# The way back: what each gradient is made of, and what one may take for it, the right one first.
# v holds the values of the forward pass, d the gradients found so far, m counts the examples.
CHOICES = {
    "beta": (("z_tilde",), {
        "Σ dz̃": lambda v, d, m: d["z_tilde"].sum(),
        "dz̃, averaged": lambda v, d, m: d["z_tilde"].mean(),
        "Σ dz̃ · z_norm": lambda v, d, m: (d["z_tilde"] * v["z_norm"]).sum()}),
    "gamma": (("z_tilde",), {
        "Σ dz̃ · z_norm": lambda v, d, m: (d["z_tilde"] * v["z_norm"]).sum(),
        "Σ dz̃ · z": lambda v, d, m: (d["z_tilde"] * v["z"]).sum(),
        "Σ dz̃": lambda v, d, m: d["z_tilde"].sum()}),
    "z_norm": (("z_tilde",), {
        "γ · dz̃": lambda v, d, m: v["gamma"] * d["z_tilde"],
        "dz̃": lambda v, d, m: d["z_tilde"],
        "dz̃ / γ": lambda v, d, m: d["z_tilde"] / v["gamma"]}),
    "variance": (("z_norm",), {
        "-½ (σ²+ε)^(-3/2) · Σ dz_norm · z_c":
            lambda v, d, m: -0.5 * v["root"] ** -3 * (d["z_norm"] * v["z_c"]).sum(),
        "½ (σ²+ε)^(-3/2) · Σ dz_norm · z_c":
            lambda v, d, m: 0.5 * v["root"] ** -3 * (d["z_norm"] * v["z_c"]).sum(),
        "-½ (σ²+ε)^(-1/2) · Σ dz_norm · z_c":
            lambda v, d, m: -0.5 / v["root"] * (d["z_norm"] * v["z_c"]).sum(),
        "0, σ² is only a number": lambda v, d, m: 0.0}),
    "z_c": (("z_norm", "variance"), {
        "dz_norm / √(σ²+ε) + dσ² · 2 z_c / m":
            lambda v, d, m: d["z_norm"] / v["root"] + d["variance"] * 2 * v["z_c"] / m,
        "dz_norm / √(σ²+ε)": lambda v, d, m: d["z_norm"] / v["root"],
        "dσ² · 2 z_c / m": lambda v, d, m: d["variance"] * 2 * v["z_c"] / m}),
    "mu": (("z_c",), {
        "-Σ dz_c": lambda v, d, m: -d["z_c"].sum(),
        "Σ dz_c": lambda v, d, m: d["z_c"].sum(),
        "0, μ is only a number": lambda v, d, m: 0.0}),
    "z": (("z_c", "mu"), {
        "dz_c + dμ / m": lambda v, d, m: d["z_c"] + d["mu"] / m,
        "dz_c": lambda v, d, m: d["z_c"],
        "dz_c + dμ": lambda v, d, m: d["z_c"] + d["mu"]}),
}
LETTERS = {"beta": "dβ", "gamma": "dγ", "z_norm": "dz_norm", "variance": "dσ²", "z_c": "dz_c",
           "mu": "dμ", "z": "dz", "z_tilde": "dz̃"}


def forward_values(given, epsilon=EPSILON):
    """One unit's values on the way forward: z (m,), gamma, beta; others that are given stay."""
    v = dict(given)
    v.setdefault("mu", v["z"].mean())
    v.setdefault("z_c", v["z"] - v["mu"])
    v.setdefault("variance", (v["z_c"] ** 2).mean())
    v["root"] = np.sqrt(v["variance"] + epsilon)
    v.setdefault("z_norm", v["z_c"] / v["root"])
    return v | {"z_tilde": v["gamma"] * v["z_norm"] + v["beta"]}


def nudged(given, dz_tilde):
    """Every box's gradient by central differences, for given z, gamma, beta and upstream (m,)."""
    values, right = forward_values(given), {"z_tilde": dz_tilde}
    for name in CHOICES:
        right[name] = numerical_gradient(
            lambda box, name=name: dz_tilde @ forward_values(given | {name: box})["z_tilde"],
            np.atleast_1d(values[name]).astype(float))
    return right


def judged(values, right, chosen):
    """The gradients that the choices give, and what each is worth.

    values : of the forward pass. right : from `nudged`. chosen : by name, a key of
    ``CHOICES[name]`` or "?". Returns the gradients that can be found, and by name "open", "right",
    "wrong"; where a wrong number comes into a right choice, "after", or "still" (right).
    """
    m, found, verdicts = len(values["z"]), {"z_tilde": right["z_tilde"]}, {}
    for name, (sources, ways) in CHOICES.items():
        way, before = ways.get(chosen[name]), {verdicts.get(source) for source in sources}
        if way is None or "open" in before:
            verdicts[name] = "open"
            continue
        found[name] = way(values, found, m)
        own, whole = (np.allclose(gradient, right[name], rtol=1e-4, atol=1e-6)
                      for gradient in (way(values, right, m), found[name]))
        verdicts[name] = ("wrong" if not own else "right" if before <= {"right", None}
                          else "still" if whole else "after")
    return found, verdicts


@drawing()
def backward_graph(z, gamma, beta, dz_tilde):
    """Batch norm as a graph: the learner chooses each gradient, and the numbers flow back.

    One unit, m examples: z and the upstream gradient dz_tilde (m,), gamma and beta numbers. A
    right choice shows the local derivatives on the arrows that leave its box.
    """
    given = {"z": z, "gamma": gamma, "beta": beta}
    values, right = forward_values(given), nudged(given, dz_tilde)
    figure, axes = new_figure(8.6, 3.3)
    axes.set(xlim=(-2.25, 17.9), ylim=(-1.3, 3.15))
    axes.set_axis_off()
    plates, words, derivatives = {}, {}, {}
    style = {"ha": "center", "va": "center", "fontsize": 9, "linespacing": 1.3}
    for name, (x, y, formula) in BOXES.items():
        axes.text(x, y + 0.55, formula, **style)
        axes.text(x, y + 0.2, numbers(values[name]), **style)
        words[name] = axes.text(x, y - 0.35, "", **style)
        width = 1.35 if name in ("gamma", "beta") else 2.1
        plates[name], = axes.fill([x - width, x + width, x + width, x - width],
                                  [y - 0.7, y - 0.7, y + 0.75, y + 0.75])
    for (start, end), (derivative, at) in ARROWS.items():
        axes.annotate("", BOXES[end][:2], BOXES[start][:2], arrowprops={
            "arrowstyle": "-|>", "color": GREY, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0,
            "patchA": plates[start], "patchB": plates[end]})
        derivatives[start, end] = axes.text(*at, derivative, color=AFTER, **style)
    looks = {"open": ("none", GREY, ":"), "right": ("none", AFTER, "-"),
             "still": ("none", AFTER, "--"),
             "wrong": ((WRONG, 0.3), WRONG, "-"), "after": ((WRONG, 0.12), WRONG, "--")}

    def move(**chosen):
        found, verdicts = judged(values, right, chosen)
        for name, plate in plates.items():
            face, edge, line = looks[verdicts.get(name, "right")]
            plate.set(facecolor=face, edgecolor=edge, linestyle=line, linewidth=1.8)
            mark = {"wrong": " ✘", "right": " ✔", "still": " ✔"}.get(verdicts.get(name), "")
            words[name].set_text(f"{LETTERS[name]}{mark}\n{numbers(found.get(name, []))}")
        for (start, _), text in derivatives.items():
            text.set_visible(verdicts[start] == "right")
        return "\n".join(_said(verdicts))

    return Panel(
        figure, "Batch norm as a graph from z over μ, z_c, σ² and z_norm to z̃. Each box carries "
        "its values and the gradient that the choices give: dotted while open, blue where it "
        "agrees with central differences, orange where not, dashed where a wrong number came in.",
        {"plates": plates.values(), "words": words.values(),
         "derivatives": derivatives.values()}, move,
        {"show the right ones": lambda **values: {
            name: next(iter(ways)) for name, (_, ways) in CHOICES.items()}},
        **{name: Dropdown(options=[OPEN, *sorted(ways)], description=LETTERS[name])
           for name, (_, ways) in CHOICES.items()})


def numbers(values):
    """Numbers in a row; "?" where there are none."""
    return "   ".join(map(shown, np.atleast_1d(values))) or OPEN


def _said(verdicts):
    """What the boxes say, in words."""
    names = {kind: [LETTERS[n] for n, verdict in verdicts.items() if verdict == kind]
             for kind in ("right", "wrong", "after", "still", "open")}
    agree = names["right"] + names["still"]
    yield f"{len(agree)} of {len(verdicts)} boxes agree with central differences"
    if names["wrong"]:
        made = ", ".join(names["after"] + [f"{n} (right all the same)" for n in names["still"]])
        yield (f"not yet: {', '.join(names['wrong'])}"
               + f"   made of wrong numbers: {made}" * bool(made))
    elif names["open"]:
        yield "from the right to the left; next: " + names["open"][0]
    else:
        yield "complete: this is batch norm's backward pass"
