"""WSGI entry point, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")
_django = get_wsgi_application()

from jishi.surfaces.market.door import flash_door  # noqa: E402 - needs Django to be ready

application = flash_door(_django)
