"""`python -m samizdat` is the command `samizdat`."""

import sys

from samizdat.cli import main

sys.exit(main())
