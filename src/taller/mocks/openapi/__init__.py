"""The contract as a stand-in reads it, and what is told of it: places, schemas, operations, problems."""
