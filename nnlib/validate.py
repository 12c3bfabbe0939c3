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
    except Exception:  # NumPy has a little language for dtypes, and many ways not to understand
        chosen = None
    if chosen not in (np.float64, np.float32):
        raise ValueError(f"dtype must be float64 or float32; got {value!r}")
    return chosen


def activations(hidden, output, L, table):
    """σ of layers 1 … L, after None for layer 0: `hidden` is one name or Activation, or a list of L − 1 of them."""
    per_layer = list(hidden) if isinstance(hidden, list | tuple) else [hidden] * (L - 1)
    if len(per_layer) != L - 1:
        raise ValueError(f"activation lists {len(per_layer)} functions; there are {L - 1} hidden layers")
    own = type(table["identity"])
    found = [s if isinstance(s, own) else choose("activation", s, table) for s in [*per_layer, output]]
    if any(s.mixes for s in found[:-1]):
        raise ValueError("softmax is for the output layer: it makes the layer's neurons share one sum")
    return [None, *found]


def loss(name, sigma, table, built_in):
    """The loss called `name`, if a^L = σ(z^L) is what it can take; of a σ that is not built in, nothing is known."""
    chosen = choose("loss", name, table)
    if chosen.from_z and sigma in built_in.values() and sigma not in chosen.from_z:
        names = " or ".join(s.name for s in chosen.from_z)
        raise ValueError(f"{name} needs a^L between 0 and 1: output {names}, not {sigma.name}")
    return chosen


def whole(name, value, least):
    """`value` as an int, at least `least`."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be a whole number; got {value!r}")
    if value < least:
        raise ValueError(f"{name} must be at least {least}; got {value}")
    return int(value)


def real(name, value, *, zero=False):
    """`value` as a float, finite and positive; with `zero`, 0 will do too."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise TypeError(f"{name} must be a number; got {value!r}")
    try:
        number = float(value)
    except OverflowError:  # a whole number of more than 308 digits
        number = np.inf
    if not (0 < number < np.inf or (zero and number == 0)):
        raise ValueError(f"{name} must be {'finite and not negative' if zero else 'positive and finite'}; got {value}")
    return number


def sizes(values):
    """The layer sizes n_0 … n_L as a list of ints, at least an input and an output."""
    if not isinstance(values, list | tuple) or len(values) < 2:
        raise ValueError(f"sizes must list n_0 … n_L, an input and at least one layer; got {values!r}")
    return [whole(f"n_{l}", n, 1) for l, n in enumerate(values)]


def zeros(what, shape, dtype=float):
    """An array of zeros of this shape, or ValueError when there is no memory for it."""
    try:
        return np.zeros(shape, dtype)
    except (MemoryError, ValueError):  # NumPy's word for very large and for absurdly large
        raise ValueError(
            f"{what} would have {np.prod(shape, dtype=object)} numbers: too many for this computer's memory"
        ) from None


def numbers(what, values):
    """`values` as an array of real numbers."""
    try:
        array = np.asarray(values)
    except (TypeError, ValueError):
        array = np.asarray(None)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{what} must be an array of real numbers")
    return array


def same_shape(what, values, shape):
    """`values` as an array of real numbers, of this shape."""
    array = numbers(what, values)
    if array.shape != shape:
        raise ValueError(f"{what} has shape {shape}; got {array.shape}")
    return array


def matrix(name, values, rows, whose, dtype):
    """`values` as a finite (rows, m) array with one column per sample; `whose` says who expects the rows."""
    array = numbers(name, values)
    if array.ndim != 2:
        raise ValueError(f"{name} must be a matrix with one column per sample; its shape is {array.shape}")
    if array.shape[0] != rows:
        raise ValueError(f"{name} has {array.shape[0]} rows; {whose} {rows}")
    if array.shape[1] == 0:
        raise ValueError(f"{name} has no columns: there is no sample")
    with np.errstate(over="ignore", invalid="ignore"):
        array = array.astype(dtype, copy=False)
        suspicious = not np.isfinite(array.sum())  # shows every ∞ and NaN, and needs no second array to do so
    if suspicious and not np.isfinite(array).all():
        i, j = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"{name} must be finite; row {i}, column {j} holds {array[i, j]}")
    return array


def columns(name, chosen, m):
    """One column number of m, or a list of some, or None for all, as a list of them."""
    listed = range(m) if chosen is None else chosen if isinstance(chosen, list | tuple | range) else [chosen]
    found = [whole(name, j, -m) for j in listed]
    if not found:
        raise ValueError(f"no {name} is named")
    if max(found) >= m:
        raise ValueError(f"{name} must be at most {m - 1}; got {max(found)}")
    return found


@np.errstate(over="ignore", invalid="ignore")
def fingerprint(matrix):
    """A few bytes that are others as soon as a number of the matrix, or its place, is another: to see a change."""
    u, v = (np.sin(np.arange(1, n + 1), dtype=matrix.dtype) for n in matrix.shape)
    return (u @ matrix @ v).tobytes()


def samples(net, x, y):
    """x (n_0, m) and y (n_L, m) for this network, as arrays of its dtype."""
    if not hasattr(net, "sizes"):
        raise TypeError(f"net must be a Network; got {net!r}")
    x = matrix("x", x, net.sizes[0], "w¹ expects", net.dtype)
    y = matrix("y", y, net.sizes[-1], f"a{sup(net.L)} has", net.dtype)
    if x.shape[1] != y.shape[1]:
        raise ValueError(f"x has {x.shape[1]} columns, y has {y.shape[1]}; each sample needs both")
    if net.loss_function.from_z:
        if y.min() < 0 or y.max() > 1:
            raise ValueError("cross_entropy expects y between 0 and 1")
        if net.sigma[-1].mixes and not np.allclose(y.sum(axis=0), 1, atol=1e-6):
            raise ValueError("softmax with cross_entropy expects the columns of y to sum to 1")
    return x, y
