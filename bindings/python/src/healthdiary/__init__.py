"""An encrypted health diary: one Rust core, here with its names in Python.

Everything comes out of the library's own description, documented where it is defined. ``help(healthdiary.Household)`` is a
good place to begin; errors are classes inside ``DiaryError``.
"""

from ._native import *  # noqa: F403
