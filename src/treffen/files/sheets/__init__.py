"""Problems in tables: workbooks and folders of CSV, read as people fill them in."""
