"""The command `treffen`: the only part of the engine that prints, reads the environment and hears signals.

Nothing heavy is imported before it is needed, so that `treffen --help` answers at once.
"""

from treffen.cli.dispatch import main, main_of_process

__all__ = ["main", "main_of_process"]
