"""The sets of samples: shapes, seeds, where the points lie, the real digits, and points of one's own."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

import nnlib
from nnlib import Network, datasets, train
from nnlib.datasets import DATASETS, points

CURVES = ["moons", "circles", "spirals"]


def test_the_catalogue():
    assert list(DATASETS) == ["xor", *CURVES]
    for name, make in DATASETS.items():
        x, y = make()
        assert make is getattr(datasets, name)
        assert x.shape == (2, y.shape[1]) and y.shape[0] == 1 and x.dtype == y.dtype == np.float64
        assert np.isfinite(x).all() and set(y.ravel()) == {0, 1}


def test_xor():
    x, y = datasets.xor()
    assert [(*map(int, column), int(label)) for column, label in zip(x.T, y[0], strict=True)] == [
        (0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(("m", "zeros"), [(2, 1), (3, 1), (7, 3), (200, 100)])
@pytest.mark.parametrize("name", CURVES)
def test_m_points_half_of_each(name, m, zeros):
    x, y = DATASETS[name](m)
    assert x.shape == (2, m) and np.array_equal(y, [[0] * zeros + [1] * (m - zeros)])


@pytest.mark.parametrize("name", CURVES)
def test_seed_and_noise(name):
    make = DATASETS[name]
    assert np.array_equal(make()[0], make(200, seed=0)[0])
    assert not np.array_equal(make(seed=1)[0], make(seed=2)[0])
    exact = make(400, noise=0)[0]
    assert np.array_equal(exact, make(400, noise=0, seed=5)[0])
    assert np.isclose((make(400, noise=0.2)[0] - exact).std(), 0.2, rtol=0.06)
    usual = 0.03 if name == "spirals" else 0.1
    assert np.isclose((make(400)[0] - exact).std(), usual, rtol=0.06)


def test_moons_are_two_half_circles():
    x, y = datasets.moons(9, noise=0)
    upper, lower = x[:, y[0] == 0], x[:, y[0] == 1]
    assert np.allclose(np.hypot(*upper), 1) and (upper[1] >= 0).all()
    assert np.allclose(np.hypot(lower[0] - 1, lower[1] - 0.5), 1) and (lower[1] <= 0.5).all()
    assert np.allclose(upper, [[1, np.sqrt(0.5), 0, -np.sqrt(0.5)], [0, np.sqrt(0.5), 1, np.sqrt(0.5)]])
    assert np.allclose(lower[:, 0], [0, 0.5])


def test_circles_have_radius_one_and_a_half():
    x, y = datasets.circles(8, noise=0)
    assert np.allclose(np.hypot(*x), np.where(y[0] == 0, 1, 0.5))
    assert np.allclose(x[:, :4], [[1, 0, -1, 0], [0, 1, 0, -1]]) and np.allclose(x[:, 4:], x[:, :4] / 2)


def test_spirals_are_one_arm_twice():
    x, y = datasets.spirals(8, noise=0)
    arm, other = x[:, y[0] == 0], x[:, y[0] == 1]
    assert np.allclose(other, -arm)
    assert np.allclose(np.hypot(*arm), [0.1, 0.325, 0.55, 0.775])
    assert np.allclose(np.unwrap(np.arctan2(arm[1], arm[0])), 1.5 * np.pi * np.arange(4) / 4)


@pytest.mark.parametrize(("name", "settings"), [("moons", {}), ("circles", {}), ("spirals", dict(eta=0.3))])
def test_a_small_network_learns_them(name, settings):
    """Not a straight line, but within reach of a few hidden neurons."""
    x, y = DATASETS[name]()
    right = lambda net: ((net.predict(x) > 0.5) == (y > 0.5)).mean()  # noqa: E731
    line, deep = (Network(sizes, loss="cross_entropy", activation="tanh", seed=0) for sizes in ([2, 1], [2, 16, 16, 1]))
    train(line, x, y, epochs=400)
    train(deep, x, y, epochs=1500, **settings)
    assert right(line) < 0.92 < 0.97 < right(deep)


def test_the_digits_are_the_real_ones():
    """1,797 images of the UCI set, in its order, pixels 0 … 16 scaled to 0 … 1."""
    x, y = datasets.digits()
    assert x.shape == (64, 1797) and y.shape == (10, 1797) and x.min() == 0 and x.max() == 1
    assert np.array_equal(y.sum(axis=0), np.ones(1797)) and set(y.ravel()) == {0, 1}
    labels = y.argmax(axis=0)
    assert np.array_equal(np.bincount(labels), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    assert list(labels[:12]) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]
    assert np.array_equal(16 * x[:8, 0], [0, 0, 5, 13, 9, 1, 0, 0])
    assert (16 * x).sum() == 561718
    digest = hashlib.sha256((16 * x).T.astype(np.uint8).tobytes()).hexdigest()
    assert digest == "8f26b2bd9d135c256808f68f14fdabddde6d9c7f869ae419704b051f0f14b3b3"


def test_the_digits_come_with_their_credit():
    credit = (Path(nnlib.__file__).parent / "data" / "README.md").read_text(encoding="utf-8")
    for words in ("Alpaydin", "Kaynak", "1998", "UCI", "10.24432/C50P49", "CC BY 4.0"):
        assert words in credit and words in datasets.digits.__doc__.replace("C. Kaynak", "Kaynak")


def test_points_of_ones_own(tmp_path):
    text = "x1,x2,label\n0.5,1,0\n-2,3e-1,1\n"
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    for source in (text, tmp_path / "mine.csv", str(tmp_path / "mine.csv")):
        x, y = points(source)
        assert np.array_equal(x, [[0.5, -2], [1, 0.3]]) and np.array_equal(y, [[0, 1]])
        assert x.dtype == y.dtype == np.float64
    train(Network([2, 3, 1]), x, y, epochs=2)


@pytest.mark.parametrize(
    "text",
    [
        "0.5,1,0\n-2,0.3,1",
        "\n\n0.5,1,0\r\n\r\n  -2 , 0.3 , 1.0  \r\n   \n",
        "Länge,Breite,Art\n0.5,1,0\n-2,.3,1\n",
    ],
)
def test_points_with_and_without_header_and_spaces(text):
    x, y = points(text)
    assert np.array_equal(x, [[0.5, -2], [1, 0.3]]) and np.array_equal(y, [[0, 1]])


def test_points_from_a_spreadsheet(tmp_path):
    """Excel writes a byte order mark first."""
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf0.5,1,0\r\n")
    assert np.array_equal(points(tmp_path / "a.csv")[0], [[0.5], [1]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n", "there is no point: each needs a line x1,x2,label"),
        ("x1,x2,label\n", "there is no point: each needs a line x1,x2,label"),
        ("1,2,0\n3,4\n", "line 2 must be x1,x2,label; got '3,4'"),
        ("1,2,0\n\n3,4,1,5\n", "line 3 must be x1,x2,label; got '3,4,1,5'"),
        ("1;2;0\n3;4;1\n", "line 2 must be x1,x2,label; got '3;4;1'"),
        ("1,2,0\nx1,x2,label\n", "line 2: 'x1' is not a finite number"),
        ("x1,2,0\n", "line 1: 'x1' is not a finite number"),
        ("1,2,0\n3, nan,1\n", "line 2: 'nan' is not a finite number"),
        ("1,2,0\n3,4,inf\n", "line 2: 'inf' is not a finite number"),
        ("1,2,0\n3,,1\n", "line 2: '' is not a finite number"),
        ("1,2,0\n3,4, 2\n", "line 2: the label must be 0 or 1; got 2"),
        ("x,y,label\n1,2,0.5\n", "line 2: the label must be 0 or 1; got 0.5"),
        ("1,2,-1\n", "line 1: the label must be 0 or 1; got -1"),
    ],
)
def test_points_names_the_line(text, words):
    with pytest.raises(ValueError) as caught:
        points(text)
    assert str(caught.value) == words


def test_points_from_what_is_no_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        points(tmp_path / "none.csv")
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(ValueError, match=r"a\.csv is not a text file in UTF-8"):
        points(tmp_path / "a.csv")
    with pytest.raises(TypeError):
        points(3)
