"""A world large enough for the surveys."""

import pytest

from alliances.model.face.model import AllianceModel


@pytest.fixture(scope="session")
def world():
    """Result tables of 6,000 firms."""
    return AllianceModel("default", seed=3, firms=6000).run().tables()


@pytest.fixture(scope="session")
def small_world():
    """Result tables of 60 firms: too few for any survey."""
    return AllianceModel("default", seed=3, firms=60).run().tables()
