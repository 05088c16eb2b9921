"""Addresses of this part: tables that are brought in."""

from django.urls import URLPattern, URLResolver, path

from handschlag.directory.views.importing import checking, columns, differences, stages, uploading

ONE = "imports/<number:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", stages.imports, name="imports"),
    path("imports/new/", uploading.new_import, name="new_import"),
    path("imports/example/<slug:kind>/<slug:ending>/", uploading.import_template, name="import_template"),
    path(ONE, checking.import_page, name="import"),
    path(ONE + "sheet/", columns.import_sheet, name="import_sheet"),
    path(ONE + "columns/", columns.import_columns, name="import_columns"),
    path(ONE + "check/", stages.import_check, name="import_check"),
    path(ONE + "mend/", checking.import_mend, name="import_mend"),
    path(ONE + "decide/", checking.import_decide, name="import_decide"),
    path(ONE + "differences/", differences.import_differences, name="import_differences"),
    path(ONE + "faults/<slug:ending>/", checking.import_faults, name="import_faults"),
    path(ONE + "apply/", stages.import_apply, name="import_apply"),
    path(ONE + "publish/", stages.import_publish, name="import_publish"),
    path(ONE + "cancel/", stages.import_cancel, name="import_cancel"),
    path(ONE + "undo/", stages.import_undo, name="import_undo"),
    path(ONE + "discard/", stages.import_discard, name="import_discard"),
]
