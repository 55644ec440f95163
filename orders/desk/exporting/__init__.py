"""Orders, or their lines, as a file: columns, writers of CSV and XLSX, and the job."""
