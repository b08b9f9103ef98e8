"""The version of the package and of the data release it builds: the one place where it stands."""

__version__ = "1.3.0"
