"""What the command's exit status means."""

from enum import IntEnum


class Exit(IntEnum):
    """Part of the interface: scripts rely on these numbers."""

    DONE = 0
    """What was asked for was done: a plan was written, a plan was found right."""
    NO = 1
    """No plan exists; a request cannot be admitted, or is declined; the verifier refuses the plan."""
    BAD_INPUT = 2
    """Input, flags or output paths are not sound, all that is wrong was said; or an answer was lost."""
    NOT_FOUND = 3
    """Nothing was found in time; a request is not decided yet, or waits for a round."""
    UNPROVED = 4
    """The verifier finds nothing wrong, but a bound or a conflict stands on the solver's word."""
    DEFECT = 70
    """A defect of treffen itself."""
    ABORTED = 130
    """Stopped at once by a second signal, or by one before any work began."""
