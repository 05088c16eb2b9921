"""Addresses of this part: networks, what they report, and what somebody makes of them."""

from django.urls import URLPattern, URLResolver, path

from handschlag.directory.views import bookmarks, claiming, comparing, exports, networks, stories

urlpatterns: list[URLPattern | URLResolver] = [
    path("networks/", networks.networks, name="networks"),
    path("networks/export/<slug:ending>/", exports.networks, name="networks_export"),
    path("networks/<slug:slug>/", networks.network, name="network"),
    path("networks/<slug:slug>/claim/", claiming.claim, name="claim"),
    path("networks/<slug:slug>/claim/sent/", claiming.claim_sent, name="claim_sent"),
    path("networks/<slug:slug>/correct/", claiming.correct, name="correct"),
    path("networks/<slug:slug>/correct/sent/", claiming.correct_sent, name="correct_sent"),
    path("compare/", comparing.compare, name="compare"),
    path("bookmarks/", bookmarks.bookmarks, name="bookmarks"),
    path("bookmarks/export/<slug:what>/<slug:ending>/", exports.bookmarks, name="bookmarks_export"),
    path("news/", stories.stories, name="stories"),
    path("news/news.atom", stories.stories_feed, name="stories_feed"),
    path("news/<slug:slug>/", stories.story, name="story"),
]
