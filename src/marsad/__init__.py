"""marsad: a sourced record of attacks and of plots stopped before they happened, read from public reporting."""

__version__ = "0.1.0"
