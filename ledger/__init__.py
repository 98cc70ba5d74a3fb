"""台账: the relational store and the evidence, the truth."""
