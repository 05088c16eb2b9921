"""Which floor answers for which address; each language has its own addresses."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("handschlag.common.machines")),
    *i18n_patterns(
        path("", include("handschlag.common.urls")),
        path("", include("handschlag.pages.urls")),
        path("", include("handschlag.directory.urls")),
        path("", include("handschlag.programmes.urls")),
        path("account/", include("handschlag.accounts.urls")),
        path("design/", include("handschlag.design.urls")),
    ),
]
