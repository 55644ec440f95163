"""Tables that people upload: CSV as programs write it, workbooks of spreadsheets, HTML tables."""

from core.tables.table import Reading, Table, TableLine, UnreadableTable
from core.tables.table_reading import read_table

__all__ = ["Reading", "Table", "TableLine", "UnreadableTable", "read_table"]
