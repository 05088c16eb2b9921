"""The matching service: wishes, the guarantee at yes, and a timetable with proof."""
