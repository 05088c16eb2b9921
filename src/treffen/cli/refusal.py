"""How a command gives up."""

from treffen.cli.exits import Exit


class Refused(Exception):
    """The command cannot go on; everything there is to say was said."""

    def __init__(self, status: Exit) -> None:
        super().__init__(status.name)
        self.status = status
