"""CONTRIBUTING.md shows ten chapters by eight parts, as the notebooks have them, and none is missing."""

from tests.book.grid import HEAD, grid, written


def test_the_grid_is_what_the_notebooks_have():
    assert written() == grid(), "python -m tests.book.grid prints the grid as it is now"


def test_all_ten_by_eight_are_there():
    table = grid()
    assert len(table) == 12 and len(HEAD) == 9
    assert not [line for line in table if "—" in line]
