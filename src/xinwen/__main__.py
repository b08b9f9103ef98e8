"""``python -m xinwen``."""

from xinwen.cli.main import main

main()
