"""The terminal. What is heavy is imported by the command that needs it, so that `--help` is quick."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; every error ends in one clear line and an exit code."""
    from studywright.agent.cli.app import app
    from studywright.learning.errors import StudywrightError

    try:
        app()
    except StudywrightError as error:
        _tell(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - the outermost edge: a learner never sees a traceback
        kind = type(error).__name__
        sys.stderr.write(f"studywright: something went wrong on our side ({kind}). Your answers are kept: studywright resume\n")
        sys.exit(1)


def _tell(errors: str) -> None:
    """Write a line for each error; in a terminal it is wrapped between words, elsewhere it stays one line."""
    from studywright.agent.cli.common import console
    from studywright.agent.output.paragraph import say
    from studywright.learning.clean import clean

    for line in errors.splitlines():
        if sys.stderr.isatty():
            say(console(error=True), f"studywright: {line}", hang=2)
        else:
            sys.stderr.write(f"studywright: {clean(line)}\n")
