"""`python -m studywright`."""

from studywright.agent.cli import main

main()
