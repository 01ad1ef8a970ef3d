"""Samples and records to files and to the screen: tables, shards, manifests; whole or not at all."""

from pzdsl.atomic import atomic_file
from pzdsl.output.columns import Column, columns_of, header_of
from pzdsl.output.shards import ALL, Shard, parse_shard
from pzdsl.output.table import FORMATS, TableWriter, format_of, open_table

__all__ = [
    "ALL",
    "FORMATS",
    "Column",
    "Shard",
    "TableWriter",
    "atomic_file",
    "columns_of",
    "format_of",
    "header_of",
    "open_table",
    "parse_shard",
]
