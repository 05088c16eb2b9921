"""What a web server starts: `gunicorn handschlag.site.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handschlag.site.settings")
application = get_wsgi_application()
