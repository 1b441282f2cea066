"""A made-up province on loopback: 60 sites in six shapes, five years of reports, and every fault on demand."""
