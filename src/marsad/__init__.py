"""marsad: a sourced record of attacks and of plots stopped in time, read from public reporting."""

__version__ = "0.1.0"
