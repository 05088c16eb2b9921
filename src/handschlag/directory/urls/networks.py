"""Addresses of this part: networks, what they report, and what somebody makes of them."""

from django.urls import URLPattern, URLResolver, path

from handschlag.directory.views import bookmarks, comparing, exports, networks, stories

urlpatterns: list[URLPattern | URLResolver] = [
    path("networks/", networks.networks, name="networks"),
    path("networks/export/<slug:ending>/", exports.networks, name="networks_export"),
    path("networks/<slug:slug>/", networks.network, name="network"),
    path("compare/", comparing.compare, name="compare"),
    path("bookmarks/", bookmarks.bookmarks, name="bookmarks"),
    path("bookmarks/export/<slug:what>/<slug:ending>/", exports.bookmarks, name="bookmarks_export"),
    path("news/", stories.stories, name="stories"),
    path("news/news.atom", stories.stories_feed, name="stories_feed"),
    path("news/<slug:slug>/", stories.story, name="story"),
]
