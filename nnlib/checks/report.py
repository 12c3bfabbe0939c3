"""What a check returns."""

from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Report:
    """The outcome of a check: `ok`, the `message`, and the names of the `slips` that were recognised.

    It is true when all is right, so that `assert report, report` states a check.
    """

    ok: bool
    message: str
    slips: tuple = ()

    def __bool__(self):
        return self.ok

    def __repr__(self):
        return self.message
