"""Where batch norm sits in a network, with the shape of everything that flows through."""

from matplotlib.patches import FancyBboxPatch

from helpers.figures.scene import Scene
from helpers.figures.style import AFTER, GREEN, GREY, INK, LIGHT, ORANGE, new_figure

ROWS = (2.0, 1.0, 0.0)  # one a layer, from the top
BOXES = (2.25, 5.15, 8.05)  # middles of the linear step, batch norm and the activation
HALF_WIDTH = 0.82
ARROWS = (0.8, 3.7, 6.6, 9.5)  # middles of the arrows before, between and after the boxes


class NetworkDiagramScene(Scene):
    """Two hidden layers with batch norm and an output layer without, all shapes written out.

    Parameters
    ----------
    n0, classes : int
        Features of an example, units of the output layer.

    Attributes
    ----------
    flowing : list of (str, Text)
        Names and shapes of the matrices between the boxes; a shape's second number is m.
    learned : dict of str to Text
        Shapes of the parameters, which m does not change.

    Notes
    -----
    `move` takes ``m``, ``n1`` and ``n2`` (ints).
    """

    def __init__(self, n0=196, classes=10):
        self.n0, self.classes = n0, classes
        self.flowing, self.learned = [], {}
        figure, self._axes = new_figure(9, 4.6)
        self._axes.set(xlim=(0, 10.3), ylim=(-0.75, 2.62))
        self._axes.axis("off")
        self._hidden_layer(1, "X")
        self._hidden_layer(2, "A1")
        self._output_layer()
        self._axes.text(0.1, -0.72, "framed: follows the mini-batch size m", fontsize=9,
                        color=AFTER, va="bottom", bbox=_frame(AFTER))
        self._axes.text(3.9, -0.72, "without a frame: learned parameters, the same for every m",
                        fontsize=9, color=INK, va="bottom")
        super().__init__(
            figure, [*(text for _, text in self.flowing), *self.learned.values()],
            "A network layer after layer: Z = W A, then batch norm with gamma and beta, then the "
            "activation g, twice; then an output layer without batch norm. Every arrow carries "
            "the shape of its matrix.",
        )

    def move(self, m, n1, n2):
        """Write the shapes for this mini-batch size and these numbers of units."""
        n = {"X": self.n0, "Z1": n1, "Z2": n2, "Z3": self.classes}
        n |= {"Z_tilde1": n1, "A1": n1, "Z_tilde2": n2, "A2": n2, "A3": self.classes}
        for name, text in self.flowing:
            text.set_text(f"({n[name]}, {m})")
        parameters = {"W1": (n1, self.n0), "gamma1, beta1": (n1, 1), "W2": (n2, n1),
                      "gamma2, beta2": (n2, 1), "W3": (self.classes, n2), "b3": (self.classes, 1)}
        for name, text in self.learned.items():
            text.set_text(f"{_parameter_names(name)}: {parameters[name]}")
        count = sum(rows * columns for rows, columns in parameters.values())
        count += n1 + n2  # gamma and beta share an entry above
        return (f"m = {m}: mean and variance of each unit are taken over {m} example"
                f"{'s' if m > 1 else ''}\n"
                f"{count:,} learned numbers whatever m is, {2 * (n1 + n2)} of them gamma and beta")

    def _hidden_layer(self, layer, source):
        """One row: linear step, batch norm, activation."""
        y = ROWS[layer - 1]
        self._box(BOXES[0], y, f"${_tex(f'Z{layer}')} = {_tex(f'W{layer}')} {_tex(source)}$", LIGHT)
        self._box(BOXES[1], y, "batch norm", AFTER)
        self._box(BOXES[2], y, f"${_tex(f'A{layer}')} = g({_tex(f'Z_tilde{layer}')})$", GREEN)
        names = (source, f"Z{layer}", f"Z_tilde{layer}", f"A{layer}")
        for x, name in zip(ARROWS, names, strict=True):
            self._arrow(x, y, name)
        self._parameter(BOXES[0], y, f"W{layer}")
        self._parameter(BOXES[1], y, f"gamma{layer}, beta{layer}")

    def _output_layer(self):
        """The last row: a linear step that keeps its b, and softmax."""
        y = ROWS[2]
        self._box(BOXES[0], y, r"$Z^{[3]} = W^{[3]} A^{[2]} + b^{[3]}$", LIGHT)
        self._box(BOXES[1], y, r"$A^{[3]}$ = softmax($Z^{[3]}$)", ORANGE)
        for x, name in zip(ARROWS, ("A2", "Z3", "A3"), strict=False):
            self._arrow(x, y, name)
        self._parameter(BOXES[0], y, "W3")
        self._parameter(BOXES[0], y - 0.17, "b3")

    def _box(self, x, y, text, colour):
        self._axes.add_patch(FancyBboxPatch(
            (x - HALF_WIDTH, y - 0.16), 2 * HALF_WIDTH, 0.32, boxstyle="round,pad=0.03",
            facecolor=colour, alpha=0.35, edgecolor=GREY, linewidth=1))
        self._axes.text(x, y, text, ha="center", va="center", fontsize=9.5)

    def _arrow(self, x, y, name):
        """An arrow with its matrix's name above it and the shape below, for `move` to fill."""
        self._axes.annotate("", (x + 0.53, y), (x - 0.53, y),
                            arrowprops={"arrowstyle": "->", "color": INK, "linewidth": 1.4})
        self._axes.text(x, y + 0.11, f"${_tex(name)}$", ha="center", va="bottom", fontsize=10.5)
        shape = self._axes.text(x, y - 0.17, "", ha="center", va="top", fontsize=9, color=AFTER,
                                bbox=_frame(AFTER))
        self.flowing.append((name, shape))

    def _parameter(self, x, y, name):
        self.learned[name] = self._axes.text(x, y - 0.24, "", ha="center", va="top", fontsize=9)


def _frame(colour):
    return {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": colour}


def _tex(name):
    """A matrix's name as mathematics: Z_tilde1 becomes \\tilde Z^{[1]}."""
    if name == "X":
        return name
    letters = {"Z_tilde": r"\tilde Z", "gamma": r"\gamma", "beta": r"\beta"}
    letter = letters.get(name[:-1], name[:-1])
    return f"{letter}^{{[{name[-1]}]}}"


def _parameter_names(names):
    return ", ".join(f"${_tex(name)}$" for name in names.split(", "))
