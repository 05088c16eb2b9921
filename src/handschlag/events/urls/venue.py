"""Addresses of this part: hall plan, exhibition and time grid, as organisers set them up."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.venue import exhibition, meeting_grid, plan, signs, venue_objects

ONE = "<slug:slug>/"
THING = ONE + "exhibition/<slug:thing>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(ONE + "plan/", plan.plan, name="plan"),
    path(ONE + "plan/size/", plan.plan_size, name="plan_size"),
    path(ONE + "plan/<slug:kind>/<number:pk>/", plan.place_shape, name="place_shape"),
    path(ONE + "exhibition/", exhibition.exhibition, name="exhibits"),
    path(ONE + "exhibition/stands/", exhibition.stands, name="stands"),
    path(ONE + "exhibition/people/", exhibition.stand_staff, name="stand_staff"),
    path(ONE + "exhibition/desks/", exhibition.desks, name="desks"),
    path(ONE + "exhibition/<slug:thing>.<slug:ending>", exhibition.export_objects, name="things_export"),
    path(ONE + "exhibition/signs/", signs.signs, name="signs"),
    path(ONE + "exhibition/signs/<number:job_id>/", signs.signs_file, name="signs_file"),
    path(ONE + "exhibition/picture/<number:pk>/", exhibition.exhibit_picture, name="exhibit_picture"),
    path(ONE + "grid/", meeting_grid.meeting_grid, name="grid"),
    path(ONE + "grid/places/", meeting_grid.places, name="places"),
    path(ONE + "grid/places/from-stands/", meeting_grid.places_from_stands, name="places_from_stands"),
    path(ONE + "grid/<number:pk>/places/", meeting_grid.open_places, name="open_places"),
    path(THING + "new/", venue_objects.new_object, name="new_thing"),
    path(THING + "<number:pk>/", venue_objects.edit_object, name="edit_thing"),
    path(THING + "<number:pk>/remove/", venue_objects.remove_object, name="remove_thing"),
]
