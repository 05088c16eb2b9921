"""Addresses of this floor."""

from django.urls import URLPattern, URLResolver, path

from handschlag.following.views import ending, feed, own

app_name = "following"
urlpatterns: list[URLPattern | URLResolver] = [
    path("following/", own.overview, name="overview"),
    path("following/new/", own.new, name="new"),
    path("following/stop/", own.stop, name="stop"),
    path("following/choice/", own.choose, name="choose"),
    path("following/pause/", own.pause, name="pause"),
    path("following/feed/renew/", own.renew_feed, name="renew_feed"),
    path("following/emails/<number:pk>/", own.email, name="email"),
    path("following/end/<str:token>/", ending.end, name="end"),
    path("following/<str:token>.atom", feed.feed, name="feed"),
]
