"""What a verb needs beside the package itself: said in one line before any work, not in a traceback after it."""

from __future__ import annotations

from importlib.util import find_spec

NEEDED = {
    "analysis": (
        "SALib", "jinja2", "lifelines", "optuna", "rustworkx", "scipy", "semopy", "sklearn", "statsmodels",
        "threadpoolctl",
    ),
    "hpc": ("distributed",),
}  # fmt: skip


def need(extra: str) -> None:
    """Raise ``InputError`` if a package of the extra is not installed."""
    from alliances.model.errors import install, refuse

    missing = [name for name in NEEDED[extra] if find_spec(name) is None]
    if missing:
        refuse(f"{missing[0]} is not installed, which the extra '{extra}' brings; {install(extra)}")
