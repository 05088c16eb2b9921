"""What the pages of imports show: the file, its columns, what every row would do, what it did."""
