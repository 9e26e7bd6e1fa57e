"""Reports: a record as data (`document`), as a signed PDF (`pdf`), and as an export for inspectors (`export`)."""
