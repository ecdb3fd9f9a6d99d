"""``python -m percaya``."""

from percaya.runtime.cli import main

main()
