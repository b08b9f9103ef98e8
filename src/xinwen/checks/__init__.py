"""Checks: what can be wrong with a release, a pass, or somebody else's label file."""

from xinwen.checks.check import Check, Finding
from xinwen.checks.registry import CHECKS
from xinwen.checks.runner import Report, check_paths

__all__ = ["CHECKS", "Check", "Finding", "Report", "check_paths"]
