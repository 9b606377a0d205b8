"""Import data...: a table is shown as it will be read, and nothing changes before it is imported."""
