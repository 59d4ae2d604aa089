"""``data_table``: rows by the hundred thousand, of which only those in view are in the page.

    sources    one way to read what has rows: lists, frames, columns
    columns    which columns there are, how wide, how their values are written
    parsing    texts as values
    order      sorting whatever is there
    geometry   which rows are in view
    grid       what a table keeps and how it answers events
    render     its elements
    table      what people call
"""

from .columns import table_column
from .table import data_table

__all__ = ["data_table", "table_column"]
