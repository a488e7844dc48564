"""Countries from a CSV file, the packaged one or one's own: read, checked and completed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alliances.model.errors import InputError, said_of
from alliances.model.world.countries import PACKAGED, Countries, countries_from
from alliances.model.world.country_gaps import completed, with_known
from alliances.model.world.own_files import text_in
from alliances.model.world.own_tables import cells_in


def read_countries(path: Path | None = None) -> Countries:
    """Countries from a CSV file with the columns of the packaged one, which is the default.

    What is missing is filled, and told (see ``country_gaps``). Raises ``InputError``, one line, for a file, column, or
    cell that cannot be used.
    """
    return packaged() if path is None else countries_in(Path(path))


@cache
def packaged() -> Countries:
    """The packaged countries, read once: a sweep makes thousands of worlds."""
    return countries_in(PACKAGED)


def countries_in(source: Path) -> Countries:
    """The countries of a CSV file, checked and completed."""
    text = text_in(source)
    try:
        whole, taken = with_known(cells_in(text))
        return completed(countries_from(whole), taken)
    except InputError as error:
        raise said_of(str(source), error) from None
