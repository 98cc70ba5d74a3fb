"""The vocabulary: what flows through an inspection. Imports none of the other rooms."""

__version__ = "0.1.0"
