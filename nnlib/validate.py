"""Bad input, refused in the words of the equations, before anything has changed."""

import numpy as np

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def sup(l):
    """The layer index as the text writes it: sup(12) is '¹²'."""
    return str(l).translate(SUPERSCRIPT)


def choose(kind, name, table):
    """The entry of `table` called `name`."""
    if not isinstance(name, str) or name not in table:
        raise ValueError(f"unknown {kind} {name!r}; there are {', '.join(table)}")
    return table[name]


def dtype(value):
    """float64 or float32, as a NumPy dtype."""
    try:
        chosen = np.dtype(value)
    except TypeError:
        chosen = None
    if chosen not in (np.float64, np.float32):
        raise ValueError(f"dtype must be float64 or float32; got {value!r}")
    return chosen


def activations(hidden, output, L, table):
    """σ of layers 1 … L: `hidden` is one name or Activation, or a list of L − 1 of them."""
    per_layer = list(hidden) if isinstance(hidden, list | tuple) else [hidden] * (L - 1)
    if len(per_layer) != L - 1:
        raise ValueError(f"activation lists {len(per_layer)} functions; there are {L - 1} hidden layers")
    own = type(table["identity"])
    found = [s if isinstance(s, own) else choose("activation", s, table) for s in [*per_layer, output]]
    if any(s.name == "softmax" for s in found[:-1]):
        raise ValueError("softmax is for the output layer: it makes the layer's neurons share one sum")
    return found


def loss(name, sigma, table):
    """The loss called `name`, if a^L = σ(z^L) is what it can take."""
    chosen = choose("loss", name, table)
    if chosen.from_z and sigma.name not in (*chosen.from_z, "custom"):
        raise ValueError(f"{name} needs a^L between 0 and 1: output {' or '.join(chosen.from_z)}, not {sigma.name}")
    return chosen


def whole(name, value, least):
    """`value` as an int, at least `least`."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be a whole number; got {value!r}")
    if value < least:
        raise ValueError(f"{name} must be at least {least}; got {value}")
    return int(value)


def learning_rate(eta):
    """η as a float, finite and positive."""
    if isinstance(eta, bool) or not isinstance(eta, int | float | np.integer | np.floating):
        raise TypeError(f"η must be a number; got {eta!r}")
    if not (np.isfinite(eta) and eta > 0):
        raise ValueError(f"η must be positive and finite; got {eta}")
    return float(eta)


def sizes(values):
    """The layer sizes n_0 … n_L as a list of ints, at least an input and an output."""
    if not isinstance(values, list | tuple) or len(values) < 2:
        raise ValueError(f"sizes must list n_0 … n_L, an input and at least one layer; got {values!r}")
    return [whole(f"n_{l}", n, 1) for l, n in enumerate(values)]


def matrix(name, values, rows, whose, dtype):
    """`values` as a finite (rows, m) array with one column per sample; `whose` says who expects the rows."""
    try:
        array = np.asarray(values)
        if not np.issubdtype(array.dtype, np.number) and array.dtype != bool:
            raise TypeError
        if np.iscomplexobj(array):
            raise TypeError
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be an array of real numbers") from None
    if array.ndim != 2:
        raise ValueError(f"{name} must be a matrix with one column per sample; its shape is {array.shape}")
    if array.shape[0] != rows:
        raise ValueError(f"{name} has {array.shape[0]} rows; {whose} {rows}")
    if array.shape[1] == 0:
        raise ValueError(f"{name} has no columns: there is no sample")
    with np.errstate(over="ignore"):
        array = array.astype(dtype)
    if not np.isfinite(array).all():
        i, j = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"{name} must be finite; row {i}, column {j} holds {array[i, j]}")
    return array


def samples(net, x, y):
    """x (n_0, m) and y (n_L, m) for this network, as arrays of its dtype."""
    x = matrix("x", x, net.sizes[0], "w¹ expects", net.dtype)
    y = matrix("y", y, net.sizes[-1], f"a{sup(net.L)} has", net.dtype)
    if x.shape[1] != y.shape[1]:
        raise ValueError(f"x has {x.shape[1]} columns, y has {y.shape[1]}; each sample needs both")
    if net.loss_function.name == "cross_entropy":
        if y.min() < 0 or y.max() > 1:
            raise ValueError("cross_entropy expects y between 0 and 1")
        if net.sigma[-1].name == "softmax" and not np.allclose(y.sum(axis=0), 1, atol=1e-6):
            raise ValueError("softmax with cross_entropy expects the columns of y to sum to 1")
    return x, y
