"""What people type about campaigns and activities."""
