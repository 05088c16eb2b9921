"""Addresses of this part: moderation."""

from django.urls import URLPattern, URLResolver, path

from handschlag.directory.views.moderating import duplicates, queue

urlpatterns: list[URLPattern | URLResolver] = [
    path("moderation/", queue.moderation_queue, name="moderation"),
    path("moderation/entries/<slug:kind>/<number:pk>/", queue.review, name="review"),
    path("moderation/publish/", queue.publish_several, name="publish_several"),
    path("moderation/changes/", queue.changes, name="changes"),
    path("moderation/duplicates/", duplicates.pairs, name="duplicates"),
    path("moderation/duplicates/find/", duplicates.start_search, name="find_duplicates"),
    path("moderation/duplicates/<number:pk>/", duplicates.dismiss, name="dismiss_pair"),
    path("moderation/merge/<number:kept>/<number:merged>/", duplicates.merge, name="merge"),
    path("moderation/merges/", duplicates.merges, name="merges"),
    path("moderation/merges/<number:pk>/undo/", duplicates.undo, name="undo_merge"),
]
