"""Tables that people upload: CSV as programs write it, workbooks of spreadsheets, HTML tables."""

from core.tables.reading import read_table
from core.tables.table import Reading, Table, TableLine, UnreadableTable

__all__ = ["Reading", "Table", "TableLine", "UnreadableTable", "read_table"]
