"""What is measured: each a server that stands before models."""
