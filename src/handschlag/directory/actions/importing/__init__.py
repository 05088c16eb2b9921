"""What becomes of a table that somebody brings: checked, mended, applied as a whole, undone as a whole."""

from handschlag.directory.actions.importing.applying import apply
from handschlag.directory.actions.importing.checking import check, correct_cells
from handschlag.directory.actions.importing.deciding import ForAll, decide_all
from handschlag.directory.actions.importing.expiry import delete_expired_imports, discard
from handschlag.directory.actions.importing.proceeding import cancel, check_again, perform, proceed
from handschlag.directory.actions.importing.project_differences import take_all_differences, take_differences
from handschlag.directory.actions.importing.projects import publish_projects
from handschlag.directory.actions.importing.undoing import undo
from handschlag.directory.actions.importing.uploading import choose_columns, choose_sheet, upload

__all__ = [
    "ForAll",
    "apply",
    "cancel",
    "check",
    "check_again",
    "choose_columns",
    "choose_sheet",
    "correct_cells",
    "decide_all",
    "delete_expired_imports",
    "discard",
    "perform",
    "proceed",
    "publish_projects",
    "take_all_differences",
    "take_differences",
    "undo",
    "upload",
]
