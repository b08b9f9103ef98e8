"""The checks, one file a family; a new family is a new file here, and nothing else changes."""
