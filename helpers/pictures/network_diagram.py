"""Where batch norm sits in a network, with the shape of everything that flows through."""

from matplotlib.patches import FancyBboxPatch

from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import AFTER, GREEN, GREY, INK, LIGHT, ORANGE, new_figure

ROWS = (2.0, 1.0, 0.0)  # one a layer, from the top
BOXES = (2.25, 5.15, 8.05)  # middles of the linear step, batch norm and the activation
HALF_WIDTH = 0.82
ARROWS = (0.8, 3.7, 6.6, 9.5)  # middles of the arrows before, between and after the boxes
FRAME = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": AFTER}


@drawing()
def network_shapes(n0=196, classes=10):
    """Two hidden layers with batch norm, an output layer without, all shapes; n0 are features."""
    figure, axes = new_figure(8.6, 3.9)
    axes.set(xlim=(0, 10.3), ylim=(-0.92, 2.5))
    axes.axis("off")
    flowing, learned = [], {}

    def box(x, y, text, colour):
        axes.add_patch(FancyBboxPatch(
            (x - HALF_WIDTH, y - 0.16), 2 * HALF_WIDTH, 0.32, boxstyle="round,pad=0.03",
            facecolor=colour, alpha=0.35, edgecolor=GREY, linewidth=1))
        axes.text(x, y, text, ha="center", va="center", fontsize=9.5)

    def arrow(x, y, name):
        """With the matrix's name above it and its shape below, for `move` to fill."""
        axes.annotate("", (x + 0.53, y), (x - 0.53, y),
                      arrowprops={"arrowstyle": "->", "color": INK, "linewidth": 1.4})
        axes.text(x, y + 0.11, f"${_tex(name)}$", ha="center", va="bottom", fontsize=10.5)
        flowing.append((name, axes.text(x, y - 0.17, "", ha="center", va="top", fontsize=9,
                                        color=AFTER, bbox=FRAME)))

    def parameter(x, y, name):
        learned[name] = axes.text(x, y - 0.25, "", ha="center", va="top", fontsize=9)

    for layer, source in ((1, "X"), (2, "A1")):
        y, names = ROWS[layer - 1], (source, f"Z{layer}", f"Z_tilde{layer}", f"A{layer}")
        box(BOXES[0], y, f"${_tex(f'Z{layer}')} = {_tex(f'W{layer}')} {_tex(source)}$", LIGHT)
        box(BOXES[1], y, "batch norm", AFTER)
        box(BOXES[2], y, f"${_tex(f'A{layer}')} = g({_tex(f'Z_tilde{layer}')})$", GREEN)
        for x, name in zip(ARROWS, names, strict=True):
            arrow(x, y, name)
        parameter(BOXES[0], y, f"W{layer}")
        parameter(BOXES[1], y, f"gamma{layer}, beta{layer}")
    box(BOXES[0], ROWS[2], r"$Z^{[3]} = W^{[3]} A^{[2]} + b^{[3]}$", LIGHT)
    box(BOXES[1], ROWS[2], r"$A^{[3]}$ = softmax($Z^{[3]}$)", ORANGE)
    for x, name in zip(ARROWS, ("A2", "Z3", "A3"), strict=False):
        arrow(x, ROWS[2], name)
    parameter(BOXES[0], ROWS[2], "W3")
    parameter(BOXES[0], ROWS[2] - 0.2, "b3")
    axes.text(3.2, -0.86, "framed: what flows through", fontsize=9, color=AFTER, va="bottom",
              bbox=FRAME)
    axes.text(6.2, -0.86, "without a frame: what is learned", fontsize=9, va="bottom")

    def move(m, n1, n2):
        units = {"X": n0, "Z1": n1, "Z2": n2, "Z3": classes, "Z_tilde1": n1, "A1": n1,
                 "Z_tilde2": n2, "A2": n2, "A3": classes}
        for name, text in flowing:
            text.set_text(f"({units[name]}, {m})")
        shapes = {"W1": (n1, n0), "gamma1, beta1": (n1, 1), "W2": (n2, n1),
                  "gamma2, beta2": (n2, 1), "W3": (classes, n2), "b3": (classes, 1)}
        for names, text in learned.items():
            letters = ", ".join(f"${_tex(name)}$" for name in names.split(", "))
            text.set_text(f"{letters}: {shapes[names]}")
        count = sum(rows * columns for rows, columns in shapes.values())
        count += n1 + n2  # gamma and beta share an entry above
        return (f"m = {m}: mean and variance of each unit are taken over {m} example"
                f"{'s' if m > 1 else ''}\n"
                f"{count:,} learned numbers, {2 * (n1 + n2)} of them γ and β")

    return Panel(
        figure, "A network layer after layer: Z = W A, then batch norm with γ and β, then the "
        "activation g, twice; then an output layer without batch norm. Every arrow carries the "
        "shape of its matrix.",
        {"flowing": [text for _, text in flowing], "learned": learned.values()}, move,
        m=Slider("mini-batch size m", 64, steps(1, 512, 1)),
        n1=Slider("units n₁ of layer 1", 30, steps(1, 200, 1)),
        n2=Slider("units n₂ of layer 2", 20, steps(1, 200, 1)))


def _tex(name):
    """A matrix's name as mathematics: Z_tilde1 becomes \\tilde Z^{[1]}."""
    if name == "X":
        return name
    letters = {"Z_tilde": r"\tilde Z", "gamma": r"\gamma", "beta": r"\beta"}
    return f"{letters.get(name[:-1], name[:-1])}^{{[{name[-1]}]}}"
