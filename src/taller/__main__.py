"""``python -m taller`` is ``taller``."""

from taller.cli.main import main

if __name__ == "__main__":
    main()
