"""`pzc`: arguments in, text and an exit code out; a file for each command, and no decisions."""
