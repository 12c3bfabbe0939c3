"""Which test checks which equation: a test says it itself, `@checks("eq-loss")`, and the labels are counted here."""

from collections import defaultdict

EQUATIONS = {  # label of the equation: the chapter that derives it
    "eq-weighted-sum": "weighted-sum",
    "eq-activation": "activation",
    "eq-forward": "forward-pass",
    "eq-loss": "loss",
    "eq-output-error": "output-error",
    "eq-backpropagated-error": "backpropagated-error",
    "eq-weight-gradient": "weight-gradient",
    "eq-bias-gradient": "bias-gradient",
    "eq-update": "update-rule",
    "eq-training-loop": "training-loop",
}
CHECKS = defaultdict(set)  # label: {"symbolic", "numeric", "torch"}


def checks(label, kind):
    """Register a test as the check of this kind for this equation."""

    def register(test):
        CHECKS[label].add(kind)
        return test

    return register
