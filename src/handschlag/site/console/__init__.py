"""What an operator calls: the verbs of `handschlag` that come before Django, or instead of it."""
