"""What the pages of runs, the timetable and publishing show."""
