"""Any data somebody names -> one DuckDB file: CSV, XLSX, Parquet, JSON, SQLite, folders, URLs."""
