import shutil

import pytest

from jishi.foundation.kernel.settings import settings


@pytest.fixture(autouse=True)
def _empty_lake():
    shutil.rmtree(settings.lake, ignore_errors=True)
