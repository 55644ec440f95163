"""Who meets the cases."""

import pytest

from settings.models import Company
from tests.cases.doors import TrackingDesk
from tests.orders.api.conftest import Program, a_token


@pytest.fixture
def desk(company: Company) -> TrackingDesk:
    """Staff of `company` who ship by files."""
    return TrackingDesk(company)


@pytest.fixture
def program(company: Company) -> Program:
    """Label software of `company`."""
    return Program(a_token(company)[1])
