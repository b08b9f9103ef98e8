"""芯闻 XinWen: an annotated dataset of Chinese news on AI and chips, and the tool that builds such datasets."""

from xinwen._version import __version__
from xinwen.load import load, path, versions

__all__ = ["__version__", "load", "path", "versions"]
