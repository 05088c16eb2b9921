"""Addresses of what people follow."""

from django.urls import path

from handschlag.following import feed, following

app_name = "following"
urlpatterns = [
    path("following/", following.overview_page, name="overview"),
    path("following/new/", following.follow_page, name="new"),
    path("following/stop/", following.unfollow_page, name="stop"),
    path("following/choice/", following.choose_page, name="choose"),
    path("following/pause/", following.pause_page, name="pause"),
    path("following/feed/renew/", following.renew_feed_page, name="renew_feed"),
    path("following/emails/<number:pk>/", following.email_page, name="email"),
    path("following/end/<str:token>/", following.end_page, name="end"),
    path("following/<str:token>.atom", feed.feed_page, name="feed"),
]
