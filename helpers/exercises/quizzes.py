"""Quizzes: several statements, each true or false, and the reason why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One statement of a quiz.

    Attributes
    ----------
    statement : str
    truth : bool
    reason : str
        Why it is true or false.
    """

    statement: str
    truth: bool
    reason: str


@dataclass(frozen=True)
class Quiz:
    """A question with statements to tick.

    Attributes
    ----------
    question : str
    options : tuple of Option
    """

    question: str
    options: tuple


def check(quiz, ticked):
    """Compare the ticks with the truth.

    Parameters
    ----------
    quiz : Quiz
    ticked : sequence of bool
        One an option, in order: does the learner hold it to be true?

    Returns
    -------
    list of bool
        Which options are judged rightly.

    Raises
    ------
    ValueError
        If there is not one tick an option.

    Examples
    --------
    >>> check(Quiz("Which?", (Option("1 < 2", True, ""), Option("1 > 2", False, ""))), [True, True])
    [True, False]
    """
    if len(ticked) != len(quiz.options):
        raise ValueError(f"ticked: expected {len(quiz.options)} values, one an option; "
                         f"got {len(ticked)}")
    return [bool(tick) == option.truth
            for tick, option in zip(ticked, quiz.options, strict=True)]


gamma_and_beta = Quiz(
    "Which of these statements about batch norm's γ and β are true?",
    (
        Option(
            "Adam, gradient descent with momentum or RMSprop can learn them, and not only plain "
            "gradient descent.",
            True,
            "They are parameters like W: backpropagation gives dγ and dβ, and whatever "
            "rule updates W can update them too.",
        ),
        Option(
            "They are hyperparameters: we find good values by random sampling.",
            False,
            "They are learned from gradients, one pair for each unit. A hyperparameter search "
            "tries whole training runs; nobody could afford that for every unit of a network.",
        ),
        Option(
            "Their best values are γ = √(σ² + ε) and β = μ.",
            False,
            "With these values batch norm undoes its own normalization: z̃ = z. The point is that "
            "the network can have this identity, not that it should. Which values are good is "
            "decided by the loss, and training looks for those that lower it. Besides, μ and σ² "
            "change from one mini-batch to the next, so that no fixed γ and β could equal them.",
        ),
        Option(
            "They set the mean and the variance that a layer passes on.",
            True,
            "A unit's z̃ has mean β, and variance γ² up to the small effect of ε. To be strict: "
            "these are the mean and variance of z̃, the values that the activation receives. "
            "Those of z itself come from W and the layer's input.",
        ),
        Option(
            "Each layer has a single γ and a single β, shared by all its units.",
            False,
            "Every unit has its own: in a layer with n units both have shape (n, 1).",
        ),
    ),
)


sampling_scales = Quiz(
    "Which of these statements about drawing hyperparameters at random are true?",
    (
        Option(
            "α drawn uniformly between 0.0001 and 1 lies above 0.1 about 90 times out of 100.",
            True,
            "The part from 0.1 to 1 is 0.9 long, and the whole range is hardly longer than 1. "
            "Three of the four factors of ten share the remaining tenth.",
        ),
        Option(
            "A log scale is always the better choice, for every hyperparameter.",
            False,
            "The scale is a belief about where a good value may lie. A number of layers from 2 to "
            "4 has no factor of ten to share out, and if the good values all lie near the upper "
            "end, uniform draws find them more often.",
        ),
        Option(
            "With r uniform between −4 and 0, α = 10^r has an even chance to lie below 0.01.",
            True,
            "0.01 is 10^−2, and −2 is the middle between −4 and 0. Each factor of ten has a "
            "quarter of the draws, and two of the four lie below 0.01.",
        ),
        Option(
            "To draw a decay between 0.9 and 0.999, take r uniform between log10(0.9) and "
            "log10(0.999) and return 10^r.",
            False,
            "On so short a range the logarithm of the decay is almost a straight line, so that "
            "this is uniform drawing in disguise. What varies by factors of ten is 1 − decay, "
            "from 0.1 to 0.001: draw that on a log scale.",
        ),
        Option(
            "Adding 0.0005 to a decay matters much more at 0.999 than at 0.9.",
            True,
            "The window 1 / (1 − decay) doubles from 1000 to 2000 values at 0.999, and goes from "
            "10 to about 10.05 at 0.9.",
        ),
        Option(
            "rng.integers(50, 100, size) of numpy draws every whole number from 50 to 100.",
            False,
            "It never draws 100: numpy leaves the upper end out unless you say endpoint=True.",
        ),
    ),
)


pandas_and_caviar = Quiz(
    "Pandas or caviar: which of these statements are true?",
    (
        Option(
            "If you can afford to train only one model of this size, the panda approach is what is "
            "left.",
            True,
            "Watching one model and nudging its settings is what one does where a second model "
            "would cost too much, as with very large networks or very much data.",
        ),
        Option(
            "After going back a day, the day that went wrong costs nothing.",
            False,
            "The model of yesterday comes back, the computing time does not. A budget counts "
            "every day that was trained.",
        ),
        Option(
            "In the caviar approach it is enough to know that no model crashed: a model that "
            "diverges ends with NaN.",
            False,
            "A softmax that is computed well keeps the loss a number. A diverged model sits at "
            "the accuracy of guessing: find it by its accuracy.",
        ),
        Option(
            "The best of 32 models on a small dev set is probably not quite as good as its dev "
            "accuracy says.",
            True,
            "The winner is chosen for its skill and for its luck on this set, and the luck does "
            "not come along to the test set. More models or fewer images: more luck.",
        ),
        Option(
            "A learning rate that is best with momentum is a good start for Adam.",
            False,
            "Adam divides by the gradient's size, so the same number is a step of another "
            "length. A new optimizer needs a new search.",
        ),
    ),
)


softmax_answers = Quiz(
    "Softmax: which of these statements are true?",
    (
        Option(
            "Adding 100 to all the logits of an example changes none of its probabilities.",
            True,
            "Every exponential is multiplied by the same factor, and in the quotient it cancels. "
            "Only the differences between logits count.",
        ),
        Option(
            "Multiplying all the logits of an example by 2 changes none of its probabilities.",
            False,
            "That doubles the differences between the logits: the largest gets more, the others "
            "less (unless all are equal). It is the same as half the temperature. Which class is "
            "the largest does not change.",
        ),
        Option(
            "A class given probability 0.99 is right 99 times in 100, whatever penguin is shown.",
            False,
            "The probabilities are the model's own account, fitted to the training examples. On "
            "new data they may promise too much, and far away from all data they still add up to "
            "1. How often 0.99 is right has to be counted on data held out.",
        ),
        Option(
            "The entries of the gradient A - Y of one example add up to 0.",
            True,
            "The probabilities add up to 1, and so does the one-hot label. What the right class's "
            "logit is pushed up, the others are pushed down together.",
        ),
        Option(
            "With softmax regression, each class's region is bounded by straight lines.",
            True,
            "Between two classes the border is where their logits are equal, and the difference of "
            "two logits is linear in x. Hidden layers bend the lines.",
        ),
        Option(
            "A PyTorch network that ends with a softmax layer goes well with CrossEntropyLoss.",
            False,
            "That loss wants logits, since it takes the softmax itself. Softmax twice gives no "
            "error: the probabilities are treated as logits between 0 and 1, so even a perfect "
            "answer keeps a sizeable loss, and the gradients are small.",
        ),
    ),
)


why_batch_norm = Quiz(
    "Which of these sentences does the evidence support?",
    (
        Option(
            "A network with batch norm recognizes inverted digits after its statistics were "
            "estimated again on them.",
            False,
            "Inverting multiplies every value of layer 1 by a negative number. Mean and spread "
            "cannot undo that: every z_norm keeps the wrong sign.",
        ),
        Option(
            "If all test images are dimmed to 0.3 x, re-estimated statistics give the accuracy of "
            "the undimmed images.",
            True,
            "Each unit of layer 1 sees 0.3 times its old values; their spread shrinks alike, so "
            "z_norm is what it was, up to the small effect of ε.",
        ),
        Option(
            "With batch norm the mean of z̃ holds still during training because the earlier layers "
            "stop changing.",
            False,
            "They do change. Over the mini-batch the mean of z̃ is β by construction, whatever the "
            "weights do.",
        ),
        Option(
            "Steady hidden distributions are necessary for fast training.",
            False,
            "With noise behind batch norm the sigmoid network's distributions wandered more than "
            "without batch norm, and it trained about as fast as with plain batch norm.",
        ),
        Option(
            "Section 4's result with ReLU shows that steadiness matters.",
            False,
            "It does not say. The noise cost a little accuracy. That may be the lost steadiness, "
            "the harm that much noise does by itself, or the statistics collected with it.",
        ),
        Option(
            "From mini-batches of 64 to mini-batches of 256, the noise of a unit's batch mean "
            "halves.",
            True,
            "Its variance falls as 1/m, to a quarter; its spread is the root of that.",
        ),
        Option(
            "Statistics from groups of 8 in place of 256 raised the test accuracy by several "
            "points.",
            False,
            "It was about half a point on average, hardly more than its spread over the networks. "
            "Slight, as the lecture says.",
        ),
    ),
)


tensors_and_tapes = Quiz(
    "Constants, Variables, tapes and tracing: which of these statements are true?",
    (
        Option(
            "A layer's weights can be a tf.constant: the optimizer replaces it at each step.",
            False,
            "An optimizer changes weights through assign, and only a tf.Variable has it. What a "
            "tape records by itself is computed from Variables, too.",
        ),
        Option(
            "tape.gradient(J, W) is None if nothing computed inside the tape leads from W to J.",
            True,
            "None says that no path was recorded: W was not used, was not watched, or was used "
            "outside the with block. A gradient of 0 is something else: a path, but a flat one.",
        ),
        Option(
            "After training, a GradientTape can be asked for the gradient of any earlier step.",
            False,
            "A tape knows what happened inside its own with block, and forgets even that after "
            "one call of gradient, unless it was made with persistent=True. Each step needs a "
            "new tape.",
        ),
        Option(
            "A tf.function called with the Python numbers 0.1, 0.2 and 0.3 is traced three times.",
            True,
            "A Python number counts as part of the code, so each new value gets a graph of its "
            "own. As tensors of one type and shape the three would share one.",
        ),
        Option(
            "A print inside a tf.function shows the loss at each call.",
            False,
            "Python's print runs while the function is traced, once, and shows a stand-in without "
            "a value. tf.print is part of the graph and runs every time.",
        ),
        Option(
            "With tf.nn.moments inside the tape, the gradient takes into account that the mean "
            "and the variance depend on Z.",
            True,
            "They are recorded like every other operation, so the tape goes back through them. "
            "Computed before the with block they would be constants, the classic mistake.",
        ),
    ),
)
