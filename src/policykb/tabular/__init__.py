"""Any table (CSV, TSV, XLSX, JSON Lines) to records, through a mapping file or our own column names."""
