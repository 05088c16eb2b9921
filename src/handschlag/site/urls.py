"""Which floor answers for which address; each language has its own addresses."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

ERRORS = "handschlag.site.errors"
handler400 = f"{ERRORS}.bad_request"
handler403 = f"{ERRORS}.permission_denied"
handler404 = f"{ERRORS}.not_found"
handler429 = f"{ERRORS}.too_many_requests"
handler500 = f"{ERRORS}.our_fault"

urlpatterns = [
    path("", include("handschlag.pages.urls.unprefixed")),
    path("api/", include("handschlag.api.urls.unprefixed")),
    path("account/at/", include("handschlag.accounts.urls.callbacks")),
    *i18n_patterns(
        # Each page of a person is looked up anew, so these are tried before the others.
        path("", include("handschlag.matching.urls")),
        path("", include("handschlag.day.urls")),
        path("", include("handschlag.common.urls")),
        path("", include("handschlag.pages.urls")),
        path("", include("handschlag.directory.urls")),
        path("", include("handschlag.following.urls")),
        path("", include("handschlag.programmes.urls")),
        path("", include("handschlag.events.urls")),
        path("", include("handschlag.registration.urls")),
        path("", include("handschlag.statistics.urls")),
        path("", include("handschlag.api.urls")),
        path("account/", include("handschlag.accounts.urls")),
        path("design/", include("handschlag.design.urls")),
        path("demo/", include("handschlag.demo.urls")),
    ),
]
